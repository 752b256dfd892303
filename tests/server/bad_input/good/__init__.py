"""Good requests, by domain; `all.good_requests` has them in the order in which they can be done."""

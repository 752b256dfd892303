"""The echo of the device check: a person speaks to the server and hears themselves a few seconds later."""

"""How long an alert takes from the parent's answer to the duty counsellor's screen, and what a killed server adds."""

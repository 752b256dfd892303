"""Waking the browsers of people who are signed in nowhere: web push (RFC 8030), always without content."""

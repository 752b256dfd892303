"""What a server that is killed in mid-call costs the two in it."""

"""Looking for phrases in what clients write: an aid that overlooks much, and never the only guard."""

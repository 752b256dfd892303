"""What is reckoned from the facts: each measure a pure function of them."""

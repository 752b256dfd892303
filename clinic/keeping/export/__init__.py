"""What a person takes with them of what is kept about them."""

"""How long what is known of people is kept, and how it comes to its end."""

"""Text blocks for notes, each profession its own."""

"""The texts of the mails, a file for each language."""

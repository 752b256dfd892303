"""Going on in another browser, and coming back to an appointment, by a link that signs in once."""

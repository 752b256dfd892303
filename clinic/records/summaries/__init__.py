"""What a clinician releases to the person, and with whom the person shares it."""

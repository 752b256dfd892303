"""A de-identified export in rows for researchers."""

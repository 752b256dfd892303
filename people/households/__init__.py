"""Who joins a household by its person's invitation, to be shown what that person shares on purpose."""

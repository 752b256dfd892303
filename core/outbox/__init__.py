"""What must happen after a commit: rows written with the change, and the runner that works them off."""

"""What the measures are reckoned from: gathered once from the stored rows, de-identified, as plain values."""

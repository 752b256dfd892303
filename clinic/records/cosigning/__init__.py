"""Counselling notes before the supervising psychiatrist."""

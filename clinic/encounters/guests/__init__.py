"""Those who join a consultation beside its two: invited relatives, an interpreter, a supervising psychiatrist."""

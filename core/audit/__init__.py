"""The audit log: who read or wrote what of whose record, sealed by a chain that nobody can bend unseen."""

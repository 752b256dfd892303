"""The socket protocol: each event once, as a typed model. The TypeScript types are generated from here."""

"""How the calls of a consultation went, in figures: no addresses, no devices, nothing that was said."""

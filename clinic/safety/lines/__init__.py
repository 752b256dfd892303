"""The crisis lines: whom one can call day and night, kept by the coordinators."""

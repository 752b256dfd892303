"""Reports of a period: frozen with their inputs, made again to the same bytes, released without small cells."""

"""The texts that people consent to, one file a kind and version; older versions stay."""

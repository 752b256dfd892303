"""The data keys: what seals texts, itself sealed under the master keys of the settings."""

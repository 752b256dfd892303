"""Telling people of their appointments by mail and beforehand, as they chose."""

"""Mappers between plain values and FHIR R4B resources as JSON objects: each writes one, and reads it back. Pure."""

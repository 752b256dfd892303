"""What leaves for other systems, in FHIR R4B: one mapper for each resource, and the writing of files."""

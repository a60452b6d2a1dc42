"""Files in and out: scenario folders, checklists, reference data; every error names file, line and field."""

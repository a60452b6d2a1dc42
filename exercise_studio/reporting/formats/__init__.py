"""The report in formats of other programs."""

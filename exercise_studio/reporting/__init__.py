"""What the report says, its figures, and the writers that turn it into files."""

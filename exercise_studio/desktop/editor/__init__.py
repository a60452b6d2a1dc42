"""The plan before the day: setting an exercise up, writing its injects, choosing its checklist items."""

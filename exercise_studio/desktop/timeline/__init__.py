"""The timeline of a run: injects and what teams did, on the axis of play."""

"""Running an exercise: the clock, the run as a fold of its log, conditions, sharing, and what simulated people would do."""

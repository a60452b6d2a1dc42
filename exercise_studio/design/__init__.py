"""Judging a plan before the day: pure functions that return problems, never raise them."""

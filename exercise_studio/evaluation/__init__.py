"""What a run came to: scores, timeliness, what was learned, and comparison with earlier exercises; pure functions."""

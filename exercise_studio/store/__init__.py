"""Where plans and logs are kept: one SQLite file or database a workspace; the only place that knows SQL."""

"""Where plans and logs are kept: one SQLite file or PostgreSQL database a workspace, and the only place that knows SQL."""

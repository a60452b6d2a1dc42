"""The tables as SQLAlchemy Core; what makes them is in `migrations/`, and a test holds the two together."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from exercise_studio.domain.log import HEADER

metadata = MetaData()

Big = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite counts only a column of type INTEGER up by itself."""

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

exercise = Table(
    "exercise",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title_ja", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("scenario", Text, nullable=False),
    Column("starts_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("plan_draft", Text, nullable=False),
    Column("created_at", Big, nullable=False),
    Column("updated_at", Big, nullable=False),
    Column("trashed_at", Big),
)

plan = Table(
    "plan",
    metadata,
    Column("hash", Text, nullable=False),
    Column("exercise", Text, ForeignKey("exercise.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("frozen_at", Big, nullable=False),
    PrimaryKeyConstraint("hash", "exercise"),
)

run = Table(
    "run",
    metadata,
    Column("id", Text, primary_key=True),
    Column("exercise", Text, ForeignKey("exercise.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("mode", Text, nullable=False),
    Column("plan_hash", Text, nullable=False),
    Column("created_at", Big, nullable=False),
    Index("run_number", "exercise", "number", unique=True),
)

entry = Table(
    "entry",
    metadata,
    Column("seq", Big, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False),
    Column("exercise", Text, ForeignKey("exercise.id"), nullable=False),
    Column("run", Text, ForeignKey("run.id")),
    Column("scope", Text),
    Column("device", Text, nullable=False),
    Column("device_seq", Big, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("payload_hash", Text, nullable=False),
    Column("at", Big, nullable=False),
    Column("offset_min", Integer, nullable=False),
    Column("began_at", Big),
    Column("author", Text, nullable=False),
    Column("supersedes", Text),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("lang", Text, nullable=False),
    Column("tlp", Text),
    Column("hash", Text, nullable=False),
    Column("salt", Text),
    Column("payload", Text),
    Column("elapsed", Big),
    Column("play", Big),
    Column("beside", Big, nullable=False),
    Index("entry_id", "id", unique=True),
    Index("entry_feed", "exercise", "seq"),
    Index(
        "entry_chain_run", "run", "device", "device_seq", unique=True,
        sqlite_where=text("run IS NOT NULL"), postgresql_where=text("run IS NOT NULL"),
    ),
    Index(
        "entry_chain_exercise", "exercise", "device", "device_seq", unique=True,
        sqlite_where=text("run IS NULL"), postgresql_where=text("run IS NULL"),
    ),
    Index(
        "entry_redactions", "exercise",
        sqlite_where=text("kind = 'entry_redacted'"), postgresql_where=text("kind = 'entry_redacted'"),
    ),
    sqlite_autoincrement=True,
)  # fmt: skip
"""The log. `beside` is a checksum of what is kept beside the hashed header (elapsed, play)."""

blob = Table(
    "blob",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
    Column("size", Big, nullable=False),
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("id", Text, primary_key=True),
    Column("exercise", Text, nullable=False),
    Column("run", Text),
    Column("purged_at", Big, nullable=False),
    Column("entries", Big, nullable=False),
    Column("kinds", Text, nullable=False),
    Column("heads", Text, nullable=False),
)
"""What a purge leaves: whose it was, how much, and the heads of its chains. No titles, no texts."""

snapshot = Table(
    "snapshot",
    metadata,
    Column("exercise", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)
"""A cache of folded state, which may be emptied at any time."""

HEADER_COLUMNS = ", ".join(HEADER)
WRITTEN = (*HEADER, "hash", "salt", "payload", "elapsed", "play", "beside")
READ = (*HEADER, "hash", "payload", "seq", "elapsed", "play")
"""In the order of domain.log.Entry."""

"""The first tables: workspace, exercises, frozen plans, runs, the log with its triggers, attachments, tombstones.

Written out for each database and importing nothing of the program, so that it makes the same tables for ever.
"""

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_HEADER = """
    id TEXT NOT NULL,
    exercise TEXT NOT NULL,
    run TEXT,
    scope TEXT,
    device TEXT NOT NULL,
    device_seq {big} NOT NULL,
    previous_hash TEXT NOT NULL,
    payload_hash TEXT NOT NULL,
    at {big} NOT NULL,
    offset_min INTEGER NOT NULL,
    began_at {big},
    author TEXT NOT NULL,
    supersedes TEXT,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    lang TEXT NOT NULL,
    tlp TEXT,
    hash TEXT NOT NULL,
    salt TEXT,
    payload TEXT,
    elapsed {big},
    play {big},
    beside {big} NOT NULL
"""

_COMMON = (
    "CREATE TABLE meta (key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (key))",
    """CREATE TABLE exercise (
    id TEXT NOT NULL,
    title_ja TEXT NOT NULL,
    title_en TEXT NOT NULL,
    scenario TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    state TEXT NOT NULL,
    plan_draft TEXT NOT NULL,
    created_at {big} NOT NULL,
    updated_at {big} NOT NULL,
    trashed_at {big},
    PRIMARY KEY (id)
)""",
    """CREATE TABLE plan (
    hash TEXT NOT NULL,
    exercise TEXT NOT NULL,
    text TEXT NOT NULL,
    frozen_at {big} NOT NULL,
    PRIMARY KEY (hash, exercise),
    FOREIGN KEY (exercise) REFERENCES exercise (id)
)""",
    """CREATE TABLE run (
    id TEXT NOT NULL,
    exercise TEXT NOT NULL,
    number INTEGER NOT NULL,
    mode TEXT NOT NULL,
    plan_hash TEXT NOT NULL,
    created_at {big} NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (exercise) REFERENCES exercise (id)
)""",
    "CREATE UNIQUE INDEX run_number ON run (exercise, number)",
    "CREATE TABLE entry (\n    seq {counter},"
    + _HEADER.rstrip()
    + """,
    {counter_key}FOREIGN KEY (exercise) REFERENCES exercise (id),
    FOREIGN KEY (run) REFERENCES run (id)
)""",
    "CREATE UNIQUE INDEX entry_id ON entry (id)",
    "CREATE INDEX entry_feed ON entry (exercise, seq)",
    "CREATE UNIQUE INDEX entry_chain_run ON entry (run, device, device_seq) WHERE run IS NOT NULL",
    "CREATE UNIQUE INDEX entry_chain_exercise ON entry (exercise, device, device_seq) WHERE run IS NULL",
    "CREATE INDEX entry_redactions ON entry (exercise) WHERE kind = 'entry_redacted'",
    "CREATE TABLE blob (sha256 TEXT NOT NULL, bytes {bytes} NOT NULL, size {big} NOT NULL, PRIMARY KEY (sha256))",
    """CREATE TABLE tombstone (
    id TEXT NOT NULL,
    exercise TEXT NOT NULL,
    run TEXT,
    purged_at {big} NOT NULL,
    entries {big} NOT NULL,
    kinds TEXT NOT NULL,
    heads TEXT NOT NULL,
    PRIMARY KEY (id)
)""",
    "CREATE TABLE snapshot (exercise TEXT NOT NULL, key TEXT NOT NULL, bytes {bytes} NOT NULL, PRIMARY KEY (exercise))",
)

_KEPT = (
    "seq", "id", "exercise", "run", "scope", "device", "device_seq", "previous_hash", "payload_hash", "at",
    "offset_min", "began_at",
    "author", "supersedes", "kind", "version", "lang", "tlp", "hash", "elapsed", "play", "beside",
)  # fmt: skip
"""Everything but salt and payload, which a redaction empties."""

_SQLITE_TRIGGERS = (
    """CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
WHEN NOT (
    NEW.payload IS NULL AND NEW.salt IS NULL AND OLD.kind <> 'entry_redacted'
    AND {same}
    AND EXISTS (
        SELECT 1 FROM entry AS r
        WHERE r.kind = 'entry_redacted' AND r.exercise = OLD.exercise AND json_extract(r.payload, '$.entry') = OLD.id
    )
)
BEGIN SELECT RAISE(ABORT, 'an entry of the log is never changed'); END""".replace(
        "{same}", " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _KEPT)
    ),
    """CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
WHEN NOT EXISTS (
    SELECT 1 FROM tombstone AS t WHERE t.exercise = OLD.exercise AND (t.run IS NULL OR t.run = OLD.run)
)
BEGIN SELECT RAISE(ABORT, 'an entry of the log is never removed'); END""",
    """CREATE TRIGGER tombstone_is_never_changed BEFORE UPDATE ON tombstone
BEGIN SELECT RAISE(ABORT, 'a tombstone is never changed'); END""",
    """CREATE TRIGGER tombstone_is_never_removed BEFORE DELETE ON tombstone
BEGIN SELECT RAISE(ABORT, 'a tombstone is never removed'); END""",
)

_POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        RAISE EXCEPTION 'an entry of the log is never removed';
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (
            SELECT 1 FROM tombstone AS t WHERE t.exercise = OLD.exercise AND (t.run IS NULL OR t.run = OLD.run)
        ) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'an entry of the log is never removed';
    END IF;
    IF NEW.payload IS NULL AND NEW.salt IS NULL AND OLD.kind <> 'entry_redacted'
        AND {same}
        AND EXISTS (
            SELECT 1 FROM entry AS r
            WHERE r.kind = 'entry_redacted' AND r.exercise = OLD.exercise AND r.payload::json ->> 'entry' = OLD.id
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an entry of the log is never changed';
END $$""".replace("{same}", " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in _KEPT)),
    """CREATE FUNCTION tombstone_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a tombstone is never changed';
END $$""",
    """CREATE TRIGGER entry_is_never_changed BEFORE UPDATE OR DELETE ON entry
FOR EACH ROW EXECUTE FUNCTION entry_guard()""",
    """CREATE TRIGGER entry_is_never_emptied BEFORE TRUNCATE ON entry
FOR EACH STATEMENT EXECUTE FUNCTION entry_guard()""",
    """CREATE TRIGGER tombstone_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON tombstone
FOR EACH STATEMENT EXECUTE FUNCTION tombstone_guard()""",
)

_SQLITE = {
    "big": "INTEGER",
    "bytes": "BLOB",
    "counter": "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
    "counter_key": "",
}
_POSTGRESQL = {
    "big": "BIGINT",
    "bytes": "BYTEA",
    "counter": "BIGSERIAL NOT NULL",
    "counter_key": "PRIMARY KEY (seq),\n    ",
}

STATEMENTS = {
    "sqlite": (*(text.format(**_SQLITE) for text in _COMMON), *_SQLITE_TRIGGERS),
    "postgresql": (*(text.format(**_POSTGRESQL) for text in _COMMON), *_POSTGRESQL_TRIGGERS),
}


def upgrade() -> None:
    from alembic import op

    connection = op.get_bind()
    for statement in STATEMENTS[connection.dialect.name]:
        connection.exec_driver_sql(statement)

"""The log: one durable entry, opening a long exercise, verifying it."""

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

from benchmarks.measure import Result, beside, median, percentile, timed
from benchmarks.samples import SCENARIO, long_log
from exercise_studio.journeys import conducting
from exercise_studio.journeys.library import find_scenario
from exercise_studio.journeys.rehearsing import Order, default_start, plan_of
from exercise_studio.journeys.session import Session
from exercise_studio.store.verify import verify
from exercise_studio.store.workspace import Workspace


def bench_log_entry() -> Iterator[Result]:
    """One entry, from the command to the acknowledgement after its commit, against raw sqlite3 into the same table.

    The raw side inserts a row of the same size into a table with the same indexes and triggers, WAL and FULL.
    """
    with tempfile.TemporaryDirectory() as folder:
        scenario, _ = find_scenario(SCENARIO)
        with Workspace.create(Path(folder) / "a.estudio") as workspace:
            exercise = workspace.create_exercise(plan_of(Order(scenario), default_start(scenario)))
            session = Session.open(workspace, exercise)
            conducting.start_run(session)
            raw = _raw_twin(workspace, Path(folder) / "raw.db")
            columns, rows = _rows(workspace)
            insert = f"INSERT INTO entry ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
            template, count = rows[0], 0

            def ours() -> None:
                conducting.log_response(
                    session, "terminal/csirt", "第一報を窓口で受け付けた。", items=[("DET-01", "done")]
                )

            def theirs() -> None:
                nonlocal count
                count += 1
                row = dict(zip(columns, template, strict=True)) | {
                    "id": f"{count:032d}",
                    "device_seq": count + 10,
                    "seq": count + 10,
                }
                raw.execute("BEGIN IMMEDIATE")
                raw.execute(insert, tuple(row.values()))
                raw.execute("COMMIT")

            ours()
            one, other = beside(ours, theirs, times=1500, small=True)
            raw.close()
    yield Result("log entry p50", median(one) * 1e6, "µs", median(other) * 1e6, 1.5)
    yield Result("log entry p99", percentile(one, 0.99) * 1e6, "µs", percentile(other, 0.99) * 1e6, 2)


def _raw_twin(workspace: Workspace, file: Path) -> sqlite3.Connection:
    """A database with the same tables, indexes and triggers, its exercise and run, and no entry."""
    assert workspace.path is not None
    source = sqlite3.connect(workspace.path)
    wanted = (
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'trigger'"
    )
    statements = [row[0] for row in source.execute(wanted)]
    parents = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in ("exercise", "run")}
    source.close()
    raw = sqlite3.connect(file, isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    for statement in statements:
        raw.execute(statement)
    for name, rows in parents.items():
        raw.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    raw.execute("PRAGMA foreign_keys=ON")
    return raw


def _rows(workspace: Workspace) -> tuple[list[str], list[tuple[object, ...]]]:
    assert workspace.path is not None
    source = sqlite3.connect(workspace.path)
    found = source.execute("SELECT * FROM entry")
    columns = [column[0] for column in found.description]
    rows = found.fetchall()
    source.close()
    return columns, rows


def bench_open_exercise() -> Iterator[Result]:
    """Opening an exercise of 100,000 entries, folded and ready, against raw fetch + json.loads of all payloads + sorted arrays."""
    with tempfile.TemporaryDirectory() as folder:
        workspace, exercise = long_log(Path(folder) / "a.estudio", 100_000)
        with workspace:
            assert workspace.path is not None
            raw = sqlite3.connect(workspace.path)

            def ours() -> None:
                Session.open(workspace, exercise)

            def theirs() -> None:
                rows = raw.execute("SELECT * FROM entry WHERE exercise = ? ORDER BY seq", (exercise,)).fetchall()
                names = [column[1] for column in raw.execute("PRAGMA table_info(entry)")]
                payload, at, device = names.index("payload"), names.index("at"), names.index("device")
                for row in rows:
                    json.loads(row[payload])
                rows.sort(key=itemgetter(at, device))

            one, other = beside(ours, theirs, times=5)
            raw.close()
    yield Result("open 100,000 entries", median(one), "s", median(other), 2)


def bench_verify() -> Iterator[Result]:
    """Recomputing every hash and chain of 50,000 entries, against fetching them and hashing each twice."""
    with tempfile.TemporaryDirectory() as folder:
        workspace, _exercise = long_log(Path(folder) / "a.estudio", 50_000)
        with workspace:
            assert workspace.path is not None
            raw = sqlite3.connect(workspace.path)

            def theirs() -> None:
                for row in raw.execute("SELECT * FROM entry ORDER BY seq"):
                    text = json.dumps(row, ensure_ascii=False).encode()
                    hashlib.sha256(text)
                    hashlib.sha256(text)

            ours_time = [timed(lambda: verify(workspace)) for _ in range(3)]
            theirs_time = [timed(theirs) for _ in range(3)]
            raw.close()
    yield Result("verify 50,000 entries", median(ours_time), "s", median(theirs_time), 3)

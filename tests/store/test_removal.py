"""Redaction and purge: what goes, what stays, and that the chain can still be proved."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.log import Draft, RedactedEntry
from exercise_studio.store import backup, faults
from exercise_studio.store.verify import verify
from exercise_studio.store.workspace import Workspace
from tests.store.small import PLAN, HandClock, drafts, response, started

SECRET = "極秘の電話番号 03-0000-0000"


def test_a_redacted_payload_is_gone_and_the_chain_still_proved(workspace: Workspace, clock: HandClock) -> None:
    exercise, run = started(workspace, clock)
    named = workspace.append(exercise, [response(SECRET, run), response("後の記録", run)], now=clock).entries[0]
    change = workspace.redact(named, "個人の番号", now=clock, author="facilitator")
    assert change.kinds == {"entry_redacted"}
    found = workspace.entry(named)
    record = workspace.entry(change.entries[0])
    assert found is not None
    assert record is not None
    assert found.payload == RedactedEntry(kind="response_logged")
    assert (record.payload.entry, record.payload.reason, record.run, record.author) == (
        named,
        "個人の番号",
        run,
        "facilitator",
    )
    report = verify(workspace)
    assert (report.ok, report.redacted) == (True, 1)


def test_a_redacted_text_leaves_the_file_and_its_wal(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise, run = started(workspace, clock)
        secret = response(SECRET * 400, run)
        named = workspace.append(exercise, [*drafts(20, run), secret, *drafts(20, run)], now=clock).entries[20]
        beside = [file, file.with_name(file.name + "-wal")]
        assert any(SECRET.encode() in found.read_bytes() for found in beside)
        workspace.redact(named, "reason", now=clock)
        assert not any(SECRET.encode() in found.read_bytes() for found in beside)
        assert verify(workspace).ok


def test_what_cannot_be_redacted(workspace: Workspace, clock: HandClock) -> None:
    exercise, run = started(workspace, clock)
    named = workspace.append(exercise, [response(SECRET, run)], now=clock).entries[0]
    record = workspace.redact(named, "reason", now=clock).entries[0]
    with pytest.raises(InputError, match="cannot be redacted itself"):
        workspace.redact(record, "again", now=clock)
    with pytest.raises(InputError, match="no entry nothing"):
        workspace.redact("nothing", "reason", now=clock)
    assert workspace.count() == 3


def test_a_redaction_that_arrives_from_elsewhere_is_carried_out(
    target: str | Path, tmp_path: Path, opened: Callable[[Workspace], Workspace], clock: HandClock
) -> None:
    home = opened(Workspace.create(target))
    exercise, run = started(home, clock)
    away = opened(Workspace.create(tmp_path / "observer.estudio"))
    away.create_exercise(PLAN, id=exercise)
    away.create_run(exercise, "live", away.freeze_plan(exercise, PLAN), id=run)
    named = away.append(exercise, [response(SECRET, run)], now=clock).entries[0]
    home.append_foreign(away.sealed(exercise))
    away.redact(named, "reason", now=clock)
    home.append_foreign(away.sealed(exercise))
    found = home.entry(named)
    assert found is not None
    assert found.payload == RedactedEntry(kind="response_logged")
    assert verify(home).ok
    assert verify(away).ok


def test_a_purge_leaves_a_tombstone_and_nothing_else(workspace: Workspace, clock: HandClock) -> None:
    kept, kept_run = started(workspace, clock)
    exercise, run = started(workspace, clock)
    mine, shared = workspace.put_blob(b"only here"), workspace.put_blob(b"here and there")

    def attached(digest: str) -> p.AttachmentAdded:
        return p.AttachmentAdded(name="a.txt", media_type="text/plain", size=9, sha256=digest)

    workspace.append(exercise, [Draft(attached(mine), run=run), Draft(attached(shared), run=run)], now=clock)
    workspace.append(kept, [Draft(attached(shared), run=kept_run)], now=clock)
    heads = workspace.heads(exercise)
    with pytest.raises(InputError, match="trash"):
        workspace.purge(exercise)
    workspace.trash(exercise)
    purged = workspace.purge(exercise)

    assert (purged.entries, purged.heads, purged.run) == (3, heads, None)
    assert [row.id for row in workspace.exercises(trashed=None)] == [kept]
    assert workspace.count() == workspace.count(kept) == 2
    assert workspace.entries(exercise) == []
    assert (workspace.has_blob(mine), workspace.has_blob(shared)) == (False, True)
    with pytest.raises(faults.UnknownExercise):
        workspace.append(exercise, [response("too late")], now=clock)
    report = verify(workspace)
    assert (report.problems, report.tombstones) == ((), 1)


def test_one_run_can_be_purged(workspace: Workspace, clock: HandClock) -> None:
    exercise, run = started(workspace, clock)
    rehearsal = workspace.create_run(exercise, "rehearsal", PLAN.content_hash)
    workspace.append(exercise, [*drafts(5, rehearsal), response("外で")], now=clock)
    workspace.append(
        exercise, [Draft(p.ReportIssued(number=1, edition="e", language="ja", sha256="0", as_of="x"))], now=clock
    )
    purged = workspace.purge(exercise, rehearsal)
    assert (purged.entries, list(purged.heads)) == (5, [f"{rehearsal}/{workspace.device}"])
    assert [row.id for row in workspace.runs(exercise)] == [run]
    assert verify(workspace).problems == ()
    workspace.append(exercise, [response("続き", run)], now=clock)
    assert verify(workspace).ok


def test_a_purge_empties_the_file_and_names_the_backups(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise, run = started(workspace, clock)
        named = workspace.append(exercise, [response(SECRET, run)], now=clock).entries[0]
        made = backup.backup_if_changed(workspace, "open")
        assert made is not None
        assert backup.backups_holding(file, exercise) == backup.backups_holding(file, exercise, named) == [made]
        workspace.trash(exercise)
        purged = workspace.purge(exercise)
        assert purged.backups == (made,)
        backup.drop(purged.backups)
        assert backup.backups_holding(file, exercise) == []
    assert SECRET.encode() not in file.read_bytes()
    with closing(sqlite3.connect(file)) as connection:
        ((kinds, heads),) = connection.execute("SELECT kinds, heads FROM tombstone").fetchall()
    assert json.loads(kinds) == {"run_started": 1, "response_logged": 1}
    assert list(json.loads(heads).values()) == [[2, purged.heads[f"{run}/{workspace.device}"][1]]]


def test_a_purge_that_is_cut_off_removes_nothing(
    workspace: Workspace, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    exercise, _ = started(workspace, clock)
    workspace.trash(exercise)

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(workspace, "_drop_blobs", cut_off)
        with pytest.raises(KeyboardInterrupt):
            workspace.purge(exercise)
    assert workspace.count(exercise) == 1
    assert verify(workspace).ok


def test_a_rehearsal_in_the_trash_comes_back_or_is_purged_after_thirty_days(
    workspace: Workspace, clock: HandClock
) -> None:
    exercise, run = started(workspace, clock)
    rehearsal = workspace.create_run(exercise, "rehearsal", PLAN.content_hash)
    workspace.append(exercise, [*drafts(3, rehearsal)], now=clock)
    day = 24 * 60 * 60 * 1000
    workspace.trash_run(rehearsal, at=0)
    assert [row.id for row in workspace.runs(exercise)] == [run]
    assert [row.id for row in workspace.runs(exercise, trashed=True)] == [rehearsal]
    assert workspace.exercise(exercise).runs == 1
    assert workspace.purge_old_runs(now=30 * day - 1) == []
    workspace.untrash_run(rehearsal)
    assert [row.id for row in workspace.runs(exercise)] == [run, rehearsal]
    assert workspace.count(exercise, rehearsal) == 3

    workspace.trash_run(rehearsal, at=0)
    (purged,) = workspace.purge_old_runs(now=30 * day)
    assert (purged.run, purged.entries) == (rehearsal, 3)
    assert workspace.trashed_runs() == {}
    assert [row.id for row in workspace.runs(exercise, trashed=None)] == [run]
    assert verify(workspace).problems == ()


def test_an_issued_reports_file_goes_with_its_exercise_and_not_before(workspace: Workspace, clock: HandClock) -> None:
    exercise, run = started(workspace, clock)
    digest = workspace.put_blob(b"%PDF-1.7 report")
    issued = p.ReportIssued(number=1, edition="full", language="ja", sha256=digest, as_of="2026-07-04T12:00")
    workspace.append(exercise, [Draft(issued)], now=clock)
    workspace.purge(exercise, run)
    assert workspace.has_blob(digest)
    workspace.trash(exercise)
    workspace.purge(exercise)
    assert not workspace.has_blob(digest)

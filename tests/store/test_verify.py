"""What `verify` finds: any byte of an entry, a missing one, another order, lost tails, plans and attachments."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from exercise_studio.domain import payloads as p
from exercise_studio.domain.log import Draft, Entry
from exercise_studio.store.verify import Problem, summary, verify
from exercise_studio.store.workspace import Workspace
from tests.store.small import PLAN, HandClock, drafts, rating, response, started

COUNT = 40


def filled(path: str | Path, clock: HandClock) -> tuple[str, str, list[Entry]]:
    """A workspace with one run; its exercise, run and entries."""
    with Workspace.create(path) as workspace:
        exercise, run = started(workspace, clock)
        workspace.append(exercise, list(drafts(COUNT, run)), now=clock, times=lambda at: (at - 1, at - 2))
        assert verify(workspace).ok
        return exercise, run, workspace.entries(exercise)


def first_problem(path: str | Path) -> Problem:
    """The first thing that is wrong."""
    with Workspace.open(path) as workspace:
        report = verify(workspace)
    assert not report.ok
    assert report.first is not None
    return report.first


def behind_the_back(target: str | Path, *statements: str) -> None:
    """Runs statements past the program."""
    if isinstance(target, Path):
        with closing(sqlite3.connect(target)) as connection, connection:
            for statement in statements:
                connection.execute(statement)
    else:
        with psycopg.connect(target.replace("+psycopg", "")) as server:
            for statement in statements:
                server.execute(statement)


def forge(target: str | Path, *statements: str) -> None:
    """Changes the log past the program, its triggers out of the way."""
    if isinstance(target, Path):
        behind_the_back(
            target, "DROP TRIGGER entry_is_never_changed", "DROP TRIGGER entry_is_never_removed", *statements
        )
    else:
        behind_the_back(target, "ALTER TABLE entry DISABLE TRIGGER ALL", *statements)


def test_what_was_written_by_the_program_passes(target: str | Path, clock: HandClock) -> None:
    filled(target, clock)
    with Workspace.open(target) as workspace:
        report = verify(workspace)
    assert (report.ok, report.first, report.entries, report.chains, report.plans) == (True, None, COUNT + 1, 1, 1)
    assert "41" in summary(report, "en")


@pytest.mark.parametrize("column", ["payload", "author", "hash", "salt", "lang"])
def test_a_changed_value_names_its_entry(target: str | Path, clock: HandClock, column: str) -> None:
    exercise, _, entries = filled(target, clock)
    victim = entries[17]
    forge(target, f"UPDATE entry SET {column} = {column} || ' ' WHERE id = '{victim.id}'")
    found = first_problem(target)
    assert (found.entry, found.exercise, found.chain, found.device_seq) == (victim.id, exercise, victim.chain, 18)
    assert found.code == ("payload" if column in ("payload", "salt") else "header")
    assert victim.id in found.text("en")


@pytest.mark.parametrize("column", ["at", "device_seq", "elapsed", "play"])
def test_a_changed_number_names_its_entry(target: str | Path, clock: HandClock, column: str) -> None:
    _, _, entries = filled(target, clock)
    victim = entries[-1]
    forge(target, f"UPDATE entry SET {column} = {column} + 1 WHERE id = '{victim.id}'")
    found = first_problem(target)
    assert (found.entry, found.code) == (victim.id, "beside" if column in ("elapsed", "play") else "header")


def test_an_entry_taken_from_the_middle_is_named(target: str | Path, clock: HandClock) -> None:
    exercise, _, entries = filled(target, clock)
    forge(target, f"DELETE FROM entry WHERE id = '{entries[20].id}'")
    found = first_problem(target)
    assert (found.code, found.device_seq, found.chain, found.exercise) == ("gap", 21, entries[20].chain, exercise)
    assert found.entry == entries[21].id


def test_two_entries_in_each_others_place_are_found(target: str | Path, clock: HandClock) -> None:
    _, _, entries = filled(target, clock)
    one, other = entries[10], entries[11]
    forge(
        target,
        f"UPDATE entry SET device_seq = -1 WHERE id = '{one.id}'",
        f"UPDATE entry SET device_seq = {one.device_seq} WHERE id = '{other.id}'",
        f"UPDATE entry SET device_seq = {other.device_seq} WHERE id = '{one.id}'",
    )
    assert first_problem(target).entry in (one.id, other.id)


def test_a_forged_entry_with_right_hashes_breaks_the_next_one(target: str | Path, clock: HandClock) -> None:
    from exercise_studio.domain import log

    _, _, entries = filled(target, clock)
    victim = entries[5]
    with Workspace.open(target) as workspace:
        (salt,) = [one.salt for one in workspace.sealed(victim.exercise) if one.field("id") == victim.id]
    text = log.payload_text(p.ResponseLogged(team="terminal/csirt", text="何もしなかった"))
    digest = log.payload_hash(salt, text)
    header = log.header_hash(victim._replace(payload_hash=digest)[: len(log.HEADER)])
    forge(
        target,
        f"UPDATE entry SET payload = '{text}', payload_hash = '{digest}', hash = '{header}' WHERE id = '{victim.id}'",
    )
    found = first_problem(target)
    assert (found.code, found.entry) == ("link", entries[6].id)


def test_the_last_entries_of_a_file_cannot_go_unseen(file: Path, clock: HandClock) -> None:
    _, _, entries = filled(file, clock)
    forge(file, f"DELETE FROM entry WHERE seq > {entries[-3].seq}")
    found = first_problem(file)
    assert (found.code, found.detail, found.seq) == ("order", "2", entries[-3].seq)


def test_a_lost_tail_is_named_by_who_recorded_it(target: str | Path, clock: HandClock) -> None:
    exercise, _, entries = filled(target, clock)
    with Workspace.open(target) as workspace:
        change = workspace.append(
            exercise, [Draft(p.ReportIssued(number=1, edition="e", language="ja", sha256="0", as_of="x"))], now=clock
        )
        assert verify(workspace).ok
    forge(target, f"DELETE FROM entry WHERE id IN ('{entries[-1].id}', '{entries[-2].id}')")
    found = first_problem(target)
    assert (found.code, found.entry, found.chain, found.device_seq) == (
        "heads",
        change.entries[0],
        entries[0].chain,
        COUNT + 1,
    )


def test_every_byte_of_an_entry_counts(file: Path, clock: HandClock) -> None:
    """A raw edit of the file: any of the bytes of an entry's row, one at a time, is noticed and its entry named."""
    _, _, entries = filled(file, clock)
    victim = entries[12]
    whole = bytearray(file.read_bytes())
    at = whole.find(victim.id.encode())
    while whole.find(victim.payload_hash.encode(), at, at + 400) < 0:
        at = whole.find(victim.id.encode(), at + 1)
    end = whole.index(b"}", at) + 1
    named = 0
    for place in range(at - 29, end, 7):
        changed = bytearray(whole)
        changed[place] ^= 0x01
        file.write_bytes(changed)
        named += first_problem_of_copy(file, victim)
    assert named == len(range(at - 29, end, 7))


def first_problem_of_copy(file: Path, victim: Entry) -> bool:
    """Whether the problems name the victim (its own id may be what was changed)."""
    with Workspace.open(file, read_only=True) as workspace:
        report = verify(workspace)
    named = [problem for problem in report.problems if problem.seq == victim.seq]
    return bool(named) and not report.ok


def test_bytes_that_are_no_text_are_named(file: Path, clock: HandClock) -> None:
    _, _, entries = filled(file, clock)
    text = entries[9].payload.text.encode()
    data = file.read_bytes()
    assert data.count(text + b'"') == 1
    file.write_bytes(data.replace(text + b'"', b"\xff" * len(text) + b'"'))
    found = first_problem(file)
    assert found.entry == entries[9].id


def test_entries_that_come_before_their_predecessors_are_no_fault(
    target: str | Path, tmp_path: Path, opened: Callable[[Workspace], Workspace], clock: HandClock
) -> None:
    home = opened(Workspace.create(target))
    exercise, run = started(home, clock)
    away = opened(Workspace.create(tmp_path / "observer.estudio"))
    away.create_exercise(PLAN, id=exercise)
    away.create_run(exercise, "live", away.freeze_plan(exercise, PLAN), id=run)
    away.append(exercise, [*drafts(6, run), Draft(p.WorkHandedIn(observer="OB1"), run=run)], now=clock)
    sent = away.sealed(exercise)
    home.append_foreign(sent[3:])
    assert [problem.code for problem in verify(home).problems] == ["gap"]
    home.append_foreign([sent[1], sent[0]])
    home.append_foreign(sent)
    report = verify(home)
    assert (report.problems, report.chains) == ((), 2)


def test_a_changed_plan_and_a_changed_attachment_are_found(target: str | Path, clock: HandClock) -> None:
    exercise, run, _ = filled(target, clock)
    with Workspace.open(target) as workspace:
        digest = workspace.put_blob(b"evidence")
        attached = p.AttachmentAdded(name="log.txt", media_type="text/plain", size=8, sha256=digest)
        workspace.append(exercise, [Draft(attached, run=run)], now=clock)
        assert verify(workspace).ok
    forge(target, "UPDATE plan SET text = replace(text, '港', '空')", "UPDATE blob SET size = 9")
    with Workspace.open(target) as workspace:
        problems = verify(workspace).problems
    assert [(problem.code, problem.detail) for problem in problems] == [
        ("plan", PLAN.content_hash),
        ("attachment", digest),
    ]
    behind_the_back(target, "DELETE FROM blob")
    with Workspace.open(target) as workspace:
        assert [problem.code for problem in verify(workspace).problems] == ["plan", "attachment"]


def test_the_log_refuses_change_and_removal(target: str | Path, clock: HandClock) -> None:
    filled(target, clock)
    statements = (
        "UPDATE entry SET payload = NULL, salt = NULL",
        "UPDATE entry SET author = 'x'",
        "DELETE FROM entry",
        "DELETE FROM entry WHERE seq = 3",
    )
    for statement in statements:
        with pytest.raises((sqlite3.IntegrityError, psycopg.errors.RaiseException), match="never"):
            behind_the_back(target, statement)
    if not isinstance(target, Path):
        with pytest.raises(psycopg.errors.RaiseException, match="never"):
            behind_the_back(target, "TRUNCATE entry")
    with Workspace.open(target) as workspace:
        assert verify(workspace).ok


def test_looking_changes_nothing(file: Path, clock: HandClock) -> None:
    filled(file, clock)
    before = file.read_bytes()
    with Workspace.open(file, read_only=True) as workspace:
        verify(workspace)
        assert workspace.count() == COUNT + 1
    assert file.read_bytes() == before
    assert [found.name for found in file.parent.iterdir()] == [file.name]


def test_the_order_of_problems_is_that_of_the_log(target: str | Path, clock: HandClock) -> None:
    _, _, entries = filled(target, clock)
    forge(target, *(f"UPDATE entry SET payload = '{{}}' WHERE id = '{entries[n].id}'" for n in (30, 9, 20)))
    with Workspace.open(target) as workspace:
        report = verify(workspace)
    assert [problem.device_seq for problem in report.problems] == [10, 21, 31]
    assert report.found == 3


def test_responses_and_ratings_alike(workspace: Workspace, clock: HandClock) -> None:
    exercise, run = started(workspace, clock)
    workspace.append(exercise, [response('改行\nと "引用" と 𠮷', run), rating(2, run)], now=clock)
    assert verify(workspace).ok

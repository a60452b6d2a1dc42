"""Appending and reading: order, chains, idempotence, times, foreign entries."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from exercise_studio.domain import log
from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.log import Draft, UnknownEntry
from exercise_studio.store import faults
from exercise_studio.store.reading import Sealed
from exercise_studio.store.workspace import Workspace
from tests.store.small import PLAN, HandClock, drafts, rating, response, started

Keep = Callable[[Workspace], Workspace]


def test_what_is_appended_is_read_back(workspace: Workspace, clock: HandClock) -> None:
    exercise, run = started(workspace, clock)
    change = workspace.append(
        exercise,
        [
            response("端末を切り離した", run, scope="terminal", author="csirt-1", lang="ja", tlp="RED", began_at=5),
            Draft(p.MarkerDropped(text="here"), at=1_783_123_999_999),
        ],
        now=clock,
        offset_min=60,
        times=lambda at: (at - 7, at - 9),
        initiator="me",
    )
    _, first, second = workspace.entries(exercise)
    assert first.payload == p.ResponseLogged(team="terminal/csirt", text="端末を切り離した")
    assert (first.exercise, first.run, first.scope, first.author) == (exercise, run, "terminal", "csirt-1")
    assert (first.at, first.offset_min, first.began_at, first.lang, first.tlp) == (clock.time, 60, 5, "ja", "RED")
    assert (first.elapsed, first.play) == (clock.time - 7, clock.time - 9)
    assert (second.kind, second.version, second.run, second.at) == (
        "marker_dropped",
        p.MarkerDropped.current,
        None,
        1_783_123_999_999,
    )
    assert change == (
        exercise, first.seq, second.seq, {"response_logged", "marker_dropped"}, "me", (first.id, second.id)
    )  # fmt: skip
    assert workspace.entry(second.id) == second
    assert workspace.entry("nothing") is None


def test_what_an_append_gives_back_is_what_is_stored(workspace: Workspace, clock: HandClock) -> None:
    exercise, run = started(workspace, clock)
    other, _ = started(workspace, clock)
    for count in (1, 3):
        last = workspace.last_seq(exercise)
        done = workspace.append_and_read(exercise, list(drafts(count, run)), now=clock, times=lambda at: (at, 0))
        assert done.entries == workspace.entries(exercise, after_seq=last)
        assert done.before in (last, None)
        workspace.append(other, [rating(1)], now=clock)
    named = done.entries[-1].id
    record = workspace.redact(named, "reason", now=clock)
    again = workspace.append_and_read(exercise, [rating(1, run)], now=clock)
    assert again.before in (record.last_seq, None)


def test_each_run_has_a_chain_and_the_exercise_one(workspace: Workspace, clock: HandClock) -> None:
    exercise, run = started(workspace, clock)
    other = workspace.create_run(exercise, "rehearsal", PLAN.content_hash)
    for where in (None, other, None, run, other):
        workspace.append(exercise, [rating(1, where)], now=clock)
    entries = workspace.entries(exercise)
    for root, texts in ((run, 2), (other, 2), (None, 2)):
        chain = [entry for entry in entries if entry.run == root]
        assert [entry.device_seq for entry in chain] == list(range(1, texts + 1))
        assert [entry.previous_hash for entry in chain] == ["", *(entry.hash for entry in chain[:-1])]
        for entry in chain:
            assert entry.hash == log.header_hash(entry[: len(log.HEADER)])
            assert workspace.heads(exercise)[entry.chain] == (chain[-1].device_seq, chain[-1].hash)
    assert len(workspace.heads(exercise)) == 3


def test_a_chain_goes_on_after_reopening(target: str | Path, opened: Keep, clock: HandClock) -> None:
    with Workspace.create(target) as workspace:
        exercise, run = started(workspace, clock)
    with Workspace.open(target) as workspace:
        workspace.append(exercise, [rating(1, run), rating(2, run)], now=clock)
        first, second, third = workspace.entries(exercise)
        assert [entry.device_seq for entry in (first, second, third)] == [1, 2, 3]
        assert second.previous_hash == first.hash
        assert len({entry.device for entry in (first, second, third)}) == 1


def test_an_id_that_is_stored_is_left_out(workspace: Workspace, clock: HandClock) -> None:
    exercise, run = started(workspace, clock)
    once = response("一度だけ", run, id="0198-own")
    workspace.append(exercise, [once], now=clock)
    again = workspace.append(exercise, [once], now=clock)
    assert again.entries == ()
    assert again.kinds == frozenset()
    mixed = workspace.append(
        exercise, [once, rating(1, run), response("二", run, id="x"), response("二", run, id="x")], now=clock
    )
    assert len(mixed.entries) == 2
    assert [entry.device_seq for entry in workspace.entries(exercise)] == [1, 2, 3, 4]


def test_many_at_once_keep_their_order(workspace: Workspace, clock: HandClock) -> None:
    exercise, run = started(workspace, clock)
    change = workspace.append(exercise, list(drafts(1_500, run)), now=clock)
    entries = workspace.entries(exercise, after_seq=change.first_seq - 1)
    assert [entry.id for entry in entries] == list(change.entries)
    assert (entries[0].seq, entries[-1].seq) == (change.first_seq, change.last_seq)
    assert entries[0].payload.text == "対応 0"
    assert workspace.count(exercise) == workspace.count() == 1_501
    assert workspace.last_seq(exercise) == change.last_seq


def test_reading_by_run_kind_and_seq(workspace: Workspace, clock: HandClock) -> None:
    exercise, run = started(workspace, clock)
    workspace.append(exercise, [*drafts(4, run), rating(1)], now=clock)
    assert len(workspace.entries(exercise, run)) == 5
    assert {entry.kind for entry in workspace.entries(exercise, kinds=["item_rated"])} == {"item_rated"}
    assert workspace.entries(exercise, kinds=[]) == []
    half = workspace.entries(exercise)[2].seq
    assert [entry.seq > half for entry in workspace.entries(exercise, after_seq=half)] == [True] * 3


def test_an_entry_that_ends_something_carries_all_heads(workspace: Workspace, clock: HandClock) -> None:
    exercise, run = started(workspace, clock)
    workspace.append(exercise, [rating(1), rating(2, run)], now=clock)
    before = workspace.heads(exercise)
    workspace.append(exercise, [rating(3, run), Draft(p.RunEnded(), run=run)], now=clock)
    last = workspace.entries(exercise)[-2:]
    assert last[1].payload.heads == before | {last[0].chain: (last[0].device_seq, last[0].hash)}
    assert len(last[1].payload.heads) == 2


def test_the_state_follows_the_runs(workspace: Workspace, clock: HandClock) -> None:
    exercise, run = started(workspace, clock)
    assert workspace.exercise(exercise).state == "running"
    workspace.append(exercise, [Draft(p.RunEnded(), run=run)], now=clock)
    assert workspace.exercise(exercise).state == "ended"
    assert workspace.exercise(exercise).last_entry_at == clock.time


def test_an_unknown_exercise_is_named_and_nothing_is_kept(workspace: Workspace, clock: HandClock) -> None:
    with pytest.raises(faults.UnknownExercise, match="nowhere"):
        workspace.append("nowhere", [rating(1)], now=clock)
    assert workspace.count() == 0


def test_an_error_in_the_middle_keeps_nothing_of_the_act(workspace: Workspace, clock: HandClock) -> None:
    exercise, run = started(workspace, clock)

    def times(at: int) -> tuple[int, int]:
        if at == 2:
            raise ValueError("not a time")
        return at, at

    with pytest.raises(ValueError, match="not a time"):
        workspace.append(
            exercise, [rating(1, run)._replace(at=1), rating(2, run)._replace(at=2)], now=clock, times=times
        )
    workspace.append(exercise, [rating(3, run)], now=clock)
    assert [entry.device_seq for entry in workspace.entries(exercise)] == [1, 2]


def test_a_newer_kind_is_kept_as_it_is(workspace: Workspace, clock: HandClock) -> None:
    exercise, _ = started(workspace, clock)
    newer = UnknownEntry(kind="weather_changed", version=7, text='{"rain": 0.50}')
    workspace.append(exercise, [Draft(newer)], now=clock)
    found = workspace.entries(exercise)[-1]
    assert (found.kind, found.version, found.payload) == ("weather_changed", 7, newer)


def test_entries_of_another_device_keep_their_headers(
    target: str | Path, tmp_path: Path, opened: Keep, clock: HandClock
) -> None:
    home = opened(Workspace.create(target))
    exercise, run = started(home, clock)
    away = opened(Workspace.create(tmp_path / "observer.estudio"))
    away.create_exercise(PLAN, id=exercise)
    away.create_run(exercise, "live", away.freeze_plan(exercise, PLAN), id=run)
    away.append(exercise, list(drafts(5, run)), now=clock)
    sent = away.entries(exercise)
    packet = away.sealed(exercise, run, away.device)

    taken = home.append_foreign(packet)
    again = home.append_foreign(packet)
    assert (len(taken.entries), len(again.entries)) == (5, 0)
    received = home.entries(exercise)[-5:]
    assert [entry[:19] for entry in received] == [entry[:19] for entry in sent]
    assert home.heads(exercise)[sent[0].chain] == (5, sent[-1].hash)
    assert [one for one in home.sealed(exercise, run) if one.field("device") == away.device] == packet


def test_a_forged_packet_is_refused_whole(target: str | Path, tmp_path: Path, opened: Keep, clock: HandClock) -> None:
    home = opened(Workspace.create(target))
    exercise, run = started(home, clock)
    away = opened(Workspace.create(tmp_path / "observer.estudio"))
    away.create_exercise(PLAN, id=exercise)
    away.create_run(exercise, "live", away.freeze_plan(exercise, PLAN), id=run)
    away.append(exercise, list(drafts(5, run)), now=clock)
    packet = away.sealed(exercise)
    third = packet[2]
    renamed = third._replace(header=(*third.header[:11], "someone", *third.header[12:]))
    for forged in (
        third._replace(text="{}"),
        third._replace(text=None),
        third._replace(salt=None, text=None),
        third._replace(hash="0" * 64),
        renamed,
    ):
        with pytest.raises(InputError, match=f"{third.header[0]} is not as its device wrote it"):
            home.append_foreign([*packet[:2], forged, *packet[3:]])
    assert home.count(exercise) == 1
    home.append_foreign(packet)
    with pytest.raises(InputError, match="contradict"):
        home.append_foreign([sealed_again(third, id="another")])
    other = opened(Workspace.create(tmp_path / "other.estudio"))
    other.create_exercise(PLAN, id=exercise)
    with pytest.raises(InputError, match=f"no run {run}"):
        other.append_foreign(packet)
    with pytest.raises(faults.UnknownExercise):
        opened(Workspace.create(tmp_path / "third.estudio")).append_foreign(packet)
    assert other.count() == 0


def sealed_again(entry: Sealed, **changes: object) -> Sealed:
    """The entry with another header and a hash that fits it."""
    header = tuple(changes.get(name, value) for name, value in zip(log.HEADER, entry.header, strict=True))
    return entry._replace(header=header, hash=log.header_hash(header))


def test_exercises_drafts_plans_and_runs(workspace: Workspace, clock: HandClock) -> None:
    exercise = workspace.create_exercise(PLAN)
    assert workspace.create_exercise(PLAN, id=exercise) == exercise
    assert workspace.draft(exercise) == PLAN
    changed = PLAN.changed(place="第2会議室")
    workspace.save_draft(exercise, changed.text())
    assert workspace.draft(exercise).place == "第2会議室"

    digest = workspace.freeze_plan(exercise, changed)
    assert digest == changed.content_hash == workspace.freeze_plan(exercise, changed)
    assert workspace.plans(exercise) == [digest]
    first, second = (workspace.create_run(exercise, mode, digest) for mode in ("rehearsal", "live"))
    assert [(row.id, row.number, row.mode) for row in workspace.runs(exercise)] == [
        (first, 1, "rehearsal"),
        (second, 2, "live"),
    ]
    assert workspace.run(second).plan_hash == digest

    (row,) = workspace.exercises()
    assert (row.title.ja, row.scenario, row.starts_at, row.state, row.runs) == (
        "港の一日", "small", "2026-07-04T09:00:00", "draft", 2,
    )  # fmt: skip
    workspace.trash(exercise)
    assert workspace.exercises() == []
    assert [row.id for row in workspace.exercises(trashed=True)] == [exercise]
    workspace.untrash(exercise)
    assert workspace.exercise(exercise).trashed_at is None


def test_a_frozen_plan_keeps_its_hash_in_another_session(target: str | Path, opened: Keep) -> None:
    with Workspace.create(target) as workspace:
        exercise = workspace.create_exercise(PLAN)
        digest = workspace.freeze_plan(exercise, PLAN)
    workspace = opened(Workspace.open(target, read_only=True))
    assert workspace.plan(digest) == PLAN
    assert workspace.plan(digest).content_hash == digest
    assert workspace.plan(digest) is workspace.plan(digest)


@pytest.mark.parametrize("call", ["exercise", "draft", "trash"])
def test_unknown_exercises_are_known_errors(workspace: Workspace, call: str) -> None:
    with pytest.raises(faults.UnknownExercise):
        getattr(workspace, call)("nowhere")


def test_attachments_are_stored_once_and_bounded(workspace: Workspace) -> None:
    digest = workspace.put_blob(b"\x00mail")
    assert digest == hashlib.sha256(b"\x00mail").hexdigest() == workspace.put_blob(b"\x00mail")
    assert workspace.get_blob(digest) == b"\x00mail"
    assert workspace.blob_bytes() == 5
    with pytest.raises(InputError, match="26 MB"):
        workspace.put_blob(bytes(25 * 1024 * 1024 + 1))
    with pytest.raises(InputError, match="not in this workspace"):
        workspace.get_blob("0" * 64)


def test_a_snapshot_is_found_under_its_key_only(workspace: Workspace) -> None:
    exercise = workspace.create_exercise(PLAN)
    workspace.put_snapshot(exercise, "heads-1", b"state")
    assert workspace.snapshot(exercise, "heads-1") == b"state"
    workspace.put_snapshot(exercise, "heads-2", b"later")
    assert workspace.snapshot(exercise, "heads-1") is None

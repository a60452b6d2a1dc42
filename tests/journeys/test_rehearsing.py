"""A rehearsal: the same seed is the same log at any pace, it goes through to the follow-up, and it leaves a sound workspace."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from exercise_studio import paths
from exercise_studio.domain.times import Instant
from exercise_studio.journeys import library
from exercise_studio.journeys.rehearsing import Cancelled, Order, VirtualClock, default_start, rehearse
from exercise_studio.journeys.session import Session
from exercise_studio.journeys.sharing import export
from exercise_studio.store.verify import verify
from exercise_studio.store.workspace import Workspace
from tests.plans import CHECKLIST, scenario

PORT = "port-terminal-ransomware"


@pytest.fixture
def small() -> None:
    """The small checklist is among the user's own."""
    folder = paths.user_data() / "checklists"
    folder.mkdir(parents=True)
    (folder / "small.yaml").write_text(json.dumps(CHECKLIST), "utf-8")


Play = Callable[..., str]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Plays an order into a workspace of its own and returns the normalised export of its last exercise."""
    numbers = count()

    def run(order: Order, **how: Any) -> str:
        with Workspace.create(tmp_path / f"{next(numbers)}.estudio") as workspace:
            exercise = rehearse(workspace, order, **how)
            assert verify(workspace).ok
            return export(workspace, exercise, normalised=True)

    return run


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()[1:]]


def test_one_seed_is_one_log_and_another_seed_another(play: Play) -> None:
    port = library.find_scenario(PORT)[0]
    first = play(Order(port, seed=5, organisations=2))
    assert play(Order(port, seed=5, organisations=2)) == first
    assert play(Order(port, seed=6, organisations=2)) != first


def test_a_normalised_export_names_no_machine_and_no_moment(play: Play) -> None:
    text = play(Order(library.find_scenario(PORT)[0], seed=5))
    for line in lines(text):
        assert not {"id", "device", "at", "hash", "previous_hash", "payload_hash", "offset_min"} & line.keys()
        assert line["entry"].startswith("entry-")
    # A UUID of this century's second decade and later begins with 01 and has this form.
    assert not re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-", text)
    assert not re.findall(r"\b[0-9a-f]{32,}\b", text)


@pytest.mark.usefixtures("small")
def test_the_pace_changes_nothing_but_the_waiting(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    fast = play(Order(scenario(), seed=2))
    assert waited == []
    assert play(Order(scenario(), seed=2, pace=60.0)) == fast
    assert sum(waited) > 0


@pytest.mark.usefixtures("small")
def test_it_goes_through_to_the_follow_up(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.estudio") as workspace:
        session = Session.open(workspace, rehearse(workspace, Order(scenario(), seed=3, organisations=3, observers=2)))
        assert session.state.clock.mode == "ended"
        assert [o.id for o in session.plan.organisations] == ["terminal", "carrier", "terminal-2"]
        assert len(session.plan.observers) == 6
        assert set(session.state.handed_in) == {seat.code for seat in session.plan.observers}
        kinds = {entry.kind for entry in workspace.entries(session.exercise)}
        assert kinds >= {
            "run_started", "observer_joined", "inject_fired", "inject_received", "response_logged", "item_rated", "clock_paused",
            "clock_resumed", "time_jumped", "work_handed_in", "run_ended", "attendance_counted", "answers_given", "card_added",
            "finding_written", "action_planned", "action_state_changed",
        }  # fmt: skip
        fired = {i for i, state in session.state.injects.items() if state.status == "fired"}
        assert fired >= {"I01", "I02", "I03", "I04"}
        assert session.state.clock.shift > 0


@pytest.mark.usefixtures("small")
def test_what_is_acknowledged_is_everything_that_is_stored(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    told: list[float] = []
    with Workspace.create(tmp_path / "w.estudio") as workspace:
        exercise = rehearse(workspace, Order(scenario()), acknowledge=acknowledged.extend, progress=told.append)
        assert acknowledged == [entry.id for entry in workspace.entries(exercise)]
    assert told == sorted(told)
    assert told[0] >= 0
    assert told[-1] <= 1


@pytest.mark.usefixtures("small")
def test_another_organisation_changes_nothing_for_the_first(play: Play) -> None:
    def own(text: str) -> list[tuple[Any, ...]]:
        said = [line for line in lines(text) if line["scope"] == "terminal" and line["kind"] == "response_logged"]
        return [(line["play"], line["payload"]["team"], line["payload"]["text"]) for line in said]

    alone = own(play(Order(scenario(), seed=4)))
    assert alone
    assert own(play(Order(scenario(), seed=4, organisations=3))) == alone


@pytest.mark.usefixtures("small")
def test_earlier_exercises_come_before_it_a_year_apart(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.estudio") as workspace:
        last = rehearse(workspace, Order(scenario(), earlier=2))
        cards = {card.id: card for card in library.list_exercises(workspace)}
        assert len(cards) == 3
        starts = sorted(card.starts_at for card in cards.values())
        assert cards[last].starts_at == starts[-1] == default_start(scenario()) == datetime(2026, 6, 10, 13, 30)
        assert [start.year for start in starts] == [2024, 2025, 2026]
        assert {card.phase for card in cards.values()} == {"debrief"}


@pytest.mark.usefixtures("small")
def test_in_english_people_write_english(play: Play) -> None:
    texts = [
        line["payload"]["text"]
        for line in lines(play(Order(scenario(), lang="en")))
        if line["kind"] == "response_logged"
    ]
    assert texts
    assert all(text.isascii() for text in texts)


@pytest.mark.usefixtures("small")
def test_stopped_on_the_way_it_keeps_what_was_played(tmp_path: Path) -> None:
    looks = count()
    with Workspace.create(tmp_path / "w.estudio") as workspace:
        with pytest.raises(Cancelled, match="stopped"):
            rehearse(workspace, Order(scenario()), cancelled=lambda: next(looks) > 20)
        assert verify(workspace).ok
        (card,) = library.list_exercises(workspace)
        assert card.phase == "running"
        assert workspace.count(card.id) > 0


def test_a_virtual_clock_waits_as_its_pace_says_and_never_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    with standing_still(monkeypatch) as waited:
        clock = VirtualClock(Instant(0), 60.0, 1000.0)
        clock.move(Instant(60_000))
        assert sum(waited) == pytest.approx(1.0)
        clock.leap(Instant(10**9))
        assert sum(waited) == pytest.approx(1.0)
        clock.move(Instant(5))
        clock.leap(Instant(5))
        assert clock.now() == 10**9


@contextmanager
def standing_still(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """A machine's clock that only moves when somebody sleeps."""
    waited: list[float] = []
    monkeypatch.setattr("time.monotonic", lambda: 1000 + sum(waited))
    monkeypatch.setattr("time.sleep", waited.append)
    yield waited
    monkeypatch.undo()

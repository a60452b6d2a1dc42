"""Timing faults that users of other exercise software reported, each kept from happening here."""

from datetime import datetime

import pytest

from exercise_studio.conduct.cues import cue_list
from exercise_studio.domain import payloads as p
from exercise_studio.domain.times import HOUR, MINUTE, Instant
from exercise_studio.journeys import authoring, conducting
from exercise_studio.journeys.session import Session, instant_of, local_of
from exercise_studio.store.workspace import Workspace
from tests.journeys.conftest import Hand
from tests.plans import SCENARIO, inject, minutes, plan


def due(session: Session, name: str) -> int | None:
    return next(cue.due for cue in cue_list(session.state, session.play()) if cue.inject.id == name)


def test_a_gap_of_an_hour_between_injects_keeps_its_hour(workspace: Workspace, clock: Hand) -> None:
    """T3SF read the difference of two times by its minutes alone: a gap of exactly 60 minutes became none."""
    injects = [
        inject("X1", at="0m", to=["all"]),
        inject("X2", at="60m", to=["all"]),
        inject("X3", at="121m", to=["all"]),
    ]
    scenario = {**SCENARIO, "injects": injects, "branches": [], "duration": "180m"}
    session = Session.open(workspace, authoring.create_exercise(workspace, plan(scenario=scenario)), now=clock)
    conducting.start_run(session)
    conducting.fire(session, "X1")
    assert (due(session, "X2"), due(session, "X3")) == (60 * MINUTE, 121 * MINUTE)
    clock.on(59.99)
    cues = {cue.inject.id: cue.readiness for cue in cue_list(session.state, session.play())}
    assert cues["X2"] == "ready"
    clock.on(0.01)
    cues = {cue.inject.id: cue.readiness for cue in cue_list(session.state, session.play())}
    assert (cues["X2"], cues["X3"]) == ("due", "ready")


@pytest.mark.parametrize("length", [1, 30, 90])
def test_09_after_a_pause_go_fires_now_and_the_schedule_shifts_by_it_exactly(
    running: Session, clock: Hand, length: int
) -> None:
    """openaev#1395: after a pause of 30 minutes "trigger now" fired 30 minutes late, because pauses were added in."""
    clock.on(4)
    conducting.pause(running)
    clock.on(length)
    conducting.resume(running)
    assert due(running, "I02") == minutes(10)
    assert running.state.clock.instant_of(minutes(10)) == clock.at + minutes(6)  # type: ignore[arg-type]
    conducting.fire(running, "I02")
    entry = running.workspace.entries(running.exercise)[-1]
    assert entry.at == clock.at
    assert running.state.inject_state("I02").fired_at == minutes(4)
    assert due(running, "I03") == minutes(9)


def test_11_skipped_and_held_injects_at_the_end_never_keep_a_run_open(running: Session, clock: Hand) -> None:
    """openaev#2091: an exercise stayed "ongoing" for ever while a disabled inject remained."""
    names = [one["id"] for one in SCENARIO["injects"]]
    for name in names[:3]:
        conducting.fire(running, name)
    for name in names[3:5]:
        conducting.skip(running, name)
    conducting.hold(running, names[5])
    clock.on(90)
    assert conducting.next_cue(running.state, running.play()) is None
    conducting.end_run(running)
    assert running.state.clock.mode == "ended"
    assert Session.open(running.workspace, running.exercise).state.clock.mode == "ended"


def test_a_scheduled_inject_can_always_be_fired_now(running: Session, clock: Hand) -> None:
    """openaev#887 and #897: "trigger now" was dead for scheduled injects ("blocking a POC")."""
    for name, before in (("I04", 0), ("I03", 1), ("C01", 1), ("I01", 70)):
        clock.on(before)
        conducting.fire(running, name)
        assert running.state.inject_state(name).fired_at == running.play()
    conducting.hold(running, "I02")
    conducting.fire(running, "I02")  # held back, and fired all the same because somebody says so
    assert running.state.inject_state("I02").status == "fired"


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Asia/Tokyo", datetime(2026, 7, 4, 23, 30)),
        ("America/New_York", datetime(2026, 3, 8, 1, 30)),  # an hour is left out that night
        ("America/New_York", datetime(2026, 11, 1, 0, 30)),  # and one comes twice
        ("Europe/London", datetime(2026, 10, 25, 0, 30)),
    ],
)
def test_midnight_and_summer_time_change_nothing_in_play(workspace: Workspace, zone: str, start: datetime) -> None:
    """A schedule that is kept in wall time loses or repeats an hour; play counts what passes."""
    clock = Hand(instant_of(start, zone))
    session = Session.open(
        workspace, authoring.create_exercise(workspace, plan(time_zone=zone, starts_at=start)), now=clock
    )
    conducting.start_run(session)
    began = clock.at
    clock.on(10)
    conducting.fire(session, "I02")
    assert due(session, "I03") == minutes(15)
    clock.on(170)
    conducting.fire(session, "I04")
    entry = workspace.entries(session.exercise)[-1]
    assert entry.at - began == 3 * HOUR
    assert entry.play == minutes(180)
    here = local_of(entry.at, zone)
    assert instant_of(here, zone) == entry.at
    assert session.state.clock.scenario(clock()) == datetime(2026, 7, 4, 9, 30)


def test_a_clock_set_back_during_the_run_keeps_what_was_played_and_goes_on(running: Session, clock: Hand) -> None:
    """The machine's clock is corrected by a time server in the middle of the day: nothing is lost, and GO still fires now."""
    clock.on(20)
    conducting.fire(running, "I02")
    clock.at = Instant(clock.at - minutes(5))
    conducting.log_response(running, "alpha/csirt", "時計が戻った")
    conducting.fire(running, "I01")
    assert running.state.inject_state("I02").status == "fired"
    assert running.state.inject_state("I01").status == "fired"
    assert running.state.inject_state("I01").fired_at == minutes(15)
    clock.on(30)
    assert running.play() == minutes(45)
    again = Session.open(running.workspace, running.exercise, now=clock)
    assert again.state.inject_state("I01").fired_at == minutes(15)
    assert {e.kind for e in running.workspace.entries(running.exercise)} >= {"inject_fired", "response_logged"}
    assert isinstance(running.workspace.entries(running.exercise)[-1].payload, p.InjectFired)

"""An open exercise: what is on disk when a command returns, all or nothing, and two sessions on one log."""

import pytest

from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.log import ChangeSet
from exercise_studio.journeys import authoring, conducting, debriefing
from exercise_studio.journeys.session import Session, instant_of, local_of
from exercise_studio.store.faults import UnknownExercise
from exercise_studio.store.workspace import Workspace
from tests.journeys.conftest import Hand
from tests.plans import T0, minutes, plan


def test_an_exercise_or_run_that_is_not_there_is_named(workspace: Workspace, session: Session) -> None:
    with pytest.raises(UnknownExercise, match="nothing"):
        Session.open(workspace, "nothing")
    with pytest.raises(InputError, match="no run"):
        Session.open(workspace, session.exercise, run="nothing")


def test_what_a_command_returned_is_on_disk_and_in_the_state(running: Session, clock: Hand) -> None:
    seen: list[tuple[str, ...]] = []
    running.acknowledge = seen.append
    changes = conducting.drop_marker(running, "ここ")
    stored = running.workspace.entries(running.exercise)[-1]
    assert changes == ChangeSet(
        running.exercise, stored.seq, stored.seq, frozenset({"marker_dropped"}), None, (stored.id,)
    )
    assert seen == [(stored.id,)]
    assert running.live is not None
    assert running.live.entries[-1] == stored
    assert (stored.at, stored.author, stored.lang, stored.offset_min) == (clock(), "facilitator", "ja", 540)


def test_together_keeps_all_or_none(running: Session) -> None:
    before = running.workspace.count(running.exercise)
    acknowledged: list[tuple[str, ...]] = []
    running.acknowledge = acknowledged.append

    def half_of_it() -> None:
        with running.together():
            conducting.drop_marker(running, "one")
            conducting.fire(running, "I01")
            conducting.fire(running, "I99")

    with pytest.raises(InputError):
        half_of_it()
    assert running.workspace.count(running.exercise) == before
    assert running.state.inject_state("I01").status == "pending"
    assert acknowledged == []
    with running.together():
        conducting.drop_marker(running, "one")
        with running.together():
            conducting.fire(running, "I01")
        assert running.workspace.count(running.exercise) == before, "not before the outermost one is through"
    assert running.workspace.count(running.exercise) == before + 2
    assert [len(ids) for ids in acknowledged] == [2]
    assert running.state.inject_state("I01").status == "fired"
    conducting.drop_marker(running, "afterwards each is by itself again")
    assert running.workspace.count(running.exercise) == before + 3


def test_together_with_nothing_in_it_writes_nothing(running: Session) -> None:
    before = running.workspace.count(running.exercise)
    with running.together():
        pass
    assert running.workspace.count(running.exercise) == before


def test_an_act_of_several_entries_inside_another_is_kept_with_it(running: Session) -> None:
    with running.together():
        conducting.suspend(running)
    assert running.state.clock.mode == "suspended"
    assert running.state.screen().mode == "holding"


def test_another_session_sees_what_was_written_when_it_looks(
    running: Session, workspace: Workspace, clock: Hand
) -> None:
    other = Session.open(workspace, running.exercise, now=clock, author="second")
    conducting.fire(running, "I01")
    assert other.state.inject_state("I01").status == "pending"
    assert [entry.kind for entry in other.refresh()] == ["inject_fired"]
    assert other.state == running.state
    assert other.refresh() == []
    conducting.fire(running, "I02")
    conducting.drop_marker(other)  # takes in on the way what came in between
    assert other.state.inject_state("I02").status == "fired"
    running.refresh()
    assert other.state == running.state


def test_opened_again_a_run_stands_where_it_stood(running: Session, workspace: Workspace, clock: Hand) -> None:
    clock.on(3)
    conducting.fire(running, "I01")
    conducting.pause(running)
    debriefing.add_card(running, "keep", "早い連絡")
    again = Session.open(workspace, running.exercise, now=clock)
    assert again.state == running.state
    assert again.learning == running.learning
    assert again.plan == running.plan


def test_the_last_live_run_is_opened_before_a_later_rehearsal(session: Session, workspace: Workspace) -> None:
    conducting.start_run(session)
    live = session.run
    conducting.end_run(session)
    conducting.start_run(session, "rehearsal")
    rehearsal = session.run
    conducting.end_run(session)
    assert Session.open(workspace, session.exercise).run == live
    assert Session.open(workspace, session.exercise, run=rehearsal).run == rehearsal


def test_a_nudged_line_belongs_to_the_moment_it_was_nudged_to(running: Session, clock: Hand) -> None:
    clock.on(10)
    earlier = clock()
    clock.on(2)
    conducting.pause(running)
    clock.on(30)
    conducting.resume(running)
    clock.on(5)
    running.say(p.MarkerDropped(text="あのとき"), at=earlier)
    stored = running.workspace.entries(running.exercise)[-1]
    assert (stored.at, stored.elapsed, stored.play) == (earlier, minutes(10), minutes(10))
    assert running.state == Session.open(running.workspace, running.exercise).state


def test_what_is_withdrawn_outside_a_run_counts_no_longer(running: Session, workspace: Workspace) -> None:
    debriefing.add_card(running, "keep", "誤り")
    card = workspace.entries(running.exercise)[-1]
    conducting.withdraw(running, card.id, "誤記")
    assert workspace.entries(running.exercise)[-1].run is None
    assert running.learning.cards == {}
    assert Session.open(workspace, running.exercise).learning == running.learning


def test_local_times_and_instants_are_those_of_the_exercises_zone() -> None:
    local = local_of(T0, "Asia/Tokyo")
    assert instant_of(local, "Asia/Tokyo") == T0
    assert local_of(T0, "UTC").hour == (local.hour - 9) % 24


def test_an_exercise_elsewhere_writes_its_own_offset(workspace: Workspace, clock: Hand) -> None:
    session = Session.open(workspace, authoring.create_exercise(workspace, plan(time_zone="UTC")), now=clock)
    conducting.start_run(session)
    assert workspace.entries(session.exercise)[0].offset_min == 0

"""Running live: what commands do, and the sentences with which they refuse."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import Play
from exercise_studio.journeys import authoring, conducting
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace
from tests.journeys.conftest import Hand
from tests.plans import minutes, plan


def kinds(session: Session) -> list[str]:
    return [entry.kind for entry in session.workspace.entries(session.exercise)]


def refused(session: Session, act: Callable[..., Any], *args: Any, **said: Any) -> str:
    """The sentence with which a command refuses; nothing was written."""
    before = kinds(session)
    with pytest.raises(InputError) as caught:
        act(session, *args, **said)
    assert kinds(session) == before
    for lang in ("ja", "en"):
        assert caught.value.text(lang).rstrip().endswith(("。", "."))
    return caught.value.text("en")


def test_starting_freezes_the_plan_that_was_kept_last(session: Session, workspace: Workspace) -> None:
    assert session.plan.place == ""  # read before it was changed
    changed = plan(place="本社 3階")
    authoring.save_plan(workspace, session.exercise, changed)
    changes = conducting.start_run(session)
    assert changes.kinds == {"run_started"}
    assert session.plan.place == "本社 3階"
    assert workspace.runs(session.exercise)[0].plan_hash == changed.content_hash
    authoring.save_plan(workspace, session.exercise, plan(place="別館"))
    assert Session.open(workspace, session.exercise).plan.place == "本社 3階"


def test_a_run_needs_somebody_and_only_one_goes_on_at_a_time(workspace: Workspace, clock: Hand) -> None:
    empty = Session.open(workspace, authoring.create_exercise(workspace, plan(organisations=[])), now=clock)
    assert "No organisation" in refused(empty, conducting.start_run)
    assert workspace.runs(empty.exercise) == []
    session = Session.open(workspace, authoring.create_exercise(workspace, plan()), now=clock)
    assert "Only a rehearsal" in refused(session, conducting.start_run, "live", speed=2)
    conducting.start_run(session, "rehearsal", speed=60)
    assert "still going on" in refused(session, conducting.start_run)
    conducting.end_run(session)
    conducting.start_run(session)
    assert [(run.number, run.mode) for run in workspace.runs(session.exercise)] == [(1, "rehearsal"), (2, "live")]


def test_before_the_start_everything_says_so(session: Session) -> None:
    acts: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
        (conducting.pause, ()), (conducting.end_run, ()), (conducting.fire, ("I01",)), (conducting.hold, ("I01",)),
        (conducting.log_response, ("alpha/csirt", "x")), (conducting.drop_marker, ()), (conducting.set_display, ("black",)),
    ]  # fmt: skip
    for act, args in acts:
        assert "not been started" in refused(session, act, *args)


def test_the_clock_takes_only_what_is_possible_now(running: Session, clock: Hand) -> None:
    assert "is running" in refused(running, conducting.resume)
    assert "is running" in refused(running, conducting.continue_run)
    conducting.pause(running, "休憩")
    assert "is paused" in refused(running, conducting.pause)
    assert "is paused" in refused(running, conducting.continue_run)
    assert "is paused" in refused(running, conducting.fire, "I01")
    conducting.suspend(running, "地震")
    assert running.state.screen().mode == "holding"
    for act in (conducting.resume, conducting.pause, conducting.suspend):
        assert "suspended" in refused(running, act)
    conducting.continue_run(running)
    clock.on(5)
    conducting.end_run(running)
    for act in (conducting.pause, conducting.resume, conducting.suspend, conducting.continue_run, conducting.end_run):
        assert "has ended" in refused(running, act)
    assert "has ended" in refused(running, conducting.fire, "I01")
    assert "has ended" in refused(running, conducting.skip, "I01")


def test_the_story_only_jumps_forward(running: Session, clock: Hand) -> None:
    clock.on(30)  # the story: 07:00
    assert "forward" in refused(running, conducting.jump, datetime(2026, 7, 4, 6, 59))
    assert "forward" in refused(running, conducting.jump, datetime(2026, 7, 4, 7, 0))
    assert "no inject I99" in refused(running, conducting.jump, datetime(2026, 7, 5, 9), choices={"I99": "skip"})
    conducting.fire(running, "I01")
    assert "fired already" in refused(running, conducting.jump, datetime(2026, 7, 5, 9), choices={"I01": "summary"})
    choices: dict[str, p.Handling] = {"I02": "summary", "I04": "skip", "N01": "keep"}
    conducting.jump(running, datetime(2026, 7, 5, 9, 0), told=Text(ja="翌朝"), phase="later", choices=choices)
    state = running.state
    assert state.clock.scenario(clock()) == datetime(2026, 7, 5, 9, 0)
    assert state.clock.play(clock()) == minutes(30)
    assert [state.injects[i].status for i in ("I02", "I04")] == ["fired", "skipped"]
    assert state.injects["I02"].as_summary
    assert state.inject_state("N01").status == "pending"


def test_only_a_rehearsal_changes_its_speed(workspace: Workspace, clock: Hand) -> None:
    live = Session.open(workspace, authoring.create_exercise(workspace, plan()), now=clock)
    conducting.start_run(live)
    assert "Only a rehearsal" in refused(live, conducting.change_speed, 2)
    tried = Session.open(workspace, authoring.create_exercise(workspace, plan()), now=clock)
    conducting.start_run(tried, "rehearsal")
    for speed in (0, -1, 1001):
        assert "more than 0" in refused(tried, conducting.change_speed, speed)
    conducting.change_speed(tried, 60)
    clock.on(1)
    assert tried.play() == minutes(60)


def test_an_inject_is_fired_once(running: Session, clock: Hand) -> None:
    clock.on(2)
    conducting.fire(running, "I01")
    assert running.state.injects["I01"].fired_at == minutes(2)
    assert "fired already" in refused(running, conducting.fire, "I01")
    assert "fired already" in refused(running, conducting.fire, "I01", organisation="alpha")
    assert "fired already" in refused(running, conducting.fire, "I01", targets=["beta"])
    assert "no inject I99" in refused(running, conducting.fire, "I99")
    assert "does not take part" in refused(running, conducting.fire, "I02", organisation="delta")
    assert "does not take part" in refused(running, conducting.fire, "I02", targets=["alpha", "delta"])


def test_who_has_an_inject_does_not_get_it_again_with_the_others(running: Session, clock: Hand) -> None:
    conducting.fire(running, "I04", targets=["alpha"])
    clock.on(1)
    conducting.fire(running, "I04")
    fired = {house: running.state.inject_state("I04", house).fired_at for house in ("alpha", "beta", "gamma")}
    assert fired == {"alpha": 0, "beta": minutes(1), "gamma": minutes(1)}
    assert "fired already" in refused(running, conducting.fire, "I04")
    assert "fired already" in refused(running, conducting.fire, "I04", organisation="alpha")


def test_naming_everybody_who_receives_it_is_firing_it_for_all(running: Session, clock: Hand) -> None:
    conducting.fire(running, "I02", targets=["beta", "alpha"])
    entry = running.workspace.entries(running.exercise)[-1]
    assert entry.payload == p.InjectFired(inject="I02", how="by_hand")
    assert running.state.expected_at(running.plan.scenario.inject_by_id["I03"]) == minutes(5)


def test_what_was_fired_cannot_be_held_skipped_or_released(running: Session) -> None:
    conducting.fire(running, "I01")
    assert "fired already" in refused(running, conducting.hold, "I01")
    assert "fired already" in refused(running, conducting.skip, "I01")
    assert "neither held nor skipped" in refused(running, conducting.release, "I01")
    assert "neither held nor skipped" in refused(running, conducting.release, "I02")
    assert "has not been fired" in refused(running, conducting.recall, "I02")
    conducting.recall(running, "I01")
    assert "has not been fired" in refused(running, conducting.recall, "I01")


def test_holding_for_all_leaves_alone_who_has_it(running: Session) -> None:
    conducting.fire(running, "I02", organisation="alpha")
    conducting.hold(running, "I02")
    assert [running.state.inject_state("I02", h).status for h in ("alpha", "beta")] == ["fired", "held"]
    conducting.release(running, "I02")
    assert [running.state.inject_state("I02", h).status for h in ("alpha", "beta")] == ["fired", "pending"]


def test_after_half_an_hour_of_pause_go_fires_at_what_was_played(running: Session, clock: Hand) -> None:
    clock.on(8)
    conducting.pause(running)
    clock.on(30)
    conducting.resume(running)
    clock.on(4)
    conducting.fire(running, "I02")
    entry = running.workspace.entries(running.exercise)[-1]
    assert (entry.elapsed, entry.play) == (minutes(42), minutes(12))
    assert running.state.clock.scenario(clock()) == datetime(2026, 7, 4, 6, 42)
    due = running.state.expected_at(running.plan.scenario.inject_by_id["I03"])
    assert due == minutes(17)
    coming = running.state.clock.instant_of(Play(minutes(40)))
    assert coming == running.state.clock.began + minutes(70)


def test_a_line_typed_before_a_pause_and_sent_in_it_keeps_its_moment(running: Session, clock: Hand) -> None:
    clock.on(10)
    typed = clock()
    clock.on(1)
    conducting.pause(running)
    clock.on(20)
    conducting.log_response(running, "alpha/csirt", "検知", items=[("DET-01", "done")], began_at=typed)
    assert running.state.seen("alpha").items["alpha/csirt", "DET-01"].done_at == minutes(10)


def test_a_branch_takes_an_option_it_has(running: Session) -> None:
    assert "no option" in refused(running, conducting.choose_branch, "stop-gates", "never")
    assert "no option" in refused(running, conducting.choose_branch, "nowhere", "stop")
    assert "does not take part" in refused(
        running, conducting.choose_branch, "stop-gates", "stop", organisation="delta"
    )
    conducting.choose_branch(running, "stop-gates", "stop", organisation="beta", decided_by="社長")
    assert running.state.seen("beta").branches == {"stop-gates": "stop"}
    assert running.state.seen("alpha").branches == {}


def test_wording_is_corrected_beside_the_original(running: Session) -> None:
    conducting.log_response(running, "alpha/csirt", "けんち", items=[("DET-01", "done")])
    first = running.workspace.entries(running.exercise)[-1]
    conducting.correct_text(running, first.id, "検知した")
    assert running.state.seen("alpha").responses == 1
    stored = [e.payload.text for e in running.workspace.entries(running.exercise) if e.kind == "response_logged"]
    assert stored == ["けんち", "検知した"]
    conducting.withdraw(running, first.id, "別の班の記録")
    assert running.state.seen("alpha").responses == 0
    assert running.workspace.entry(first.id) == first


def test_only_entries_of_this_exercise_that_nothing_rests_on_are_withdrawn(
    running: Session, workspace: Workspace, clock: Hand
) -> None:
    started = running.workspace.entries(running.exercise)[0]
    assert "others rest on it" in refused(running, conducting.withdraw, started.id, "x")
    assert "no such entry" in refused(running, conducting.withdraw, "nowhere", "x")
    assert "reworded" in refused(running, conducting.correct_text, started.id, "x")
    other = Session.open(workspace, authoring.create_exercise(workspace, plan()), now=clock)
    conducting.start_run(other)
    conducting.drop_marker(other)
    foreign = workspace.entries(other.exercise)[-1]
    assert "no such entry" in refused(running, conducting.withdraw, foreign.id, "x")


def test_only_what_was_shared_is_confirmed_and_only_what_was_parked_is_answered(running: Session, clock: Hand) -> None:
    conducting.share(running, "maker", "beta/csirt", content="復旧見込み")
    shared = running.workspace.entries(running.exercise)[-1]
    assert shared.scope == "beta"
    conducting.confirm_receipt(running, shared.id, "beta/csirt", organisation="beta")
    assert running.state.seen("beta").shares[0].confirmed_at == 0
    conducting.park_question(running, "保険は使えるか", "alpha/executives")
    question = running.workspace.entries(running.exercise)[-1]
    assert "shared" in refused(running, conducting.confirm_receipt, question.id, "x")
    assert "parked question" in refused(running, conducting.resolve_question, shared.id, "x")
    conducting.resolve_question(running, question.id, "総務が確認する")
    assert running.state.parked == {question.id: ("保険は使えるか", "総務が確認する")}

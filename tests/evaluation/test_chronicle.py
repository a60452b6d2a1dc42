"""The log with its three times."""

from exercise_studio.domain import payloads as p
from exercise_studio.evaluation.chronicle import chronicle
from tests.plans import T0, entry, minutes, plan


def noted(at: float, text: str = "x", **said: object) -> object:
    return entry(p.MarkerDropped(text=text), minutes(at), **said)


def test_play_stands_still_in_a_pause_and_elapsed_does_not() -> None:
    log = [
        entry(p.RunStarted(mode="live", plan_hash=""), 0),
        entry(p.ClockPaused(), minutes(10)),
        noted(15),
        entry(p.ClockResumed(), minutes(20)),
        noted(25),
    ]
    found = [m for m in chronicle(plan(), "run", log) if m.entry.kind == "marker_dropped"]
    assert [(m.play, m.elapsed) for m in found] == [(minutes(10), minutes(15)), (minutes(15), minutes(25))]


def test_the_first_keystroke_is_the_moment() -> None:
    log = [entry(p.RunStarted(mode="live", plan_hash=""), 0), noted(10, began_at=T0 + minutes(8))]
    assert chronicle(plan(), "run", log)[-1].play == minutes(8)


def test_withdrawn_entries_and_those_of_other_runs_are_left_out() -> None:
    wrong = noted(5, "wrong")
    log = [
        entry(p.RunStarted(mode="live", plan_hash=""), 0),
        wrong,
        noted(6, "right"),
        noted(6, "elsewhere", run="other"),
        entry(p.EntryWithdrawn(entry=wrong.id, reason="誤記"), minutes(7)),
    ]
    said = [m.entry.payload.text for m in chronicle(plan(), "run", log) if m.entry.kind == "marker_dropped"]
    assert said == ["right"]

"""Conditions over the state of a run: the truth table of every test, for each organisation by itself."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime

import pytest

from exercise_studio.conduct.conditions import due_of, holds, sector_level
from exercise_studio.conduct.run import RunState, fold
from exercise_studio.domain import payloads as p
from exercise_studio.domain.conditions import parse_condition
from exercise_studio.domain.log import Entry
from exercise_studio.domain.times import Play
from tests.plans import SCENARIO, entry, minutes, plan

STARTED = p.RunStarted(mode="live", plan_hash="")


def state(*entries: Entry) -> RunState:
    return fold(plan(), "run", [entry(STARTED, 0), *entries])


def response(team: str, item: str, extent: p.Extent, at: float = 5) -> Entry:
    return entry(p.ResponseLogged(team=team, text="x", items=(p.ItemTouched(item=item, extent=extent),)), minutes(at))


def true_for(text: str, run: RunState, play: float = 0) -> list[str]:
    """The organisations for which the condition holds."""
    return [o.id for o in run.plan.organisations if holds(parse_condition(text), run, o.id, Play(minutes(play)))]


ALL = ["alpha", "beta", "gamma"]


def test_fired_is_true_once_the_house_has_it() -> None:
    assert true_for("fired(I01)", state()) == []
    assert true_for("fired(I01)", state(entry(p.InjectFired(inject="I01"), 0))) == ALL
    assert true_for("fired(I01)", state(entry(p.InjectFired(inject="I01", targets=("beta",)), 0))) == ["beta"]
    assert true_for("fired(I01)", state(entry(p.InjectFired(inject="I01"), 0, scope="alpha"))) == ["alpha"]
    recalled = [entry(p.InjectFired(inject="I01"), 0), entry(p.InjectRecalled(inject="I01"), 1)]
    assert true_for("fired(I01)", state(*recalled)) == []
    assert true_for("fired(I01)", state(entry(p.InjectSkipped(inject="I01"), 0))) == []


@pytest.mark.parametrize(
    ("extents", "done", "partly", "missed"),
    [
        ([], False, False, False),
        (["missed"], False, False, True),
        (["partly"], False, True, False),
        (["done"], True, False, False),
        (["missed", "partly"], False, True, False),
        (["partly", "done"], True, False, False),
        (["done", "missed"], True, False, False),
    ],
)
def test_an_item_is_as_far_as_it_ever_got(extents: Sequence[p.Extent], done: bool, partly: bool, missed: bool) -> None:
    run = state(*(response("alpha/csirt", "DET-01", extent, at) for at, extent in enumerate(extents)))
    for name, wanted in (("done", done), ("partly", partly), ("missed", missed)):
        assert true_for(f"{name}(DET-01)", run) == (["alpha"] if wanted else [])


def test_by_names_the_team_that_must_have_done_it() -> None:
    run = state(response("alpha/executives", "INF-01", "done"))
    assert true_for("done(INF-01)", run) == ["alpha"]
    assert true_for("done(INF-01) by executives", run) == ["alpha"]
    assert true_for("done(INF-01) by terminal/executives", run) == ["alpha"]
    assert true_for("done(INF-01) by csirt", run) == []


def test_late_counts_from_the_inject_that_asked_and_not_before_it_was_asked() -> None:
    # I01 expects DET-01 within 20 minutes; it is fired at 3.
    assert true_for("late(DET-01)", state(), 500) == []
    fired = entry(p.InjectFired(inject="I01"), minutes(3))
    assert due_of("DET-01", state(fired), "alpha") == minutes(23)
    assert true_for("late(DET-01)", state(fired), 23) == []  # on time is up to the target
    assert true_for("late(DET-01)", state(fired), 23.1) == ALL
    assert true_for("late(DET-01)", state(fired, response("alpha/csirt", "DET-01", "partly", 9)), 30) == ALL
    assert true_for("late(DET-01)", state(fired, response("alpha/csirt", "DET-01", "done", 9)), 30) == ["beta", "gamma"]


def test_late_with_a_time_of_its_own_counts_from_the_start() -> None:
    assert true_for("late(DEC-01, 45m)", state(), 45) == []
    assert true_for("late(DEC-01, 45m)", state(), 46) == ALL
    assert true_for("late(DEC-01, 45m)", state(response("beta/executives", "DEC-01", "done")), 46) == ["alpha", "gamma"]


def test_an_item_without_any_time_limit_is_never_late() -> None:
    fired = entry(p.InjectFired(inject="I02"), 0)  # expects DEC-01, which has no target either
    assert due_of("DEC-01", state(fired), "alpha") is None
    assert true_for("late(DEC-01)", state(fired), 500) == []


def test_rated_compares_the_value_that_counts() -> None:
    def rated(observer: str, value: p.RatingValue, team: str = "alpha/executives") -> Entry:
        return entry(p.ItemRated(observer=observer, item="DEC-01", team=team, value=value), minutes(5))

    assert true_for("rated(DEC-01) < 3", state()) == []
    assert true_for("rated(DEC-01) < 3", state(rated("OB1", "NO"))) == []
    two_and_three = state(rated("OB1", 2), rated("OB2", 3))
    assert true_for("rated(DEC-01) < 3", two_and_three) == ["alpha"]
    assert true_for("rated(DEC-01) <= 2.5", two_and_three) == ["alpha"]
    assert true_for("rated(DEC-01) == 2.5", two_and_three) == ["alpha"]
    assert true_for("rated(DEC-01) > 2.5", two_and_three) == []
    assert true_for("rated(DEC-01) >= 2.5", two_and_three) == ["alpha"]
    settled = entry(p.ValueSettled(item="DEC-01", team="alpha/executives", value=4, reason="x"), minutes(6))
    assert true_for("rated(DEC-01) < 3", state(rated("OB1", 2), settled)) == []
    cleared = entry(p.RatingCleared(observer="OB1", item="DEC-01", team="alpha/executives"), minutes(6))
    assert true_for("rated(DEC-01) < 3", state(rated("OB1", 2), cleared)) == []


def test_chosen_is_what_the_house_chose_last() -> None:
    stop = p.BranchChosen(branch="stop-gates", option="stop")
    go_on = p.BranchChosen(branch="stop-gates", option="go-on")
    assert true_for("chosen(stop-gates, stop)", state()) == []
    assert true_for("chosen(stop-gates, stop)", state(entry(stop, 1))) == ALL
    run = state(entry(stop, 1), entry(go_on, 2, scope="beta"))
    assert true_for("chosen(stop-gates, stop)", run) == ["alpha", "gamma"]
    assert true_for("chosen(stop-gates, go-on)", run) == ["beta"]


def test_what_the_deciding_slot_chose_counts_for_the_other_slots() -> None:
    """Alpha and beta are terminals, gamma a haulier that depends on them."""
    scenario = deepcopy(SCENARIO)
    scenario["branches"][0]["decided_by"] = "terminal/executives"
    decided = plan(scenario=scenario)
    stop, go_on = (entry(p.BranchChosen(branch="stop-gates", option=o), 1, scope="beta") for o in ("stop", "go-on"))
    run = fold(decided, "run", [entry(STARTED, 0), stop])
    assert true_for("chosen(stop-gates, stop)", run) == ["beta", "gamma"]
    assert true_for("chosen(stop-gates, stop)", fold(decided, "run", [entry(STARTED, 0), stop, go_on])) == []
    alone = entry(p.BranchChosen(branch="stop-gates", option="stop"), 1, scope="gamma")
    assert true_for("chosen(stop-gates, stop)", fold(decided, "run", [entry(STARTED, 0), alone])) == []


def test_shared_knows_a_house_by_its_slot_a_team_and_a_body() -> None:
    def shared(sender: str, receiver: str, scope: str | None = None) -> RunState:
        return state(entry(p.InformationShared(sender=sender, receiver=receiver), 1, scope=scope))

    out = shared("alpha/csirt", "maker", "alpha")
    assert true_for("shared(terminal, maker)", out) == ["alpha"]
    assert true_for("shared(alpha, maker)", out) == ["alpha"]
    assert true_for("shared(maker, terminal)", out) == []
    assert true_for("shared(carrier, maker)", out) == []
    back = shared("maker", "beta/csirt")
    assert true_for("shared(maker, terminal)", back) == ["beta"]
    between = shared("maker", "police")
    assert true_for("shared(maker, police)", between) == ALL


def test_a_level_falls_with_the_outages_of_the_story_and_with_what_was_set_by_hand() -> None:
    # port: half of it at level 0.2 until minute 40 of the story: 1 - 0.5 × 0.8
    assert sector_level(state(), "port", Play(0)) == pytest.approx(0.6)
    assert sector_level(state(), "power", Play(0)) == 1.0
    assert sector_level(state(), "port", Play(minutes(40))) == 1.0
    assert true_for("level(port) < 0.7", state()) == ALL
    assert true_for("level(port) < 0.5", state()) == []
    assert true_for("level(port) < 0.5", state(entry(p.OutageChanged(sector="port", level=0.1), 1)), 50) == ALL


def test_the_storys_outages_end_by_the_storys_clock() -> None:
    jumped = state(entry(p.TimeJumped(to=datetime(2026, 7, 5, 9, 0)), minutes(10)))
    assert sector_level(jumped, "port", Play(minutes(11))) == 1.0


def test_after_is_play_and_not_the_clock_on_the_wall() -> None:
    assert true_for("after(30m)", state(), 29.9) == []
    assert true_for("after(30m)", state(), 30) == ALL


@pytest.mark.parametrize("one", [True, False])
@pytest.mark.parametrize("two", [True, False])
def test_words_between_tests_mean_what_they_say(one: bool, two: bool) -> None:
    said = [entry(p.InjectFired(inject=inject), 0) for inject, is_so in (("I01", one), ("I02", two)) if is_so]
    run = state(*said)

    def value(text: str) -> bool:
        return true_for(text, run) == ALL

    assert value("fired(I01) and fired(I02)") is (one and two)
    assert value("fired(I01) or fired(I02)") is (one or two)
    assert value("not fired(I01)") is (not one)
    assert value("not (fired(I01) or fired(I02))") is (not one and not two)
    assert value("not fired(I01) or fired(I02) and after(0m)") is (not one or two)


def test_asking_changes_nothing() -> None:
    run = state()
    before = fold(plan(), "run", [entry(STARTED, 0)])
    true_for("done(DET-01) or shared(terminal, maker) or chosen(stop-gates, stop) or rated(DEC-01) < 3", run, 10)
    assert run.organisations == before.organisations == {}


def test_for_a_house_that_is_not_there_nothing_is_rated() -> None:
    assert not holds(parse_condition("rated(DEC-01) < 5"), state(), "nobody", Play(0))

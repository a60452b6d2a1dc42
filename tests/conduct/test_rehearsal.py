"""Simulated people: the same seed does the same, every house has its own chance, and nobody does what is not theirs."""

from dataclasses import asdict

from exercise_studio.conduct.rehearsal import STEP, Act, House, on_grid
from exercise_studio.domain.exercise import ObserverSeat
from tests.plans import PLAN, house, minutes, plan

OB1 = ObserverSeat(code="OB1", scope=("alpha",))


def acts(seed: int, name: str = "alpha", **said: object) -> list[Act]:
    one = plan(**said)
    person = House(one, one.organisation_by_id[name], (OB1,), seed)
    found: list[Act] = []
    for at, inject in enumerate(one.scenario.injects):
        found += person.react(inject, minutes(at * 5), "ja")
        found += person.decide(inject, minutes(at * 5), "ja")
    for act in list(found):
        if act.what == "respond":
            found += person.rate_seen(act.team, act.item, minutes(60))
    return found + person.rate_rest(minutes(50), minutes(60))


def test_one_seed_is_one_course_of_events_and_another_seed_another() -> None:
    assert acts(7) == acts(7)
    assert len({str([asdict(act) for act in acts(seed)]) for seed in range(8)}) == 8


def test_another_house_changes_nothing_for_this_one() -> None:
    more = [*PLAN["organisations"], house("delta", "carrier", "logistics", "operations")]
    assert acts(7, organisations=more) == acts(7)
    assert [a.what for a in acts(7, "beta")] != [a.what for a in acts(7)] or acts(7, "beta")[0].at != acts(7)[0].at


def test_everything_happens_on_the_grid_and_after_what_caused_it() -> None:
    for seed in range(20):
        for act in acts(seed):
            assert act.at % STEP == 0
            assert act.at > 0
    assert [on_grid(moment) for moment in (0, 1, 5000, 5000.1)] == [0, 5000, 5000, 10_000]


def test_people_do_only_what_is_theirs() -> None:
    one = plan()
    for seed in range(30):
        for act in acts(seed):
            assert act.organisation == "alpha"
            if act.what in ("respond", "rate"):
                assert act.item in one.items_of(act.team)
            if act.what == "rate":
                assert act.observer == "OB1"
                assert act.value in (1, 2, 3, 4, "NO")
            if act.what == "branch":
                assert act.option in ("stop", "go-on")


def test_an_observer_rates_each_item_of_a_team_at_most_once() -> None:
    for seed in range(30):
        rated = [(act.team, act.item, act.observer) for act in acts(seed) if act.what == "rate"]
        assert len(rated) == len(set(rated))


def test_a_house_that_an_inject_does_not_reach_does_not_decide_about_it() -> None:
    assert not [act for seed in range(10) for act in acts(seed, "gamma") if act.what == "branch"]
    assert [act for seed in range(10) for act in acts(seed) if act.what == "branch"]

"""Values, counts, coverage and averages against cases that were worked out by hand."""

import time

import pytest

from exercise_studio.conduct.run import Rating, fold, new_run
from exercise_studio.domain import payloads as p
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.times import Play
from exercise_studio.evaluation import scores
from tests.plans import entry, house, minutes, plan


def rated(team: str, item: str, value: object, observer: str = "OB1", at: float = 5) -> object:
    return entry(p.ItemRated(observer=observer, item=item, team=team, value=value), minutes(at))


def started() -> list[object]:
    return [entry(p.RunStarted(mode="live", plan_hash=""), 0)]


def units_of(*entries: object) -> dict[tuple[str, str], scores.Unit]:
    of = plan()
    return {(u.team, u.item.id): u for u in scores.units(of, fold(of, "run", [*started(), *entries]))}


def test_every_assigned_item_of_every_team_is_a_unit() -> None:
    assert list(units_of()) == [
        ("alpha/executives", "DEC-01"), ("alpha/executives", "INF-01"), ("alpha/csirt", "DET-01"),
        ("beta/executives", "DEC-01"), ("beta/executives", "INF-01"), ("beta/csirt", "DET-01"),
        ("gamma/operations", "OPS-01"),
    ]  # fmt: skip


def test_the_value_is_the_mean_of_the_observers_latest_values() -> None:
    unit = units_of(
        rated("alpha/csirt", "DET-01", 1, at=5),
        rated("alpha/csirt", "DET-01", 4, at=6),
        rated("alpha/csirt", "DET-01", 3, "OB2", at=7),
    )["alpha/csirt", "DET-01"]
    assert (unit.value, unit.given, unit.spread) == (3.5, 2, 1)


def test_a_settled_value_counts_alone() -> None:
    unit = units_of(
        rated("alpha/csirt", "DET-01", 1),
        rated("alpha/csirt", "DET-01", 4, "OB2"),
        entry(p.ValueSettled(item="DET-01", team="alpha/csirt", value=3, reason="双方で確認した"), minutes(50)),
    )["alpha/csirt", "DET-01"]
    assert (unit.value, unit.settled, unit.spread) == (3.0, True, 3)


def test_not_observed_and_blank_are_no_values() -> None:
    found = units_of(rated("alpha/csirt", "DET-01", "NO"), rated("beta/csirt", "DET-01", 2))
    assert found["alpha/csirt", "DET-01"].value is None
    assert found["alpha/csirt", "DET-01"].not_observed
    assert not found["gamma/operations", "OPS-01"].not_observed
    total = scores.score(found.values())
    assert (total.applicable, total.valued, total.not_observed, total.blank) == (7, 1, 1, 5)
    assert total.completion == pytest.approx(2 / 7)
    assert total.coverage == pytest.approx(1 / 7)


def test_a_cleared_rating_is_blank_again() -> None:
    cleared = entry(p.RatingCleared(observer="OB1", item="DET-01", team="alpha/csirt"), minutes(6))
    unit = units_of(rated("alpha/csirt", "DET-01", 4), cleared)["alpha/csirt", "DET-01"]
    assert (unit.value, unit.not_observed) == (None, False)


def test_an_excluded_item_does_not_apply() -> None:
    gone = entry(p.ItemExcluded(item="OPS-01", team="gamma/operations", reason="場面がなかった"), minutes(50))
    assert ("gamma/operations", "OPS-01") not in units_of(gone)


def test_critical_items_count_double_in_the_average_and_once_in_n() -> None:
    found = units_of(rated("alpha/executives", "DEC-01", 1), rated("alpha/executives", "INF-01", 4))
    total = scores.score(found.values())
    assert total.valued == 2
    assert total.average == pytest.approx((2 * 1 + 4) / 3)
    assert scores.score(found.values(), critical_weight=1.0).average == pytest.approx(2.5)


def test_a_mean_between_levels_counts_as_the_nearer_and_halfway_as_the_lower() -> None:
    assert [scores.level_of(v) for v in (4.0, 3.6, 3.5, 3.4, 2.5, 1.5, 1.0)] == [4, 4, 3, 3, 2, 1, 1]
    found = units_of(rated("alpha/csirt", "DET-01", 4), rated("alpha/csirt", "DET-01", 3, "OB2"))
    assert scores.score(found.values()).levels == (0, 1, 0, 0)


def test_groups_add_up_to_the_whole() -> None:
    found = list(units_of(rated("alpha/csirt", "DET-01", 4), rated("gamma/operations", "OPS-01", 2)).values())
    for key in scores.BY:
        groups = scores.grouped(found, key)
        assert sum(group.applicable for group in groups.values()) == 7
        assert sum(group.valued for group in groups.values()) == 2
    assert list(scores.grouped(found, "layer")) == ["EXEC", "SYS", "BIZ"]
    assert scores.grouped(found, "organisation")["gamma"].average == 2.0


def test_an_objective_holds_the_units_of_its_items() -> None:
    found = list(units_of(rated("beta/executives", "DEC-01", 3)).values())
    assert scores.by_objective(plan(), found)["O1"] == scores.Score(2, 1, 0, (0, 1, 0, 0), 3.0)


def test_nothing_is_nothing_and_no_division() -> None:
    assert scores.score([]) == scores.EMPTY
    assert scores.EMPTY.coverage is None
    assert scores.EMPTY.completion is None


def large(organisations: int, items: int) -> Plan:
    of = plan()
    names = [f"X-{number:03d}" for number in range(items)]
    checklist = of.checklists[0]
    made = tuple(checklist.items[0].changed(id=name) for name in names)
    houses = [house(f"h{number:04d}", "terminal", "port", "csirt") for number in range(organisations)]
    filled = plan(organisations=houses, observers=[], assignments={"terminal/csirt": names})
    return filled.changed(checklists=(checklist.changed(items=made),))


def test_a_thousand_organisations_roll_up_fast_enough_to_wait_for() -> None:
    """Not a time limit: it finishes within the test's own timeout, and the sums are right. The bench measures."""
    of = large(1000, 100)
    state = new_run(of, "run")
    for organisation in of.organisations:
        team = f"{organisation.id}/csirt"
        for item in of.assignments["terminal/csirt"]:
            state.ratings[team, item] = {
                observer: Rating(value, "", Play(0), "") for observer, value in (("A", 4), ("B", 3), ("C", 2))
            }
    began = time.perf_counter()
    found = scores.units(of, state)
    total = scores.score(found)
    by_organisation = scores.grouped(found, "organisation")
    print(f"roll-up of {len(found)} units: {time.perf_counter() - began:.2f} s")
    assert (total.applicable, total.valued, total.average) == (100_000, 100_000, 3.0)
    assert len(by_organisation) == 1000

"""Only items with the same id and the same words are compared."""

from datetime import date

import pytest

from exercise_studio.domain.text import Text
from exercise_studio.evaluation.comparison import by_pillar, change_of, compare, series, snapshot
from exercise_studio.evaluation.scores import Unit
from tests.plans import plan


def unit(item: str, value: float | None, *, team: str = "a/csirt", title: str = "") -> Unit:
    made = plan().items[item]
    if title:
        made = made.changed(title=Text.same(title))
    return Unit(team, team.partition("/")[0], "csirt", made, value, False, 1, 0, False)


THEN = date(2025, 7, 4)
NOW = date(2026, 7, 4)


def test_matched_items_are_compared_by_the_mean_over_teams() -> None:
    then = snapshot("前回", THEN, [unit("DET-01", 2), unit("DEC-01", 4)])
    now = snapshot("今回", NOW, [unit("DET-01", 4), unit("DET-01", 3, team="b/csirt"), unit("DEC-01", 4)])
    found = compare(now, then)
    assert [(m.item, m.then, m.now, m.change) for m in found.matched] == [("DET-01", 2, 3.5, 1.5), ("DEC-01", 4, 4, 0)]
    # DEC-01 is critical and counts double: (2 + 2 × 4) / 3 and (3.5 + 2 × 4) / 3.
    assert (found.average_then, found.average_now) == (pytest.approx(10 / 3), pytest.approx(11.5 / 3))
    assert {pillar: one.n for pillar, one in by_pillar(found).items()} == {"P1": 2}
    assert change_of([]) is None


def test_a_changed_wording_is_named_and_not_averaged() -> None:
    then = snapshot("前回", THEN, [unit("DET-01", 1, title="昔の文言"), unit("OPS-01", 3)])
    now = snapshot("今回", NOW, [unit("DET-01", 4), unit("INF-01", 3)])
    found = compare(now, then)
    assert (found.matched, found.reworded) == ((), ("DET-01",))
    assert [(one.item, one.then, one.now) for one in found.changed] == [("DET-01", 1, 4)]
    assert (found.only_now, found.only_then) == (("INF-01",), ("OPS-01",))
    assert found.average_now is None


def test_items_without_a_value_are_no_part_of_it() -> None:
    assert snapshot("今回", NOW, [unit("DET-01", None)]).values == {}


def test_slopes_rest_on_the_items_that_all_exercises_rated_alike() -> None:
    first = snapshot("初回", date(2024, 7, 4), [unit("DET-01", 1), unit("DEC-01", 1, title="昔の文言")])
    then = snapshot("前回", THEN, [unit("DET-01", 2), unit("DEC-01", 4), unit("INF-01", 2)])
    now = snapshot("今回", NOW, [unit("DET-01", 4), unit("DEC-01", 1), unit("OPS-01", 3)])
    found = series([first, then, now])
    assert (found.dates, found.total) == ((date(2024, 7, 4), THEN, NOW), (1, (1.0, 2.0, 4.0)))
    # An exercise that shares nothing with all after it ends the look back; DEC-01 is critical and counts double.
    other = snapshot("別", date(2024, 7, 4), [unit("INF-01", 1)])
    found = series([other, then, now])
    assert (found.dates, found.total) == ((THEN, NOW), (2, (pytest.approx(10 / 3), 2.0)))
    assert found.pillars == {"P1": found.total}


def test_one_exercise_alone_has_no_slope() -> None:
    assert series([snapshot("今回", NOW, [unit("DET-01", 3)])]).total is None
    assert series([]) == ((), {}, None)

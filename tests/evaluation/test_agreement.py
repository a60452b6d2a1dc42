"""Alpha against values worked out by hand, what makes it undecidable, and who differed from the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercise_studio.conduct.run import fold
from exercise_studio.domain import payloads as p
from exercise_studio.evaluation.agreement import LEAST_UNITS, agreement, shared_values
from exercise_studio.evaluation.scores import units
from tests.plans import entry, minutes, plan

OBSERVERS = ("A", "B", "C", "D")
levels = st.sampled_from((1, 2, 3, 4))
rated = st.lists(st.dictionaries(st.sampled_from(OBSERVERS), levels, min_size=0, max_size=4), max_size=30)


def by_hand(shared: list[dict[str, int]]) -> float:
    """Krippendorff's ordinal alpha straight from its definition: observed over expected disagreement of pairs of values."""
    kept = [list(unit.values()) for unit in shared if len(unit) >= 2]
    every = [value for unit in kept for value in unit]
    n = {level: every.count(level) for level in (1, 2, 3, 4)}

    def distance(one: int, other: int) -> float:
        low, high = sorted((one, other))
        return float(sum(n[level] for level in range(low, high + 1)) - (n[low] + n[high]) / 2) ** 2

    observed = sum(
        distance(unit[i], unit[j]) / (len(unit) - 1)
        for unit in kept
        for i in range(len(unit))
        for j in range(len(unit))
        if i != j
    )
    expected = sum(distance(one, other) for one in every for other in every) / (len(every) - 1)
    return 1 - observed / expected


def test_alpha_of_two_observers_is_the_value_worked_out_by_hand() -> None:
    # Ten units: eight agree (four times 1, four times 2), two are (1, 2). n1 = n2 = 10, so every distance between 1 and 2
    # is the same d. Observed: 2 units × 2 pairs × d = 4 d. Expected: 2 × 10 × 10 / 19 d. 1 − 4 × 19 / 200 = 0.62.
    shared = [{"A": 1, "B": 1}] * 4 + [{"A": 2, "B": 2}] * 4 + [{"A": 1, "B": 2}] * 2
    found = agreement(shared)
    assert found.alpha == pytest.approx(0.62)
    assert (found.units, found.values, found.same, found.near) == (10, 20, 8, 10)
    assert found.reading == "weak"


def test_full_agreement_is_one_and_reliable() -> None:
    found = agreement([{"A": n % 4 + 1, "B": n % 4 + 1} for n in range(12)])
    assert (found.alpha, found.reading) == (1.0, "reliable")


def test_27_fewer_than_ten_units_are_undecidable() -> None:
    shared = [{"A": n % 4 + 1, "B": n % 4 + 1} for n in range(LEAST_UNITS)]
    assert agreement(shared).alpha == 1.0
    few = agreement([*shared[:-1], {"A": 1}, {"B": 4}, {}])
    assert (few.alpha, few.reason, few.units, few.reading) == (None, "few", 9, "undecidable")


def test_27_one_single_category_is_undecidable() -> None:
    found = agreement([{"A": 3, "B": 3}] * 50)
    assert (found.alpha, found.reason, found.units) == (None, "one_category", 50)


@given(rated, st.permutations(OBSERVERS))
def test_swapping_observers_changes_nothing(shared: list[dict[str, int]], names: list[str]) -> None:
    other = dict(zip(OBSERVERS, names, strict=True))
    swapped = [dict(reversed([(other[code], value) for code, value in unit.items()])) for unit in shared]
    one, two = agreement(shared), agreement(swapped)
    assert one[:6] == pytest.approx(two[:6]) if one.alpha is not None else one[:6] == two[:6]
    renamed = {(other[d.observer], d.units, round(d.distance, 9), round(d.lean, 9)) for d in one.dissent}
    assert renamed == {(d.observer, d.units, round(d.distance, 9), round(d.lean, 9)) for d in two.dissent}


@given(rated)
def test_alpha_is_that_of_its_definition(shared: list[dict[str, int]]) -> None:
    found = agreement(shared)
    if found.alpha is None:
        assert found.reason in ("few", "one_category")
    else:
        assert found.alpha == pytest.approx(by_hand(shared))


def test_who_differed_most_stands_first_by_code() -> None:
    found = agreement([{"A": 4, "B": 4, "C": 1}, {"A": 3, "B": 3, "C": 2}, {"A": 2, "B": 3}])
    assert [one.observer for one in found.dissent] == ["C", "A", "B"]
    strict = found.dissent[0]
    assert (strict.units, strict.distance, strict.lean) == (2, 2.0, -2.0)
    # A against the others: 4 − 2.5, 3 − 2.5, 2 − 3.
    assert found.dissent[1].lean == pytest.approx((1.5 + 0.5 - 1) / 3)


def test_units_are_applicable_pairs_with_two_values() -> None:
    of = plan()
    log = [entry(p.RunStarted(mode="live", plan_hash=""), 0)]
    said = (
        ("alpha/csirt", "DET-01", {"OB1": 4, "OB2": 2}),
        ("beta/csirt", "DET-01", {"OB1": 3, "OB2": "NO"}),
        ("gamma/operations", "OPS-01", {"OB1": 1, "OB2": 1}),
    )
    for team, item, values in said:
        for code, value in values.items():
            log.append(entry(p.ItemRated(observer=code, item=item, team=team, value=value), minutes(5)))
    log.append(entry(p.ItemExcluded(item="OPS-01", team="gamma/operations", reason="場面がなかった"), minutes(9)))
    state = fold(of, "run", log)
    assert list(shared_values(units(of, state), state)) == [{"OB1": 4, "OB2": 2}]

"""How far observers agree: Krippendorff's alpha over what two or more of them rated, and who differed most from the others.

Units are (team, item) pairs with at least two values (MODEL.md, "Agreement"); "not observed" and blank are no values.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from exercise_studio.conduct.run import RunState
from exercise_studio.evaluation.scores import Unit

LEAST_UNITS = 10
"""With fewer units no number is given."""
RELIABLE, TENTATIVE = 0.8, 0.667
"""From these on alpha is read as reliable, or good enough for tentative conclusions (Krippendorff, Content Analysis)."""
_LEVELS = 4

Reason = Literal["", "few", "one_category"]
Reading = Literal["undecidable", "reliable", "tentative", "weak"]


class Dissent(NamedTuple):
    """How far one observer's values lay from the mean of the others' on the units that they shared.

    Attributes:
        units: shared units.
        distance: mean of the absolute differences, in levels.
        lean: mean of the signed differences; below zero the observer was stricter than the others.
    """

    observer: str
    units: int
    distance: float
    lean: float


class Agreement(NamedTuple):
    """What can be said about the observers together.

    Attributes:
        alpha: Krippendorff's alpha, ordinal; None where `reason` says why it cannot be told.
        units: pairs with two values or more, the n of alpha; `values` in them.
        same, near: of these, how many got one value, and how many differed by at most one level.
        dissent: the observers who shared a unit, the one farthest from the others first.
    """

    alpha: float | None
    reason: Reason
    units: int
    values: int
    same: int
    near: int
    dissent: tuple[Dissent, ...]

    @property
    def reading(self) -> Reading:
        """What the number means in a word."""
        if self.alpha is None:
            return "undecidable"
        if self.alpha >= RELIABLE:
            return "reliable"
        return "tentative" if self.alpha >= TENTATIVE else "weak"


def shared_values(units: Iterable[Unit], state: RunState) -> Iterator[dict[str, int]]:
    """Observer to value for every applicable unit that two or more observers gave a value."""
    ratings = state.ratings
    for unit in units:
        if unit.given >= 2:
            given = ratings[unit.team, unit.item.id]
            yield {code: one.value for code, one in given.items() if one.value is not None and one.value != "NO"}


def agreement(shared: Iterable[Mapping[str, int]]) -> Agreement:
    """The agreement over units, each an observer-to-value mapping (values 4 to 1); units with one value count for nothing."""
    # Many units are alike: each sort of unit is reckoned once.
    sorts = Counter(tuple(unit.items()) for unit in shared if len(unit) >= 2)
    counts: Counter[tuple[int, ...]] = Counter()
    units = rated = same = near = 0
    used: set[int] = set()
    apart: dict[str, list[float]] = {}
    for unit, times in sorts.items():
        values = [value for _, value in unit]
        tally = [0] * _LEVELS
        for value in values:
            tally[value - 1] += 1
        counts[tuple(tally)] += times
        used.update(values)
        units += times
        rated += times * len(values)
        spread = max(values) - min(values)
        same += times * (spread == 0)
        near += times * (spread <= 1)
        total, others = sum(values), len(values) - 1
        for observer, value in unit:
            difference = value - (total - value) / others
            known = apart.setdefault(observer, [0.0, 0.0, 0.0])
            known[0] += times
            known[1] += times * abs(difference)
            known[2] += times * difference
    dissent = [Dissent(code, int(n), distance / n, lean / n) for code, (n, distance, lean) in apart.items()]
    dissent.sort(key=lambda one: (-one.distance, -one.units, one.observer))
    reason: Reason = "few" if units < LEAST_UNITS else "one_category" if len(used) < 2 else ""
    alpha = None if reason else _alpha(counts)
    return Agreement(alpha, reason, units, rated, same, near, tuple(dissent))


def _alpha(counts: Mapping[tuple[int, ...], int]) -> float:
    """Alpha of units given as how many values of each level a unit has, and how many such units there are."""
    # numpy is slow to load, and only a report needs it.
    import krippendorff
    import numpy as np

    units = np.repeat(np.array(list(counts)), list(counts.values()), axis=0)
    found = krippendorff.alpha(value_counts=units, value_domain=[1, 2, 3, 4], level_of_measurement="ordinal")
    return float(found)

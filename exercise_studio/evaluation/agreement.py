"""How far observers agree: Krippendorff's alpha over what two or more of them rated, and who differed most from the others.

Units are (team, item) pairs with at least two values (MODEL.md, "Agreement"); "not observed" and blank are no values.
"""

from collections.abc import Iterable, Mapping
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


def shared_values(units: Iterable[Unit], state: RunState) -> list[dict[str, int]]:
    """Observer to value for every applicable unit that two or more observers gave a value."""
    found = []
    for unit in units:
        if unit.given >= 2:
            ratings = state.ratings[unit.team, unit.item.id]
            found.append({code: one.value for code, one in ratings.items() if one.value not in (None, "NO")})
    return found


def agreement(shared: Iterable[Mapping[str, int]]) -> Agreement:
    """The agreement over units, each an observer-to-value mapping (values 4 to 1); units with one value count for nothing."""
    units = [unit for unit in shared if len(unit) >= 2]
    counts: list[tuple[int, ...]] = []
    same = near = 0
    used: set[int] = set()
    apart: dict[str, list[float]] = {}
    for unit in units:
        values = list(unit.values())
        tally = [0] * _LEVELS
        for value in values:
            tally[value - 1] += 1
        counts.append(tuple(tally))
        used.update(values)
        spread = max(values) - min(values)
        same += spread == 0
        near += spread <= 1
        total, others = sum(values), len(values) - 1
        for observer, value in unit.items():
            difference = value - (total - value) / others
            known = apart.get(observer)
            if known is None:
                known = apart[observer] = [0.0, 0.0, 0.0]
            known[0] += 1
            known[1] += abs(difference)
            known[2] += difference
    dissent = [Dissent(code, int(n), distance / n, lean / n) for code, (n, distance, lean) in apart.items()]
    dissent.sort(key=lambda one: (-one.distance, -one.units, one.observer))
    reason: Reason = "few" if len(units) < LEAST_UNITS else "one_category" if len(used) < 2 else ""
    alpha = None if reason else _alpha(counts)
    return Agreement(alpha, reason, len(units), sum(map(len, units)), same, near, tuple(dissent))


def _alpha(counts: list[tuple[int, ...]]) -> float:
    # numpy is slow to load, and only a report needs it.
    import krippendorff

    found = krippendorff.alpha(value_counts=counts, value_domain=[1, 2, 3, 4], level_of_measurement="ordinal")
    return float(found)

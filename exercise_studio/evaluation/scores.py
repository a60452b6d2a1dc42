"""What the ratings add up to: the value of an item for a team, and counts, coverage and average of any group of them.

The sums are those of MODEL.md, "Sums that must be said the same everywhere". Content only: how late something was done
is `timeliness`, and the two never meet in one number.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from exercise_studio.conduct.run import RunState
from exercise_studio.domain.checklist import Item
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.scenario import LAYER_OF_TEAM

LEVELS = (4, 3, 2, 1)


class Unit(NamedTuple):
    """One item that applies to one team, with what the observers say of it.

    `value` is None where nobody gave one; `not_observed` tells a "not observed" from a blank. `given` counts the
    observers whose value is in it, `spread` is the distance between the highest and the lowest of them.
    """

    team: str
    organisation: str
    kind: str
    item: Item
    value: float | None
    not_observed: bool
    given: int
    spread: int
    settled: bool


class Score(NamedTuple):
    """A group of units added up.

    Attributes:
        applicable: units that count.
        valued: units with a value: the n of the average.
        not_observed: units that were expressly not observed.
        levels: units at each level, 4 to 1; a mean between two levels counts as the nearer, halfway as the lower one.
        average: weighted mean of the values, critical items counting more; None without values.
    """

    applicable: int
    valued: int
    not_observed: int
    levels: tuple[int, int, int, int]
    average: float | None

    @property
    def blank(self) -> int:
        """Units about which nobody said anything."""
        return self.applicable - self.valued - self.not_observed

    @property
    def completion(self) -> float | None:
        """(values + not observed) / applicable; None where nothing applies."""
        return (self.valued + self.not_observed) / self.applicable if self.applicable else None

    @property
    def coverage(self) -> float | None:
        """values / applicable; None where nothing applies."""
        return self.valued / self.applicable if self.applicable else None


EMPTY = Score(0, 0, 0, (0, 0, 0, 0), None)


def level_of(value: float) -> int:
    """The level a mean counts as: the nearer one; halfway between two it is the lower, so that doubt never flatters."""
    whole = int(value)
    return whole + 1 if value - whole > 0.5 else whole


def units(plan: Plan, state: RunState) -> list[Unit]:
    """Every applicable unit in the order of the plan: assigned to the team, less what the debrief excluded."""
    items = plan.items
    ratings, settled, excluded = state.ratings, state.settled, state.excluded
    found: list[Unit] = []
    for organisation in plan.organisations:
        house = organisation.id
        for team in organisation.teams:
            address, kind = organisation.address(team.kind), team.kind
            for item_id in plan.items_of(address):
                item = items.get(item_id)
                key = (address, item_id)
                if item is None or key in excluded:
                    continue
                decided = settled.get(key)
                rated = ratings.get(key)
                value: float | None = None
                given: list[int] = []
                unseen = False
                for rating in rated.values() if rated else ():
                    if rating.value == "NO":
                        unseen = True
                    elif rating.value is not None:
                        given.append(rating.value)
                if decided is not None:
                    value = float(decided[0])
                elif given:
                    value = sum(given) / len(given)
                found.append(
                    Unit(
                        address, house, kind, item, value, unseen and value is None, len(given),
                        max(given) - min(given) if given else 0, decided is not None,
                    )
                )  # fmt: skip
    return found


def score(group: Iterable[Unit], critical_weight: float = 2.0) -> Score:
    """The group added up; critical items weigh `critical_weight` in the average and one everywhere else."""
    applicable = valued = unseen = 0
    counts = [0, 0, 0, 0, 0]
    total = weights = 0.0
    for unit in group:
        applicable += 1
        value = unit.value
        if value is None:
            unseen += unit.not_observed
            continue
        valued += 1
        whole = int(value)
        counts[whole + 1 if value - whole > 0.5 else whole] += 1
        weight = critical_weight if unit.item.critical else 1.0
        total += weight * value
        weights += weight
    levels = (counts[4], counts[3], counts[2], counts[1])
    return Score(applicable, valued, unseen, levels, total / weights if weights else None)


Key = Callable[[Unit], str]

BY: dict[str, Key] = {
    "pillar": lambda unit: unit.item.pillar,
    "phase": lambda unit: unit.item.phase,
    "layer": lambda unit: LAYER_OF_TEAM[unit.kind],
    "team": lambda unit: unit.team,
    "organisation": lambda unit: unit.organisation,
    "item": lambda unit: unit.item.id,
}
"""The groupings by name; objectives hold items in several groups and have `by_objective`."""


def grouped(group: Iterable[Unit], key: str | Key, critical_weight: float = 2.0) -> dict[str, Score]:
    """The score of each group, in order of first appearance. `key` is a name of `BY` or a function."""
    of = BY[key] if isinstance(key, str) else key
    groups: dict[str, list[Unit]] = {}
    for unit in group:
        groups.setdefault(of(unit), []).append(unit)
    return {name: score(members, critical_weight) for name, members in groups.items()}


def by_objective(plan: Plan, group: Iterable[Unit]) -> dict[str, Score]:
    """The score of each objective over the units of its items; an item may serve several objectives."""
    groups: dict[str, list[Unit]] = {objective.id: [] for objective in plan.scenario.objectives}
    serving: dict[str, list[str]] = {}
    for objective in plan.scenario.objectives:
        for item in objective.items:
            serving.setdefault(item, []).append(objective.id)
    for unit in group:
        for objective_id in serving.get(unit.item.id, ()):
            groups[objective_id].append(unit)
    return {name: score(members, plan.settings.critical_weight) for name, members in groups.items()}

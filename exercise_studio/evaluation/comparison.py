"""This time against an earlier time: only items whose id and wording hash match are compared (MODEL.md)."""

from dataclasses import dataclass
from datetime import date

from exercise_studio.evaluation.scores import Unit


@dataclass(frozen=True)
class Snapshot:
    """What an exercise's items came to, small enough to keep beside a later one.

    Attributes:
        values: (item id, wording hash) to (weighted mean over teams, number of units with a value, pillar).
        actions: number of corrective actions and how many of them were done or confirmed.
    """

    title: str
    on: date
    values: dict[tuple[str, str], tuple[float, int, str]]
    actions: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Matched:
    """One item that was rated both times with the same words."""

    item: str
    pillar: str
    then: float
    now: float

    @property
    def change(self) -> float:
        """Now less then."""
        return self.now - self.then


@dataclass(frozen=True)
class Comparison:
    """What can be compared, and what cannot and why.

    Attributes:
        reworded: items of both exercises whose wording changed: shown, never averaged.
        only_now, only_then: items that only one of the two rated.
        average_then, average_now: means over the matched items; None without any.
    """

    title: str
    on: date
    matched: tuple[Matched, ...]
    reworded: tuple[str, ...]
    only_now: tuple[str, ...]
    only_then: tuple[str, ...]
    average_then: float | None
    average_now: float | None


def snapshot(title: str, on: date, group: list[Unit], actions: tuple[int, int] = (0, 0)) -> Snapshot:
    """The values of a finished exercise by item, from its units."""
    sums: dict[tuple[str, str], list[float]] = {}
    pillars: dict[tuple[str, str], str] = {}
    for unit in group:
        if unit.value is not None:
            key = (unit.item.id, unit.item.wording_hash)
            sums.setdefault(key, []).append(unit.value)
            pillars[key] = unit.item.pillar
    values = {key: (sum(found) / len(found), len(found), pillars[key]) for key, found in sums.items()}
    return Snapshot(title, on, values, actions)


def compare(now: Snapshot, then: Snapshot) -> Comparison:
    """The two exercises on their matched items, in the order of this time's."""
    matched = tuple(
        Matched(item, pillar, then.values[item, wording][0], value)
        for (item, wording), (value, _, pillar) in now.values.items()
        if (item, wording) in then.values
    )
    same = {m.item for m in matched}
    ids_now = dict.fromkeys(item for item, _ in now.values)
    ids_then = dict.fromkeys(item for item, _ in then.values)
    reworded = tuple(item for item in ids_now if item in ids_then and item not in same)
    count = len(matched)
    return Comparison(
        title=then.title,
        on=then.on,
        matched=matched,
        reworded=reworded,
        only_now=tuple(item for item in ids_now if item not in ids_then),
        only_then=tuple(item for item in ids_then if item not in ids_now),
        average_then=sum(m.then for m in matched) / count if count else None,
        average_now=sum(m.now for m in matched) / count if count else None,
    )

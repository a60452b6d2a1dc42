"""This time against an earlier time: only items whose id and wording hash match are compared (MODEL.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from exercise_studio.evaluation.scores import Unit


class ItemValue(NamedTuple):
    """What an item came to: the mean over the teams, how many teams had a value, its pillar and how much it weighs."""

    mean: float
    n: int
    pillar: str
    weight: float


@dataclass(frozen=True)
class Snapshot:
    """What an exercise's items came to, small enough to keep beside a later one.

    Attributes:
        values: by (item id, wording hash).
        actions: number of corrective actions and how many of them were done or confirmed.
    """

    title: str
    on: date
    values: dict[tuple[str, str], ItemValue]
    actions: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Matched:
    """One item that was rated both times; `weight` is how much it counts in averages."""

    item: str
    pillar: str
    then: float
    now: float
    weight: float = 1.0

    @property
    def change(self) -> float:
        """Now less then."""
        return self.now - self.then


@dataclass(frozen=True)
class Comparison:
    """What can be compared, and what cannot and why.

    Attributes:
        reworded: items of both exercises whose wording changed: shown, never averaged. `changed` has their values.
        only_now, only_then: items that only one of the two rated.
        average_then, average_now: weighted means over the matched items; None without any.
    """

    title: str
    on: date
    matched: tuple[Matched, ...]
    reworded: tuple[str, ...]
    only_now: tuple[str, ...]
    only_then: tuple[str, ...]
    average_then: float | None
    average_now: float | None
    changed: tuple[Matched, ...] = ()


class Change(NamedTuple):
    """A group of matched items: how many, and their weighted means then and now."""

    n: int
    then: float
    now: float


def change_of(matched: Iterable[Matched]) -> Change | None:
    """What the items came to together; None without any."""
    kept = list(matched)
    weights = sum(one.weight for one in kept)
    if not kept or not weights:
        return None
    then = sum(one.weight * one.then for one in kept) / weights
    return Change(len(kept), then, sum(one.weight * one.now for one in kept) / weights)


def by_pillar(found: Comparison) -> dict[str, Change]:
    """The change of each pillar that has a matched item."""
    groups: dict[str, list[Matched]] = {}
    for one in sorted(found.matched, key=lambda one: one.pillar):
        groups.setdefault(one.pillar, []).append(one)
    told = {pillar: change_of(group) for pillar, group in groups.items()}
    return {pillar: one for pillar, one in told.items() if one is not None}


def snapshot(
    title: str, on: date, group: list[Unit], actions: tuple[int, int] = (0, 0), critical_weight: float = 2.0
) -> Snapshot:
    """The values of a finished exercise by item, from its units."""
    sums: dict[tuple[str, str], list[float]] = {}
    known: dict[tuple[str, str], tuple[str, float]] = {}
    for unit in group:
        if unit.value is not None:
            key = (unit.item.id, unit.item.wording_hash)
            sums.setdefault(key, []).append(unit.value)
            known[key] = (unit.item.pillar, critical_weight if unit.item.critical else 1.0)
    values = {key: ItemValue(sum(found) / len(found), len(found), *known[key]) for key, found in sums.items()}
    return Snapshot(title, on, values, actions)


def compare(now: Snapshot, then: Snapshot) -> Comparison:
    """The two exercises on their matched items, in the order of this time's; an item weighs what it weighs now."""
    matched = tuple(
        Matched(item, value.pillar, then.values[item, wording].mean, value.mean, value.weight)
        for (item, wording), value in now.values.items()
        if (item, wording) in then.values
    )
    same = {m.item for m in matched}
    before = {item: value for (item, _), value in then.values.items()}
    ids_now = dict.fromkeys(item for item, _ in now.values)
    changed = tuple(
        Matched(item, value.pillar, before[item].mean, value.mean, value.weight)
        for (item, _), value in now.values.items()
        if item in before and item not in same
    )
    total = change_of(matched)
    return Comparison(
        title=then.title,
        on=then.on,
        matched=matched,
        reworded=tuple(one.item for one in changed),
        only_now=tuple(item for item in ids_now if item not in before),
        only_then=tuple(item for item in before if item not in ids_now),
        average_then=total.then if total else None,
        average_now=total.now if total else None,
        changed=changed,
    )


class Series(NamedTuple):
    """Averages from exercise to exercise over the items that all of them rated with the same words.

    Attributes:
        dates: of the exercises, the earliest first.
        pillars: pillar to its number of items and its weighted means, one an exercise.
        total: the same of all matched items; None without any.
    """

    dates: tuple[date, ...]
    pillars: dict[str, tuple[int, tuple[float, ...]]]
    total: tuple[int, tuple[float, ...]] | None


def series(snapshots: Sequence[Snapshot]) -> Series:
    """The slopes through the exercises, the latest last, from the earliest that still shares an item with all after it."""
    kept: list[Snapshot] = []
    common: set[tuple[str, str]] = set()
    for one in reversed(snapshots):
        shared = common & one.values.keys() if kept else set(one.values)
        if not shared:
            break
        kept.insert(0, one)
        common = shared
    if len(kept) < 2:
        return Series(tuple(one.on for one in kept), {}, None)
    latest = kept[-1].values

    def means(keys: list[tuple[str, str]]) -> tuple[int, tuple[float, ...]]:
        weights = sum(latest[key].weight for key in keys)
        return len(keys), tuple(
            sum(latest[key].weight * one.values[key].mean for key in keys) / weights for one in kept
        )

    order = [key for key in latest if key in common]
    groups: dict[str, list[tuple[str, str]]] = {}
    for key in sorted(order, key=lambda key: latest[key].pillar):
        groups.setdefault(latest[key].pillar, []).append(key)
    return Series(tuple(one.on for one in kept), {pillar: means(keys) for pillar, keys in groups.items()}, means(order))

"""What changed from one issue of a report to the next, told from the outlines that the log keeps of each."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from exercise_studio.evaluation.learning import Learning
from exercise_studio.reporting.document import (
    Card,
    Facts,
    Figure,
    Heading,
    Lead,
    Points,
    Prose,
    Section,
    Small,
    Table,
    Tiles,
    plain,
)

Sort = Literal["chapter", "finding", "action"]


class Change(NamedTuple):
    """One part of a report that is new, different or gone. `name` is a chapter's, finding's or action's."""

    what: Literal["added", "changed", "removed"]
    sort: Sort
    name: str


def outline(sections: Iterable[Section], learning: Learning) -> dict[str, str]:
    """Every part of a report ("chapter/6 …", "finding/F-1", "action/A-2") with a short digest of what it says."""
    found = {f"chapter/{section.number} {section.title}": _digest(_texts(section)) for section in sections}
    for number, one in learning.findings.items():
        if one.counts:
            found[f"finding/{number}"] = _digest([repr(one.finding.model_dump())])
    for number, action in learning.actions.items():
        steps = [f"{step.state} {step.evidence} {step.note}" for step in action.history]
        found[f"action/{number}"] = _digest([repr(action.action.model_dump()), *steps])
    return found


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> list[Change]:
    """What was added, changed and removed, findings and actions before chapters, each in its order."""
    found = [_change("added" if key not in before else "changed", key) for key in now if before.get(key) != now[key]]
    found += [_change("removed", key) for key in before if key not in now]
    order = ("finding", "action", "chapter")
    return sorted(found, key=lambda one: (order.index(one.sort), ("added", "changed", "removed").index(one.what)))


def _change(what: Literal["added", "changed", "removed"], key: str) -> Change:
    sort, _, name = key.partition("/")
    return Change(what, sort, name)  # type: ignore[arg-type]


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(texts).encode("utf-8", "replace")).hexdigest()[:12]


def _texts(section: Section) -> Iterable[str]:
    """Everything that a reader reads in a chapter."""
    for block in section.blocks:
        match block:
            case Heading() | Lead() | Small() | Prose():
                yield plain(block.text)
            case Points():
                yield from (plain(item) for item in block.items)
            case Table():
                yield from (plain(cell) for row in block.rows for cell in row)
            case Facts():
                yield from (f"{name}: {plain(value)}" for name, value in block.rows)
            case Tiles():
                yield from (f"{tile.title} {tile.value} {tile.note}" for tile in block.tiles)
            case Card():
                yield block.title
                yield from (plain(part.text) for part in block.parts)
            case Figure():
                yield block.alt
            case _:
                pass

"""The axis of play time, and lanes of many teams on it: columns that count, where marks would lie upon one another."""

from collections import Counter
from typing import Final

from reportlab.graphics.shapes import Group

from exercise_studio.domain.times import MINUTE
from exercise_studio.reporting.figures.common import AMBER, FILLS, Point, bars, diamonds, path, text
from exercise_studio.reporting.figures.data import Lane
from exercise_studio.reporting.theme import ACCENT, INK, MUTED, NAVY, WARN, WHITE
from exercise_studio.reporting.typeset import Typesetter

_STEPS: Final = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440)
_COLUMN_STEPS: Final = (1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 240, 480, 1440)
_DENSE: Final = 8.0
"""With less room than these points for each mark of a lane, columns stand in their place."""
_COLUMN: Final = 7.0
_NUMBER: Final = 6.0
RESPONSES: Final = ("done", "partly", "missed")
_LOOKS: Final = (("done", NAVY, NAVY), ("partly", FILLS[2], AMBER), ("missed", WHITE, WARN), ("share", WHITE, MUTED))

Counts = dict[int, dict[str, int]]
"""How many marks of each sort fall into each column."""


class Axis:
    """Play time to points."""

    def __init__(self, left: float, width: float, end: int) -> None:
        self.left, self.width, self.end = left, width, max(end, MINUTE)

    @property
    def right(self) -> float:
        return self.left + self.width

    def x(self, at: int) -> float:
        """Where a moment stands."""
        return self.left + self.width * min(max(at, 0), self.end) / self.end

    def step(self, room: float, steps: tuple[int, ...] = _STEPS) -> int:
        """Minutes between marks that stand at least `room` points apart."""
        least = self.end / MINUTE * room / self.width
        return next((step for step in steps if step >= least), steps[-1] * (int(least / steps[-1]) + 1))


def crowded(entry: Lane, width: float) -> bool:
    """Whether the marks of a lane need more than the width that there is."""
    upper = sum(1 for mark in entry.marks if mark.sort in RESPONSES)
    return max(upper, len(entry.marks) - upper) * _DENSE > width


def counted(entry: Lane, axis: Axis) -> Counts:
    """The columns of a lane."""
    own = axis.step(_COLUMN, _COLUMN_STEPS) * MINUTE
    last = (axis.end - 1) // own
    found: Counts = {}
    for (column, sort), count in Counter([(mark.at // own, mark.sort) for mark in entry.marks]).items():
        known = found.setdefault(min(column, last), {})
        known[sort] = known.get(sort, 0) + count
    return found


def draw_columns(
    group: Group, setter: Typesetter, lanes: list[tuple[Counts, float]], axis: Axis, height: float
) -> None:
    """Columns of responses upwards and of messages passed on downwards, decisions on the line between; all to one scale.

    `lanes` have their lower edges with them, `height` is that of one.
    """
    step = axis.step(_COLUMN, _COLUMN_STEPS) * MINUTE
    columns = [column for counts, _y in lanes for column in counts.values()]
    up = max(map(_responses, columns), default=0)
    down = max((one.get("share", 0) for one in columns), default=0)
    # The tallest columns have their number at their end, where lanes are high enough for it.
    above = _NUMBER if height >= 20 else 0.0
    below = above if down else 0.0
    unit = (height - 3.0 - above - below) / max(up + down, 1)
    numbers: list[tuple[float, float, int]] = []
    shapes: dict[str, list[tuple[float, float, float, float]]] = {"done": [], "partly": [], "missed": [], "share": []}
    places: dict[str, list[Point]] = {"plan": [], "decision": []}
    bases = []
    for counts, y in lanes:
        base = y + 1.5 + below + unit * down
        bases.append(((axis.left, base), (axis.right, base)))
        for place, column in sorted(counts.items()):
            left = axis.x(place * step) + 0.5
            own = axis.x((place + 1) * step) - 0.5 - left
            low = base
            for sort, found in shapes.items():
                count = column.get(sort, 0)
                if not count:
                    continue
                high = count * unit
                if sort == "share":
                    found.append((left, base - high, own, high))
                    if count == down:
                        numbers.append((left + own / 2, base - high - _NUMBER + 0.6, down))
                else:
                    found.append((left, low, own, high))
                    low += high
            if up and _responses(column) == up:
                numbers.append((left + own / 2, low + 1.2, up))
            for sort, marks in places.items():
                # One for each column is enough: what lies upon one another is not seen.
                if sort in column:
                    marks.append((left + own / 2, base))
    for sort, fill, edge in _LOOKS:
        bars(group, shapes[sort], fill, edge)
    for x, y, count in numbers if above else ():
        text(group, setter, x, y, str(count), size=6, ink=INK, anchor="middle")
    path(group, bases, edge=MUTED, thick=0.4)
    diamonds(group, places["plan"], 3.0, WHITE, ACCENT, 0.7)
    diamonds(group, places["decision"], 3.0, ACCENT, WHITE, 0.7)


def _responses(column: dict[str, int]) -> int:
    return column.get("done", 0) + column.get("partly", 0) + column.get("missed", 0)

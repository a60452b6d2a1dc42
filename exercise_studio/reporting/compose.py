"""Lays flowables out on pages before anything is drawn, so that page numbers and totals are known when it is.

It speaks reportlab's protocol (wrap, split, drawOn); what it adds is that a heading stays with what follows, that a group
stays together, and that a wide block turns the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reportlab.platypus.flowables import Flowable

from exercise_studio.reporting.theme import Sheet, frame_of

_SLACK = 0.01


@dataclass(frozen=True)
class NewPage:
    """The next flowable begins a page of this sheet; nothing happens on an empty page of it."""

    sheet: Sheet = "tall"
    bare: bool = False
    """A page without the document's name in its head: the cover."""


@dataclass(frozen=True)
class Together:
    """Flowables that stay on one page, unless they are higher than `share` of one."""

    parts: tuple[Flowable, ...]
    share: float = 1.0


class Placed(NamedTuple):
    """A flowable and where its lower left corner stands on the page."""

    flowable: Flowable
    x: float
    y: float


@dataclass
class Page:
    """One page: its sheet and what stands on it."""

    sheet: Sheet
    placed: list[Placed] = field(default_factory=list)
    bare: bool = False


Item = Flowable | NewPage | Together


class Composer:
    """Takes flowables one after the other and fills pages.

    Attributes:
        pages: what has been filled so far.
        numbers: key of a flowable that has one (`key`) to its page number, from 1.
    """

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.numbers: dict[str, int] = {}
        self._left = self._width = self._height = self._bottom = 0.0
        self._y = 0.0
        self._after = 0.0

    # the page being filled

    def _turn(self, sheet: Sheet, bare: bool = False) -> None:
        self.pages.append(Page(sheet, bare=bare))
        self._left, self._bottom, self._width, self._height = frame_of(sheet)
        self._y = self._bottom + self._height
        self._after = 0.0

    @property
    def _room(self) -> float:
        return self._y - self._bottom

    @property
    def _empty(self) -> bool:
        return not self.pages[-1].placed

    def _gap(self, flowable: Flowable) -> float:
        return 0.0 if self._empty else max(self._after, flowable.getSpaceBefore())

    # filling

    def add(self, items: Iterable[Item]) -> None:
        """Places the items in order."""
        waiting = list(items)
        waiting.reverse()
        while waiting:
            item = waiting.pop()
            if isinstance(item, NewPage):
                page = self.pages[-1] if self.pages else None
                if page is None or page.placed or page.sheet != item.sheet:
                    if page is not None and not page.placed:
                        self.pages.pop()
                    self._turn(item.sheet, item.bare)
                continue
            if not self.pages:
                self._turn("tall")
            if isinstance(item, Together):
                if not self._empty and self._kept(item) and self._total(item.parts) > self._room + _SLACK:
                    self._turn(self.pages[-1].sheet)
                waiting.extend(reversed(item.parts))
                continue
            rest = self._place(item, waiting)
            if rest is not None:
                waiting.append(rest)

    def _total(self, parts: Iterable[Flowable]) -> float:
        total, after = 0.0, self._after
        for number, part in enumerate(parts):
            gap = self._gap(part) if number == 0 else max(after, part.getSpaceBefore())
            total += gap + part.wrap(self._width, self._height)[1]
            after = part.getSpaceAfter()
        return total

    def _place(self, flowable: Flowable, waiting: list[Item]) -> Flowable | None:
        """Places a flowable or its first part; returns what is left of it."""
        height = flowable.wrap(self._width, self._height)[1]
        gap = self._gap(flowable)
        below = max(self._following(flowable, waiting), getattr(flowable, "least_below", 0.0))
        need = gap + height + below
        if not self._empty and getattr(flowable, "stays_with_next", False) and need > self._room + _SLACK:
            self._turn(self.pages[-1].sheet)
            gap = 0.0
        if gap + height <= self._room + _SLACK:
            tail = self._tail(flowable, waiting)
            if tail and gap + height + tail > self._room + _SLACK:
                parts = flowable.split(self._width, self._room - gap - tail)
                if len(parts) == 2:
                    self._put(parts[0], gap, parts[0].wrap(self._width, self._height)[1])
                    self._turn(self.pages[-1].sheet)
                    return parts[1]
            self._put(flowable, gap, height)
            return None
        parts = flowable.split(self._width, self._room - gap)
        if parts:
            first = parts[0]
            self._put(first, gap, first.wrap(self._width, self._height)[1])
            self._turn(self.pages[-1].sheet)
            if len(parts) > 2:
                waiting.extend(reversed(parts[2:]))
            return parts[1] if len(parts) > 1 else None
        if not self._empty:
            self._turn(self.pages[-1].sheet)
            return flowable
        # Alone on a page and still too high: it is drawn from the top, and nothing is lost but what is below the edge.
        self._put(flowable, 0.0, height)
        return None

    def _tail(self, flowable: Flowable, waiting: list[Item]) -> float:
        """The height of a note that must not begin the next page alone, without what it speaks of."""
        note = waiting[-1] if waiting else None
        if not isinstance(note, Flowable) or not getattr(note, "stays_with_previous", False):
            return 0.0
        return max(flowable.getSpaceAfter(), note.getSpaceBefore()) + note.wrap(self._width, self._height)[1]

    def _following(self, flowable: Flowable, waiting: list[Item]) -> float:
        """The least height that has to stand below a heading on its page."""
        if not getattr(flowable, "stays_with_next", False):
            return 0.0
        total, after = 0.0, flowable.getSpaceAfter()
        for item in reversed(waiting):
            if isinstance(item, NewPage):
                break
            part = item.parts[0] if isinstance(item, Together) else item
            total += max(after, part.getSpaceBefore())
            if isinstance(item, Together):
                return total + (height_of(item.parts, self._width) if self._kept(item) else self._start(item.parts))
            if getattr(part, "stays_with_next", False):
                total += part.wrap(self._width, self._height)[1]
                after = part.getSpaceAfter()
                continue
            least = getattr(part, "least", None)
            return total + (least(self._width) if least else part.wrap(self._width, self._height)[1])
        return total

    def _kept(self, group: Together) -> bool:
        """Whether a group is low enough to stay on one page."""
        return height_of(group.parts, self._width) <= group.share * self._height

    def _start(self, parts: tuple[Flowable, ...]) -> float:
        """The height of the beginning of a group that need not stay on one page."""
        total = 0.0
        for part in parts:
            least = getattr(part, "least", None)
            heading = getattr(part, "stays_with_next", False)
            total += least(self._width) if least and not heading else part.wrap(self._width, self._height)[1]
            if not heading:
                break
        return total

    def _put(self, flowable: Flowable, gap: float, height: float) -> None:
        self._y -= gap + height
        self.pages[-1].placed.append(Placed(flowable, self._left, self._y))
        self._after = flowable.getSpaceAfter()
        key = getattr(flowable, "key", "")
        if key:
            self.numbers.setdefault(key, len(self.pages))


def height_of(items: Iterable[Any], width: float) -> float:
    """The height of flowables one below the other, as `Composer` would place them on an endless page."""
    total, after, first = 0.0, 0.0, True
    for item in items:
        for part in item.parts if isinstance(item, Together) else (item,):
            total += (0.0 if first else max(after, part.getSpaceBefore())) + part.wrap(width, 1e6)[1]
            after, first = part.getSpaceAfter(), False
    return total

"""What a timeline shows, as sorted arrays: finding what is in sight takes two bisections, however much there is. Without Qt."""

from array import array
from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

MARKS = ("response", "decision", "share", "question", "inject", "marker", "clock", "significant")
CODE = {mark: code for code, mark in enumerate(MARKS)}


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the timeline: its key, what stands before it, the colour of its team (−1 for none), and its name in full."""

    key: str
    title: str
    colour: int = -1
    name: str = ""

    @property
    def full(self) -> str:
        """The name where there is room for it."""
        return self.name or self.title


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what is expected in a lane is done, partly done and late, and how much of it observers have rated."""

    whole: int = 0
    done: int = 0
    partly: int = 0
    late: int = 0
    rated: int = 0
    latest: str = ""
    """The item that is late longest, with how long: "BCM-01 (+4:10)"."""


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood still at a moment of play, for so many real milliseconds (None: it still stands)."""

    play: int
    length: int | None
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class Jump:
    """The scenario clock was moved at a moment of play; `to` is the new time as text."""

    play: int
    to: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """Information passed from one lane to another."""

    play: int
    sender: str
    receiver: str
    entry: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is said of a mark under the pointer: when, who, the text in full, and what was said of it later."""

    heading: str
    who: str = ""
    text: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Track:
    """The events of one lane: moments ascending, the code of each mark, and its entry."""

    plays: "array[int]" = field(default_factory=lambda: array("q"))
    codes: "array[int]" = field(default_factory=lambda: array("b"))
    entries: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    def add(self, play: int, code: int, entry: str, label: str) -> None:
        """Puts an event in its place; the newest is the usual case and costs nothing."""
        at = len(self.plays)
        if at and play < self.plays[-1]:
            at = bisect_right(self.plays, play)
        self.plays.insert(at, play)
        self.codes.insert(at, code)
        self.entries.insert(at, entry)
        self.labels.insert(at, label)

    def between(self, first: float, last: float) -> tuple[int, int]:
        """The indices of what lies in a stretch of play: from, to (not included)."""
        return bisect_left(self.plays, first), bisect_right(self.plays, last)

    def counts(self, first: float, last: float, bins: int) -> list[int]:
        """How many events fall in each of so many equal parts of a stretch."""
        return counted(self.plays, first, last, bins)

    def nearest(self, play: float, within: float) -> int:
        """The index of the event nearest to a moment, or −1 when none is within reach."""
        at = bisect_left(self.plays, play)
        near = [i for i in (at - 1, at) if 0 <= i < len(self.plays) and abs(self.plays[i] - play) <= within]
        return min(near, key=lambda i: abs(self.plays[i] - play), default=-1)

    def remove(self, entry: str, play: int) -> bool:
        """Takes an event out; whether it was there."""
        for at in range(*self.between(play, play)):
            if self.entries[at] == entry:
                for column in (self.plays, self.codes, self.entries, self.labels):
                    column.pop(at)
                return True
        return False


@dataclass(frozen=True, slots=True)
class Planned:
    """An inject on the plan: where it was planned, and where it was fired if it was."""

    inject: str
    title: str
    due: int
    fired: int | None = None
    state: str = "pending"
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase: from, to, title."""

    start: int
    end: int
    title: str


class Sheet:
    """Lanes with their tracks, the plan above them, and what the clock did.

    Attributes:
        lanes: in order; the first is drawn under the plan's own lane.
        planned: injects by planned time.
        arrows: shares between two lanes, ascending.
        coverage: by lane; a lane that is not in it has nothing expected of it.
        pauses, jumps: what the clock did.
        ended: when the run ended, in play; None before.
        every: the moments of all marks in all lanes, ascending: what the density is counted from.
        version: another one whenever a mark came or went.
    """

    def __init__(self) -> None:
        self.lanes: tuple[Lane, ...] = ()
        self.tracks: dict[str, Track] = {}
        self.planned: tuple[Planned, ...] = ()
        self.phases: tuple[Stretch, ...] = ()
        self.arrows: list[Arrow] = []
        self.coverage: dict[str, Coverage] = {}
        self.pauses: tuple[Pause, ...] = ()
        self.jumps: tuple[Jump, ...] = ()
        self.ended: int | None = None
        self.duration = 0
        self.version = 0
        self.every: array[int] = array("q")

    def set_lanes(self, lanes: tuple[Lane, ...]) -> None:
        """Begins anew with these lanes."""
        self.lanes = lanes
        self.tracks = {lane.key: Track() for lane in lanes}
        self.arrows, self.every = [], array("q")
        self.version += 1

    def add(self, lane: str, play: int, mark: str, entry: str, label: str) -> None:
        """Takes an event; one of a lane that is not shown is left out."""
        track = self.tracks.get(lane)
        if track is None or mark not in CODE:
            return
        track.add(play, CODE[mark], entry, label)
        if self.every and play < self.every[-1]:
            insort(self.every, play)
        else:
            self.every.append(play)
        self.duration = max(self.duration, play)
        self.version += 1

    def pass_on(self, arrow: Arrow) -> None:
        """Takes a share between two lanes; one that is not shown, or within one lane, has no arrow."""
        if arrow.sender in self.tracks and arrow.receiver in self.tracks and arrow.sender != arrow.receiver:
            insort(self.arrows, arrow, key=_PLAY)
            self.version += 1

    def arrows_between(self, first: float, last: float) -> list[Arrow]:
        """The shares in a stretch of play."""
        return self.arrows[bisect_left(self.arrows, first, key=_PLAY) : bisect_right(self.arrows, last, key=_PLAY)]

    def in_sight(self, first: float, last: float) -> int:
        """How many events lie in a stretch of play."""
        return bisect_right(self.every, last) - bisect_left(self.every, first)

    def density(self, first: float, last: float, bins: int) -> list[int]:
        """How many events of all lanes fall in each of so many equal parts of a stretch."""
        return counted(self.every, first, last, bins)

    def where(self, entry: str) -> list[tuple[str, int]]:
        """The lanes an entry stands in, with its index there."""
        return [(key, track.entries.index(entry)) for key, track in self.tracks.items() if entry in track.entries]

    def planned_as(self, entry: str) -> Planned | None:
        """The inject an entry fired, or that "inject/<id>" names."""
        return next((one for one in self.planned if entry and entry in (one.entry, f"inject/{one.inject}")), None)

    @property
    def events(self) -> int:
        """How many events there are."""
        return len(self.every)

    @property
    def whole(self) -> int:
        """The end of everything: of the plan or of what happened, whichever is later."""
        ends = [self.duration, *(phase.end for phase in self.phases), *(place_of(one) for one in self.planned)]
        return max(ends, default=0)


_PLAY = attrgetter("play")


def place_of(one: Planned) -> int:
    """Where an inject stands: where it was fired, else where it is planned."""
    return one.fired if one.fired is not None else one.due


def counted(plays: "array[int]", first: float, last: float, bins: int) -> list[int]:
    """How many moments fall in each of so many equal parts of a stretch: a bisection a part, not a look at each."""
    if bins <= 0 or last <= first:
        return []
    step = (last - first) / bins
    edges = [bisect_left(plays, first + step * at) for at in range(bins)]
    edges.append(bisect_right(plays, last))
    return [after - before for before, after in pairwise(edges)]

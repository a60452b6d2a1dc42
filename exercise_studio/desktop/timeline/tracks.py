"""What a timeline shows, as sorted arrays: finding what is in sight takes two bisections, however much there is. Without Qt."""

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

MARKS = ("response", "decision", "share", "question", "inject", "marker", "clock", "significant")
CODE = {mark: code for code, mark in enumerate(MARKS)}


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the timeline: its key, what stands before it, and the colour of its team (−1 for none)."""

    key: str
    title: str
    colour: int = -1


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
        """How many events fall in each of so many equal parts of a stretch: a bisection a part, not a look at each event."""
        if bins <= 0 or last <= first:
            return []
        step = (last - first) / bins
        edges = [bisect_left(self.plays, first + step * at) for at in range(bins)]
        edges.append(bisect_right(self.plays, last))
        return [after - before for before, after in pairwise(edges)]

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
        pauses: moments of play at which the clock stood still.
        jumps: (moment, the new scenario time as text).
    """

    def __init__(self) -> None:
        self.lanes: tuple[Lane, ...] = ()
        self.tracks: dict[str, Track] = {}
        self.planned: tuple[Planned, ...] = ()
        self.phases: tuple[Stretch, ...] = ()
        self.pauses: tuple[int, ...] = ()
        self.jumps: tuple[tuple[int, str], ...] = ()
        self.duration = 0

    def set_lanes(self, lanes: tuple[Lane, ...]) -> None:
        """Begins anew with these lanes."""
        self.lanes = lanes
        self.tracks = {lane.key: Track() for lane in lanes}

    def add(self, lane: str, play: int, mark: str, entry: str, label: str) -> None:
        """Takes an event; one of a lane that is not shown is left out."""
        track = self.tracks.get(lane)
        if track is not None and mark in CODE:
            track.add(play, CODE[mark], entry, label)
            self.duration = max(self.duration, play)

    @property
    def events(self) -> int:
        """How many events there are."""
        return sum(len(track.plays) for track in self.tracks.values())

    @property
    def whole(self) -> int:
        """The end of everything: of the plan or of what happened, whichever is later."""
        ends = [self.duration, *(phase.end for phase in self.phases), *(one.fired or one.due for one in self.planned)]
        return max(ends, default=0)

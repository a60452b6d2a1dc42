"""What figures draw: values with every label already in the report's language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Legend:
    """The words beside the glyphs of the rating scale, 4 to 1, then not observed and blank."""

    levels: tuple[str, str, str, str]
    not_observed: str
    blank: str


@dataclass(frozen=True)
class HeatCell:
    """One average with its glyph and n; `value` None where there is none."""

    value: float | None
    glyph: str
    text: str
    note: str


@dataclass(frozen=True)
class HeatRow:
    """A row of averages."""

    title: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class Heat:
    """Averages in rows and columns."""

    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    legend: Legend


@dataclass(frozen=True)
class StackRow:
    """How many units of a group are at each level, 4 to 1, not observed, blank; the average with its n at the end."""

    title: str
    counts: tuple[int, int, int, int]
    not_observed: int
    blank: int
    average: str
    note: str


@dataclass(frozen=True)
class Stacks:
    """Horizontal bars of ratings, one for each group."""

    rows: tuple[StackRow, ...]
    legend: Legend
    average_title: str


@dataclass(frozen=True)
class Mark:
    """One thing that happened: a moment of play in milliseconds, a short label, and its sort."""

    at: int
    label: str
    sort: str


@dataclass(frozen=True)
class Lane:
    """What one team (or organisation) did."""

    title: str
    marks: tuple[Mark, ...]
    more: int = 0


@dataclass(frozen=True)
class PlannedMark:
    """An inject: when it was planned and when it was given (milliseconds of play; None: not)."""

    label: str
    planned: int | None
    actual: int | None
    contingency: bool


@dataclass(frozen=True)
class Stretch:
    """A phase on the axis."""

    title: str
    start: int
    end: int


@dataclass(frozen=True)
class Timeline:
    """The run along its play time.

    Attributes:
        end: the last moment shown, milliseconds of play.
        pauses: (play, label); jumps: (play, label).
        words: names of the rows and of the marks: planned, actual, phases, response, partly, missed, decision, share,
            branch, pause, jump.
    """

    end: int
    phases: tuple[Stretch, ...]
    injects: tuple[PlannedMark, ...]
    lanes: tuple[Lane, ...]
    pauses: tuple[tuple[int, str], ...]
    jumps: tuple[tuple[int, str], ...]
    words: dict[str, str]


@dataclass(frozen=True)
class DotRow:
    """The latencies of one item over its teams: (milliseconds, was on time); `never` counts those without completion.

    Attributes:
        target: the shortest one, milliseconds.
        targets: all of them where the teams' targets differ.
    """

    title: str
    target: int
    dots: tuple[tuple[int, bool], ...]
    never: int
    note: str
    targets: tuple[int, ...] = ()

    @property
    def marks(self) -> tuple[int, ...]:
        """Where a stroke stands: at every target that there is."""
        return tuple(one for one in self.targets or (self.target,) if one > 0)


@dataclass(frozen=True)
class Dots:
    """Latencies against targets.

    Attributes:
        words: names: on_time, late, never, target, axis (what the light ground is), share (head of the notes).
    """

    rows: tuple[DotRow, ...]
    words: dict[str, str]


@dataclass(frozen=True)
class RadarAxis:
    """One axis: this time's average and the earlier one's on the same items; None where there is no value, never 0."""

    title: str
    value: float | None
    text: str
    note: str
    then: float | None = None


@dataclass(frozen=True)
class Radar:
    """Averages from 1 to 4 on axes round a centre.

    Attributes:
        words: names: now, then.
    """

    axes: tuple[RadarAxis, ...]
    words: dict[str, str]


@dataclass(frozen=True)
class CoverageRow:
    """How much of a group was rated: pairs with a value, not observed, and without an entry.

    Attributes:
        text, completion, note: what stands at the end: coverage (with a value), completion (observed or not), n.
    """

    title: str
    valued: int
    not_observed: int
    blank: int
    text: str
    note: str
    completion: str = ""


@dataclass(frozen=True)
class Coverage:
    """Bars of coverage and completion, one for each group.

    Attributes:
        words: names: valued, not_observed, blank, share, completion (where a row has one).
    """

    rows: tuple[CoverageRow, ...]
    words: dict[str, str]


@dataclass(frozen=True)
class TrendPoint:
    """An average on matched items at one exercise; None where there is none."""

    value: float | None
    text: str


@dataclass(frozen=True)
class TrendLine:
    """One group through the exercises, the earliest first; `note` names its n, `change` the difference at the end."""

    title: str
    points: tuple[TrendPoint, ...]
    note: str
    change: str
    bold: bool = False


@dataclass(frozen=True)
class Trend:
    """Slopes from earlier exercises to this one; `columns` are their names."""

    columns: tuple[str, ...]
    lines: tuple[TrendLine, ...]

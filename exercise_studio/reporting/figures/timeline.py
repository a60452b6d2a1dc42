"""The run as a strip along its play time: phases, injects planned and given, and what each team did."""

from collections.abc import Iterable
from typing import Final

from reportlab.graphics.shapes import Drawing, Group

from exercise_studio.domain.times import MINUTE
from exercise_studio.reporting.figures.columns import RESPONSES, Axis, Counts, counted, crowded, draw_columns
from exercise_studio.reporting.figures.common import (
    AMBER,
    FILLS,
    KEY_LINE,
    PHASE_EDGE,
    Key,
    Mark,
    Point,
    add,
    box,
    crosses,
    cut,
    diamonds,
    discs,
    draw_keys,
    key_lines,
    line,
    names_room,
    nothing,
    path,
    sheet,
    text,
    title,
    triangles,
    wide,
)
from exercise_studio.reporting.figures.data import Lane, PlannedMark, Timeline
from exercise_studio.reporting.theme import ACCENT, INK, MUTED, NAVY, SURFACE, WARN, WHITE, Theme
from exercise_studio.reporting.typeset import Style, Typesetter

LANE: Final = 13.0
_MOST_LANE: Final = 30.0
_AXIS: Final = 16.0
_LINE: Final = 9.0
"""Height of a line of injects."""
_LABEL = Style(size=6.5, leading=7)
_PHASE = Style(size=7.5, leading=8.6, bold=True, align="left")


def timeline(data: Timeline, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """The strip, at most `room` points high."""
    if not (data.injects or any(entry.marks for entry in data.lanes)):
        return nothing(setter, width, theme)
    names = names_room(setter, (entry.title for entry in data.lanes), 7.5, 74, width * 0.26)
    axis = Axis(names, width - names - _beyond(setter, data, width - names), data.end)
    planned = _rows_of(setter, data.injects, axis, "planned")
    given = _rows_of(setter, data.injects, axis, "actual")
    heads = [_phase_lines(setter, one.title, axis.x(one.end) - axis.x(one.start) - 6) for one in data.phases]
    band = 5.0 + _PHASE.leading * max((len(lines) for lines in heads), default=1)
    injects = _LINE * (_high(planned) + _high(given)) + 9
    stops = _stops_of(setter, data, axis)
    dense = any(crowded(entry, axis.width) for entry in data.lanes)
    drawing, group = sheet(width, 0)
    keys = _keys(group, data, dense)
    foot = key_lines(setter, keys, width) * KEY_LINE + 8 + 8 * (max((row for *_, row in stops), default=-1) + 1)
    head = _AXIS + band + injects
    lane = min(_MOST_LANE, max(LANE, (room - head - foot) / max(len(data.lanes), 1)))
    height = drawing.height = head + lane * len(data.lanes) + foot
    top = height - _AXIS
    _ground(group, setter, data, axis, heads, top, band, foot)
    y = _injects(group, setter, data, axis, top - band, planned, given)
    bases: list[tuple[Counts, float]] = []
    for entry in data.lanes:
        y -= lane
        line(group, 0, y, axis.right, y)
        title(group, setter, y + lane / 2, entry.title, size=7.5, room=names - 8, height=lane)
        if dense:
            bases.append((counted(entry, axis), y))
        else:
            _marks(group, entry, axis, y, lane)
    draw_columns(group, setter, bases, axis, lane)
    _stops(group, setter, stops, top - band, foot, width)
    draw_keys(group, setter, keys, width, key_lines(setter, keys, width) * KEY_LINE)
    return drawing


def _beyond(setter: Typesetter, data: Timeline, room: float) -> float:
    """What the label of an inject near the end needs to the right of the axis."""
    axis = Axis(0, room - 8, data.end)
    marks = [(at, one.label) for one in data.injects for at in (one.planned, one.actual) if at is not None]
    return max(8.0, *(axis.x(at) + 8 + wide(setter, label, 6.5) - axis.right for at, label in marks), 0.0)


# axis and phases


def _phase_lines(setter: Typesetter, words: str, room: float) -> list[str]:
    """A phase's name in up to two lines, the second one cut where there is more."""
    if room < 12:
        return [""]
    return cut(setter, words, _PHASE, room, 2)


def _ground(
    group: Group, setter: Typesetter, data: Timeline, axis: Axis, heads: list[list[str]], top: float, band: float,
    bottom: float,
) -> None:  # fmt: skip
    """Phases as bands, minutes along the head."""
    text(group, setter, 0, top - 10, data.words["phases"], size=7.5, ink=MUTED)
    edges = []
    for number, (phase, lines) in enumerate(zip(data.phases, heads, strict=True)):
        x1, x2 = axis.x(phase.start), axis.x(phase.end)
        if number % 2 == 0:
            add(group, box(x1, bottom, x2 - x1, top - bottom, fill=SURFACE))
        for index, one in enumerate(lines):
            text(
                group, setter, x1 + 3, top - 10 - index * _PHASE.leading, one, size=7.5, bold=True, ink=NAVY,
                room=x2 - x1 - 5,
            )  # fmt: skip
        edges.append(((x1, bottom), (x1, top)))
    path(group, edges, edge=PHASE_EDGE, thick=0.4)
    step = axis.step(34)
    ticks = range(0, axis.end // MINUTE + 1, step)
    path(group, [((axis.x(one * MINUTE), top), (axis.x(one * MINUTE), top + 3)) for one in ticks], edge=INK)
    for minute in ticks:
        label = f"{minute // 60}:{minute % 60:02d}"
        text(group, setter, axis.x(minute * MINUTE), top + 6, label, size=6.5, ink=MUTED, anchor="middle")
    line(group, axis.left, top, axis.right, top, INK, 0.7)
    line(group, axis.left, top - band, axis.right, top - band)


# injects


def _rows_of(setter: Typesetter, injects: Iterable[PlannedMark], axis: Axis, which: str) -> dict[str, int]:
    """A row for each label so that none lies on another."""
    rows: dict[str, int] = {}
    free: list[float] = []
    marks = [(getattr(one, which), one.label) for one in injects if getattr(one, which) is not None]
    for at, label in sorted(marks):
        x = axis.x(at)
        row = next((n for n, until in enumerate(free) if until <= x), len(free))
        if row == len(free):
            free.append(0.0)
        free[row] = x + 9.5 + wide(setter, label, 6.5)
        rows[label] = row
    return rows


def _high(rows: dict[str, int]) -> int:
    return max(rows.values(), default=0) + 1


def _injects(
    group: Group, setter: Typesetter, data: Timeline, axis: Axis, top: float, planned: dict[str, int], given: dict[str, int]
) -> float:  # fmt: skip
    """Planned injects above, given ones below, joined where they differ; returns the lower edge."""
    words = data.words
    plan_base = top - 7
    give_base = plan_base - _high(planned) * _LINE - 2
    own = axis.left - 10 - wide(setter, words["planned"], 6.5)
    text(group, setter, 0, plan_base - 2.6, words["injects"], size=7.5, bold=True, room=own)
    for base, name in ((plan_base, "planned"), (give_base, "actual")):
        text(group, setter, axis.left - 6, base - 2.3, words[name], size=6.5, ink=MUTED, anchor="end")
    places: dict[tuple[bool, bool], list[Point]] = {}
    joins = []
    for one in data.injects:
        ends = []
        for at, rows, base in ((one.planned, planned, plan_base), (one.actual, given, give_base)):
            if at is not None:
                x, y = axis.x(at), base - rows[one.label] * _LINE
                filled = base == give_base
                ends.append((x + 2.4, y))
                places.setdefault((one.contingency, filled), []).append((x + 2.4, y))
                text(group, setter, x + 6.4, y - 2.3, one.label, size=6.5, ink=INK if filled else MUTED)
        if len(ends) == 2 and abs(ends[0][0] - ends[1][0]) > 4:
            joins.append(ends)
    path(group, joins, edge=PHASE_EDGE, thick=0.5)
    for (contingency, filled), found in places.items():
        if contingency:
            diamonds(group, found, 2.8, ACCENT if filled else WHITE, ACCENT)
        else:
            discs(group, found, 2.3, NAVY if filled else WHITE, NAVY)
    edge = give_base - _high(given) * _LINE
    line(group, 0, edge, axis.right, edge, INK, 0.5)
    return edge


# lanes


def _marks(group: Group, entry: Lane, axis: Axis, y: float, height: float) -> None:
    """One team: responses on the upper line, decisions and sharing on the lower one."""
    tall = height >= 18
    upper, lower = (y + height * 0.68, y + height * 0.28) if tall else (y + height / 2, y + height / 2)
    radius = 2.2 if tall else 1.8
    found: dict[str, list[Point]] = {}
    for mark in entry.marks:
        found.setdefault(mark.sort, []).append((axis.x(mark.at), upper if mark.sort in RESPONSES else lower))
    triangles(group, found.get("share", ()), radius, WHITE, MUTED)
    crosses(group, found.get("missed", ()), radius * 0.9, WARN)
    discs(group, found.get("partly", ()), radius, WHITE, AMBER, 0.9)
    discs(group, found.get("done", ()), radius, NAVY, WHITE, 0.5)
    diamonds(group, found.get("plan", ()), radius + 1, WHITE, ACCENT, 0.9)
    diamonds(group, found.get("decision", ()), radius + 1, ACCENT, WHITE, 0.5)


# pauses, jumps, legend


def _stops_of(setter: Typesetter, data: Timeline, axis: Axis) -> list[tuple[float, str, bool, float, int]]:
    """Pauses and jumps from left to right: place, words, whether a jump, where the words begin, and their row."""
    found = [(axis.x(at), f"‖ {label}", False) for at, label in data.pauses]
    found += [(axis.x(at), f"→ {label}", True) for at, label in data.jumps]
    free: list[float] = []
    places = []
    for x, words, jump in sorted(found):
        own = wide(setter, words, 6.5)
        begin = max(min(x + 2, axis.right + 8 - own), 0.0)
        row = next((n for n, until in enumerate(free) if until <= begin), len(free))
        if row == len(free):
            free.append(0.0)
        free[row] = begin + own + 6
        places.append((x, words, jump, begin, row))
    return places


def _stops(
    group: Group, setter: Typesetter, stops: list[tuple[float, str, bool, float, int]], top: float, bottom: float,
    width: float,
) -> None:  # fmt: skip
    """Pauses and jumps as lines over all lanes with their labels at the foot."""
    for jump, ink, dash in ((False, MUTED, [3.0, 2.0]), (True, ACCENT, None)):
        path(group, [((x, bottom), (x, top)) for x, _, one, *_ in stops if one is jump], edge=ink, thick=1.1, dash=dash)
    for _x, words, jump, begin, row in stops:
        ink = ACCENT if jump else MUTED
        text(group, setter, begin, bottom - 8 * (row + 1), words, size=6.5, ink=ink, room=width - begin)


def _keys(group: Group, data: Timeline, dense: bool) -> list[Key]:
    """What the marks mean: of those that occur."""
    words = data.words
    sorts = {mark.sort for entry in data.lanes for mark in entry.marks}
    low: Final = 3.5

    def column(fill: str, edge: str) -> Mark:
        return lambda x, y: add(group, box(x - 3, y - low, 6, 2 * low, fill=fill, edge=edge))

    def both(x: float, y: float) -> None:
        diamonds(group, [(x - 3, y)], 2.6, WHITE, ACCENT)
        diamonds(group, [(x + 3, y)], 2.6, ACCENT, ACCENT)

    single: dict[str, Mark] = {
        "done": lambda x, y: discs(group, [(x, y)], 2.2, NAVY, WHITE),
        "partly": lambda x, y: discs(group, [(x, y)], 2.2, WHITE, AMBER, 0.9),
        "missed": lambda x, y: crosses(group, [(x, y)], 2.0, WARN),
        "decision": lambda x, y: diamonds(group, [(x, y)], 3.2, ACCENT, WHITE),
        "plan": lambda x, y: diamonds(group, [(x, y)], 3.0, WHITE, ACCENT, 0.9),
        "share": lambda x, y: triangles(group, [(x, y)], 2.4, WHITE, MUTED),
    }
    if dense:
        single |= {
            "done": column(NAVY, NAVY), "partly": column(FILLS[2], AMBER), "missed": column(WHITE, WARN),
            "share": column(WHITE, MUTED),
        }  # fmt: skip
    keys = [(words[name], mark) for name, mark in single.items() if name in sorts]
    if any(one.contingency for one in data.injects):
        keys.append((words["contingency"], both))
    if data.pauses:
        keys.append((words["pause"], lambda x, y: line(group, x, y - 4, x, y + 4, MUTED, 1.1, [3.0, 2.0])))
    if data.jumps:
        keys.append((words["jump"], lambda x, y: line(group, x, y - 4, x, y + 4, ACCENT, 1.1)))
    return keys

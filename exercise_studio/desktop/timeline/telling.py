"""What a timeline says in words: under the pointer, to a screen reader, and as the rows of its table twin."""

from typing import NamedTuple

from exercise_studio.desktop import formats
from exercise_studio.desktop.timeline.axis import Axis
from exercise_studio.desktop.timeline.marks import LEGEND, NAMES, STATES
from exercise_studio.desktop.timeline.painting import pause_words
from exercise_studio.desktop.timeline.scene import REACH, Scene
from exercise_studio.desktop.timeline.tracks import MARKS, Card, Lane, Planned, Sheet, place_of
from exercise_studio.desktop.widgets.clock import format_span
from exercise_studio.language import _, plural


class Row(NamedTuple):
    """A mark as a row of the table twin; `entry` is "" for what cannot be picked, such as a pause."""

    play: int
    lane: str
    kind: str
    text: str
    entry: str


def t_plus(play: int) -> str:
    """A moment of play to the second."""
    return f"T+{format_span(play)}"


def rows(sheet: Sheet) -> list[Row]:
    """Every mark of the timeline by its moment: the plan, the clock and what stands in the lanes."""
    found = [_planned_row(one) for one in sheet.planned]
    clock = _(NAMES["clock"])
    found += [Row(one.play, clock, clock, pause_words(one.length, frozen=one.frozen), "") for one in sheet.pauses]
    found += [Row(one.play, clock, clock, _("» Time jump to {time}", time=one.to), "") for one in sheet.jumps]
    if sheet.ended is not None:
        found.append(Row(sheet.ended, clock, clock, _("■ End"), ""))
    kinds = [_(NAMES[mark]) for mark in MARKS]
    for lane in sheet.lanes:
        track, title = sheet.tracks[lane.key], lane.full
        found += [
            Row(play, title, kinds[code], label, entry)
            for play, code, label, entry in zip(track.plays, track.codes, track.labels, track.entries, strict=True)
        ]
    found.sort(key=lambda row: row.play)
    return found


def _planned_row(one: Planned) -> Row:
    state = _(STATES.get(one.state, STATES["pending"]))
    text = f"{one.inject} {one.title}"
    late = lateness(one)
    return Row(
        place_of(one), _("Injects"), state, f"{text} ({late})" if late else text, one.entry or f"inject/{one.inject}"
    )


def lateness(one: Planned) -> str:
    """How much later or earlier than planned an inject was fired, "" within half a minute."""
    if one.fired is None or abs(one.fired - one.due) < 30_000:
        return ""
    by = formats.length(abs(one.fired - one.due))
    return (
        _("{length} later than planned", length=by)
        if one.fired > one.due
        else _("{length} earlier than planned", length=by)
    )


def label_of(sheet: Sheet, entry: str) -> str:
    """What is said of an entry in one line."""
    one = sheet.planned_as(entry)
    if one is not None:
        return f"{one.inject} {one.title}"
    where = sheet.where(entry)
    return sheet.tracks[where[0][0]].labels[where[0][1]] if where else ""


def play_of(sheet: Sheet, entry: str) -> int | None:
    """When an entry stands, or None when it is not shown."""
    one = sheet.planned_as(entry)
    if one is not None:
        return place_of(one)
    where = sheet.where(entry) if entry else []
    return sheet.tracks[where[0][0]].plays[where[0][1]] if where else None


def spoken(sheet: Sheet, entry: str) -> str:
    """A mark as a screen reader says it: when, where, what kind, and the text."""
    one = sheet.planned_as(entry)
    if one is not None:
        row = _planned_row(one)
        return formats.listed([t_plus(row.play), row.kind, row.text])
    where = sheet.where(entry)
    if not where:
        return ""
    key, at = where[0]
    track = sheet.tracks[key]
    title = next(lane.full for lane in sheet.lanes if lane.key == key)
    return formats.listed([t_plus(track.plays[at]), title, _(NAMES[MARKS[track.codes[at]]]), track.labels[at]])


def plain_card(sheet: Sheet, entry: str) -> Card:
    """What the sheet itself knows of an entry."""
    one = sheet.planned_as(entry)
    if one is not None:
        planned = _("Planned at {time}", time=t_plus(one.due))
        heading = t_plus(one.fired) if one.fired is not None else planned
        notes = tuple(line for line in (planned if one.fired is not None else "", lateness(one)) if line)
        return Card(heading, _(STATES.get(one.state, STATES["pending"])), f"{one.inject} {one.title}", notes)
    where = sheet.where(entry)
    if not where:
        return Card("")
    key, at = where[0]
    track = sheet.tracks[key]
    title = next(lane.full for lane in sheet.lanes if lane.key == key)
    return Card(t_plus(track.plays[at]), f"{title} · {_(NAMES[MARKS[track.codes[at]]])}", track.labels[at])


def lane_card(sheet: Sheet, lane: Lane) -> Card:
    """What a lane's head says: how much of what is expected is done, late and rated."""
    known = sheet.coverage.get(lane.key)
    count = plural("{n} event on the timeline", "{n} events on the timeline", len(sheet.tracks[lane.key].plays))
    if known is None or not known.whole:
        return Card(lane.full, text=count)
    done = _(
        "{done} of {whole} expected actions done, {partly} partly.",
        done=known.done, whole=known.whole, partly=known.partly,
    )  # fmt: skip
    notes = [done]
    if known.late:
        notes.append(_("{n} late, longest {item}.", n=known.late, item=known.latest))
    notes.append(_("Observers have rated {rated} of {whole}.", rated=known.rated, whole=known.whole))
    return Card(lane.full, text=count, notes=tuple(notes))


def clock_card(scene: Scene, x: float) -> Card | None:
    """What the clock did at a pixel."""
    pause = scene.pause_near(x)
    if pause is not None:
        return Card(t_plus(pause.play), text=pause_words(pause.length, frozen=pause.frozen))
    for jump in scene.sheet.jumps:
        if abs(scene.x(jump.play) - x) <= REACH:
            return Card(t_plus(jump.play), text=_("» Time jump to {time}", time=jump.to))
    return None


def legend() -> Card:
    """What the shapes mean."""
    notes = [f"{glyph}　{_(NAMES[mark])}" for mark, glyph in LEGEND.items()]
    notes += [
        f"■　{_(STATES['fired'])}", f"□　{_(STATES['pending'])}", f"‖　{_('Pause: the clock stood still')}",
        f"»　{_('Time jump of the scenario clock')}",
    ]  # fmt: skip
    return Card(_("What the shapes mean"), notes=tuple(notes))


def description(sheet: Sheet, axis: Axis, now: int | None) -> str:
    """The stretch in sight, for a screen reader."""
    fired = sum(one.fired is not None for one in sheet.planned)
    said = [
        _("In sight: {start} to {end}.", start=t_plus(max(0, round(axis.start))), end=t_plus(round(min(axis.end, axis.whole)))),
        plural("{n} event on the timeline", "{n} events on the timeline", sheet.in_sight(axis.start, axis.end)),
        _("{fired} of {count} injects fired", fired=fired, count=len(sheet.planned)),
    ]  # fmt: skip
    if now is not None:
        said.append(_("Now: {time}", time=t_plus(now)))
    return " · ".join(said)

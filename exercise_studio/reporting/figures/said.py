"""What a person who looks at a figure would say to one who cannot: the extremes, how many, and what stands out."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import MINUTE
from exercise_studio.language import N_, translate
from exercise_studio.reporting.figures.data import Coverage, Dots, Heat, Radar, Stacks, Timeline, Trend

WEAK: Final = 2.5
"""Averages below this are nearer to △ than to ○."""
_NAMED: Final = 3

_EXTREMES = N_("Highest: {highest}; lowest: {lowest}.")
_ALIKE = N_("All are {value}.")
_MORE = N_("{names} and {n} more")
_PLACE = N_("{row}, {column}")


def said(sort: str, data: object, lang: Lang) -> str:
    """Whole sentences about what a figure shows, in its language; "" for a sort that has none and for one without values."""
    found = _SAID.get(sort)
    return ("" if lang == "ja" else " ").join(found(data, lang)) if found else ""


def _listed(names: list[str], lang: Lang) -> str:
    """The first few names, and how many more there are."""
    told = ("、" if lang == "ja" else ", ").join(names[:_NAMED])
    more = len(names) - _NAMED
    return translate(lang, _MORE, names=told, n=more) if more > 0 else told


def _extremes(values: Iterable[tuple[float, str, str, str]], lang: Lang) -> list[str]:
    """The highest and the lowest of (value, name, value as printed, n as printed)."""
    found = list(values)
    if len(found) < 2:
        return []
    # What is printed alike is alike to the reader.
    high, low = max(found), min(found)
    tops = [one for one in found if one[2] == high[2]]
    lows = [one for one in found if one[2] == low[2]]
    if len(tops) == len(found):
        return [translate(lang, _ALIKE, value=high[2])]
    ends = {
        key: _listed([f"{name} {text} ({note})" for _value, name, text, note in those], lang)
        for key, those in (("highest", tops), ("lowest", lows))
    }
    return [translate(lang, _EXTREMES, **ends)]


def _heat(data: Heat, lang: Lang) -> list[str]:
    columns = [" ".join(column.split()) for column in data.columns]
    values = [
        (
            cell.value,
            translate(lang, _PLACE, row=entry.title, column=column) if len(data.rows) > 1 else column,
            f"{cell.glyph} {cell.text}",
            cell.note,
        )
        for entry in data.rows
        for column, cell in zip(columns, entry.cells, strict=True)
        if cell.value is not None
    ]
    told = _extremes(values, lang)
    weak = sum(1 for value, *_ in values if value < WEAK)
    if values and weak:
        told.append(translate(lang, N_("Of {all} fields with a value, {n} are below 2.5."), all=len(values), n=weak))
    return told  # fmt: skip


def _stacks(data: Stacks, lang: Lang) -> list[str]:
    return _extremes(
        (
            (float(entry.average), entry.title, entry.average, entry.note)
            for entry in data.rows
            if sum(entry.counts) and entry.average.replace(".", "", 1).isdigit()
        ),
        lang,
    )


def _radar(data: Radar, lang: Lang) -> list[str]:
    told = _extremes(
        ((axis.value, axis.title, axis.text, axis.note) for axis in data.axes if axis.value is not None), lang
    )
    open_axes = [axis.title for axis in data.axes if axis.value is None]
    if open_axes:
        told.append(translate(lang, N_("Without a value, and left open: {names}."), names=_listed(open_axes, lang)))
    return told


def _dots(data: Dots, lang: Lang) -> list[str]:
    rows = data.rows
    times = [(latency, on_time, entry) for entry in rows for latency, on_time in entry.dots]
    never = sum(entry.never for entry in rows)
    if not times and not never:
        return []
    early = sum(1 for _latency, on_time, _entry in times if on_time)
    told = [
        translate(
            lang, N_("Of {n} marks {on_time} are in time and {late} late; {never} have no record."),
            n=len(times) + never, on_time=early, late=len(times) - early, never=never,
        )
    ]  # fmt: skip
    late = [
        (latency / entry.target, latency, entry) for latency, on_time, entry in times if not on_time and entry.target
    ]
    if late:
        share, latency, entry = max(late, key=lambda one: one[:2])
        told.append(
            translate(
                lang, N_("Latest for its target: {title}, {minutes} min against {target} min ({share} times)."),
                title=entry.title, minutes=round(latency / MINUTE), target=round(entry.target / MINUTE),
                share=f"{share:.1f}",
            )
        )  # fmt: skip
    return told


def _coverage(data: Coverage, lang: Lang) -> list[str]:
    totals = [(entry, entry.valued + entry.not_observed + entry.blank) for entry in data.rows]
    return _extremes(
        ((entry.valued / total, entry.title, entry.text, entry.note) for entry, total in totals if total), lang
    )


def _trend(data: Trend, lang: Lang) -> list[str]:
    changes = []
    for one in data.lines:
        values = [point.value for point in one.points]
        if not one.bold and len(values) > 1 and values[-1] is not None and values[-2] is not None:
            changes.append((values[-1] - values[-2], one.title, one.change, one.note))
    if len(changes) < 2:
        return []
    rise, fall = max(changes), min(changes)
    if rise[2] == fall[2]:
        return [translate(lang, N_("All changed alike: {change}."), change=rise[2])]
    return [
        translate(
            lang, N_("Greatest change upwards: {up}; least or downwards: {down}."),
            up=f"{rise[1]} {rise[2]} ({rise[3]})", down=f"{fall[1]} {fall[2]} ({fall[3]})",
        )
    ]  # fmt: skip


def _timeline(data: Timeline, lang: Lang) -> list[str]:
    marks = [mark.sort for entry in data.lanes for mark in entry.marks]
    told = []
    if marks:
        told.append(
            translate(
                lang,
                N_(
                    "Responses: {done} done, {partly} partly, {missed} not done; decisions: {decisions}; information passed"
                    " on: {shares}."
                ),
                done=marks.count("done"), partly=marks.count("partly"), missed=marks.count("missed"),
                decisions=marks.count("decision"), shares=marks.count("share"),
            )
        )  # fmt: skip
    if len(data.lanes) > 1 and marks:
        busy, quiet = max(data.lanes, key=lambda one: len(one.marks)), min(data.lanes, key=lambda one: len(one.marks))
        told.append(
            translate(
                lang, N_("Most marks: {most} ({n}); fewest: {fewest} ({few})."),
                most=busy.title, n=len(busy.marks), fewest=quiet.title, few=len(quiet.marks),
            )
        )  # fmt: skip
    late = [
        (one.actual - one.planned, one.label)
        for one in data.injects
        if one.actual is not None and one.planned is not None and one.actual - one.planned >= MINUTE
    ]
    if late:
        most, label = max(late)
        told.append(
            translate(
                lang, N_("Injects given a minute or more after their plan: {n}, the latest {label} by {minutes} min."),
                n=len(late), label=label, minutes=round(most / MINUTE),
            )
        )  # fmt: skip
    missing = [one.label for one in data.injects if one.actual is None]
    if missing:
        told.append(translate(lang, N_("Planned and not given: {names}."), names=_listed(missing, lang)))
    if data.pauses or data.jumps:
        told.append(
            translate(
                lang, N_("Pauses: {pauses}; time jumps: {jumps}."), pauses=len(data.pauses), jumps=len(data.jumps)
            )
        )
    return told


_SAID: Final[dict[str, Callable[[Any, Lang], list[str]]]] = {
    "heat": _heat, "stacks": _stacks, "radar": _radar, "dots": _dots, "coverage": _coverage, "trend": _trend,
    "timeline": _timeline,
}  # fmt: skip

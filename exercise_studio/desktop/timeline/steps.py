"""From mark to mark by the arrows: along a lane, and to the nearest mark of the lane above or below. Without Qt."""

from bisect import bisect_left

from exercise_studio.desktop.timeline.axis import Axis
from exercise_studio.desktop.timeline.tracks import Sheet, place_of


def step(sheet: Sheet, axis: Axis, selected: str, along: int, down: int) -> str:
    """The entry that an arrow leads to from the selected one, "" when there is none.

    Without a selection it is the first mark in sight, of the plan or of the first lane that has one there.
    """
    where = _where(sheet, selected)
    if where is None:
        return _first(sheet, axis)
    row, at = where
    rows = [-1, *range(len(sheet.lanes))]
    if along:
        marks = _marks(sheet, row)
        return marks[at + along][1] if 0 <= at + along < len(marks) else ""
    play = _marks(sheet, row)[at][0]
    for other in range(row + down, rows[-1] + 1 if down > 0 else -2, down):
        marks = _marks(sheet, other)
        if marks:
            near = bisect_left(marks, (play, ""))
            found = [i for i in (near - 1, near) if 0 <= i < len(marks)]
            return marks[min(found, key=lambda i: abs(marks[i][0] - play))][1]
    return ""


def _where(sheet: Sheet, entry: str) -> tuple[int, int] | None:
    """The row (-1 for the plan) and the place in it."""
    one = sheet.planned_as(entry)
    if one is not None:
        names = (one.entry, f"inject/{one.inject}")
        return -1, next(at for at, mark in enumerate(_marks(sheet, -1)) if mark[1] in names)
    for number, lane in enumerate(sheet.lanes):
        entries = sheet.tracks[lane.key].entries
        if entry in entries:
            return number, entries.index(entry)
    return None


def _marks(sheet: Sheet, row: int) -> list[tuple[int, str]]:
    if row < 0:
        return sorted((place_of(one), one.entry or f"inject/{one.inject}") for one in sheet.planned)
    track = sheet.tracks[sheet.lanes[row].key]
    return list(zip(track.plays, track.entries, strict=True))


def _first(sheet: Sheet, axis: Axis) -> str:
    for row in range(-1, len(sheet.lanes)):
        found = next((entry for play, entry in _marks(sheet, row) if axis.start <= play <= axis.end), "")
        if found:
            return found
    return ""

"""Where everything of a timeline stands: lanes, plan and minutes for a size, and what lies under a point."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF

from exercise_studio.desktop import theme
from exercise_studio.desktop.timeline.axis import Axis
from exercise_studio.desktop.timeline.tracks import Lane, Pause, Planned, Sheet, Track, place_of

PHASES, TICKS, PLAN, DENSITY = 16, 15, 22, 14
LANE, LEAST_LANE, MOST_LANE = 17, 14, 26
"""Pixels of a lane: what it would like, and between what it makes do before the lanes scroll."""
REACH: Final = 7
"""Pixels within which the pointer finds a mark."""
BIN: Final = 4
"""Pixels of one bar where marks would lie on one another."""
CROWD: Final = 8
"""Pixels that a mark needs for itself: with less on average a lane shows bars."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A moment's geometry.

    Attributes:
        left: pixels of the titles before the axis.
        room: pixels of the axis.
        scroll: pixels by which the lanes are scrolled.
        scale: 1, or more where the room reads it from a wall.
        small: whether there is room for the plan and one row only.
    """

    sheet: Sheet
    axis: Axis
    left: int
    room: int
    height: int
    scroll: float = 0.0
    scale: float = 1.0
    small: bool = False

    def px(self, pixels: float) -> int:
        """Pixels at the user's zoom and this timeline's scale."""
        return theme.scaled(pixels * self.scale)

    @property
    def head(self) -> int:
        """Pixels above the plan: the phases and the minutes, or where room is scarce the minutes alone."""
        return self.px(TICKS if self.small else PHASES + TICKS)

    @property
    def top(self) -> int:
        """Where the lanes begin."""
        return self.head + self.px(PLAN)

    @property
    def lane_height(self) -> float:
        """Pixels of one lane."""
        if not self.sheet.lanes:
            return 0.0
        fair = (self.height - self.top - 2) / len(self.sheet.lanes)
        if fair < self.px(LEAST_LANE):
            return float(self.px(LANE))
        return min(float(self.px(MOST_LANE)), fair)

    @property
    def overhang(self) -> float:
        """Pixels of lanes for which there is no room: how far they can be scrolled."""
        return max(0.0, self.lane_height * len(self.sheet.lanes) - (self.height - self.top - 2))

    def lanes(self) -> list[tuple[Lane, QRectF]]:
        """The lanes in sight with their places; however many there are, only these are looked at."""
        height = self.lane_height
        if self.small or not height:
            return []
        first = int(self.scroll // height)
        last = min(len(self.sheet.lanes), int((self.scroll + self.height - self.top) // height) + 1)
        return [
            (self.sheet.lanes[at], QRectF(0, self.top + at * height - self.scroll, self.left + self.room, height))
            for at in range(first, last)
        ]

    def x(self, play: float) -> float:
        """The pixel of a moment in the widget."""
        return self.left + self.axis.x(play)

    def reach(self) -> float:
        """How much play the pointer reaches to either side."""
        return REACH * self.axis.span / self.axis.width

    # what lies under a point

    def hit(self, x: float, y: float) -> str:
        """The entry under a point, "inject/<id>" for a planned inject, or "" for nothing."""
        if x < self.left:
            return ""
        play = self.axis.play(x - self.left)
        if self.head <= y < self.top:
            best = self.inject_near(play)
            return (best.entry or f"inject/{best.inject}") if best else ""
        lane = self.lane_at(y)
        if lane is None or y < self.top:
            return ""
        track = self.sheet.tracks[lane.key]
        found = track.nearest(play, self.reach())
        return track.entries[found] if found >= 0 else ""

    def inject_near(self, play: float) -> Planned | None:
        """The inject nearest to a moment, within reach."""
        reach = self.reach()
        near = [one for one in self.sheet.planned if abs(place_of(one) - play) <= reach]
        return min(near, key=lambda one: abs(place_of(one) - play), default=None)

    def lane_at(self, y: float) -> Lane | None:
        """The lane at a height."""
        if y < self.top:
            return None
        return next((lane for lane, rect in self.lanes() if rect.top() <= y < rect.bottom()), None)

    def pause_near(self, x: float) -> Pause | None:
        """The pause whose notch is at a pixel."""
        near = [one for one in self.sheet.pauses if abs(self.x(one.play) - x) <= REACH]
        return min(near, key=lambda one: abs(self.x(one.play) - x), default=None)


def drawing(track: Track, axis: Axis) -> tuple[int, int] | list[int]:
    """What a lane draws: the marks from, to (not included), or, where they would lie on one another, the bars' counts.

    Either way never more than the axis has room for, however many marks there are.
    """
    first, last = track.between(axis.start, axis.end)
    if last - first > axis.width / CROWD:
        return track.counts(axis.start, axis.end, axis.width // BIN)
    return first, last

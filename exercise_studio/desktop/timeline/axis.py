"""The time axis of a timeline: which stretch of play is shown, and how zooming keeps the moment under the pointer. Without Qt."""

from dataclasses import dataclass, replace

from exercise_studio.domain.times import HOUR, MINUTE, SECOND

SMALLEST = 20 * SECOND
STEPS = (
    SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE,
    15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 48 * HOUR, 96 * HOUR,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Axis:
    """`start` and `span` in milliseconds of play, `width` in pixels, `whole` the end of all there is to see."""

    start: float = 0.0
    span: float = float(HOUR)
    width: int = 100
    whole: float = float(HOUR)

    def x(self, play: float) -> float:
        """The pixel of a moment."""
        return (play - self.start) * self.width / self.span

    def play(self, x: float) -> float:
        """The moment of a pixel."""
        return self.start + x * self.span / max(1, self.width)

    @property
    def end(self) -> float:
        """The last moment in sight."""
        return self.start + self.span

    @property
    def fits(self) -> bool:
        """Whether everything is in sight."""
        return self.start <= 0 and self.end >= self.whole

    def resized(self, width: int) -> "Axis":
        """The same stretch on another width."""
        return replace(self, width=max(1, width))

    def grown(self, whole: float) -> "Axis":
        """More to see; an axis that showed everything goes on showing everything."""
        grown = replace(self, whole=max(float(MINUTE), whole))
        return grown.fitted() if self.fits and whole > self.whole else grown

    def fitted(self) -> "Axis":
        """Everything in sight, with a little room at the end."""
        return replace(self, start=0.0, span=max(float(SMALLEST), self.whole * 1.02))

    def zoomed(self, factor: float, x: float) -> "Axis":
        """`factor` below 1 comes nearer; the moment under pixel `x` stays where it is."""
        widest = max(float(SMALLEST), self.whole * 1.02)
        span = min(widest, max(float(SMALLEST), self.span * factor))
        at = self.play(x)
        return replace(self, start=at - x * span / max(1, self.width), span=span)._kept()

    def moved(self, by: float) -> "Axis":
        """Moved by milliseconds, within what there is to see."""
        return replace(self, start=self.start + by)._kept()

    def showing(self, play: float, at: float = 0.5) -> "Axis":
        """Moved so that a moment is at a fraction of the width; unchanged when it is well in sight."""
        if self.start + self.span * 0.05 <= play <= self.end - self.span * 0.05:
            return self
        return replace(self, start=play - self.span * at)._kept()

    def ticks(self, room: float) -> list[int]:
        """Round moments in sight, at least `room` pixels apart."""
        step = next((s for s in STEPS if s * self.width / self.span >= room), STEPS[-1])
        first = int(self.start // step) * step
        return [t for t in range(first, int(self.end) + step, step) if self.start <= t <= self.end and t >= 0]

    def _kept(self) -> "Axis":
        latest = max(0.0, self.whole * 1.02 - self.span)
        return replace(self, start=min(max(0.0, self.start), latest))

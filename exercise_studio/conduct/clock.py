"""The clock of a run: elapsed, play and scenario time, each from the entries that changed it.

Play stands still while paused or suspended and runs at the rehearsal's speed; a jump moves the scenario time alone.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from exercise_studio.domain.times import Elapsed, Instant, Play, ScenarioTime

ClockMode = Literal["ready", "running", "paused", "suspended", "ended"]


@dataclass(slots=True)
class Clock:
    """The state of the clock after some entries, and readings of it at any later moment.

    Attributes:
        start: scenario time at play 0.
        mode: what the clock does now.
        began: when the run began, None before.
        stamp: when the mode last changed.
        played: play at `stamp`, milliseconds.
        speed: play milliseconds a real millisecond.
        shift: how far jumps moved the scenario time beyond play, milliseconds.
        jumps: (play, shift from then on), ascending.
        pauses: (play, instant of pause, instant of resumption or None).
        turns: (instant, play, speed from then on), ascending: whatever was said of a moment holds for ever.
    """

    start: ScenarioTime
    mode: ClockMode = "ready"
    began: Instant | None = None
    ended: Instant | None = None
    stamp: Instant = field(default=Instant(0))
    played: int = 0
    speed: float = 1.0
    shift: int = 0
    jumps: list[tuple[int, int]] = field(default_factory=list)
    pauses: list[tuple[int, int, int | None]] = field(default_factory=list)
    turns: list[tuple[int, int, float]] = field(default_factory=list)

    def elapsed(self, now: Instant) -> Elapsed:
        """Real milliseconds since the run began; it stops at the end of the run. 0 before."""
        if self.began is None:
            return Elapsed(0)
        return Elapsed(max(0, (now if self.ended is None else min(now, self.ended)) - self.began))

    def play(self, now: Instant) -> Play:
        """Milliseconds of play at `now`, which may also lie before the clock's last change: a line typed before a pause."""
        real = now - self.stamp
        if real < 0:
            return self._play_before(now)
        if self.mode != "running":
            return Play(self.played)
        return Play(self.played + (real if self.speed == 1.0 else round(real * self.speed)))

    def _play_before(self, now: Instant) -> Play:
        for since, played, speed in reversed(self.turns):
            if since <= now:
                return Play(played + round((now - since) * speed))
        return Play(0)

    def scenario(self, now: Instant) -> ScenarioTime:
        """The story's wall clock at `now`."""
        return ScenarioTime(self.start + timedelta(milliseconds=self.play(now) + self.shift))

    def scenario_of(self, play: Play) -> ScenarioTime:
        """The story's wall clock at a moment of play, with the jumps made up to it."""
        shift = 0
        for at, moved in self.jumps:
            if at <= play:
                shift = moved
        return ScenarioTime(self.start + timedelta(milliseconds=play + shift))

    def instant_of(self, play: Play) -> Instant | None:
        """When a moment of play will come if nothing stops the clock; None while it stands still."""
        if self.mode != "running":
            return None
        return Instant(self.stamp + round((play - self.played) / self.speed))

    def begin(self, at: Instant, speed: float = 1.0) -> None:
        """The run starts."""
        self.began = self.stamp = at
        self.mode, self.speed = "running", speed
        self._turn()

    def stop(self, at: Instant, mode: ClockMode) -> None:
        """Pause, suspend or end. Stopping a clock that stands keeps its play and takes the stronger mode."""
        if self.mode == "ready" or self.mode == "ended":
            return
        if self.mode == "running":
            self.played, self.stamp = self.play(at), at
            self.pauses.append((self.played, at, None))
        if mode == "ended":
            self.ended = at
        if not (self.mode == "suspended" and mode == "paused"):
            self.mode = mode
        self._turn()

    def go_on(self, at: Instant, after: ClockMode) -> None:
        """Resume after a pause, or continue after a suspension; anything else changes nothing."""
        if self.mode == after and after in ("paused", "suspended"):
            self.stamp, self.mode = at, "running"
            play, since, _ = self.pauses[-1]
            self.pauses[-1] = (play, since, at)
            self._turn()

    def change_speed(self, at: Instant, speed: float) -> None:
        """Play goes on at another speed."""
        if self.mode == "running":
            self.played, self.stamp = self.play(at), at
        self.speed = speed
        self._turn()

    def _turn(self) -> None:
        """Keeps what the clock does from `stamp` on."""
        if self.began is not None:
            self.turns.append((self.stamp, self.played, self.speed if self.mode == "running" else 0.0))

    def jump(self, at: Instant, to: datetime) -> None:
        """The scenario time becomes `to` now; play does not move."""
        if self.mode in ("ready", "ended"):
            return
        play = self.play(at)
        target = round((to - (self.start + timedelta(milliseconds=play))).total_seconds() * 1000)
        self.shift = target
        self.jumps.append((play, target))

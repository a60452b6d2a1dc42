"""The clock against a plain one that counts every second, and the three times that are never the same thing."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from exercise_studio.conduct.clock import Clock
from exercise_studio.domain.times import HOUR, Instant, Play, ScenarioTime
from tests.plans import T0, minutes, seconds

START = ScenarioTime(datetime(2026, 7, 4, 6, 30))


@dataclass
class Counting:
    """The same clock, written as a child would: every second something may happen, then a second passes.

    Attributes:
        readings: (mode, elapsed, play, scenario) after what happened in each second.
    """

    mode: str = "ready"
    speed: int = 1
    elapsed: int = 0
    play: int = 0
    story: datetime = START
    readings: list[tuple[str, int, int, datetime]] = field(default_factory=list)

    def happen(self, what: str, value: int) -> None:
        if what == "begin" and self.mode == "ready":
            self.mode, self.speed = "running", value
        elif self.mode in ("ready", "ended"):
            return
        elif what == "pause" and self.mode == "running":
            self.mode = "paused"
        elif (what == "resume" and self.mode == "paused") or (what == "continue" and self.mode == "suspended"):
            self.mode = "running"
        elif what == "suspend":
            self.mode = "suspended"
        elif what == "end":
            self.mode = "ended"
        elif what == "speed":
            self.speed = value
        elif what == "jump":
            self.story = START + timedelta(minutes=value)

    def second(self) -> None:
        self.readings.append((self.mode, self.elapsed, self.play, self.story))
        if self.mode not in ("ready", "ended"):
            self.elapsed += 1
        if self.mode == "running":
            self.play += self.speed
            self.story += timedelta(seconds=self.speed)


def _apply(clock: Clock, what: str, value: int, at: Instant) -> None:
    match what:
        case "begin":
            if clock.mode == "ready":
                clock.begin(at, value)
        case "pause":
            clock.stop(at, "paused")
        case "suspend":
            clock.stop(at, "suspended")
        case "end":
            clock.stop(at, "ended")
        case "resume":
            clock.go_on(at, "paused")
        case "continue":
            clock.go_on(at, "suspended")
        case "speed":
            if clock.mode not in ("ready", "ended"):
                clock.change_speed(at, value)
        case "jump":
            clock.jump(at, START + timedelta(minutes=value))


acts = st.sampled_from(["begin", "pause", "resume", "suspend", "continue", "jump", "speed", "end", "pause", "resume"])
days = st.lists(st.tuples(st.integers(0, 40), acts, st.integers(1, 60)), max_size=14)


@given(days, st.integers(0, 5))
def test_the_clock_agrees_with_one_that_counts_every_second(day: list[tuple[int, str, int]], first: int) -> None:
    happenings: dict[int, list[tuple[str, int]]] = {first: [("begin", 1)]}
    for second, what, value in day:
        happenings.setdefault(second, []).append((what, value))
    plain, clock = Counting(), Clock(START)
    for second in range(60):
        now = Instant(T0 + second * 1000)
        for what, value in happenings.get(second, []):
            plain.happen(what, value)
            _apply(clock, what, value, now)
        plain.second()
        mode, elapsed, play, story = plain.readings[-1]
        assert clock.mode == mode
        assert clock.elapsed(now) == elapsed * 1000
        assert clock.play(now) == play * 1000
        assert clock.scenario(now) == story
    for second, (_, elapsed, play, _) in enumerate(plain.readings):
        then = Instant(T0 + second * 1000)
        assert clock.play(then) == play * 1000, "what was said of a moment holds for ever"
        assert clock.elapsed(then) == elapsed * 1000


@given(days, st.integers(0, 60_000))
def test_play_never_runs_backwards(day: list[tuple[int, str, int]], moment: int) -> None:
    clock = Clock(START)
    clock.begin(T0)
    for second, what, value in sorted(day):
        _apply(clock, what, value, Instant(T0 + second * 1000))
    assert 0 <= clock.play(Instant(T0 + moment)) <= clock.play(Instant(T0 + moment + 1))


@given(days, st.integers(1, 3_000_000))
def test_the_instant_of_a_moment_to_come_is_when_play_gets_there(day: list[tuple[int, str, int]], ahead: int) -> None:
    clock = Clock(START)
    clock.begin(T0)
    now = T0
    for second, what, value in sorted(day):
        now = Instant(T0 + second * 1000)
        _apply(clock, what, value, now)
    wanted = Play(clock.play(now) + ahead)
    coming = clock.instant_of(wanted)
    if clock.mode != "running":
        assert coming is None
    else:
        assert coming is not None
        assert abs(clock.play(coming) - wanted) <= clock.speed  # a millisecond of real time is so much play


def test_the_three_times_of_a_day_with_a_pause_and_a_jump() -> None:
    clock = Clock(START)  # 06:30
    clock.begin(T0)
    clock.stop(Instant(T0 + minutes(20)), "paused")
    clock.go_on(Instant(T0 + minutes(50)), "paused")
    clock.jump(Instant(T0 + minutes(60)), datetime(2026, 7, 5, 9, 0))
    now = Instant(T0 + minutes(75))
    assert clock.elapsed(now) == minutes(75)
    assert clock.play(now) == minutes(45)
    assert clock.scenario(now) == datetime(2026, 7, 5, 9, 15)
    assert clock.scenario_of(Play(minutes(29))) == datetime(2026, 7, 4, 6, 59)
    assert clock.scenario_of(Play(minutes(30))) == datetime(2026, 7, 5, 9, 0)
    assert clock.pauses == [(minutes(20), T0 + minutes(20), T0 + minutes(50))]


def test_before_the_start_nothing_counts_and_nothing_can_be_stopped() -> None:
    clock = Clock(START)
    clock.stop(T0, "paused")
    clock.stop(T0, "ended")
    clock.jump(T0, datetime(2026, 7, 6, 9, 0))
    assert (clock.mode, clock.elapsed(T0), clock.play(T0), clock.scenario(T0)) == ("ready", 0, 0, START)
    assert clock.instant_of(Play(0)) is None


def test_after_the_end_nothing_counts_on() -> None:
    clock = Clock(START)
    clock.begin(T0)
    end = Instant(T0 + minutes(60))
    clock.stop(end, "ended")
    later = Instant(T0 + 90 * HOUR)
    assert (clock.elapsed(later), clock.play(later)) == (minutes(60), minutes(60))
    assert clock.scenario(later) == datetime(2026, 7, 4, 7, 30)
    clock.go_on(later, "paused")
    clock.stop(later, "suspended")
    assert clock.mode == "ended"


def test_a_line_typed_before_a_pause_belongs_before_it() -> None:
    clock = Clock(START)
    clock.begin(T0)
    clock.stop(Instant(T0 + seconds(600)), "paused")
    assert clock.play(Instant(T0 + seconds(590))) == seconds(590)
    clock.go_on(Instant(T0 + seconds(2400)), "paused")
    assert clock.play(Instant(T0 + seconds(590))) == seconds(590)
    assert clock.play(Instant(T0 + seconds(1500))) == seconds(600)


def test_a_rehearsal_at_sixty_plays_an_hour_in_a_minute() -> None:
    clock = Clock(START)
    clock.begin(T0, 60.0)
    now = Instant(T0 + seconds(60))
    assert (clock.elapsed(now), clock.play(now)) == (minutes(1), minutes(60))
    clock.change_speed(now, 1.0)
    assert clock.play(Instant(T0 + seconds(90))) == minutes(60) + seconds(30)
    assert clock.instant_of(Play(minutes(60) + seconds(45))) == T0 + seconds(105)

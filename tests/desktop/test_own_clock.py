"""The exercise's own clock: it counts on whatever is done to the computer's, and sees what was done."""

from exercise_studio.desktop.own_clock import OwnClock, steady_clock

MINUTE = 60_000


class Computer:
    """A wall clock that can be set, and a steady one that cannot."""

    def __init__(self) -> None:
        self.wall_at, self.steady_at = 1_800_000_000_000, 5_000

    def wall(self) -> int:
        return self.wall_at

    def steady(self) -> int:
        return self.steady_at

    def passes(self, milliseconds: int) -> None:
        self.wall_at += milliseconds
        self.steady_at += milliseconds


def made() -> tuple[Computer, OwnClock]:
    computer = Computer()
    return computer, OwnClock(computer.wall, computer.steady)


def test_it_begins_with_the_computers_time_and_goes_with_it() -> None:
    computer, clock = made()
    assert clock.now() == computer.wall_at
    computer.passes(1_000)
    assert clock.now() == computer.wall_at
    seen = clock.look()
    assert (seen.changed, seen.since, seen.now) == (0, None, computer.wall_at)


def test_a_clock_set_back_or_forward_does_not_move_it_and_is_seen_once() -> None:
    for by in (-12 * MINUTE, 3 * 60 * MINUTE, -3_000):
        computer, clock = made()
        before = clock.now()
        computer.passes(1_000)
        computer.wall_at += by
        assert clock.now() == before + 1_000
        assert clock.look().changed == by
        assert clock.ahead == -by
        computer.passes(1_000)
        assert clock.look().changed == 0
        assert clock.now() == before + 2_000


def test_the_ordinary_correction_of_a_clock_is_nothing_to_speak_of() -> None:
    computer, clock = made()
    for _second in range(600):
        computer.passes(1_000)
        computer.wall_at += 15  # a tenth of a second in seven: more than any clock is corrected by
        assert clock.look().changed == 0
    assert clock.ahead == -9_000


def test_sleep_is_a_gap_between_two_looks_and_time_goes_on_in_it() -> None:
    computer, clock = made()
    clock.look()
    before = clock.now()
    computer.passes(25 * MINUTE)
    seen = clock.look()
    assert (seen.since, seen.now, seen.changed) == (before, before + 25 * MINUTE, 0)
    computer.passes(29_000)
    assert clock.look().since is None, "a window that is busy for a moment is no sleep"


def test_a_clock_that_was_set_while_the_computer_slept_is_both() -> None:
    computer, clock = made()
    clock.look()
    computer.passes(25 * MINUTE)
    computer.wall_at -= 60 * MINUTE
    seen = clock.look()
    assert seen.changed == -60 * MINUTE
    assert seen.now - (seen.since or 0) == 25 * MINUTE


def test_it_never_shows_a_moment_before_what_was_logged_and_follows_when_it_may() -> None:
    computer, clock = made()
    assert clock.not_before(computer.wall_at - 5_000) == 0
    assert clock.not_before(computer.wall_at + 5_000) == 5_000
    assert clock.now() == computer.wall_at + 5_000
    clock.follow()
    assert clock.now() == computer.wall_at


def test_the_steady_clock_counts() -> None:
    first = steady_clock()
    while steady_clock() == first:
        pass
    assert steady_clock() > first

"""GO as a person with a nervous finger meets it; behaviour numbers are those of the acceptance list."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from exercise_studio.desktop.control.guard import SETTLE, Guard
from exercise_studio.domain.exercise import Guards


def opened(**rules: int) -> Guard:
    guard = Guard(Guards(**rules))
    guard.opens(True)
    return guard


def test_go_counts_down_and_then_fires_once() -> None:
    guard = opened()
    assert guard.press(1000, "I07").what == "counting"
    assert guard.tick(2999) is None
    fired = guard.tick(3000)
    assert fired is not None
    assert (fired.what, fired.inject) == ("fire", "I07")
    assert guard.state == "locked"
    assert guard.tick(3100) is None


def test_02_second_go_within_the_lockout_is_refused_with_its_reason() -> None:
    guard = opened(countdown=0)
    assert guard.press(0, "I07").what == "fire"
    second = guard.press(1900, "I08")
    assert (second.what, second.reason) == ("refused", "locked")
    assert guard.press(2000, "I08").what == "fire"


def test_02_second_go_during_the_countdown_is_refused_and_never_stops_the_first() -> None:
    guard = opened()
    guard.press(0, "I07")
    assert guard.press(500, "I07").reason == "counting"
    fired = guard.tick(2000)
    assert fired is not None
    assert fired.what == "fire"


def test_03_a_held_key_goes_once_until_it_is_released() -> None:
    guard = opened(countdown=0, lockout=0)
    assert guard.press(0, "I07", key=True).what == "fire"
    for moment in range(30, 10_000, 30):
        assert guard.press(moment, "I08", key=True).reason == "held"
    guard.release()
    assert guard.press(10_000, "I08", key=True).what == "fire"


def test_05_cancelling_the_countdown_fires_nothing_and_leaves_go_ready() -> None:
    guard = opened()
    guard.press(0, "I07")
    cancelled = guard.cancel()
    assert cancelled is not None
    assert (cancelled.what, cancelled.inject) == ("cancelled", "I07")
    assert guard.tick(5000) is None
    assert guard.state == "ready"
    assert guard.press(5000, "I07").what == "counting"


def test_06_a_major_inject_is_armed_first_and_fires_on_the_second_go() -> None:
    guard = opened()
    assert guard.press(0, "I14", major=True).what == "armed"
    assert guard.press(1000, "I14", major=True).what == "counting"
    fired = guard.tick(3000)
    assert fired is not None
    assert fired.what == "fire"


def test_06_arming_expires_after_five_seconds_and_says_so() -> None:
    guard = opened()
    guard.press(0, "I14", major=True)
    assert guard.tick(4999) is None
    ended = guard.tick(5000)
    assert ended is not None
    assert (ended.what, ended.reason) == ("disarmed", "expired")
    assert guard.press(5001, "I14", major=True).what == "armed"


def test_06_an_expired_arming_does_not_fire_even_when_nobody_ticked() -> None:
    guard = opened()
    guard.press(0, "I14", major=True)
    assert guard.press(6000, "I14", major=True).what == "armed"


def test_a_double_press_does_not_arm_and_fire_a_major_inject() -> None:
    guard = opened()
    guard.press(0, "I14", major=True)
    assert guard.press(SETTLE - 1, "I14", major=True).reason == "settling"
    assert guard.state == "armed"


def test_arming_ends_when_another_inject_becomes_next() -> None:
    guard = opened()
    guard.press(0, "I14", major=True)
    ended = guard.follow("I15")
    assert ended is not None
    assert ended.reason == "another"
    assert guard.press(1000, "I15", major=True).what == "armed"


def test_a_countdown_ends_when_its_inject_is_skipped_or_the_clock_stops() -> None:
    guard = opened()
    guard.press(0, "I07")
    assert guard.drop("I06") is None
    dropped = guard.drop("I07")
    assert dropped is not None
    assert dropped.what == "cancelled"
    guard.press(100, "I07")
    stopped = guard.opens(False)
    assert stopped is not None
    assert (stopped.what, stopped.reason) == ("cancelled", "closed")
    assert guard.press(200, "I07").reason == "closed"


def test_nothing_left_to_fire_is_a_refusal_with_a_reason() -> None:
    assert opened().press(0, "").reason == "nothing"


@given(
    st.lists(
        st.tuples(st.integers(1, 3000), st.sampled_from(["press", "key", "release", "cancel", "tick"])), max_size=60
    )
)
def test_two_injects_are_never_fired_within_the_lockout(steps: list[tuple[int, str]]) -> None:
    guard, now, fired = opened(), 0, []
    for wait, act in steps:
        now += wait
        outcome = None
        if act in ("press", "key"):
            outcome = guard.press(now, "I01", key=act == "key")
        elif act == "release":
            guard.release()
        elif act == "cancel":
            outcome = guard.cancel()
        else:
            outcome = guard.tick(now)
        if outcome is not None and outcome.what == "fire":
            fired.append(now)
    assert all(later - earlier >= guard.rules.lockout for earlier, later in itertools.pairwise(fired))


def test_06_where_major_injects_are_held_go_fires_when_the_time_is_full() -> None:
    guard = Guard(Guards(style="hold", hold=1_500), open=True, state="ready")
    assert guard.press(0, "I14", major=True).what == "holding"
    assert guard.tick(1_499) is None
    assert guard.part(750) == 0.5
    fired = guard.tick(1_500)
    assert fired is not None
    assert (fired.what, fired.inject) == ("fire", "I14")
    assert guard.let_go(1_600) is None
    assert guard.state == "locked"


def test_06_letting_go_early_fires_nothing_and_the_next_hold_begins_anew() -> None:
    guard = Guard(Guards(style="hold", hold=1_500), open=True, state="ready")
    guard.press(0, "I14", major=True, key=True)
    gone = guard.let_go(1_400)
    assert gone is not None
    assert (gone.what, gone.inject) == ("let go", "I14")
    guard.release()
    assert guard.tick(10_000) is None
    assert guard.press(10_000, "I14", major=True, key=True).what == "holding"
    assert guard.tick(11_000) is None


def test_06_a_hold_ends_when_its_inject_is_skipped_or_the_clock_stops() -> None:
    for end in (lambda g: g.drop("I14"), lambda g: g.opens(False), lambda g: g.follow("I15"), lambda g: g.cancel()):
        guard = Guard(Guards(style="hold"), open=True, state="ready")
        guard.press(0, "I14", major=True)
        outcome = end(guard)
        assert outcome is not None
        assert outcome.what == "let go"
        assert guard.tick(60_000) is None


def test_holding_is_for_major_injects_alone() -> None:
    guard = Guard(Guards(style="hold"), open=True, state="ready")
    assert guard.press(0, "I01").what == "counting"
    assert guard.let_go(100) is None
    assert guard.state == "counting"

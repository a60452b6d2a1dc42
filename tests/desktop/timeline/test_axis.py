"""The axis of the timeline: nothing that one looks at jumps away."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from exercise_studio.desktop.timeline.axis import SMALLEST, Axis
from exercise_studio.domain.times import HOUR, MINUTE

axes = st.builds(
    lambda start, span, width: Axis(start * HOUR, max(SMALLEST, span * HOUR), width, 3.0 * HOUR)._kept(),
    st.floats(0, 2), st.floats(0.01, 3), st.integers(200, 3000),
)  # fmt: skip


@given(axes, st.floats(0.2, 1.0), st.floats(0, 1))
def test_19_zooming_in_keeps_the_moment_under_the_pointer(axis: Axis, factor: float, at: float) -> None:
    x = axis.width * at
    zoomed = axis.zoomed(factor, x)
    assert abs(zoomed.x(axis.play(x)) - x) <= 1


@given(axes, st.floats(0.2, 5.0), st.floats(-10, 10))
def test_whatever_one_does_the_axis_stays_within_what_there_is(axis: Axis, factor: float, hours: float) -> None:
    for moved in (axis.zoomed(factor, 50), axis.moved(hours * HOUR), axis.showing(max(0, hours * HOUR))):
        assert moved.start >= 0
        assert moved.span >= SMALLEST
        assert moved.start <= moved.whole * 1.02


@given(axes)
def test_pixels_and_moments_are_each_others_inverse(axis: Axis) -> None:
    assert abs(axis.play(axis.x(90 * MINUTE)) - 90 * MINUTE) < 1


def test_an_axis_that_shows_everything_goes_on_doing_so_when_more_comes() -> None:
    axis = Axis(whole=HOUR, width=500).fitted()
    assert axis.grown(2 * HOUR).fits
    near = axis.zoomed(0.2, 250)
    assert near.grown(2 * HOUR).span == near.span


def test_ticks_are_round_and_far_enough_apart() -> None:
    axis = Axis(0, 3 * HOUR, 900, 3 * HOUR)
    ticks = axis.ticks(70)
    assert ticks[:3] == [0, 15 * MINUTE, 30 * MINUTE]
    assert all(axis.x(b) - axis.x(a) >= 70 for a, b in pairwise(ticks))

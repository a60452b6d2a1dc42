"""What the timeline holds: sorted whatever the order of arrival, and counted without looking at each event."""

from hypothesis import given
from hypothesis import strategies as st

from exercise_studio.desktop.timeline.tracks import Lane, Sheet, Track

moments = st.lists(st.integers(0, 10_000), max_size=200)


@given(moments)
def test_events_stand_in_order_whatever_the_order_of_their_arrival(plays: list[int]) -> None:
    track = Track()
    for number, play in enumerate(plays):
        track.add(play, 0, f"e{number}", "")
    assert list(track.plays) == sorted(plays)
    assert {(p, e) for p, e in zip(track.plays, track.entries, strict=True)} == {
        (p, f"e{n}") for n, p in enumerate(plays)
    }


@given(moments, st.integers(0, 9_000), st.integers(1, 5_000), st.integers(1, 40))
def test_counts_are_those_of_a_plain_count(plays: list[int], first: int, length: int, bins: int) -> None:
    track = Track()
    for play in plays:
        track.add(play, 0, "", "")
    counts = track.counts(first, first + length, bins)
    assert len(counts) == bins
    assert sum(counts) == sum(first <= play <= first + length for play in plays)
    step = length / bins
    assert counts[0] == sum(first <= play < first + step for play in plays) + (
        sum(p == first + length for p in plays) if bins == 1 else 0
    )


def test_the_nearest_event_is_found_within_reach_only() -> None:
    track = Track()
    for play in (100, 200, 300):
        track.add(play, 0, str(play), "")
    assert track.entries[track.nearest(190, 20)] == "200"
    assert track.nearest(150, 20) == -1
    assert Track().nearest(0, 100) == -1


def test_an_event_can_be_taken_out_again() -> None:
    track = Track()
    track.add(100, 0, "a", "")
    track.add(100, 0, "b", "")
    assert track.remove("a", 100)
    assert track.entries == ["b"]
    assert not track.remove("a", 100)


def test_events_of_lanes_that_are_not_shown_are_left_out() -> None:
    sheet = Sheet()
    sheet.set_lanes((Lane("a", "A"),))
    sheet.add("b", 5, "response", "e", "")
    sheet.add("a", 5, "response", "f", "")
    sheet.add("a", 6, "no such mark", "g", "")
    assert sheet.events == 1

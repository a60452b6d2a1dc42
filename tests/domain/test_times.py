"""Durations as people write them, and the clock text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from exercise_studio.domain.times import (
    DAY,
    HOUR,
    LONGEST,
    MINUTE,
    SECOND,
    Duration,
    ScenarioTime,
    clock_text,
    format_duration,
    parse_duration,
    scenario_plus,
)
from tests.plans import scenario

READ = TypeAdapter(Duration)


@given(st.integers(0, LONGEST // SECOND))
def test_a_duration_of_whole_seconds_is_read_back_as_it_was(count: int) -> None:
    assert parse_duration(format_duration(count * SECOND)) == count * SECOND


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [("90s", 90_000), ("45m", 45 * MINUTE), ("2h30m", 2 * HOUR + 30 * MINUTE), ("3d", 3 * DAY), (" 1m ", MINUTE), ("0m", 0)],
)  # fmt: skip
def test_durations_are_read_as_people_write_them(text: str, milliseconds: int) -> None:
    assert parse_duration(text) == milliseconds


@pytest.mark.parametrize(
    "text", ["", "m", "45", "-5m", "30m2h", "1.5h", "45 m", "１時間", "45min", "9999999d", None, 1.5, True]
)
def test_anything_else_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="duration"):
        parse_duration(text)


def test_a_file_must_name_the_unit_but_the_program_counts_milliseconds() -> None:
    assert READ.validate_python(90_000) == 90_000
    assert READ.validate_json("0") == 0
    assert READ.validate_json('"90s"') == 90_000
    with pytest.raises(ValidationError, match="its unit"):
        READ.validate_json("90")
    assert READ.dump_json(90_000) == b'"1m30s"'


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "0:00:00"), (65 * MINUTE + 9 * SECOND, "1:05:09"), (100 * HOUR, "100:00:00"), (999, "0:00:00"), (-90_000, "−0:01:30")],
)  # fmt: skip
def test_a_clock_shows_hours_minutes_and_seconds(milliseconds: int, text: str) -> None:
    assert clock_text(milliseconds) == text


def test_scenario_time_counts_on_over_midnight() -> None:
    start = ScenarioTime(scenario().clock.start)  # 06:30
    assert scenario_plus(start, 18 * HOUR).isoformat() == "2026-07-05T00:30:00"

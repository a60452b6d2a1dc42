"""Two hours of play with twenty teams and the player display: the program does not grow beyond what its log needs."""

from pathlib import Path

import pytest

from exercise_studio.domain.times import HOUR, MINUTE
from tests.desktop.trouble.soaked import MEGABYTE, soak

LIMIT = 20 * MEGABYTE


def test_a_few_minutes_of_play_with_twenty_teams_stay_within_the_memory(tmp_path: Path) -> None:
    soaked = soak(tmp_path, 12)
    assert soaked.played > 5 * MINUTE
    assert soaked.entries > 30
    assert soaked.more <= LIMIT


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_hours_at_sixty_times_the_pace_with_twenty_teams_stay_within_the_memory(tmp_path: Path) -> None:
    soaked = soak(tmp_path, 130)
    assert soaked.played >= 2 * HOUR
    assert soaked.entries > 500
    assert soaked.weights[-1]["screens"] <= soaked.weights[2]["screens"] + 2, "no window is left behind"
    assert soaked.more <= LIMIT

"""A projector unplugged in the middle of a live run: really, on a virtual X server where there is one, and by Qt's own signals."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.player import monitors

ROOT = Path(__file__).parents[3]
TWO = {
    "synchronousWindowSystemEvents": False, "windowFrameMargins": True,
    "screens": [
        {"name": name, "x": x, "y": y, "width": width, "height": height, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        for name, (x, y, width, height) in (("CTRL", monitors.CONTROL), ("PROJ", monitors.PROJECTOR))
    ],
}  # fmt: skip
WAYS = ["signals", *(["x11"] if monitors.available() else [])]


def play(folder: Path, *options: str, **environment: str) -> list[dict[str, Any]]:
    """The scene of unplugged.py in a process of its own."""
    env = {**os.environ, "EXERCISE_STUDIO_HOME": str(folder), "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-m", "tests.desktop.player.unplugged", str(folder), *options]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    line = next((line for line in done.stdout.splitlines() if line.startswith("NOTED ")), "")
    assert line, done.stderr[-3000:]
    found: list[dict[str, Any]] = json.loads(line.removeprefix("NOTED "))
    return found


@pytest.fixture(scope="module", params=WAYS)
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What stood where at each step."""
    folder = tmp_path_factory.mktemp("screens")
    if request.param == "x11":
        with monitors.server(folder) as display:
            noted = play(folder, "--x11", DISPLAY=display, QT_QPA_PLATFORM="xcb")
    else:
        two = folder / "screens.json"
        two.write_text(json.dumps(TWO), encoding="utf-8")
        noted = play(folder, QT_QPA_PLATFORM=f"offscreen:configfile={two}")
    return {step["what"]: step | {"way": request.param} for step in noted}


def inside(place: list[int], screen: tuple[int, int, int, int]) -> bool:
    x, y, width, height = place
    return (
        x >= screen[0] and y >= screen[1] and x + width <= screen[0] + screen[2] and y + height <= screen[1] + screen[3]
    )


def test_33_the_player_display_fills_the_second_screen_and_never_the_control_rooms(scene: dict[str, Any]) -> None:
    own = scene["asked for the control room's own screen"]
    assert (own["visible"], own["full"]) == (True, False)
    full = scene["on the projector"]
    assert (full["visible"], full["full"], full["place"], full["inject"]) == (
        True,
        True,
        list(monitors.PROJECTOR),
        "I01",
    )
    assert full["signs"] == 2


def test_33_an_unplugged_projector_hides_the_display_and_offers_a_target(scene: dict[str, Any]) -> None:
    gone = scene["unplugged"]
    assert gone["visible"] is False
    assert gone["clock"] == "running"
    assert "unplugged" in gone["told"]
    assert inside(gone["control"], monitors.CONTROL)


def test_33_a_projector_plugged_in_is_offered_and_taken(scene: dict[str, Any]) -> None:
    back = scene["plugged in again"]
    assert (back["visible"], back["offered"]) == (False, "PROJ")
    assert "connected" in back["told"]
    taken = scene["offer taken"]
    assert (taken["visible"], taken["full"], taken["place"], taken["inject"]) == (
        True,
        True,
        list(monitors.PROJECTOR),
        "I01",
    )


def test_33_displays_change_places(scene: dict[str, Any]) -> None:
    swapped = scene["swapped"]
    assert (swapped["place"], swapped["full"]) == (list(monitors.CONTROL), True)
    assert inside(swapped["control"], monitors.PROJECTOR) or swapped["control"][0] >= monitors.PROJECTOR[0]


def test_33_without_a_second_screen_it_is_a_window_beside_the_control_room(scene: dict[str, Any]) -> None:
    window = scene["in a window"]
    assert (window["visible"], window["full"], window["inject"]) == (True, False, "I01")
    if window["way"] == "x11":
        assert inside(window["place"], monitors.CONTROL)

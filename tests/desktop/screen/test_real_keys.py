"""Keys as an X server sends them, through a window manager: what offscreen tests cannot know about focus and repetition."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.control.conftest import make_workspace

ROOT = Path(__file__).parents[3]
PATIENCE = 40


class Screen:
    """An X server of its own, a window manager, and the program in front of it."""

    def __init__(self, folder: Path) -> None:
        self.processes: list[subprocess.Popen[Any]] = []
        read, write = os.pipe()
        self._start(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"], pass_fds=(write,)
        )
        os.close(write)
        with os.fdopen(read) as number:
            self.display = f":{number.readline().strip()}"
        self.env = {
            **os.environ,
            "DISPLAY": self.display,
            "QT_QPA_PLATFORM": "xcb",
            "EXERCISE_STUDIO_HOME": str(folder),
        }
        self.env.pop("WAYLAND_DISPLAY", None)
        self._start(["openbox"], env=self.env)
        file = folder / "keys.estudio"
        exercise = make_workspace(file)
        self.program = self._start(
            [sys.executable, "-m", "tests.desktop.screen.shown", str(file), exercise],
            env=self.env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        said = self._heard()
        assert said["ready"]
        self.until(lambda: self._activate() or self.ask("state")["active"])

    def _start(self, command: list[str], **named: Any) -> subprocess.Popen[Any]:
        named.setdefault("stdout", subprocess.DEVNULL)
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **named)
        self.processes.append(process)
        return process

    def _activate(self) -> bool:
        self.keys("search", "--onlyvisible", "--name", ".", "windowactivate")
        return False

    def _heard(self) -> dict[str, Any]:
        line = self.program.stdout.readline()
        assert line, "the program ended"
        found: dict[str, Any] = json.loads(line)
        return found

    def ask(self, *words: str) -> dict[str, Any]:
        """Say a line to the program and hear its answer."""
        self.program.stdin.write(" ".join(words) + "\n")
        self.program.stdin.flush()
        return self._heard()

    def keys(self, *arguments: str) -> None:
        """Let xdotool do something."""
        subprocess.run(["xdotool", *arguments], env=self.env, capture_output=True, check=False, timeout=PATIENCE)

    def press(self, key: str) -> dict[str, Any]:
        """A key that goes down and up; what was seen then."""
        self.keys("key", "--clearmodifiers", key)
        time.sleep(0.3)
        return self.ask("state")

    def until(self, wanted: Any) -> None:
        """Wait for something; fails when it does not come."""
        end = time.monotonic() + PATIENCE
        while not wanted():
            assert time.monotonic() < end, "it did not come"
            time.sleep(0.1)

    def close(self) -> None:
        """End everything that was started here, the last first."""
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    made = Screen(tmp_path)
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_03_a_key_held_down_for_seconds_fires_once_and_needs_a_release(screen: Screen) -> None:
    screen.ask("focus", "cues")
    screen.keys("keydown", "ctrl", "keydown", "g")
    screen.until(lambda: screen.ask("state")["fired"])
    time.sleep(5)  # longer than countdown and lockout: a repeated key would have fired again
    assert screen.ask("state")["fired"] == ["I01"]
    screen.keys("keyup", "g", "keyup", "ctrl")
    screen.until(lambda: not screen.ask("state")["down"])
    screen.press("ctrl+g")
    screen.until(lambda: len(screen.ask("state")["fired"]) == 2)


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_04_space_does_what_the_focused_thing_does_and_fires_only_from_the_cue_list(screen: Screen) -> None:
    screen.ask("focus", "log")
    assert screen.press("space")["typed"] == " "
    screen.ask("focus", "notes")
    before = screen.ask("state")
    after = screen.press("space")
    assert after["notes"] > before["notes"] or before["notes_most"] == 0
    screen.ask("focus", "button")
    assert screen.press("space")["clicked"] == 1
    time.sleep(3)
    assert screen.ask("state")["fired"] == []
    screen.ask("focus", "cues")
    screen.press("space")
    screen.until(lambda: screen.ask("state")["fired"] == ["I01"])


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_03_ctrl_g_fires_from_every_focus_and_escape_stops_it(screen: Screen) -> None:
    screen.ask("focus", "log")
    assert screen.press("ctrl+g")["guard"] == "counting"
    screen.press("Escape")
    time.sleep(3)
    assert screen.ask("state")["fired"] == []
    for fired, place in enumerate(("log", "notes", "button", "cues"), 1):
        screen.ask("focus", place)
        screen.press("ctrl+g")
        screen.until(lambda wanted=fired: len(screen.ask("state")["fired"]) == wanted)
        screen.until(lambda: screen.ask("state")["guard"] == "ready")

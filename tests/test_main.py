"""What the program does when it is called without arguments."""

import os
import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_without_a_display_it_says_so_and_ends_with_3() -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    outcome = subprocess.run(
        [sys.executable, "-m", "exercise_studio"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert outcome.returncode == 3
    assert len(outcome.stderr.strip().splitlines()) == 1
    assert "--help" in outcome.stderr

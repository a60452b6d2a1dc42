"""The program killed at random moments: every acknowledged entry is there afterwards, and the workspace opens and is sound."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exercise_studio.journeys import library
from exercise_studio.journeys.session import Session
from exercise_studio.store.verify import verify
from exercise_studio.store.workspace import Workspace

PATIENCE = 45.0
"""Seconds after which a rehearsal that acknowledges nothing is taken to hang."""


def killed_rehearsal(folder: Path, acknowledged: int) -> list[str]:
    """Starts a rehearsal at sixty times the pace and kills it once so many entries are acknowledged; gives their ids."""
    file, acks = folder / "w.estudio", folder / "acks"
    command = [
        sys.executable, "-m", "exercise_studio", "rehearse", "port-terminal-ransomware", "--workspace", str(file),
        "--speed", "60", "--organisations", "9", "--acks", str(acks),
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and process.poll() is None:
            if acks.exists() and acks.read_bytes().count(b"\n") >= acknowledged:
                break
            time.sleep(random.uniform(0, 0.02))
        os.kill(process.pid, signal.SIGKILL)
        assert process.stderr is not None
        said = process.stderr.read().decode()
        assert process.wait(timeout=10) == -signal.SIGKILL, said
    text = acks.read_text("ascii")
    return text[: text.rfind("\n") + 1].split()  # the last line may be cut short


def check_that_nothing_is_lost(folder: Path, ids: list[str]) -> None:
    """The file opens for reading and for writing, every id is in it, and verify finds nothing wrong."""
    file = folder / "w.estudio"
    for read_only in (True, False):
        with Workspace.open(file, read_only=read_only) as workspace:
            assert workspace.read_only is read_only
            assert workspace.notices == []
            (card,) = library.list_exercises(workspace)
            stored = {entry.id for entry in workspace.entries(card.id)}
            assert set(ids) <= stored
            report = verify(workspace)
            assert report.problems == ()
            assert Session.open(workspace, card.id).state.clock.mode == "running"


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_a_random_moment_nothing_acknowledged_is_lost(tmp_path: Path, seed: int) -> None:
    wanted = random.Random(seed).randint(1, 30)
    ids = killed_rehearsal(tmp_path, wanted)
    assert len(ids) >= wanted
    check_that_nothing_is_lost(tmp_path, ids)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_killed_at_twenty_random_moments_nothing_acknowledged_is_lost(tmp_path: Path, seed: int) -> None:
    wanted = random.Random(100 + seed).randint(1, 120)
    ids = killed_rehearsal(tmp_path, wanted)
    assert len(ids) >= wanted
    check_that_nothing_is_lost(tmp_path, ids)

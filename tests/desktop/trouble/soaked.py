"""Runs the soak in a process of its own and reads its scale."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from exercise_studio.journeys import authoring
from exercise_studio.store.workspace import Workspace
from tests.desktop.trouble.killed import ROOT, screen
from tests.desktop.trouble.soak import plan

WARM = 0.2
"""Share of the run that is warming up: pages, fonts and caches are filled once."""
MEGABYTE = 1024 * 1024
PER_ENTRY = 2 * 1024


class Soaked(NamedTuple):
    """Attributes: weights – what the scale said, in order; played – play time at the end, ms; entries – logged after the warm-up;
    more – by how many bytes it held more at its heaviest than after the warm-up, without what entries may cost."""

    weights: list[dict[str, Any]]
    played: int
    entries: int
    more: int


def soak(folder: Path, seconds: float) -> Soaked:
    """Play so many real seconds at sixty times the pace."""
    file = folder / "soak.estudio"
    with Workspace.create(file) as workspace:
        exercise = authoring.create_exercise(workspace, plan())
    with screen() as env:
        done = subprocess.run(
            [sys.executable, "-m", "tests.desktop.trouble.soak", str(file), exercise, str(seconds)],
            env={**os.environ, **env, "EXERCISE_STUDIO_HOME": str(folder)}, cwd=ROOT, capture_output=True, text=True,
            check=False, timeout=seconds + 120,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    weights = [json.loads(line) for line in done.stdout.splitlines()]
    warm = weights[round(len(weights) * WARM)]
    rest = weights[round(len(weights) * WARM) :]
    more = max(one["bytes"] - warm["bytes"] - PER_ENTRY * (one["entries"] - warm["entries"]) for one in rest)
    return Soaked(weights, weights[-1]["play"], weights[-1]["entries"] - warm["entries"], more)

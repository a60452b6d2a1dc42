"""Trouble: how soon a killed run goes on, and how much a run of two hours adds to the memory."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measure import Result, median

AGAIN_MS = 5_000.0
"""Within which a killed run goes on after the next start."""
MORE_MB = 20.0
"""Which two hours may add beyond 2 KB an entry."""


def _said(since: int, words: tuple[str, ...], told: Sequence[dict[str, Any]]) -> bool:
    """Whether the program has said one of these since then."""
    return any(one["what"] in words for one in told[since:])


def bench_recovery() -> Iterator[Result]:
    """From the next start of the killed program to its card, and to the live room with the run going on, against five seconds.

    On an X server of its own where there is one; the card is pressed as soon as it is there.
    """
    from tests.desktop.control.conftest import make_workspace
    from tests.desktop.trouble.killed import Program, screen

    cards, rooms = [], []
    with tempfile.TemporaryDirectory() as folder, screen() as env:
        home = Path(folder)
        program = Program(home, home / "w.estudio", make_workspace(home / "w.estudio"), env)
        try:
            for turn in range(6):
                before = len(program.told)
                began = time.perf_counter()
                program.start()
                program.wait_for(partial(_said, before, ("card", "no card")))
                card = time.perf_counter() - began
                program.wait_for(partial(_said, before, ("live",)))
                room = time.perf_counter() - began
                if turn:
                    assert program.told[before]["what"] == "card"
                    cards.append(card * 1000)
                    rooms.append(room * 1000)
                time.sleep(1)
                program.kill()
        finally:
            program.kill()
    yield Result("killed: the card is there", median(cards), "ms", AGAIN_MS, 1)
    yield Result("killed: the run goes on", median(rooms), "ms", AGAIN_MS, 1)


def bench_soak() -> Iterator[Result]:
    """Two hours of play at sixty times the pace, twenty teams, the player display open: growth beyond 2 KB an entry."""
    from tests.desktop.trouble.soaked import MEGABYTE, soak

    with tempfile.TemporaryDirectory() as folder:
        soaked = soak(Path(folder), 130)
    yield Result(f"two hours, {soaked.entries} entries", max(0, soaked.more) / MEGABYTE, "MB", MORE_MB, 1)

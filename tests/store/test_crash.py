"""What an acknowledged entry survives: a killed writer, a full disk, many threads; and what a crash leaves behind."""

import random
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from pathlib import Path

import pytest

from exercise_studio.domain.errors import EnvironmentFault
from exercise_studio.store.verify import verify
from exercise_studio.store.worker import DatabaseThread
from exercise_studio.store.workspace import Workspace
from tests.store.small import HandClock, drafts, rating, response, started

REPOSITORY = Path(__file__).parents[2]
WRITER = """
import sys
from exercise_studio.store.workspace import Workspace
from tests.store.small import HandClock, drafts
file, acks, exercise, run = sys.argv[1:]
clock = HandClock()
with Workspace.open(file) as workspace, open(acks, "a") as kept:
    print("ready", flush=True)
    for n in range(1_000_000):
        change = workspace.append(exercise, list(drafts(1 + n % 3, run)), now=clock)
        kept.write("".join(f"{entry}\\n" for entry in change.entries))
        kept.flush()
"""
FILLER = """
import resource, signal, sys
from exercise_studio.domain.errors import KnownError
from exercise_studio.store.workspace import Workspace
from tests.store.small import HandClock, response
file, exercise, run, limit = sys.argv[1:]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
clock, kept = HandClock(), 0
with Workspace.open(file) as workspace:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
    try:
        while True:
            workspace.append(exercise, [response("x" * 20_000, run)] * 3, now=clock)
            kept += 3
    except KnownError as error:
        print(kept, error.exit_code, error)
    print(workspace.count(exercise))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    workspace.append(exercise, [response("there is space again", run)], now=clock)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))
try:
    Workspace.create(file + ".second")
except KnownError as error:
    print(error.exit_code)
"""


def test_a_killed_writer_loses_nothing_that_it_acknowledged(file: Path, tmp_path: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise, run = started(workspace, clock)
    acks = tmp_path / "acks"
    acks.touch()
    for turn in range(6):
        command = [sys.executable, "-c", WRITER, str(file), str(acks), exercise, run]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(random.uniform(0.01, 0.25))
            writer.send_signal(signal.SIGKILL)
        acknowledged = [line for line in acks.read_text().split("\n")[:-1] if line]
        if turn % 2:
            with Workspace.open(file, read_only=True) as copy:
                assert set(acknowledged) <= {entry.id for entry in copy.entries(exercise)}
        with Workspace.open(file) as workspace:
            assert not workspace.read_only
            stored = {entry.id for entry in workspace.entries(exercise)}
            assert set(acknowledged) <= stored
            assert len(stored) <= len(acknowledged) + 1 + 3 * (turn + 1)
            assert verify(workspace).problems == ()
    assert len(acknowledged) > 50
    assert [found.name for found in tmp_path.iterdir() if found.name.startswith(".")] == []


def test_a_full_disk_keeps_what_was_saved_and_takes_no_half_act(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise, run = started(workspace, clock)
    command = [sys.executable, "-c", FILLER, str(file), exercise, run, str(1_500_000)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=50, cwd=REPOSITORY, check=False)
    assert done.returncode == 0, done.stderr
    said, count, second = done.stdout.splitlines()
    kept, exit_code, sentence = said.split(" ", 2)
    assert int(kept) > 3
    assert int(count) == int(kept) + 1
    assert exit_code == second == "3"
    assert sorted(found.name for found in file.parent.iterdir()) == [file.name]
    assert "not saved" in sentence or "refused" in sentence
    with Workspace.open(file) as workspace:
        assert workspace.count(exercise) == int(kept) + 2
        assert verify(workspace).ok


def test_a_disk_without_room_for_the_database_says_so(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise, run = started(workspace, clock)
        workspace._run("PRAGMA max_page_count = 60")
        with pytest.raises(EnvironmentFault, match=r"disk is full.*saved before it is safe"):
            workspace.append(exercise, [response("y" * 9_000, run)] * 100, now=clock)
        assert workspace.count(exercise) == 1
        workspace.append(exercise, [response("short", run)], now=clock)
        workspace._run("PRAGMA max_page_count = 100000")
        workspace.append(exercise, [response("y" * 9_000, run)] * 100, now=clock)
        assert verify(workspace).ok


def test_the_database_thread_does_one_thing_after_another(file: Path, clock: HandClock) -> None:
    with DatabaseThread() as thread:
        workspace = thread.submit(Workspace.create, file).result()
        exercise, run = thread.submit(started, workspace, clock).result()
        waiting: list[Future[object]] = [
            thread.submit(workspace.append, exercise, [rating(n, run)], now=clock, initiator=n) for n in range(50)
        ]
        reader = workspace.reader()
        assert [found.result().initiator for found in waiting] == list(range(50))  # type: ignore[attr-defined]
        assert reader.count(exercise) == 51
        wrong = thread.submit(workspace.append, "nowhere", [rating(1)], now=clock)
        assert wrong.exception() is not None
        assert thread.waiting == 0
        thread.submit(workspace.close).result()
    assert [found.name for found in file.parent.iterdir()] == [file.name]


def test_many_drafts_and_none(workspace: Workspace, clock: HandClock) -> None:
    exercise, run = started(workspace, clock)
    assert workspace.append(exercise, [], now=clock).entries == ()
    assert len(workspace.append(exercise, list(drafts(3, run)), now=clock).entries) == 3

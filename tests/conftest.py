"""What holds for every test: its own home folder, no screen, nothing left behind, no dialog that nobody expected."""

import os
import sys

# Before Qt is loaded by anything: tests paint into memory unless somebody wants to watch them.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("EXERCISE_STUDIO_TEST_PLATFORM", "offscreen")

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from exercise_studio import language
from tests.qt_guards import Modals, QtLeftovers

hypothesis.settings.register_profile("project", deadline=None, print_blob=True)
hypothesis.settings.register_profile("thorough", parent=hypothesis.settings.get_profile("project"), max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "project"))

# A thread that was told to stop gets this many seconds to do so.
GRACE = 2.0


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folders are temporary ones: no test sees or touches real workspaces and settings."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("EXERCISE_STUDIO_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def first_language() -> Iterator[None]:
    """Each test begins in Japanese, whatever the one before it chose."""
    language.use(language.DEFAULT)
    yield
    language.use(language.DEFAULT)


@pytest.fixture(autouse=True)
def no_threads_left() -> Iterator[None]:
    """A test ends the threads that it started. (A dummy thread is what Python makes of a QThread that it met.)"""
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + GRACE
    left = [thread for thread in threading.enumerate() if thread not in before]
    left = [thread for thread in left if not isinstance(thread, threading._DummyThread)]
    for thread in left:
        thread.join(max(0.0, until - time.monotonic()))
    alive = [thread.name for thread in left if thread.is_alive()]
    if alive:
        pytest.fail(f"threads left running: {', '.join(alive)}")


@pytest.fixture(autouse=True)
def no_qt_left() -> Iterator[None]:
    """A test closes its windows and stops its timers and Qt threads."""
    if "PySide6.QtWidgets" not in sys.modules:
        yield
        return
    with QtLeftovers() as leftovers:
        yield
        found = leftovers.found()
    if found:
        pytest.fail(f"left behind: {'; '.join(found)}")


@pytest.fixture(autouse=True)
def modals() -> Iterator[Modals]:
    """Modal dialogs answer from what the test expects; one that it does not expect fails it instead of hanging it."""
    answers = Modals()
    if "PySide6.QtWidgets" not in sys.modules:
        yield answers
        return
    with answers.installed():
        yield answers
    if answers.expected:
        pytest.fail(f"expected dialogs that never came: {answers.expected}")

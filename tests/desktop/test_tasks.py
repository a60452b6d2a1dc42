"""Work happens elsewhere, its results arrive in the window's thread, and no failure goes unheard."""

import threading
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.tasks import Fault, Job, Tasks
from exercise_studio.domain.errors import KnownError


class Listener(QObject):
    """Keeps what it was told, and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []
        self.threads: set[object] = set()

    def take(self, result: object) -> None:
        self.got.append(result)
        self.threads.add(QThread.currentThread())


def where(value: int) -> tuple[int, str]:
    return value, threading.current_thread().name


def fails(error: Exception) -> None:
    raise error


def test_results_come_back_in_order_to_the_windows_thread(qtbot: QtBot, desk: Desk) -> None:
    listener = Listener()
    for number in range(3):
        desk.tasks.run(where, number, then=listener.take)
    qtbot.waitUntil(lambda: len(listener.got) == 3)
    assert [number for number, _ in listener.got] == [0, 1, 2]
    assert {name.rsplit("_")[0] for _, name in listener.got} == {"database"}
    assert listener.threads == {QThread.currentThread()}
    assert not desk.tasks.busy


class AtOnce:
    """A worker that is done before `submit` returns."""

    def submit(self, fn, /, *args):
        future: Future = Future()
        future.set_result(fn(*args))
        return future


def test_nothing_is_delivered_before_the_call_returns(qtbot: QtBot) -> None:
    tasks, listener = Tasks(database=AtOnce()), Listener()
    tasks.run(int, 7, then=listener.take)
    assert listener.got == []
    qtbot.waitUntil(lambda: listener.got == [7])
    tasks.close()


def test_large_numbers_pass(qtbot: QtBot, desk: Desk) -> None:
    listener = Listener()
    desk.tasks.run(int, 2**40, then=listener.take)
    qtbot.waitUntil(lambda: bool(listener.got))
    assert listener.got == [2**40]


def test_only_the_latest_of_a_key_is_delivered(qtbot: QtBot, desk: Desk) -> None:
    listener = Listener()
    for number in range(5):
        desk.tasks.run(int, number, then=listener.take, latest="preview")
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    assert listener.got == [4]


def test_known_errors_and_bugs_go_to_different_places(qtbot: QtBot, desk: Desk) -> None:
    known, bugs, own = Listener(), Listener(), Listener()
    desk.tasks.known_error.connect(known.take)
    desk.tasks.bug.connect(bugs.take)
    error, bug, mine = KnownError("The disk is full."), ZeroDivisionError("x"), ValueError("y")
    desk.tasks.run(fails, error)
    desk.tasks.run(fails, bug)
    desk.tasks.run(fails, mine, failed=own.take)
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    assert known.got == [error]
    assert [type(fault) for fault in bugs.got] == [Fault]
    assert "ZeroDivisionError: x" in bugs.got[0].text
    assert own.got == [mine]


def test_a_listener_that_is_gone_is_not_called(qtbot: QtBot, desk: Desk) -> None:
    gate = threading.Event()
    listener = Listener()
    desk.tasks.run(gate.wait, 5, then=listener.take)
    del listener
    gate.set()
    qtbot.waitUntil(lambda: not desk.tasks.busy)


def test_a_long_job_tells_its_progress_and_can_be_stopped(qtbot: QtBot, desk: Desk) -> None:
    progress, done = Listener(), Listener()
    desk.tasks.progress.connect(progress.take)
    reached, go_on = threading.Event(), threading.Event()

    def work(job: Job) -> str:
        job.report(1, 3, "one")
        reached.set()
        go_on.wait(5)
        job.report(2, 3, "two")
        return "finished"

    job = desk.tasks.start(work, then=done.take, failed=done.take)
    qtbot.waitUntil(reached.is_set)
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    assert progress.got == [(job, 1, 3, "one")]
    assert done.got == []


def test_a_lambda_is_refused(desk: Desk) -> None:
    with pytest.raises(TypeError, match="bound method"):
        desk.tasks.run(int, then=lambda result: None)

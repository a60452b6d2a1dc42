"""Work off the window's thread: one thread for the database, one for computing; results come back to the window."""

import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from exercise_studio.desktop.weak import WeakCall
from exercise_studio.domain.errors import KnownError


class Submitter(Protocol):
    """Anything that runs functions one after another on a thread of its own, such as the store's worker."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> "Future[Any]":
        """Queue a call; the future holds its result or its error."""


class Cancelled(Exception):
    """Raised inside a job by `Job.report` after somebody asked it to stop."""


class Job:
    """What a long task is given to say how far it is and to learn that it should stop. Safe from any thread."""

    def __init__(self, tell: Callable[[Any], None]) -> None:
        self._tell = tell
        self._stop = threading.Event()

    def report(self, done: int, total: int, what: str = "") -> None:
        """Say that `done` of `total` steps are finished (total 0: unknown); raises Cancelled when asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        self._tell((self, done, total, what))

    def cancel(self) -> None:
        """Ask the job to stop at its next report."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._stop.is_set()


class Fault:
    """A bug that a task ran into, with the text for the crash dialog.

    Attributes:
        error: the exception.
        text: its traceback.
    """

    def __init__(self, error: BaseException) -> None:
        self.error = error
        self.text = "".join(traceback.format_exception(error))


class Changes(QObject):
    """The one place where windows hear that something changed, from here or from another laptop.

    Signals:
        changed: a domain.log.ChangeSet.
        replaced: everything may be different (another exercise was opened, a backup restored).
    """

    changed = Signal(object)
    replaced = Signal()

    def publish(self, changeset: object) -> None:
        """Tell every page about a ChangeSet; call it in the window's thread."""
        self.changed.emit(changeset)


class Tasks(QObject):
    """Runs functions in the background and delivers their results here.

    Signals:
        known_error: a KnownError that nobody else handled; the frame shows it as a banner.
        bug: a Fault; the frame shows the crash dialog.
        progress: (job, done, total, what) of a job started with `start`.
        busy_changed: True when the first task begins, False when the last has ended.
    """

    known_error = Signal(object)
    bug = Signal(object)
    progress = Signal(object)
    busy_changed = Signal(bool)
    _finished = Signal(object)
    _reported = Signal(object)

    def __init__(self, parent: QObject | None = None, database: Submitter | None = None) -> None:
        super().__init__(parent)
        self._own = [] if database else [ThreadPoolExecutor(1, thread_name_prefix="database")]
        self._database: Submitter = database or self._own[0]
        self._computing: ThreadPoolExecutor | None = None
        self._latest: dict[object, int] = {}
        self._count = 0
        self._running = 0
        self._closed = False
        # Queued: a task that is done before its callback is added would else be delivered inside the call that began it.
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self.progress)

    def run(
        self,
        fn: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        latest: object = None,
        compute: bool = False,
    ) -> None:
        """Run `fn(*args)` on the database thread; call `then(result)` or `failed(error)` in the window's thread.

        `then` and `failed` are bound methods of widgets, held weakly: a widget that is gone is not called.
        `latest` is a key: of several runs with one key only the newest delivers. `compute` uses the second thread,
        for work that touches no database. Without `failed`, known errors become a banner and bugs the crash dialog.
        """
        self._submit(fn, args, then, failed, latest, compute)

    def start(
        self,
        fn: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        compute: bool = False,
    ) -> Job:
        """Like `run` for a long task: `fn(job, *args)` reports its progress and can be cancelled through the Job."""
        job = Job(self._reported.emit)
        self._submit(fn, (job, *args), then, failed, None, compute)
        return job

    def handle(self, error: BaseException) -> None:
        """What happens to an error that nobody wants: known ones become a banner, bugs the crash dialog."""
        if isinstance(error, KnownError):
            self.known_error.emit(error)
        else:
            self.bug.emit(Fault(error))

    @property
    def busy(self) -> bool:
        """Whether anything runs or waits."""
        return self._running > 0

    def close(self) -> None:
        """Wait for what was submitted and end the threads this object made; what comes later is not run."""
        self._closed = True
        for pool in (*self._own, *([self._computing] if self._computing else [])):
            pool.shutdown(wait=True)

    def _submit(self, fn: Callable, args: tuple, then: Any, failed: Any, latest: object, compute: bool) -> None:
        if self._closed:
            return
        self._count += 1
        number = self._count
        if latest is not None:
            self._latest[latest] = number
        self._running += 1
        if self._running == 1:
            self.busy_changed.emit(True)
        if compute and self._computing is None:
            self._computing = ThreadPoolExecutor(1, thread_name_prefix="computing")
        target = self._computing if compute else self._database
        call = _Call(number, latest, _weak(then), _weak(failed))
        future = target.submit(fn, *args)
        future.add_done_callback(lambda done: self._finished.emit((call, done)))

    def _deliver(self, payload: "tuple[_Call, Future[Any]]") -> None:
        call, future = payload
        self._running -= 1
        if self._running == 0:
            self.busy_changed.emit(False)
        if call.latest is not None and self._latest.get(call.latest) != call.number:
            return
        error = None if future.cancelled() else future.exception()
        if future.cancelled() or isinstance(error, Cancelled):
            return
        if error is None:
            target = _strong(call.then)
            if target is not None:
                target(future.result())
            return
        target = _strong(call.failed)
        if target is not None:
            target(error)
        else:
            self.handle(error)


class _Call:
    """One run: who wants its result."""

    __slots__ = ("failed", "latest", "number", "then")

    def __init__(self, number: int, latest: object, then: Any, failed: Any) -> None:
        self.number, self.latest, self.then, self.failed = number, latest, then, failed


def _weak(target: Any) -> WeakCall | None:
    return None if target is None else WeakCall(target)


def _strong(reference: WeakCall | None) -> Any:
    return None if reference is None else reference.get()

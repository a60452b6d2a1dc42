"""Finds what a test leaves behind in Qt, and answers modal dialogs in a test's stead."""

import gc
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Any, Self
from unittest import mock


class QtLeftovers:
    """Knows which timers, Qt threads and top-level widgets came to be since it was entered, and still live."""

    def __init__(self) -> None:
        self._started: list[Any] = []
        self._stack = ExitStack()
        self._widgets: set[int] = set()

    def __enter__(self) -> Self:
        from PySide6.QtCore import QThread, QTimer

        self._widgets = {id(widget) for widget in _top_levels()}
        for owner in (QTimer, QThread):
            self._stack.enter_context(mock.patch.object(owner, "start", self._noting(owner.start)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _noting(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def start(started: Any, *arguments: Any, **named: Any) -> Any:
            if isinstance(started, int):  # QThread.start is also reached through its class with a priority alone
                return original(started, *arguments, **named)
            self._started.append(weakref.ref(started))  # a timer that dies with its owner is no leftover
            return original(started, *arguments, **named)

        return start

    def found(self) -> list[str]:
        """A line for each leftover; what is found is also ended, so that the next test is not blamed for it."""
        from PySide6.QtCore import QThread, QTimer
        from shiboken6 import isValid

        _delete_later_now()
        lines = []
        for thing in [reference() for reference in self._started]:
            if thing is None or not isValid(thing):
                continue
            if isinstance(thing, QTimer) and thing.isActive() and not thing.isSingleShot():
                lines.append(f"active {_name(thing)}, every {thing.interval()} ms")
                thing.stop()
            elif isinstance(thing, QThread) and thing.isRunning():
                lines.append(f"running {_name(thing)}")
                thing.quit()
                thing.wait(2000)
        self._started.clear()
        if any(id(widget) not in self._widgets for widget in _top_levels()):
            gc.collect()
            _delete_later_now()
        for widget in _top_levels():
            if id(widget) not in self._widgets:
                lines.append(f"top-level {_name(widget)}")
                widget.close()
                widget.deleteLater()
        _delete_later_now()
        return lines


def _name(thing: Any) -> str:
    name = thing.objectName()
    return f"{type(thing).__name__} {name!r}" if name else type(thing).__name__


def _top_levels() -> list[Any]:
    """Parentless widgets: those with a parent go with it. Qt's own popups (tooltips) are not a test's."""
    from PySide6.QtWidgets import QApplication

    if not QApplication.instance():
        return []
    own = ("QTipLabel", "QDesktopWidget")
    return [w for w in QApplication.topLevelWidgets() if w.parent() is None and w.metaObject().className() not in own]


def _delete_later_now() -> None:
    """Without a running event loop Qt keeps `deleteLater` for the next one."""
    from PySide6.QtCore import QCoreApplication, QEvent

    if QCoreApplication.instance():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()


class Modals:
    """What modal dialogs answer, in the order in which they are expected.

    `modals.expect("QFileDialog.getSaveFileName", (path, ""))`, or for an own dialog
    `modals.expect("SetupDialog.exec", lambda dialog: dialog.fill_in())`: a callable gets what the call got.

    Attributes:
        expected: the calls that are still to come, as "Class.method", with their answers.
        seen: what came, as (call, arguments).
    """

    STATIC = {
        "QMessageBox": ("information", "warning", "critical", "question", "about", "aboutQt"),
        "QFileDialog": ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"),
        "QInputDialog": ("getText", "getInt", "getDouble", "getItem", "getMultiLineText"),
        "QColorDialog": ("getColor",),
        "QFontDialog": ("getFont",),
    }

    def __init__(self) -> None:
        self.expected: list[tuple[str, Any]] = []
        self.seen: list[tuple[str, tuple[Any, ...]]] = []

    def expect(self, call: str, answer: Any) -> None:
        """One of the next dialogs is `call` ("Class.method"); it gets `answer`, or what `answer(…)` returns."""
        self.expected.append((call, answer))

    def _answer(self, names: list[str], arguments: tuple[Any, ...]) -> Any:
        for index, (call, answer) in enumerate(self.expected):
            if call in names:
                del self.expected[index]
                self.seen.append((call, arguments))
                return answer(*arguments) if callable(answer) else answer
        raise AssertionError(f"a modal dialog that the test did not expect: {names[0]}{arguments!r}")

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Stand between the program and its modal dialogs."""
        from PySide6 import QtWidgets

        def static(name: str) -> Any:
            return staticmethod(lambda *arguments, **named: self._answer([name], (*arguments, *named.values())))

        def run(dialog: Any) -> Any:
            return self._answer([f"{kind.__name__}.exec" for kind in type(dialog).__mro__], (dialog,))

        with ExitStack() as stack:
            for owner, methods in self.STATIC.items():
                for method in methods:
                    stack.enter_context(
                        mock.patch.object(getattr(QtWidgets, owner), method, static(f"{owner}.{method}"))
                    )
            stack.enter_context(mock.patch.object(QtWidgets.QDialog, "exec", run))
            stack.enter_context(mock.patch.object(QtWidgets.QMessageBox, "exec", run))
            yield

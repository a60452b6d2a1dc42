"""The base of every page: what the frame expects of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exercise_studio.desktop.actions import Act, ActionSet
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.widgets.layout import MARGIN


class Page(QWidget):
    """One place of the window. Subclass it, register the class in pages.py, build widgets in `__init__` after super().

    The page is made when it is first shown. It reads `self.desk.exercise` (the mirror) and acts through
    `self.desk.exercise.do(command, …)`; it never calls another page.

    Attributes:
        ACTIONS: its table of acts; `self.acts` is the ActionSet made from it.
        desk: workspace, exercise, tasks, settings, banners.
        body: the vertical layout of the page, with 16 pixels around.
    """

    ACTIONS: ClassVar[Sequence[Act]] = ()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("look", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.acts = ActionSet(self.ACTIONS, self, self.handlers(), self.homes())
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        """Act id to bound method; called once, before the subclass builds its widgets."""
        return {}

    def homes(self) -> Mapping[str, QWidget]:
        """Act id to the widget in which its Scope.WIDGET keys work; only for widgets that exist already.

        Usually easier: build the widget, then `widget.addAction(self.acts["id"])` and `self.removeAction(...)`.
        """
        return {}

    def open_exercise(self) -> None:
        """Another exercise is on screen (`self.desk.exercise`, or None): show it from the beginning."""

    def refresh(self, changes: object) -> None:
        """A ChangeSet: entries were appended, here or elsewhere; the mirror already holds them."""

    def arrived(self) -> None:
        """The page comes into view."""

    def left(self) -> None:
        """Another page is shown now."""

    def has_unsaved_text(self) -> str:
        """What would be lost on closing, in words ("one log line"), or an empty text."""
        return ""

    def may_close(self) -> bool:
        """Asked when the program is to end; False keeps it open. A live run asks here whether to interrupt."""
        return True

    def gallery_states(self) -> Iterable[tuple[str, Callable[[], object]]]:
        """Further states to be painted: (name, function that brings the page into it)."""
        return ()

    @classmethod
    def gallery_dialogs(cls) -> Iterable[tuple[str, Callable[[Desk], QWidget]]]:
        """Dialogs of this page to be painted: (name, function that makes one)."""
        return ()

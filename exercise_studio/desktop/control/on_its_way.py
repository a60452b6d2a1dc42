"""What was typed and is being written: it goes back to where it was typed when it could not be kept."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from exercise_studio.desktop.control.writing import Writing


class OnItsWay(QObject):
    """One entry between the hand and the disk. A slow disk may have several on their way, and each knows its own words."""

    def __init__(self, page: "Writing", back: Callable[[], object] | None) -> None:
        super().__init__(page)  # type: ignore[arg-type]  # the mixin's page is a widget
        self._page, self._back = page, back

    def kept(self, outcome: Any) -> None:
        """It is on the disk."""
        self.deleteLater()
        self._page._kept(outcome)

    def failed(self, error: Exception) -> None:
        """It is not."""
        self.deleteLater()
        if self._back is not None:
            self._back()
        self._page._not_kept(error)

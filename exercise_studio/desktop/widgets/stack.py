"""Pages one behind the other, of which the largest does not decide how much room all need."""

from PySide6.QtWidgets import QStackedWidget


class Stack(QStackedWidget):
    """Does not pass on that a page of it flows: Qt would take the height that such a page prefers for the least it needs."""

    def hasHeightForWidth(self) -> bool:
        return False

"""Whether Qt starts on this machine: `doctor` runs this in a process of its own, because a missing library ends the process."""

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication


def main() -> int:
    """Start Qt, print its version, stop."""
    application = QApplication([])
    print(qVersion())
    application.processEvents()
    return 0

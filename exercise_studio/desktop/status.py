"""The status line: what is saved, where, how much room there is, on which device."""

from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QStorageInfo, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.elided import Elided
from exercise_studio.desktop.widgets.layout import BETWEEN, MARGIN, label
from exercise_studio.language import N_

MEGABYTE: Final = 1024 * 1024
GIGABYTE: Final = 1024 * MEGABYTE
LITTLE: Final = 300 * MEGABYTE
"""Below this the disk is called almost full: a whole exercise with its backups fits into it."""


class StatusLine(QFrame):
    """Looks at the disk every minute while it is shown."""

    def __init__(self, desk: Desk, messages: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("look", "footer")
        self.saved = label(look="caption")
        self.place = Elided("caption")
        self.disk = label(look="caption")
        self.device = label(look="caption")
        line = QHBoxLayout(self)
        line.setContentsMargins(BETWEEN, 2, BETWEEN, 2)
        line.setSpacing(MARGIN)
        line.addWidget(self.saved)
        line.addWidget(self.place, 1)
        for widget in (self.disk, self.device, messages):
            line.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setInterval(60_000)
        self._timer.timeout.connect(self.look_at_disk)
        desk.workspace_changed.connect(self.show_workspace)

    def show_saved(self, at: int) -> None:
        """Something was committed at that time, UTC ms."""
        moment = datetime.fromtimestamp(at / 1000).astimezone().strftime("%H:%M:%S")
        tr(self.saved.setText, N_("✓ Saved at {time}"), time=moment)

    def show_workspace(self) -> None:
        """Another workspace is open, or none."""
        workspace: Any = self._desk.workspace
        path = getattr(workspace, "path", None)
        self.place.set_full(path.name if path is not None else str(getattr(workspace, "target", "")))
        self.place.setToolTip(str(path or getattr(workspace, "target", "")))
        if getattr(workspace, "read_only", False):
            tr(self.saved.setText, N_("Open for reading only"))
        else:
            tr(self.saved.setText, "")
        device = getattr(workspace, "device", "")
        tr(self.device.setText, N_("Device {code}") if device else "", code=device[-6:].upper())
        self.look_at_disk()

    def look_at_disk(self) -> None:
        """Say how much room the workspace's disk has, and warn while there is still time to make some."""
        path = getattr(self._desk.workspace, "path", None)
        free = QStorageInfo(str(path.parent)).bytesAvailable() if path is not None else -1
        if free < 0:
            tr(self.disk.setText, "")
            return
        size = N_("{size} GB free on the disk") if free >= GIGABYTE else N_("{size} MB free on the disk")
        tr(self.disk.setText, size, size=f"{free / GIGABYTE:.1f}" if free >= GIGABYTE else str(free // MEGABYTE))
        if free >= LITTLE:
            self._desk.resolved.emit("disk")
            return
        self._desk.tell(
            N_("The disk is almost full. What was logged is safe; make room before you go on."),
            kind="danger",
            key="disk",
        )

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self._timer.stop()

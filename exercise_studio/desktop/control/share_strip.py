"""The strip in which one says what was shared: with whom, by what means, how far it may go, what it is about."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from exercise_studio.desktop import texts
from exercise_studio.desktop.control.logline import TeamName
from exercise_studio.desktop.control.strips import Strip, choice_box, fields_grid
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.weak import WeakCall
from exercise_studio.desktop.widgets.layout import GRID, INSIDE, button, column, label, row
from exercise_studio.desktop.widgets.log_line import LogLine
from exercise_studio.journeys.logging_acts import Response, Sharing
from exercise_studio.language import N_, _

MEANS: Final = (
    N_("phone"), N_("mail"), N_("meeting"), N_("chat"), N_("form"), N_("web conference"), N_("fax"), N_("press release"),
)  # fmt: skip
LABELS: Final = ("RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR")
SYSTEMS: Final = ("none", "it", "ot", "iot")
MOST: Final = 200
"""So many receivers are offered; all others are found by typing."""


class ShareStrip(Strip):
    """What was shared. Nothing but a receiver is compulsory.

    Signals:
        told: (Response or None, Sharing): the response that it belongs to, and what was shared.
        left: closed without anything; the line that began it, or None where an entry was being corrected.
    """

    told = Signal(object, object)
    left = Signal(object)

    def __init__(
        self, find: Callable[[str], str], fitting: Callable[[str], tuple[str, ...]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._find, self._fitting = WeakCall(find), WeakCall(fitting)
        self._response: Response | None = None
        self._begun: Sharing | None = None
        self._names: dict[str, str] = {}
        self._offered: list[str] = []
        self.line: LogLine | None = None
        self.receiver, self.means, self.about = choice_box(), choice_box(), choice_box()
        self.tlp, self.system, self.content = QComboBox(), QComboBox(), QLineEdit()
        self.tlp.addItem("", None)
        for one in LABELS:
            self.tlp.addItem(f"TLP:{one}", one)
        for system in SYSTEMS:
            self.system.addItem(system.upper().replace("IOT", "IoT"), system)
        self.heading = label(N_("Shared with"), "strong")
        self.fault = label(look="error")
        self.fault.hide()
        grid = fields_grid((
            (N_("Receiver"), self.receiver), (N_("Content"), self.content), (N_("Means"), self.means),
            (N_("About"), self.about), (N_("TLP"), self.tlp), (N_("System"), self.system),
        ))  # fmt: skip
        commit = button(N_("Log it as shared"), self.commit, "primary")
        drop = button(N_("Leave it"), self.leave, "quiet")
        head = row(self.heading, self.fault, 1, drop, commit)
        self.setLayout(column(head, grid, spacing=GRID, margin=INSIDE))
        for box in (self.receiver, self.means, self.about):
            box.lineEdit().returnPressed.connect(self.commit)
            box.editTextChanged.connect(self.changed)
            box.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        self.content.textChanged.connect(self.changed)
        self.tlp.currentIndexChanged.connect(self.changed)
        self.system.currentIndexChanged.connect(self.changed)
        texts.on_language(self._retranslate)
        self._retranslate()

    def set_receivers(self, receivers: Sequence[TeamName], topics: Sequence[str]) -> None:
        """Who may be told something, and what it may be about."""
        self._names = {one.address: one.names[0] for one in receivers}
        self._offered = [one.names[0] for one in receivers[:MOST]]
        _offer(self.receiver, self._offered)
        _offer(self.about, topics)

    def begin(self, shared: Sharing, response: Response | None, line: LogLine | None) -> None:
        """Ask for what a line left open, or show what is corrected."""
        self._begun, self._response, self.line = shared, response, line
        tr(self.heading.setText, N_("Correcting what was shared") if shared.corrects else N_("Shared with"))
        self.fault.hide()
        open_names = [one for one in shared.receivers if one not in self._names]
        fitting = self._fitting.get()
        # Whom a name may mean stands first: two ministries are both "ministry".
        first = [self._names[one] for name in open_names for one in (fitting(name) if fitting else ())]
        _offer(self.receiver, list(dict.fromkeys([*first, *self._offered])))
        self.receiver.setEditText("、".join(self._names.get(one, one) for one in shared.receivers))
        self.content.setText(shared.content)
        self.means.setEditText(shared.means)
        self.about.setEditText(shared.about)
        self.tlp.setCurrentIndex(max(0, self.tlp.findData(shared.tlp)))
        self.system.setCurrentIndex(max(0, self.system.findData(shared.system)))
        self.content.setCursorPosition(0)
        self.receiver.lineEdit().setCursorPosition(0)
        self.show()
        if first or not shared.receivers:
            self.receiver.setFocus()
            self.receiver.lineEdit().selectAll()
        else:
            (self.means if shared.content else self.content).setFocus()

    @property
    def asking(self) -> bool:
        """Whether something waits to be told."""
        return self._begun is not None

    def told_so_far(self) -> tuple[Response | None, Sharing] | None:
        """What the fields say."""
        if self._begun is None:
            return None
        names = [name.strip() for name in self.receiver.currentText().replace(",", "、").split("、") if name.strip()]
        return self._response, self._begun._replace(
            receivers=tuple(dict.fromkeys(self._address(name) for name in names)), content=self.content.text().strip(),
            means=self.means.currentText().strip(), about=self.about.currentText().strip(),
            tlp=self.tlp.currentData(), system=self.system.currentData(),
        )  # fmt: skip

    def _address(self, name: str) -> str:
        exact = next((address for address, known in self._names.items() if known == name), "")
        find = self._find.get()
        return exact or (find(name) if find else "") or name

    def commit(self) -> None:
        told = self.told_so_far()
        if told is None:
            return
        if not told[1].receivers:
            tr(self.fault.setText, N_("Say with whom it was shared."))
            self.fault.show()
            self.receiver.setFocus()
            return
        self._begun, self._response, self.line = None, None, None
        self.hide()
        self.told.emit(*told)

    def drop(self) -> None:
        """Close it, and keep quiet about it: another exercise is on screen."""
        self._begun, self._response, self.line = None, None, None
        self.hide()

    def leave(self) -> None:
        line, self._begun, self._response, self.line = self.line, None, None, None
        super().leave()
        self.left.emit(line)

    def _retranslate(self) -> None:
        said = self.means.currentText()
        self.means.blockSignals(True)
        self.means.clear()
        self.means.addItems([_(one) for one in MEANS])
        self.means.setEditText(said)
        self.means.blockSignals(False)
        self.tlp.setItemText(0, _("as the exercise"))
        self.system.setItemText(0, _("no system"))


def _offer(box: QComboBox, offered: Sequence[str]) -> None:
    """What a field offers; what stands in it stays."""
    said = box.currentText()
    box.blockSignals(True)
    box.clear()
    box.addItems(list(offered))
    box.setEditText(said)
    box.blockSignals(False)

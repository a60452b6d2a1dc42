"""Fields for sentences: they grow with the text, keep conversions, and notice words that seem to name a person."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPlainTextEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.texts import Source, tr
from exercise_studio.desktop.weak import WeakCall
from exercise_studio.desktop.widgets.layout import GRID, INSIDE, label
from exercise_studio.evaluation.persons import Mention, mentions, with_role
from exercise_studio.language import N_

Roles = Callable[[], Sequence[str]]


class Prose(QPlainTextEdit):
    """Plain text of a few lines; Tab goes on to the next field."""

    def __init__(self, least: int = 2, most: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self._preedit = ""
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    @property
    def composing(self) -> bool:
        """Whether a conversion is under way."""
        return bool(self._preedit)

    def value(self) -> str:
        """The text, with what was being converted."""
        if self._preedit:
            QGuiApplication.inputMethod().commit()
        if self._preedit:
            event = QInputMethodEvent()
            event.setCommitString(self._preedit)
            self.inputMethodEvent(event)
        return self.toPlainText().strip()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            # Lines are broken anew, and Qt says so too late for the layout.
            self.updateGeometry()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    def sizeHint(self) -> QSize:
        wanted = round(self.document().size().height()) if self.width() > 60 else self._least
        lines = max(self._least, min(self._most, wanted))
        height = lines * self.fontMetrics().lineSpacing() + round(self.document().documentMargin() * 2)
        return QSize(theme.scaled(200), height + theme.scaled(12))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(120), self.sizeHint().height())


class ProseField(QWidget):
    """A heading, a text, and a warning where it seems to name a person.

    Attributes:
        edit: the text.
    Signals:
        changed: somebody typed; not emitted by `show_text`.
    """

    changed = Signal()

    def __init__(
        self,
        title: Source,
        hint: Source = "",
        *,
        roles: Roles | None = None,
        least: int = 2,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._roles = WeakCall(roles) if roles is not None else None
        self._quiet = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID)
        self.heading = label(title, "strong")
        outer.addWidget(self.heading)
        self.edit = Prose(least)
        texts.name(self.edit, title)
        if hint:
            tr(self.edit.setPlaceholderText, hint)
        outer.addWidget(self.edit)
        self.warning = PersonWarning(self)
        self.warning.role_chosen.connect(self._replace)
        outer.addWidget(self.warning)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(250)
        self._look.timeout.connect(self._lint)
        self.edit.textChanged.connect(self._typed)

    def show_text(self, text: str) -> None:
        """Show a text; nothing happens where it is shown already."""
        if text == self.edit.toPlainText():
            return
        self._quiet = True
        self.edit.setPlainText(text)
        self._quiet = False
        self._lint()

    def value(self) -> str:
        """The text as it would be kept."""
        return self.edit.value()

    def set_title(self, title: Source) -> None:
        """Call the field otherwise."""
        tr(self.heading.setText, title)
        texts.name(self.edit, title)

    def _typed(self) -> None:
        self._look.start()
        if not self._quiet:
            self.changed.emit()

    def _lint(self) -> None:
        self._look.stop()
        found = mentions(self.edit.toPlainText())
        roles = self._roles.get() if self._roles is not None else None
        self.warning.warn_of(found[0] if found else None, roles() if roles is not None and found else ())

    def _replace(self, chosen: tuple[Mention, str]) -> None:
        mention, role = chosen
        text = self.edit.toPlainText()
        if text[mention.start : mention.end] == mention.words:
            # Through the cursor and not setPlainText, so that Ctrl+Z brings the words back.
            cursor = self.edit.textCursor()
            cursor.select(cursor.SelectionType.Document)
            cursor.insertText(with_role(text, mention, role))
            self._lint()

    def hideEvent(self, event: Any) -> None:
        self._look.stop()
        super().hideEvent(event)


class PersonWarning(QWidget):
    """Says that words seem to name a person, and offers roles to put in their place. It never stops anybody.

    Signals:
        role_chosen: (Mention, role).
    """

    role_chosen = Signal(object)
    MOST = 14

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mention: Mention | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(INSIDE)
        self.text = label(look="error", wrap=True)
        self.use = QToolButton()
        self.use.setProperty("look", "chip")
        self.use.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.use.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tr(self.use.setText, N_("Use a role…"))
        self.menu = QMenu(self.use)
        self.use.setMenu(self.menu)
        line.addWidget(self.text, 1)
        line.addWidget(self.use)
        self.hide()

    def warn_of(self, mention: Mention | None, roles: Sequence[str]) -> None:
        """Warn of a mention, or be silent."""
        self._mention = mention
        self.setVisible(mention is not None)
        if mention is None:
            return
        tr(self.text.setText, N_("⚠ “{words}” seems to name a person. Speak of a role."), words=mention.words)
        self.menu.clear()
        for role in roles[: self.MOST]:
            action = self.menu.addAction(role.replace("&", "&&"))
            action.setData(role)
            action.triggered.connect(self._chosen)
        self.use.setVisible(bool(roles))

    def _chosen(self) -> None:
        if self._mention is not None:
            self.role_chosen.emit((self._mention, self.sender().data()))


def fill_combo(combo: Any, options: dict[str, str], chosen: str = "") -> None:
    """Options by id with message ids as their texts, which follow the language."""
    combo.clear()
    for number, (one, title) in enumerate(options.items()):
        combo.addItem("", one)
        tr(partial(combo.setItemText, number), title)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))

"""The command palette: everything that can be done here by its name in Japanese, English or romaji, with its key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QColor, QInputMethodEvent, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from exercise_studio.desktop import romaji, texts, theme
from exercise_studio.desktop.actions import ActionSet
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import MARGIN, Card, label
from exercise_studio.desktop.widgets.search import folded
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.domain.text import Text
from exercise_studio.language import LANGUAGES, N_, _, translate

if TYPE_CHECKING:
    from exercise_studio.desktop.desk import Desk
    from exercise_studio.store.workspace import Workspace

WIDTH, HEIGHT = 620, 420
MOST_EXERCISES: Final = 200


@dataclass(frozen=True)
class Command:
    """One line.

    Attributes:
        title: what it does now, in the language in use.
        names: what it may be called by: both languages and the reading.
        group: where it belongs: the page, the program, an exercise.
        key: its keys as the platform writes them, "" for none.
        action, exercise: what is run: an act, or an exercise that is opened.
    """

    title: str
    names: tuple[str, ...]
    group: str
    key: str = ""
    action: QAction | None = None
    exercise: str = ""

    @property
    def enabled(self) -> bool:
        """Whether it can be done now."""
        return self.action is None or self.action.isEnabled()


def commands_of(acts: ActionSet, group: str) -> list[Command]:
    """The acts of a table, in its order; one that the keyboard alone reaches twice stands once."""
    found: list[Command] = []
    seen: set[str] = set()
    for act in acts.table:
        if act.native or act.text in seen:
            continue
        seen.add(act.text)
        action = acts[act.id]
        names = (*(translate(lang, act.text) for lang in LANGUAGES), action.iconText())
        keys = " / ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
        found.append(Command(action.iconText(), _called(names), group, keys, action))
    return found


def _called(names: Iterable[str]) -> tuple[str, ...]:
    known = [folded(name) for name in names]
    return tuple(dict.fromkeys([*known, *(folded(romaji.kana(name)) for name in names)]))


def rank(command: Command, query: str) -> int | None:
    """How well a command answers: 0 begins with it, 1 has it, 2 has each of its words, 3 sounds like it; None not at all."""
    asked = folded(query).strip()
    if not asked:
        return 0
    if any(name.startswith(asked) for name in command.names):
        return 0
    if any(asked in name for name in command.names):
        return 1
    words = asked.split()
    if all(any(word in name for name in command.names) for word in words):
        return 2
    sound = romaji.plain(asked)
    if sound and any(sound in romaji.romaji(name) for name in command.names):
        return 3
    return None


def found(commands: Sequence[Command], query: str) -> list[Command]:
    """The commands that answer, the best first; what cannot be done now comes last."""
    ranked = [(place, command) for command in commands if (place := rank(command, query)) is not None]
    ranked.sort(key=lambda pair: (not pair[1].enabled, pair[0]))
    return [command for _place, command in ranked]


class _Line(QLineEdit):
    """Return belongs to the input method while something is being converted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)


class Palette(QWidget):
    """Lies over the window until something is chosen, Esc, or a click beside it. The focus goes back to where it was."""

    def __init__(self, groups: Sequence[tuple[str, ActionSet]], desk: "Desk", parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        texts.name(self, N_("Command palette"))
        self.desk = desk
        self._back = QApplication.focusWidget()
        self.commands = [command for group, acts in groups for command in commands_of(acts, group)]
        self.line = _Line()
        self.line.setClearButtonEnabled(True)
        texts.name(self.line, N_("What do you want to do?"))
        tr(self.line.setPlaceholderText, N_("What do you want to do? Japanese, English or romaji"))
        columns = (
            Column(N_("What"), _title, ink=_ink, width=0),
            Column(N_("Where"), _group, ink=_muted, width=150),
            Column(N_("Key"), _key, ink=_muted, width=150),
        )
        self.model = RowsModel(columns, (), self)
        self.table = Table(self.model, name=N_("What can be done"))
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = label(N_("Nothing is called that. Try another word."), "muted")
        self.card = Card()
        self.card.body.addWidget(self.line)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.nothing)
        self.card.body.addWidget(label(N_("Enter runs it, Esc goes back."), "caption"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, MARGIN * 3, MARGIN, MARGIN)
        outer.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        outer.addStretch(1)
        self.line.textChanged.connect(self.search)
        self.table.clicked.connect(self.run)
        self.line.installEventFilter(self)
        parent.installEventFilter(self)
        self._fit()
        self.search()
        if desk.workspace is not None:
            desk.tasks.run(_exercises, desk.workspace, then=self._take_exercises, latest="palette")

    def show_and_type(self) -> None:
        """Open it with the cursor in the line."""
        self.show()
        self.raise_()
        self.line.setFocus()

    def search(self, _typed: str = "") -> None:
        """Show what answers; the first one is chosen."""
        rows = found(self.commands, self.line.text())
        self.model.set_rows(rows)
        self.nothing.setVisible(not rows)
        self.table.setVisible(bool(rows))
        if rows:
            self.table.select_row(0)

    def run(self, _index: Any = None) -> None:
        """Do what is chosen, once the palette is gone and the focus is back where it was."""
        command = self.table.current_row
        if not isinstance(command, Command) or not command.enabled:
            return
        self.close()
        if command.action is not None:
            QTimer.singleShot(0, command.action, command.action.trigger)
        else:
            self.desk.open_exercise(command.exercise, page="plan")

    def _take_exercises(self, rows: list[tuple[str, Text]]) -> None:
        current = self.desk.exercise.id if self.desk.exercise is not None else ""
        for one, title in rows:
            if one != current:
                shown = _("Open “{title}”", title=texts.authored(title))
                self.commands.append(Command(shown, _called((shown, title.ja, title.en)), _("Exercise"), exercise=one))
        self.search()

    def _step(self, by: int) -> None:
        count = len(self.model.rows)
        if count:
            self.table.select_row(min(max(self.table.currentIndex().row() + by, 0), count - 1))

    def _fit(self) -> None:
        parent = self.parentWidget()
        self.setGeometry(parent.rect())
        self.card.setFixedSize(
            min(theme.scaled(WIDTH), parent.width() - 2 * MARGIN),
            min(theme.scaled(HEIGHT), parent.height() - 5 * MARGIN),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self._fit()
        if watched is self.line and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                # Pages have an Esc of their own; here it closes the palette.
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._typed(event)
        return super().eventFilter(watched, event)

    def _typed(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.line.composing:
            self.run()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            pass  # there is nowhere else to go while it lies over the window
        else:
            return False
        return True

    def closeEvent(self, event: Any) -> None:
        super().closeEvent(event)
        try:
            if self._back is not None and self._back.isVisible():
                self._back.setFocus()
        except RuntimeError:
            pass  # the widget that had the focus is gone

    def mousePressEvent(self, event: Any) -> None:
        self.close()

    def paintEvent(self, event: Any) -> None:
        veil = QColor(theme.color("ground.surface"))
        veil.setAlpha(200)
        QPainter(self).fillRect(self.rect(), veil)


def _title(command: Command) -> str:
    return command.title


def _group(command: Command) -> str:
    return command.group


def _key(command: Command) -> str:
    return command.key


def _ink(command: Command) -> str | None:
    return None if command.enabled else "ink.disabled"


def _muted(_command: Command) -> str:
    return "ink.muted"


def _exercises(workspace: "Workspace") -> list[tuple[str, Text]]:
    """On the database thread."""
    rows = workspace.exercises()[:MOST_EXERCISES]
    return [(row.id, row.title) for row in rows]

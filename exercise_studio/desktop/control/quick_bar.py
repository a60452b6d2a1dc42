"""One click into the log: a chip for each team begins a line stamped now, and a phrase is an entry by itself."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from exercise_studio import language
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.control.strips import Strip
from exercise_studio.desktop.control.teams import CODES, code_of
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import GRID, INSIDE, button, label, row
from exercise_studio.domain.exercise import Plan
from exercise_studio.language import N_, _

MOST: Final = 8
"""Chips at most: more could not be told apart at a glance."""
LISTED: Final = 60
"""Teams that the menu lists; with more of them one types @ and a few letters."""
PHRASES: Final = (N_("Approved"), N_("Rejected"), N_("Checking"), N_("Not arrived yet"), N_("Completed"))
"""What is written by one click unless the exercise has phrases of its own."""
PATTERNS: Final = (
    Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.HorPattern, Qt.BrushStyle.Dense5Pattern,
    Qt.BrushStyle.VerPattern, Qt.BrushStyle.FDiagPattern, Qt.BrushStyle.CrossPattern, Qt.BrushStyle.DiagCrossPattern,
)  # fmt: skip
"""One a team, so that nobody needs the colour to tell them apart."""


class TeamChip(QAbstractButton):
    """A team's pattern, colour and code.

    Attributes:
        team: its address.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.team = ""
        self._colour = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_team(self, team: str, name: str) -> None:
        """Stand for another team."""
        kinds = list(CODES)
        kind = team.rpartition("/")[2]
        self.team, self._colour = team, kinds.index(kind) if kind in kinds else 0
        self.setText(code_of(team, language.current()))  # type: ignore[arg-type]
        self.setToolTip(_("{team}: begin a line with the time of now", team=name))
        self.setAccessibleName(_("{team}: begin a line with the time of now", team=name))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + theme.scaled(22), metrics.height() + theme.scaled(8))

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        teams = theme.current().team
        pair = teams[self._colour % len(teams)]
        room = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        fill, on = QColor(pair.fill), QColor(pair.on)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill.lighter(112) if self.underMouse() or self.isDown() else fill)
        painter.drawRoundedRect(room, 4, 4)
        band = QRectF(room.left() + 3, room.top() + 3, theme.scaled(8), room.height() - 6)
        painter.setBrush(QBrush(on, PATTERNS[self._colour % len(PATTERNS)]))
        painter.drawRect(band)
        painter.setPen(on)
        painter.setFont(self.font())
        painter.drawText(room.adjusted(theme.scaled(13), 0, -3, 0), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.isChecked() or self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent.fill" if self.hasFocus() else "ink.text"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)


class QuickBar(QWidget):
    """Team chips and phrases, as many as there is room for; the others are in two menus.

    Signals:
        team_chosen: address of a team: a line about it begins now.
        phrase_chosen: an entry to be written at once.
        edit_wanted: other phrases are wanted.
    """

    team_chosen = Signal(str)
    phrase_chosen = Signal(str)
    edit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._plan: Plan | None = None
        self._team = ""
        self._named: tuple[tuple[str, str], ...] = ()
        self.chips = [TeamChip(self) for _number in range(MOST)]
        for chip in self.chips:
            chip.clicked.connect(self._chip_clicked)
        self.more = self._menu_button(N_("More teams"))
        self.more.setText("…")
        self.more.menu().triggered.connect(self._menu_chosen)
        self.buttons: list[QToolButton] = []
        self.phrases = self._menu_button(N_("Phrases"))
        tr(self.phrases.setText, N_("Phrases"))
        self.phrases.menu().triggered.connect(self._phrase_taken)
        texts.on_language(self._retranslate)

    def _menu_button(self, name: str) -> QToolButton:
        found = QToolButton(self)
        found.setProperty("look", "chip")
        found.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        found.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        found.setMenu(QMenu(found))
        texts.name(found, name)
        tr(found.setToolTip, name)
        return found

    def set_plan(self, plan: Plan | None, teams: Sequence[tuple[str, str]]) -> None:
        """Teams by address and name, and the exercise's phrases."""
        self._plan, self._named = plan, tuple(teams)
        self._retranslate()

    def set_team(self, team: str) -> None:
        """The team that lines are about; its organisation's chips are shown."""
        self._team = team
        house = team.partition("/")[0]
        own = [one for one in self._named if one[0].partition("/")[0] == house][:MOST]
        for chip, known in zip(self.chips, own, strict=False):
            chip.show_team(*known)
            chip.setChecked(known[0] == team)
        for chip in self.chips[len(own) :]:
            chip.team = ""
        self._arrange()

    def shown_phrases(self) -> tuple[str, ...]:
        """What one click writes."""
        own = self._plan.settings.phrases if self._plan else ()
        return own or tuple(_(phrase) for phrase in PHRASES)

    def _retranslate(self) -> None:
        for old in self.buttons:
            old.hide()
            old.deleteLater()
        self.buttons = []
        menu = self.phrases.menu()
        menu.clear()
        for phrase in self.shown_phrases():
            made = QToolButton(self)
            made.setProperty("look", "chip")
            made.setProperty("phrase", phrase)
            made.setText(phrase)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            made.setToolTip(_("Log “{phrase}” for the team of the line, now", phrase=phrase))
            made.setAccessibleName(made.toolTip())
            made.clicked.connect(self._phrase_clicked)
            self.buttons.append(made)
            menu.addAction(phrase).setData(phrase)
        menu.addSeparator()
        menu.addAction(_("Other phrases…")).setData(None)
        listed = self.more.menu()
        listed.clear()
        for address, name in self._named[:LISTED]:
            listed.addAction(f"{code_of(address, language.current())}  {name}").setData(address)  # type: ignore[arg-type]
        if len(self._named) > LISTED:
            listed.addAction(_("For the others type @ and the beginning of a name.")).setEnabled(False)
        self.set_team(self._team)

    def _arrange(self) -> None:
        """Chips first, then phrases where all of them fit, else their menu."""
        menu_room = self.phrases.sizeHint().width() + GRID
        chips = [chip for chip in self.chips if chip.team]
        more = self.more.sizeHint().width() + GRID if len(self._named) > len(chips) else 0
        room, x = self.width() - menu_room, 0
        height = max(self.sizeHint().height(), self.height())
        widths = [chip.sizeHint().width() + GRID for chip in chips]
        if sum(widths) + more > room:
            more = self.more.sizeHint().width() + GRID
        for chip in self.chips:
            hint = chip.sizeHint()
            fits = bool(chip.team) and x + hint.width() + GRID + more <= room
            chip.setVisible(fits)
            if fits:
                chip.setGeometry(x, (height - hint.height()) // 2, hint.width(), hint.height())
                x += hint.width() + GRID
        self.more.setVisible(bool(more))
        if more:
            x = self._place(self.more, x, height)
        x += INSIDE
        needed = sum(one.sizeHint().width() + GRID for one in self.buttons) + self.phrases.sizeHint().width()
        all_fit = x + needed <= self.width()
        for one in self.buttons:
            one.setVisible(all_fit)
            if all_fit:
                x = self._place(one, x, height)
        self._place(self.phrases, x, height)

    def _place(self, widget: QWidget, x: int, height: int) -> int:
        hint = widget.sizeHint()
        widget.setGeometry(x, (height - hint.height()) // 2, hint.width(), hint.height())
        return x + hint.width() + GRID

    def _chip_clicked(self) -> None:
        self.team_chosen.emit(self.sender().team)  # type: ignore[attr-defined]

    def _menu_chosen(self, action: Any) -> None:
        if action.data():
            self.team_chosen.emit(action.data())

    def _phrase_clicked(self) -> None:
        self.phrase_chosen.emit(self.sender().property("phrase"))

    def _phrase_taken(self, action: Any) -> None:
        if action.data() is None:
            self.edit_wanted.emit()
        else:
            self.phrase_chosen.emit(action.data())

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(300), max(self.phrases.sizeHint().height(), self.chips[0].sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(
            self.phrases.sizeHint().width() + self.more.sizeHint().width() + 2 * GRID, self.sizeHint().height()
        )

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._arrange()


class PhrasesStrip(Strip):
    """Asks for the phrases of the exercise.

    Signals:
        told: a tuple of phrases; an empty one means the usual ones.
    """

    told = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.phrases = QLineEdit()
        texts.name(self.phrases, N_("Phrases, with / between them"))
        tr(self.phrases.setPlaceholderText, N_("Phrases, with / between them"))
        self.phrases.returnPressed.connect(self.commit)
        line = row(
            label(N_("Phrases"), "strong"), self.phrases, button(N_("Use these phrases"), self.commit, "primary"),
            button(N_("Leave it"), self.leave, "quiet"), spacing=INSIDE, margin=GRID,
        )  # fmt: skip
        line.setStretch(1, 1)
        self.setLayout(line)

    def begin(self, phrases: Sequence[str]) -> None:
        """Ask, with those in use."""
        self.phrases.setText(" / ".join(phrases))
        self.show()
        self.phrases.setFocus()

    def commit(self) -> None:
        if self.isVisible():
            self.hide()
            said = self.phrases.text().replace("／", "/").split("/")
            self.told.emit(tuple(phrase.strip() for phrase in said if phrase.strip()))

"""The board of the hot wash: what to keep, what to improve, open questions; votes; and the way to a finding."""

from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.actions import ActionSet
from exercise_studio.desktop.debrief.card_list import CardList
from exercise_studio.desktop.debrief.words import COLUMNS
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.clock import ClockLabel, format_span
from exercise_studio.desktop.widgets.layout import BETWEEN, INSIDE, Card, button, label, row
from exercise_studio.desktop.widgets.log_line import LogLine, LogLineEdit
from exercise_studio.domain.payloads import Column
from exercise_studio.domain.times import MINUTE, SECOND
from exercise_studio.journeys import debriefing
from exercise_studio.journeys.session import wall_clock
from exercise_studio.language import N_

ORDER: Final[tuple[Column, ...]] = ("keep", "improve", "question")
HINTS: Final = {
    "keep": N_("What went well?"),
    "improve": N_("What should be better?"),
    "question": N_("What is still open?"),
}
KINDS: Final = frozenset(
    {"card_added", "card_moved", "card_voted", "finding_written", "question_parked", "question_resolved"}
)


class Board(QWidget):
    """Three columns.

    Signals:
        finding_wanted: a Card of which a finding should be made.
    """

    finding_wanted = Signal(object)

    def __init__(self, desk: Desk, acts: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.acts = desk, acts
        self._wanted = ""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, BETWEEN, 0, 0)
        outer.setSpacing(INSIDE)
        self.lists: dict[Column, CardList] = {}
        self.lines: dict[Column, LogLineEdit] = {}
        self.heads: dict[Column, Any] = {}
        self.pull = button(N_("Bring in {n} parked questions"), self.pull_parked, icon="import", n=0)
        self.timer = Timer()
        outer.addLayout(
            row(
                acts.button("vote"), acts.button("card.left"), acts.button("card.right"), acts.button("to_finding"),
                1, self.pull, self.timer,
            )
        )  # fmt: skip
        columns = QHBoxLayout()
        columns.setSpacing(BETWEEN)
        for column in ORDER:
            columns.addWidget(self._column(column), 1)
        outer.addLayout(columns, 1)
        self._enable()

    def _column(self, column: Column) -> QWidget:
        card = Card(look="panel")
        head = label(look="section")
        self.heads[column] = head
        card.body.addWidget(head)
        line = LogLineEdit(wall_clock)
        line.setProperty("column", column)
        texts.name(line, HINTS[column])
        tr(line.setPlaceholderText, HINTS[column])
        line.committed.connect(self._added)
        self.lines[column] = line
        card.body.addWidget(line)
        found = CardList(COLUMNS[column])
        found.entered_list.connect(self._entered)
        found.moved.connect(self._enable)
        found.voted.connect(self._voted)
        found.opened.connect(self.make_finding)
        for act in ("card.new", "card.previous", "card.next", "card.left", "card.right", "to_finding"):
            found.addAction(self.acts[act])
        self.lists[column] = found
        card.body.addWidget(found, 1)
        return card

    # showing

    def open_exercise(self) -> None:
        """Another exercise: begin anew."""
        for found in self.lists.values():
            found.leave()
        for line in self.lines.values():
            line.set_draft("")
        self.show_cards()

    def refresh(self, kinds: frozenset[str]) -> None:
        """Something was appended."""
        if kinds & KINDS:
            self.show_cards()

    def show_cards(self) -> None:
        """The cards as they are; the cursor stays on its card, in whatever column it is now."""
        exercise = self.desk.exercise
        cards = list(exercise.learning.cards.values()) if exercise is not None else []
        current = self.current
        keep, focus = (current.id if current else ""), any(found.hasFocus() for found in self.lists.values())
        if self._wanted and self._wanted in {card.id for card in cards}:
            keep, self._wanted = self._wanted, ""
        for column, found in self.lists.items():
            own = [card for card in cards if card.column == column]
            found.cards.show(own)
            tr(self.heads[column].setText, N_("{title}  {n}"), title=_Title(column), n=len(own))
        for found in self.lists.values():
            if keep and found.select(keep):
                if focus:
                    found.setFocus()
                for other in self.lists.values():
                    if other is not found:
                        other.leave()
        parked = exercise.state.parked if exercise is not None and exercise.state is not None else {}
        there = {entry for card in cards for entry in card.evidence}
        waiting = sum(entry not in there for entry in parked)
        self.pull.setVisible(waiting > 0)
        tr(self.pull.setText, N_("Bring in {n} parked questions"), n=waiting)
        self._enable()

    @property
    def current(self) -> Any:
        """The card the cursor is on, in whichever column."""
        return next((found.current for found in self.lists.values() if found.current is not None), None)

    def set_projected(self, on: bool) -> None:
        """Larger cards, for the wall."""
        for found in self.lists.values():
            found.set_points(theme.TITLE if on else theme.BODY)

    def _entered(self, found: CardList) -> None:
        for other in self.lists.values():
            if other is not found:
                other.leave()
        self._enable()

    def _enable(self) -> None:
        card = self.current
        for act in ("vote", "to_finding"):
            self.acts[act].setEnabled(card is not None)
        self.acts["card.left"].setEnabled(card is not None and card.column != ORDER[0])
        self.acts["card.right"].setEnabled(card is not None and card.column != ORDER[-1])

    # acts

    def _added(self, line: LogLine) -> None:
        column: Column = self.sender().property("column")
        if self.desk.exercise is not None:
            self.desk.exercise.do(debriefing.add_card, column, line.typed)

    def new_card(self) -> None:
        """To the line above the cards."""
        column: Column = self.current.column if self.current is not None else "improve"
        self.lines[column].setFocus()

    def vote(self) -> None:
        """One vote for the card."""
        if self.current is not None:
            self._voted((self.current.id, 1))

    def _voted(self, vote: tuple[str, int]) -> None:
        if self.desk.exercise is not None:
            self.desk.exercise.do(debriefing.vote, vote[0], vote[1])

    def go(self, step: int) -> None:
        """The cursor goes to the column beside."""
        card = self.current
        at = ORDER.index(card.column) if card is not None else 1
        beside = self.lists[ORDER[max(0, min(len(ORDER) - 1, at + step))]]
        beside.setFocus()

    def move(self, step: int) -> None:
        """The card goes to the column beside."""
        card = self.current
        if card is None or self.desk.exercise is None:
            return
        at = ORDER.index(card.column) + step
        if 0 <= at < len(ORDER):
            self._wanted = card.id
            self.desk.exercise.do(debriefing.move_card, card.id, ORDER[at])

    def make_finding(self) -> None:
        """A finding of the card."""
        if self.current is not None:
            self.finding_wanted.emit(self.current)

    def pull_parked(self) -> None:
        """Questions that were parked during the run become cards."""
        if self.desk.exercise is not None:
            self.desk.exercise.do(debriefing.pull_parked)

    def keep_lines(self) -> None:
        """Half-written lines become cards, so that closing loses none."""
        for line in self.lines.values():
            line.commit()

    def unsaved(self) -> bool:
        """Whether a line is half written."""
        return any(line.draft().strip() for line in self.lines.values())


class _Title:
    """The name of a column as a parameter, in the language in use."""

    def __init__(self, column: str) -> None:
        self._column = column

    def __call__(self) -> str:
        return texts.resolve(COLUMNS[self._column])


class Timer(QWidget):
    """A countdown for a round of the hot wash; when it is over it says so in words and beeps nobody."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(INSIDE)
        self._until: int | None = None
        self.clock = ClockLabel(None, theme.SECTION)
        self.minutes = QSpinBox()
        self.minutes.setRange(1, 60)
        self.minutes.setValue(10)
        self.minutes.lineEdit().setTextMargins(6, 0, 0, 0)
        tr(self.minutes.setSuffix, N_(" min"))
        texts.name(self.minutes, N_("Minutes of a round"))
        self.start = button(N_("Start the timer"), self.toggle, "quiet", icon="clock")
        self._tick = QTimer(self)
        self._tick.setInterval(250)
        self._tick.timeout.connect(self._show)
        self.over = label(N_("Time is up"), "error")
        self.over.hide()
        self.clock.hide()
        for part in (self.over, self.clock, self.minutes, self.start):
            line.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)

    def toggle(self) -> None:
        """Start or stop."""
        if self._until is None:
            self._until = wall_clock() + self.minutes.value() * MINUTE
            self._tick.start()
        else:
            self._until = None
            self._tick.stop()
        running = self._until is not None
        self.minutes.setVisible(not running)
        self.clock.setVisible(running)
        self.over.hide()
        tr(self.start.setText, N_("Stop the timer") if running else N_("Start the timer"))
        self._show()

    def _show(self) -> None:
        if self._until is None:
            return
        left = self._until - wall_clock()
        self.clock.set_text(format_span(max(0, left) + SECOND - 1, hours=False))
        if left <= 0:
            self._tick.stop()
            self.over.show()

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._until is not None:
            self._tick.start()

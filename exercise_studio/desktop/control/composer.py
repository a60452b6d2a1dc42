"""Where the log is written: the time of the first keystroke, the team, the line, and the strips above it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QToolButton, QWidget

from exercise_studio import language
from exercise_studio.conduct.describe import body_name
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.actions import ActionSet
from exercise_studio.desktop.control.logline import Completion, Parsed, Vocabulary, complete, line_of, parse
from exercise_studio.desktop.control.strips import CorrectingStrip, DecisionStrip, OpenBranch, WithdrawStrip
from exercise_studio.desktop.control.teams import code_of, team_of_item, vocabulary
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.weak import WeakCall
from exercise_studio.desktop.widgets.clock import ClockLabel
from exercise_studio.desktop.widgets.layout import GRID, button, column, label, row
from exercise_studio.desktop.widgets.log_line import LogLine, LogLineEdit
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import Entry
from exercise_studio.domain.payloads import ResponseLogged
from exercise_studio.domain.times import Instant
from exercise_studio.journeys.session import local_of
from exercise_studio.language import N_, _

NUDGE = 10_000


@dataclass(frozen=True, slots=True)
class Written:
    """A committed line.

    Attributes:
        team: address of the team it is about.
        corrects: the entry it takes the place of, or "".
        line: what was typed, to be put back if it cannot be kept.
    """

    parsed: Parsed
    team: str
    began_at: Instant
    corrects: str
    line: LogLine


class RoomLine(LogLineEdit):
    """The log line of the room: Esc closes its proposals before it means anything else."""

    def __init__(self, now: Callable[[], int], complete: Callable[[str, int], Completion | None]) -> None:
        super().__init__(now, complete)
        texts.name(self._popup, N_("Proposals"))

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._popup.isVisible()
        ):
            event.accept()
            return True
        return super().event(event)


class Composer(QFrame):
    """The line with its time chip and team.

    Attributes:
        team: the team that a line without a name is about; it stays until another one is named.
        decision, correcting, withdrawing: the strips.
    Signals:
        written: a Written (response or question).
        told: a DecisionTold.
        withdrawn: (entry, reason).
    """

    written = Signal(object)

    def __init__(self, acts: ActionSet, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = WeakCall(now)
        self._plan: Plan | None = None
        self._known = Vocabulary()
        self._tags: tuple[str, ...] = ()
        self._branches: tuple[OpenBranch, ...] = ()
        self._corrects = ""
        self.team = ""
        self.decision, self.correcting, self.withdrawing = DecisionStrip(), CorrectingStrip(), WithdrawStrip()
        self.decision.told.connect(self._focus_line)
        self.decision.left.connect(self._focus_line)
        self.correcting.left.connect(self._drop_correction)
        self.told, self.withdrawn = self.decision.told, self.withdrawing.withdrawn
        self.line = RoomLine(self._moment, self._complete)
        self.line.setObjectName("log_line")
        self.line.committed.connect(self._committed)
        self.line.stamped.connect(self._stamped)
        self.line.textChanged.connect(self._hint)
        texts.name(self.line, N_("Log line"), N_("Enter logs it. @team #tag ! significant * decision ? question"))
        tr(self.line.setPlaceholderText, N_("@team #tag ! * ?  item-id △  …what happened"))
        self._build(acts)
        texts.on_language(self._retranslate)

    def _build(self, acts: ActionSet) -> None:
        self.chip = ClockLabel(self._chip_text, theme.STRONG)
        self.frozen = label(look="caption")
        self.earlier = acts.button("nudge_back", "quiet")
        self.later = acts.button("nudge_on", "quiet")
        self.team_button = QToolButton()
        self.team_button.setProperty("look", "chip")
        self.team_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.team_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.team_menu = QMenu(self.team_button)
        self.team_menu.triggered.connect(self._team_chosen)
        self.team_button.setMenu(self.team_menu)
        self.hint = label(look="caption")
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        commit = button(N_("Log it"), self.line.commit, "primary")
        tools = row(self.chip, self.frozen, self.earlier, self.later, self.team_button, spacing=GRID)
        tools.addWidget(self.hint, 1)
        entry = row(self.line, commit, spacing=GRID)
        entry.setAlignment(commit, Qt.AlignmentFlag.AlignBottom)
        whole = column(self.withdrawing, self.correcting, self.decision, tools, entry, spacing=GRID)
        self.setLayout(whole)

    # what it knows

    def set_plan(self, plan: Plan | None, tags: Sequence[str] = ()) -> None:
        """Teams, items and tags of an exercise."""
        self._tags = tuple(tags)
        if plan is not self._plan:
            self._plan = plan
            teams = list(plan.teams) if plan else []
            if self.team not in teams:
                self.team = teams[0] if teams else ""
        self._retranslate()

    def set_branches(self, branches: Sequence[OpenBranch]) -> None:
        """The branches that decisions may still settle."""
        self._branches = tuple(branches)

    def set_team(self, team: str) -> None:
        """Lines are about this team from now on."""
        self.team = team
        self._show_team()

    def correct(self, entry: Entry) -> None:
        """Put a logged response into the line to reword it."""
        if self._plan is None or not isinstance(entry.payload, ResponseLogged):
            return
        said = entry.payload
        items = tuple((touch.item, touch.extent) for touch in said.items)
        parsed = Parsed("response", said.team, said.text, items, said.tags, said.significant, ())
        name = next(
            (n for t in self._known.teams if t.address == said.team for n in t.names if " " not in n), said.team
        )
        self._corrects = entry.id
        self.line.set_draft(line_of(parsed, name), entry.began_at or entry.at)
        self.correcting.begin(self._clock(entry.began_at or entry.at))
        self.line.setFocus()

    def withdraw(self, entry: Entry) -> None:
        """Ask why an entry is withdrawn."""
        self.withdrawing.begin(entry.id, self._clock(entry.began_at or entry.at))

    def put_back(self, line: LogLine) -> None:
        """The line could not be kept: it stands where it was typed, with its time."""
        if not self.line.draft():
            self.line.set_draft(line.typed, line.began_at)

    def escape(self) -> bool:
        """Close a strip, or leave the line; returns whether there was anything to leave."""
        for strip in (self.withdrawing, self.decision, self.correcting):
            if strip.isVisible():
                strip.leave()
                return True
        if self.line.hasFocus() and not self.line.draft():
            self.line.clearFocus()
            return True
        return False

    def nudge_back(self) -> None:
        """Ten seconds earlier."""
        self.line.nudge(-NUDGE)

    def nudge_on(self) -> None:
        """Ten seconds later, but not into the future."""
        began = self.line.began_at
        if began is not None:
            self.line.nudge(min(NUDGE, self._moment() - began))

    def stamp_now(self) -> None:
        """The time of the line is now."""
        self.line.stamp_now()

    # what is typed

    def _moment(self) -> int:
        now = self._now.get()
        return now() if now is not None else 0

    def _complete(self, text: str, cursor: int) -> Completion | None:
        return complete(text, cursor, self._known)

    def _committed(self, line: LogLine) -> None:
        parsed = parse(line.typed, self._known)
        if parsed.empty and not parsed.significant:
            self.put_back(line)
            return
        if parsed.team:
            self.set_team(parsed.team)
        team = parsed.team or self.team
        if parsed.items and not parsed.team and self._plan is not None:
            # An item without a team belongs to the team it was given to.
            team = team_of_item(self._plan, parsed.items[0][0], self.team) or team
        if parsed.sort == "decision":
            if self.decision.asking:
                self.decision.commit()
            self.decision.begin(parsed, team, line.began_at, self._role(team), self._branches)
            return
        corrects, self._corrects = self._corrects, ""
        self.correcting.hide()
        self.written.emit(Written(parsed, team, Instant(line.began_at), corrects, line))

    def _stamped(self, at: int | None) -> None:
        self.chip.set_ink("ink.muted" if at is None else "ink.text")
        tr(self.frozen.setText, N_("now") if at is None else N_("time fixed"))
        self.earlier.setEnabled(at is not None)
        self.later.setEnabled(at is not None)
        self.chip.tick()

    def _hint(self) -> None:
        """Names behind @ that nobody bears are said at once, not after the fact."""
        parsed = parse(self.line.toPlainText(), self._known)
        if parsed.unknown:
            tr(self.hint.setText, N_("There is no team {name}; it stays in the text."), name=parsed.unknown[0])
            return
        marks = [_("significant")] if parsed.significant else []
        marks += {"decision": [_("decision")], "question": [_("question for later")]}.get(parsed.sort, [])
        extents = {"done": _("done"), "partly": _("partly done"), "missed": _("not done")}
        marks += [f"{item} {extents[extent]}" for item, extent in parsed.items]
        if parsed.team:
            marks.insert(0, self._name(parsed.team))
        self.hint.setText(" · ".join(marks))

    # texts

    def _chip_text(self) -> str:
        return self._clock(self.line.began_at if self.line.began_at is not None else self._moment())

    def _clock(self, at: int) -> str:
        return local_of(at, self._plan.time_zone).strftime("%H:%M:%S") if self._plan and at else "--:--:--"

    def _name(self, team: str) -> str:
        return body_name(self._plan, team, language.current()) if self._plan and team else ""  # type: ignore[arg-type]

    def _role(self, team: str) -> str:
        known = self._plan.teams.get(team) if self._plan else None
        return known[1].title.get(language.current()) if known else ""  # type: ignore[arg-type]

    def _retranslate(self) -> None:
        lang = language.current()
        self._known = vocabulary(self._plan, lang, self._tags) if self._plan else Vocabulary()  # type: ignore[arg-type]
        self.team_menu.clear()
        for team in self._known.teams:
            action = self.team_menu.addAction(f"{code_of(team.address, lang)}  {team.names[0]}")  # type: ignore[arg-type]
            action.setData(team.address)
        self._show_team()
        self._stamped(self.line.began_at)

    def _show_team(self) -> None:
        metrics = self.team_button.fontMetrics()
        name = f"@{self._name(self.team)}" if self.team else _("No team")
        self.team_button.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, theme.scaled(150)))
        self.team_button.setAccessibleName(_("Team of the line: {name}", name=self._name(self.team)))
        self.team_button.setToolTip(_("Lines without @ are about this team"))

    def _team_chosen(self, action: object) -> None:
        self.set_team(action.data())  # type: ignore[attr-defined]
        self.line.setFocus()

    def _focus_line(self, *_told: object) -> None:
        self.line.setFocus()

    def _drop_correction(self) -> None:
        if self._corrects:
            self._corrects = ""
            self.line.clear()

"""Where the log is written: the time of the first keystroke, the team, the line, its files, and the strips above it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QToolButton, QWidget

from exercise_studio import language
from exercise_studio.conduct.describe import body_name
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.actions import ActionSet
from exercise_studio.desktop.control.file_chips import FileChips
from exercise_studio.desktop.control.logline import (
    Completion,
    Parsed,
    Vocabulary,
    complete,
    find_receiver,
    fitting_receivers,
    line_of,
    parse,
)
from exercise_studio.desktop.control.quick_bar import LISTED, PhrasesStrip, QuickBar
from exercise_studio.desktop.control.share_strip import ShareStrip
from exercise_studio.desktop.control.strips import CorrectingStrip, DecisionStrip, OpenBranch, WithdrawStrip
from exercise_studio.desktop.control.teams import code_of, roles_of, team_of_item, vocabulary
from exercise_studio.desktop.control.time_chip import TimeChip
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.weak import WeakCall
from exercise_studio.desktop.widgets.layout import GRID, button, column, label, row
from exercise_studio.desktop.widgets.log_line import LogLine, LogLineEdit
from exercise_studio.desktop.widgets.stack import Stack
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import Entry
from exercise_studio.domain.times import Instant
from exercise_studio.journeys.logging_acts import Decision, GivenFile, Response, Sharing
from exercise_studio.journeys.session import local_of
from exercise_studio.language import N_, _

NUDGE: Final = 10_000
CORRECTABLE: Final = ("response_logged", "decision_logged", "information_shared", "question_parked", "marker_dropped")
"""Kinds that people write."""


@dataclass(frozen=True, slots=True)
class Written:
    """A committed line.

    Attributes:
        team: address of the team it is about.
        corrects: the entry it takes the place of, or "".
        corrected_kind: that entry's kind.
        line: what was typed, to be put back if it cannot be kept.
    """

    parsed: Parsed
    team: str
    began_at: Instant
    corrects: str
    line: LogLine
    corrected_kind: str = ""

    def response(self, text: str = "") -> Response:
        """The line as a response; `text` stands in where nothing but items was typed."""
        said = self.parsed
        return Response(
            self.team, said.text or text, said.items, said.tags, said.significant, self.began_at, self.corrects
        )


class RoomLine(LogLineEdit):
    """The log line of the room: Esc closes its proposals before it means anything else.

    Signals:
        entered: Enter was pressed although nothing is typed.
    """

    entered = Signal()

    def __init__(self, now: Callable[[], int], complete: Callable[[str, int], Completion | None]) -> None:
        super().__init__(now, complete)
        texts.name(self._popup, N_("Proposals"))

    def commit(self) -> None:
        if self.draft().strip():
            super().commit()
        else:
            self.entered.emit()

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
    """The line with its time chip, its team, its files and its strips.

    Attributes:
        team: the team that a line without a name is about; it stays until another one is named.
        decision, sharing, correcting, withdrawing, phrasing: the strips.
        files: what waits to be attached to the next entry.
    Signals:
        written: a Written (response, question or the text of a marker).
        told: a Decision.
        shared: (Response or None, Sharing, LogLine or None).
        withdrawn: (entry, reason).
        phrase: an entry to be written at once for the team.
        phrases_told: other phrases for the exercise.
        given: a QMimeData with files for the line.
        draft_changed: something half written is another now.
    """

    written = Signal(object)
    shared = Signal(object, object)
    phrase = Signal(str)
    given = Signal(object)
    draft_changed = Signal()

    def __init__(
        self,
        acts: ActionSet,
        now: Callable[[], int],
        times: Callable[[int], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._now = WeakCall(now)
        self._times = WeakCall(times) if times is not None else None
        self._plan: Plan | None = None
        self._known = Vocabulary()
        self._tags: tuple[str, ...] = ()
        self._branches: tuple[OpenBranch, ...] = ()
        self._correction: tuple[str, str, str] | None = None
        """Entry, kind and time of what the line corrects."""
        self._aside: tuple[str, int | None] = ("", None)
        """A line that was half typed when a correction came."""
        self._to_share: tuple[str, ...] = ()
        self.team = ""
        self.decision, self.correcting, self.withdrawing = DecisionStrip(), CorrectingStrip(), WithdrawStrip()
        self.sharing, self.phrasing, self.files = ShareStrip(self._receiver, self._fitting), PhrasesStrip(), FileChips()
        self.strips = (self.withdrawing, self.phrasing, self.decision, self.sharing, self.correcting)
        self.told, self.withdrawn = self.decision.told, self.withdrawing.withdrawn
        self.phrases_told = self.phrasing.told
        self.line = RoomLine(self._moment, self._complete)
        self.line.setObjectName("log_line")
        self._wire()
        texts.name(self.line, N_("Log line"), N_("Enter logs it. @team >told #tag ! significant * decision ? question"))
        tr(self.line.setPlaceholderText, N_("@team >told #tag ! * ?  item-id △  …what happened"))
        self._build(acts)
        texts.on_language(self._retranslate)

    def _wire(self) -> None:
        self.decision.told.connect(self._told)
        self.sharing.told.connect(self._shared)
        for strip in (self.decision, self.sharing):
            strip.left.connect(self._strip_left)
            strip.changed.connect(self.draft_changed)
        for one in self.strips:
            one.opened.connect(self._draft_touched)
        self.correcting.left.connect(self._drop_correction)
        self.phrasing.told.connect(self._focus_line)
        self.files.changed.connect(self.draft_changed)
        self.line.committed.connect(self._committed)
        self.line.entered.connect(self._entered)
        self.line.stamped.connect(self._stamped)
        self.line.textChanged.connect(self._hint)
        self.line.given.connect(self.given)
        self.line.draft_changed.connect(self._draft_touched)

    def _build(self, acts: ActionSet) -> None:
        self.chip = TimeChip(self._chip_text, self._chip_tip)
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
        self.quick = QuickBar()
        self.quick.team_chosen.connect(self.begin_for)
        self.quick.phrase_chosen.connect(self.phrase)
        self.quick.edit_wanted.connect(self._edit_phrases)
        # While nothing is typed the row begins lines; from the first key on it says what the line is.
        typing = QWidget()
        typed = row(self.earlier, self.later, self.team_button, spacing=GRID)
        typed.addWidget(self.hint, 1)
        typing.setLayout(typed)
        self.tools = Stack()
        self.tools.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tools.addWidget(self.quick)
        self.tools.addWidget(typing)
        self.attach = acts.button("attach", "quiet", icon_only=True)
        commit = button(N_("Log it"), self.line.commit, "primary")
        tools = row(self.chip, spacing=GRID)
        tools.addWidget(self.tools, 1)
        tools.addWidget(acts.button("marker", "quiet", icon_only=True))
        tools.addWidget(self.attach)
        entry = row(self.line, commit, spacing=GRID)
        entry.setAlignment(commit, Qt.AlignmentFlag.AlignBottom)
        self.setLayout(column(*self.strips, tools, self.files, entry, spacing=GRID))

    # what it knows

    def set_plan(self, plan: Plan | None, tags: Sequence[str] = ()) -> None:
        """Teams, receivers, items, phrases and tags of an exercise."""
        if plan is self._plan and tuple(tags) == self._tags:
            return
        self._tags = tuple(tags)
        if plan is self._plan:
            self._known = replace(self._known, tags=self._tags)
            return
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

    def begin_for(self, team: str) -> None:
        """One click: a line about a team, stamped now."""
        self.set_team(team)
        if self.line.began_at is None:
            self.line.stamp_now()
        self.line.setFocus()

    def correct(self, entry: Entry) -> None:
        """Put what was logged where it was written, to reword it. What is half typed is put aside meanwhile."""
        said, at = entry.payload, entry.began_at or entry.at
        if self._plan is None or entry.kind not in CORRECTABLE:
            return
        if entry.kind == "decision_logged":
            items = tuple((touch.item, touch.extent) for touch in said.items)
            told = Decision(
                said.team, said.question, said.choice, said.options, said.ground, said.decided_by, said.reversible, items,
                Instant(at), corrects=entry.id,
            )  # fmt: skip
            self.decision.begin(told, None, self._roles(said.team), self._branches_with(said.question))
            return
        if entry.kind == "information_shared":
            shared = Sharing(
                said.sender, (said.receiver,), said.content, said.means, said.about, said.system, entry.tlp,  # type: ignore[arg-type]
                Instant(at), entry.id,
            )  # fmt: skip
            self.sharing.begin(shared, None, None)
            return
        if entry.kind == "response_logged":
            items = tuple((touch.item, touch.extent) for touch in said.items)
            parsed = Parsed("response", said.team, said.text, items, said.tags, said.significant, ())
            text = line_of(parsed, self._one_word(said.team))
        elif entry.kind == "question_parked":
            parsed = Parsed("question", said.team, said.text, (), (), False, ())
            text = line_of(parsed, self._one_word(said.team) if said.team else "")
        else:
            text = said.text
        if self._correction is None and self.line.draft().strip():
            self._aside = (self.line.draft(), self.line.began_at)
        self._correction = (entry.id, entry.kind, self._clock(at))
        self.line.set_draft(text, at)
        self.line.stamp_at(at)
        self._show_correction()
        self.line.setFocus()

    def withdraw(self, entry: Entry) -> None:
        """Ask why an entry is withdrawn."""
        self.withdrawing.begin(entry.id, self._clock(entry.began_at or entry.at))

    def put_back(self, line: LogLine, files: Sequence[GivenFile] = ()) -> None:
        """The line could not be kept: it stands where it was typed, with its time and its files, above what came after it."""
        since = self.line.draft()
        self.line.set_draft(f"{line.typed}\n{since}" if since else line.typed, line.began_at)
        for file in files:
            self.files.add(file)

    def decision_back(self, told: Decision, files: Sequence[GivenFile] = ()) -> None:
        """The same of a decision; where another one is being asked for already, as a line."""
        if self.decision.asking:
            self.put_back(LogLine(f"*{told.choice}", told.began_at or self._moment()), files)
            return
        self.decision.begin(told, None, self._roles(told.team), self._branches_with(told.question))
        for file in files:
            self.files.add(file)

    def sharing_back(self, response: Response | None, shared: Sharing, files: Sequence[GivenFile] = ()) -> None:
        """The same of what was shared."""
        if self.sharing.asking:
            self.put_back(LogLine(shared.content, shared.began_at or self._moment()), files)
            return
        self.sharing.begin(shared, response, None)
        for file in files:
            self.files.add(file)

    def escape(self) -> bool:
        """Close a strip, or leave the line; returns whether there was anything to leave."""
        for strip in self.strips:
            if strip.isVisible():
                strip.leave()
                return True
        if self.line.hasFocus() and not self.line.draft():
            self.line.set_draft("")
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

    # what survives a crash

    def draft(self) -> dict[str, Any]:
        """Everything half written, as JSON can hold it; empty where there is nothing."""
        decision, share = self.decision.told_so_far(), self.sharing.told_so_far()
        paths = [str(file.path) for file in self.files.files if file.path is not None]
        if not (self.line.draft().strip() or decision or share or paths or self._aside[0]):
            return {}
        return {
            "text": self.line.draft(), "began_at": self.line.began_at, "team": self.team, "correction": self._correction,
            "aside": self._aside, "decision": decision._asdict() if decision else None,
            "response": share[0]._asdict() if share and share[0] else None,
            "share": share[1]._asdict() if share else None, "files": paths,
        }  # fmt: skip

    def restore(self, kept: dict[str, Any]) -> None:
        """Put back what was half written; nothing of what stood there before stays."""
        self.decision.drop()
        self.sharing.drop()
        self.withdrawing.hide()
        self.phrasing.hide()
        self.files.take()
        self._to_share = ()
        self._correction = _three(kept.get("correction"))
        aside = kept.get("aside") or ("", None)
        self._aside = (str(aside[0]), aside[1])
        if self._plan is not None and kept.get("team") in self._plan.teams:
            self.set_team(kept["team"])
        began_at = kept.get("began_at")
        self.line.set_draft(str(kept.get("text") or ""), began_at if isinstance(began_at, int) else None)
        for path in kept.get("files") or ():
            self.files.add(GivenFile(Path(path).name, Path(path)))
        self._show_correction()
        if kept.get("decision"):
            told = Decision(**_tuples(kept["decision"]))
            self.decision.begin(told, None, self._roles(told.team), self._branches_with(told.question))
        if kept.get("share"):
            response = Response(**_tuples(kept["response"])) if kept.get("response") else None
            self.sharing.begin(Sharing(**_tuples(kept["share"])), response, None)

    # what is typed

    def _moment(self) -> int:
        now = self._now.get()
        return now() if now is not None else 0

    def _complete(self, text: str, cursor: int) -> Completion | None:
        return complete(text, cursor, self._known)

    def _receiver(self, name: str) -> str:
        return find_receiver(name, self._known)

    def _fitting(self, name: str) -> tuple[str, ...]:
        return fitting_receivers(name, self._known)

    def _committed(self, line: LogLine) -> None:
        parsed = parse(line.typed, self._known)
        entry, kind = self._correction[:2] if self._correction else ("", "")
        if kind == "marker_dropped":
            parsed = Parsed("response", "", line.typed, (), (), False, ())
        elif kind == "question_parked":
            parsed = replace(parsed, sort="question")
        if parsed.empty and not parsed.significant and not self.files.files:
            self.put_back(line)
            return
        if parsed.team:
            self.set_team(parsed.team)
        team = parsed.team or self.team
        if parsed.items and not parsed.team and self._plan is not None:
            # An item without a team belongs to the team it was given to.
            team = team_of_item(self._plan, parsed.items[0][0], self.team) or team
        written = Written(parsed, team, Instant(line.began_at), entry, line, kind)
        self._end_correction()
        if parsed.sort == "decision":
            if self.decision.asking:
                self.decision.commit()
            self._to_share = parsed.receivers
            told = Decision(
                team, "", parsed.text, decided_by=self._role(team), items=parsed.items, began_at=Instant(line.began_at),
                corrects=entry,
            )  # fmt: skip
            self.decision.begin(told, line, self._roles(team), self._branches)
        elif parsed.sort == "response" and parsed.receivers:
            if self.sharing.asking:
                self.sharing.commit()
            shared = Sharing(team, parsed.receivers, parsed.text, began_at=Instant(line.began_at))
            self.sharing.begin(shared, written.response() if parsed.text or parsed.items else None, line)
        else:
            self.written.emit(written)

    def _entered(self) -> None:
        """Files speak for themselves."""
        if self.files.files and self._correction is None:
            began_at = self.line.began_at if self.line.began_at is not None else self._moment()
            self.line.set_draft("")
            self._committed(LogLine("", began_at))

    def _told(self, told: Decision) -> None:
        """A decision that was passed on asks next for what was shared."""
        receivers, self._to_share = self._to_share, ()
        self.line.setFocus()
        if receivers:
            self.sharing.begin(Sharing(told.team, receivers, told.choice, began_at=told.began_at), None, None)

    def _shared(self, response: Response | None, shared: Sharing) -> None:
        self.line.setFocus()
        self.shared.emit(response, shared)

    def _strip_left(self, line: LogLine | None) -> None:
        """What was typed is not thrown away with its strip."""
        self._to_share = ()
        if line is not None:
            self.put_back(line)
        self.line.setFocus()

    def _edit_phrases(self) -> None:
        self.phrasing.begin(self.quick.shown_phrases())

    # corrections

    def _show_correction(self) -> None:
        if self._correction is None:
            self.correcting.hide()
        else:
            self.correcting.begin(self._correction[2], marker=self._correction[1] == "marker_dropped")

    def _end_correction(self) -> None:
        """What was put aside for a correction stands in the line again."""
        if self._correction is None:
            return
        self._correction = None
        self.correcting.hide()
        (text, began_at), self._aside = self._aside, ("", None)
        self.line.set_draft(text, began_at)

    def _drop_correction(self) -> None:
        self._end_correction()

    def _branches_with(self, question: str) -> tuple[OpenBranch, ...]:
        """The open branches, and the one that a decision has settled already."""
        lang = language.current()
        known = self._plan.scenario.branches if self._plan else ()
        own = [b for b in known if b.question.get(lang) == question and b.id not in {one.id for one in self._branches}]  # type: ignore[arg-type]
        own_open = [OpenBranch(b.id, question, tuple((o.id, o.text.get(lang)) for o in b.options)) for b in own]  # type: ignore[arg-type]
        return (*self._branches, *own_open)

    # texts

    def _stamped(self, at: int | None) -> None:
        self.chip.set_frozen(at is not None)
        self.earlier.setEnabled(at is not None)
        self.later.setEnabled(at is not None)
        self.tools.setCurrentIndex(0 if at is None else 1)

    def _hint(self) -> None:
        """Names behind @ that nobody bears are said at once, not after the fact."""
        parsed = parse(self.line.toPlainText(), self._known)
        if parsed.unknown:
            tr(self.hint.setText, N_("There is no team {name}; it stays in the text."), name=parsed.unknown[0])
            return
        texts.forget(self.hint)
        marks = [_("significant")] if parsed.significant else []
        marks += {"decision": [_("decision")], "question": [_("question for later")]}.get(parsed.sort, [])
        marks += [f"⇄ {self._name(receiver)}" for receiver in parsed.receivers]
        extents = {"done": _("done"), "partly": _("partly done"), "missed": _("not done")}
        marks += [f"{item} {extents[extent]}" for item, extent in parsed.items]
        if parsed.team:
            marks.insert(0, self._name(parsed.team))
        self.hint.setText(" · ".join(marks))

    def _chip_text(self) -> str:
        return self._clock(self.line.began_at if self.line.began_at is not None else self._moment())

    def _chip_tip(self) -> str:
        times = self._times.get() if self._times is not None else None
        at = self.line.began_at if self.line.began_at is not None else self._moment()
        return times(at) if times is not None else self._clock(at)

    def _clock(self, at: int) -> str:
        return local_of(at, self._plan.time_zone).strftime("%H:%M:%S") if self._plan and at else "--:--:--"

    def _name(self, team: str) -> str:
        return body_name(self._plan, team, language.current()) if self._plan and team else ""  # type: ignore[arg-type]

    def _one_word(self, team: str) -> str:
        names = next((known.names for known in self._known.teams if known.address == team), ())
        return next((name for name in names if not any(map(str.isspace, name))), team)

    def _role(self, team: str) -> str:
        return next(iter(self._roles(team)), "")

    def _roles(self, team: str) -> tuple[str, ...]:
        return roles_of(self._plan, team, language.current()) if self._plan else ()  # type: ignore[arg-type]

    def _retranslate(self) -> None:
        lang = language.current()
        self._known = vocabulary(self._plan, lang, self._tags) if self._plan else Vocabulary()  # type: ignore[arg-type]
        self.team_menu.clear()
        for team in self._known.teams[:LISTED]:
            action = self.team_menu.addAction(f"{code_of(team.address, lang)}  {team.names[0]}")  # type: ignore[arg-type]
            action.setData(team.address)
        self.quick.set_plan(self._plan, [(team.address, team.names[0]) for team in self._known.teams])
        injects = self._plan.scenario.injects if self._plan else ()
        topics = [f"{inject.id} {inject.title.get(lang)}" for inject in injects]  # type: ignore[arg-type]
        self.sharing.set_receivers(self._known.receivers, topics)
        self._show_team()
        self._stamped(self.line.began_at)

    def _show_team(self) -> None:
        metrics = self.team_button.fontMetrics()
        name = f"@{self._name(self.team)}" if self.team else _("No team")
        self.team_button.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, theme.scaled(150)))
        self.team_button.setAccessibleName(_("Team of the line: {name}", name=self._name(self.team)))
        self.team_button.setToolTip(_("Lines without @ are about this team"))
        self.quick.set_team(self.team)

    def _team_chosen(self, action: Any) -> None:
        self.set_team(action.data())
        self.line.setFocus()

    def _focus_line(self, *_told: object) -> None:
        self.line.setFocus()

    def _draft_touched(self, *_what: object) -> None:
        self.draft_changed.emit()


def _tuples(kept: dict[str, Any]) -> dict[str, Any]:
    """JSON has lists where the model has tuples."""
    return {name: _frozen(value) for name, value in kept.items()}


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def _three(value: Any) -> tuple[str, str, str] | None:
    return (
        (str(value[0]), str(value[1]), str(value[2])) if isinstance(value, list | tuple) and len(value) == 3 else None
    )

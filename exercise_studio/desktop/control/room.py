"""The room while a run is on: all panels, put together for the width there is, and kept in step with the run."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabWidget, QWidget

from exercise_studio import language
from exercise_studio.conduct.cues import Cue
from exercise_studio.conduct.run import RunState
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.actions import ActionSet
from exercise_studio.desktop.control.amend import AmendSheet
from exercise_studio.desktop.control.automatic import AutomaticStrip
from exercise_studio.desktop.control.board import MANY, BoardView
from exercise_studio.desktop.control.checklist_panel import ChecklistPanel
from exercise_studio.desktop.control.composer import Composer
from exercise_studio.desktop.control.cue_bar import CueBar
from exercise_studio.desktop.control.cue_list import CueModel, CueTable
from exercise_studio.desktop.control.cue_rows import CueSheet, cue_sheet
from exercise_studio.desktop.control.end_sheet import EndSheet
from exercise_studio.desktop.control.flags import Flags
from exercise_studio.desktop.control.freeze_sheet import FreezeSheet
from exercise_studio.desktop.control.go_panel import GoPanel
from exercise_studio.desktop.control.header import RoomHeader
from exercise_studio.desktop.control.inspector import CHANNELS, Inspector
from exercise_studio.desktop.control.jump_sheet import JumpSheet
from exercise_studio.desktop.control.log_filters import LogFilters
from exercise_studio.desktop.control.log_list import LogModel, LogTable, author_name, three_times
from exercise_studio.desktop.control.reading import ReadingPane
from exercise_studio.desktop.control.run_timeline import RunTimeline
from exercise_studio.desktop.control.strips import OpenBranch
from exercise_studio.desktop.control.wording import addressees, due_text
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.exercise import OpenExercise
from exercise_studio.desktop.player.director import Director
from exercise_studio.desktop.player.questions import QuestionSheet
from exercise_studio.desktop.player.steering import ScreenPanel
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import GRID, INSIDE, Splitter, button, column, label, row
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import Play
from exercise_studio.journeys.board import Board
from exercise_studio.journeys.expected import ChecklistRow, Expectations
from exercise_studio.journeys.room import LogRow
from exercise_studio.language import N_, _

WIDE: Final = 1400
"""From so many pixels on, the checklist stands beside the log instead of behind it."""
HIGH: Final = 640
"""From so many pixels on, the timeline has its lanes; below it is one row of density."""
ROOMY: Final = 860
"""From so many pixels on, the timeline's lanes are as high as they like."""
BESIDE_A_STRIP: Final = 460
"""From so many pixels of the log's side on, its filters stay while a decision's strip is open."""


class Stack(QStackedWidget):
    """Pages that make do with the height there is: wrapped labels in one of them must not make the window scroll."""

    def hasHeightForWidth(self) -> bool:
        return False


class _Split(Splitter):
    """Remembers its sizes for each arrangement of the room."""

    def arrange(self, name: str, sizes: tuple[int, ...]) -> None:
        """Take an arrangement's remembered sizes, or these."""
        self._name, self._sizes = name, sizes
        self.restore()


class Room(QWidget):
    """All panels of a run. It reads the mirror and paints; acts are the page's.

    Attributes:
        sheet: the cue list of this moment.
        chosen: the inject set as next by hand, or "".
        house: the organisation that is looked into, or "" for all.
    Signals:
        debrief_wanted, another_run: the buttons of a run that is over.
    """

    debrief_wanted = Signal()
    another_run = Signal()

    def __init__(
        self, acts: ActionSet, desk: Desk, now: Callable[[], int], beat: Callable[[], int], clocks: tuple[Any, Any, Any]
    ) -> None:
        super().__init__()
        self.desk = desk
        self.exercise: OpenExercise | None = None
        self.chosen = ""
        self.house = ""
        self._houses = Board()
        self._plan: Plan | None = None
        self.sheet: CueSheet | None = None
        self._next_shown = ""
        self._counted = -1
        self._suspended = False
        self.flags = Flags()
        self._wide: bool | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._settled)
        self.header = RoomHeader(acts, *clocks)
        self.go = GoPanel(acts, beat)
        self.director = Director(desk, now, self)  # type: ignore[arg-type]  # milliseconds are milliseconds
        self.players = ScreenPanel(acts, self.director)
        self.questions = QuestionSheet()
        self.cue_model = CueModel(self)
        self.cues = CueTable(self.cue_model)
        self.inspector = Inspector()
        self.log_model = LogModel(self)
        self.log = LogTable(self.log_model)
        self.composer = Composer(acts, now, self._times)
        self.reading = ReadingPane(desk, self.log_model)
        self._expected = Expectations()
        self._tags: tuple[str, ...] = ()
        self.checklist = ChecklistPanel(acts)
        self.timeline = RunTimeline(desk.settings)
        self.jump, self.end, self.freeze = JumpSheet(), EndSheet(), FreezeSheet()
        self.bar, self.automatic, self.board, self.amend = CueBar(acts), AutomaticStrip(), BoardView(), AmendSheet()
        self.cues.opened.connect(self._inspect)
        self.inspector.left.connect(self.show_cues)
        self.reading.left.connect(self.show_cues)
        self.log.opened.connect(self._read)
        self.checklist.opened.connect(self._read_item)
        self.timeline.picked.connect(self._picked)
        self.timeline.height_wanted.connect(self._arrange)
        self.log.current_changed.connect(self._mark)
        self.checklist.house_changed.connect(self.refresh_checklist)
        self._build(acts)
        for strip in (self.composer.decision, self.composer.sharing):
            strip.opened.connect(self._make_room)
        texts.on_language(self.reload)
        desk.themes.changed.connect(self._restyle)

    # building

    def _build(self, acts: ActionSet) -> None:
        self.left = QStackedWidget()
        self.left.addWidget(self.cues)
        self.left.addWidget(self.inspector)
        self.left.addWidget(self.reading)
        self.left_pane = QWidget()
        pane = column(self.bar, spacing=GRID)
        pane.addWidget(self.left, 1)
        self.left_pane.setLayout(pane)
        self.log_pane = QWidget()
        self.filters = LogFilters(acts)
        self.filters.changed.connect(self._filter_changed)
        self.filters.density_wanted.connect(self._set_density)
        self._set_density(self.desk.settings.now.density)
        self.team_filter, self.chips, self.words = self.filters.teams, self.filters.chips, self.filters.words
        log_column = column(self.filters, spacing=GRID)
        log_column.addWidget(self.log, 1)
        self.log_pane.setLayout(log_column)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        # Less than its pages would like: a decision's strip needs the room for a moment.
        self.tabs.setMinimumHeight(theme.scaled(100))
        self.tabs.addTab(self.log_pane, "")
        self.tabs.addTab(self.checklist, "")
        tr(partial(self.tabs.setTabText, 0), N_("Log"))
        self.right = QWidget()
        right = column(spacing=GRID)
        right.addWidget(self.tabs, 1)
        right.addWidget(self.composer)
        self.right.setLayout(right)
        self.beside = QFrame()
        self.beside.setLayout(column(label(N_("Checklist"), "strong"), spacing=GRID))
        self.split = _Split("live", self.desk.settings)
        self.split.addWidget(self.left_pane)
        self.split.addWidget(self.right)
        self.split.addWidget(self.beside)
        self.beside.hide()
        self.split.setStretchFactor(0, 4)
        self.split.setStretchFactor(1, 5)
        self.split.setStretchFactor(2, 4)
        self.middle = Stack()
        for part in (self.split, self.board, self.amend, self.jump, self.end, self.freeze, self.questions):
            self.middle.addWidget(part)
        self.over = QFrame()
        self.over.hide()
        self.over.setProperty("look", "banner-calm")
        over = row(
            label(N_("The run has ended. Everything is saved.")), 1,
            button(N_("Start another run"), self._another), button(N_("Go to the debrief"), self._debrief, "primary"),
            margin=INSIDE,
        )  # fmt: skip
        self.over.setLayout(over)
        whole = column(self.header, self.over, self._top(), self.automatic, spacing=INSIDE)
        whole.addWidget(self.middle, 1)
        whole.addWidget(self.timeline)
        self.setLayout(whole)

    def _top(self) -> QWidget:
        """GO and the next inject, and beside them what players see."""
        top = QWidget()
        line = row(self.go, self.players, spacing=INSIDE)
        line.setStretchFactor(self.go, 1)
        top.setLayout(line)
        return top

    # the run

    def show_run(self, exercise: OpenExercise) -> None:
        """Show a run from its beginning."""
        self.exercise, self.chosen, self._next_shown = exercise, "", ""
        self._suspended = False
        self._counted = -1
        plan = exercise.plan
        self.checklist.set_plan(plan)
        self._fill_teams()
        self.log_model.load(exercise.live)
        self._tags = _tags_of(self.log_model.all)
        self.composer.set_plan(plan, self._tags)
        self.timeline.fill(exercise, self.log_model.all, self.log_model.filter)
        self.show_cues()
        self.board.begin()
        self._set_house("")
        several = len(plan.organisations) >= MANY
        self.middle.setCurrentWidget(self.board if several else self.split)
        self.refresh()
        self.timeline.begin()
        self._arrange()

    def take(self, reveal: Iterable[str] = ()) -> None:
        """Entries were appended: append their lines, then show the moment."""
        if self.exercise is None or self.exercise.live is None:
            return
        if self.exercise.plan is not self._plan:
            # Who takes part, or what is to come, was changed during the run.
            self.checklist.set_plan(self.exercise.plan)
            self._fill_teams()
            self._set_house(self.house, keep=True)
        rows = self.log_model.take(self.exercise.live, reveal)
        anew = rows is self.log_model.all or any(r.struck or r.corrected or r.mark == "other" for r in rows)
        if anew or not self.timeline.take(rows):
            self.timeline.fill(self.exercise, self.log_model.all, self.log_model.filter)
            self._arrange()
        if any(r.tags for r in rows):
            self._tags = _tags_of(rows, self._tags)
        self.composer.set_plan(self.exercise.plan, self._tags)
        if self.left.currentWidget() is self.reading:
            self.reading.renew()
        self.refresh()
        self.timeline.changed()

    def refresh(self) -> None:
        """Everything that depends on the state and the moment."""
        state = self.state
        if state is None or self.exercise is None:
            return
        play = self.play()
        self.timeline.set_now(play)
        self.sheet = cue_sheet(
            state, play, self.lang, chosen=self.chosen or None, entries=self.exercise.by_id, house=self.house,
            ticked=self.board.ticked if not self.house else (),
        )  # fmt: skip
        self.sheet = self.flags.marked(self.sheet, self.exercise)
        if self.middle.currentWidget() is self.board and self.exercise.live is not None:
            self.board.show_rows(self._houses.look(self.exercise.live, play, self.lang))
        if self.chosen and (self.sheet.following is None or self.sheet.following.inject.id != self.chosen):
            self.chosen = ""
        kept = self.cues.selected_key()
        if self.cue_model.show(self.sheet.rows, play) and kept:
            self.cues.select_key(kept)
        self.cues.arrange()
        self._follow_next()
        mode = state.clock.mode
        self.header.show_state(self.exercise.mode, mode, state.clock.speed)
        self.players.refresh()
        self._follow_freeze(mode)
        self.over.setVisible(mode == "ended")
        self.go.setVisible(mode != "ended")
        self.go.set_open(mode == "running", state.plan.settings.guards)
        self._show_next(state, play, self.sheet.following)
        self.refresh_checklist()
        self.composer.setVisible(mode != "ended")
        self.composer.set_branches(self._open_branches(state))
        self.timeline.moment(self.sheet, state, play)

    def refresh_checklist(self) -> None:
        """The checklist of this moment, of one organisation where there are many."""
        state = self.state
        if state is None:
            return
        rows = self._expected.rows(state, self.play(), self.lang, self.house or self.checklist.house)
        self.checklist.show_rows(rows, self.play())
        late = self.checklist.counts()["late"]
        if late != self._counted:
            self._counted = late
            self._title_tabs()

    def tick(self) -> None:
        """Five times a second: what moves without anything having happened."""
        state = self.state
        if state is None:
            return
        play = self.play()
        self.timeline.set_now(play)
        self.players.refresh()
        following = self.sheet.following if self.sheet else None
        if following is not None:
            due = following.due
            self.go.set_due(due_text(due, play, self.lang), due is not None and play >= due)

    # parts

    @property
    def lang(self) -> Lang:
        """The language in use."""
        return language.current()  # type: ignore[return-value]

    @property
    def state(self) -> RunState | None:
        """The run's state."""
        return self.exercise.state if self.exercise is not None else None

    def play(self) -> Play:
        """Play now."""
        if self.exercise is None or self.exercise.state is None:
            return Play(0)
        return self.exercise.state.clock.play(self.exercise.session.now())

    def reload(self) -> None:
        """Another language: everything is said anew, nothing chosen is lost."""
        if self.exercise is None or self.exercise.live is None:
            return
        selected = self.log.current_row
        self.log_model.load(self.exercise.live)
        self.timeline.fill(self.exercise, self.log_model.all, self.log_model.filter)
        self._fill_teams()
        self._counted = -1
        self.refresh()
        if selected is not None:
            self.log.select_entry(selected.entry)
        self.timeline.changed()

    def show_board(self) -> None:
        """How every organisation stands, in place of the lists."""
        self.middle.setCurrentWidget(self.board)
        self.refresh()

    def look_into(self, house: str) -> None:
        """Cue list, log, checklist and timeline of one organisation, or of all for ""; what was looked for stays."""
        if house:
            self.board.untick_all()
            self.checklist.show_house(house)
        self._set_house(house)
        self._fill_teams()
        self._filter_changed()
        self.show_cues()
        self.refresh()

    def _set_house(self, house: str, *, keep: bool = False) -> None:
        plan = self._plan = self.exercise.plan if self.exercise is not None else None
        self.house, self.chosen = house, self.chosen if keep else ""
        several = plan is not None and len(plan.organisations) > 1
        self.bar.show_house(several, plan.organisation_by_id[house].name if plan is not None and house else "")

    def targets(self) -> tuple[str, ...]:
        """The organisations that GO reaches: the one that is looked into, or those ticked on the board; none means all."""
        return (self.house,) if self.house else self.board.ticked

    def show_cues(self) -> None:
        """The cue list instead of the reading pane."""
        self.left.setCurrentWidget(self.cues)

    def open_sheet(self, sheet: QWidget | None) -> None:
        """Show a sheet over the lists, or the lists again."""
        self.middle.setCurrentWidget(sheet or self.split)

    def _show_next(self, state: RunState, play: Play, following: Cue | None) -> None:
        if following is None:
            self.go.set_next("", _("Nothing left to fire"), "", "", major=False)
            self.go.set_due("", False)
            return
        inject = state.plan.adapted(following.inject, self.house or None)
        headline = f"▶ {inject.id} {texts.authored(inject.title)}"
        wanted = self.targets()
        ready = following.ready_for if inject.when or wanted else ()
        to = addressees(inject, state, self.lang, tuple(one for one in ready if one in wanted) if wanted else ready)
        parts = [_(CHANNELS[inject.channel]), _("to {who}", who=to)]
        if self.chosen:
            parts.append(_("set by hand"))
        if wanted:
            parts.insert(0, _("ONLY {n} of {all} organisations", n=len(wanted), all=len(state.plan.organisations)))
        if inject.guard == "major":
            held = state.plan.settings.guards.style == "hold"
            parts.insert(0, _("MAJOR: hold GO down") if held else _("MAJOR: arm, then fire"))
        notes = texts.authored(inject.notes) if inject.notes else ""
        prompts = "\n".join(f"- {texts.authored(prompt)}" for prompt in inject.prompts)
        if prompts:
            notes = f"{notes.strip()}\n\n**{_('Questions to ask')}**\n\n{prompts}".strip()
        self.go.set_next(inject.id, headline, " · ".join(parts), notes, major=inject.guard == "major")
        self.go.set_due(due_text(following.due, play, self.lang), following.due is not None and play >= following.due)

    def _follow_freeze(self, mode: str) -> None:
        """The sheet of a freeze comes with it, also when the program is opened anew, and goes with it."""
        suspended = mode == "suspended"
        if suspended and not self._suspended:
            self.freeze.begin()
            self.open_sheet(self.freeze)
        elif not suspended and self.middle.currentWidget() is self.freeze:
            self.open_sheet(None)
        self._suspended = suspended

    def _follow_next(self) -> None:
        """Bring the next inject into sight when it becomes the next one; at other times the list stays where it is."""
        following = self.sheet.following.inject.id if self.sheet and self.sheet.following else ""
        if following == self._next_shown:
            return
        self._next_shown = following
        at = self.cue_model.number_of(following)
        if at >= 0:
            self.cues.scrollTo(self.cue_model.index(at, 0), self.cues.ScrollHint.PositionAtCenter)

    def show_last(self, text: str) -> None:
        """What was fired last, in words."""
        self.go.set_last(text)

    def _open_branches(self, state: RunState) -> list[OpenBranch]:
        taken = {branch for house in state.organisations.values() for branch in house.branches}
        several = len(state.plan.organisations) > 1
        return [
            OpenBranch(
                branch.id, branch.question.get(self.lang), tuple((o.id, o.text.get(self.lang)) for o in branch.options)
            )
            for branch in state.plan.scenario.branches
            if several or branch.id not in taken
        ]

    def _title_tabs(self) -> None:
        late = max(0, self._counted)
        message = N_("Checklist ({n} late)") if late else N_("Checklist")
        at = self.tabs.indexOf(self.checklist)
        if at >= 0:
            tr(partial(self.tabs.setTabText, at), message, **({"n": late} if late else {}))

    def _inspect(self, chosen: Any) -> None:
        if chosen.section or self.state is None or self.sheet is None:
            return
        self.inspector.begin(self.sheet.cues[chosen.key].inject, self.state, self.house)
        self.left.setCurrentWidget(self.inspector)

    def _read(self, row: LogRow) -> None:
        """An entry in full, in place of the cue list."""
        if self.reading.read_entry(row.entry):
            self.left.setCurrentWidget(self.reading)

    def _read_item(self, said: ChecklistRow) -> None:
        """A checklist item in full, and who logged that it was done."""
        state, exercise = self.state, self.exercise
        item = state.plan.items.get(said.item) if state is not None else None
        if state is None or exercise is None or item is None:
            return
        done = state.seen(said.team.partition("/")[0]).items.get((said.team, said.item))
        entry = exercise.by_id.get(done.entries[0]) if done is not None and done.entries else None
        whom = getattr(entry.payload, "decided_by", "") or getattr(entry.payload, "played_as", "") if entry else ""
        self.reading.read_item(said, item, whom or (author_name(entry.author) if entry else ""))
        self.left.setCurrentWidget(self.reading)

    def _times(self, at: int) -> str:
        live = self.exercise.live if self.exercise is not None else None
        return three_times(live, live.state.plan, at) if live is not None else ""

    def _picked(self, entry: str) -> None:
        """A mark of the timeline was clicked: show it in the list it belongs to."""
        if entry.startswith("inject/"):
            self.show_cues()
            self.cues.select_key(entry.partition("/")[2])
            return
        self.log.select_entry(entry)
        known = self.exercise.by_id.get(entry) if self.exercise else None
        inject = getattr(known.payload, "inject", None) if known else None
        if inject:
            self.cues.select_key(inject)

    def _mark(self, row: LogRow | None) -> None:
        """The line selected in the log is the one with the ring on the timeline."""
        if row is not None:
            self.timeline.select(row.entry)

    # filters

    @property
    def filtered(self) -> bool:
        """Whether anything is hidden."""
        return not self.log_model.filter.empty

    def clear_filter(self) -> None:
        """Show everything."""
        self.filters.clear()

    def _filter_changed(self) -> None:
        wanted = self.filters.wanted()
        if wanted == self.log_model.filter or self.exercise is None:
            return
        self.log_model.set_filter(wanted)
        self.timeline.fill(self.exercise, self.log_model.all, wanted)
        self.timeline.changed()

    def _set_density(self, density: str) -> None:
        """Other rows of the log; the choice is remembered."""
        self.log.set_density(density)
        self.filters.show_density(density)
        self.desk.settings.change(density=density)

    def _fill_teams(self) -> None:
        self.filters.fill_teams(self.exercise.plan if self.exercise is not None else None, self.house)

    def _another(self) -> None:
        self.another_run.emit()

    def _debrief(self) -> None:
        self.debrief_wanted.emit()

    # place

    def _make_room(self, strip_open: bool) -> None:
        """Where height is scarce the filters give way to a strip; what they hide stays hidden."""
        self.filters.setVisible(not strip_open or self.right.height() >= theme.scaled(BESIDE_A_STRIP))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._settle.start()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._settle.start()

    def _settled(self) -> None:
        """The lists have their size now."""
        self._next_shown = ""
        self._follow_next()

    def _arrange(self) -> None:
        wide = self.width() >= theme.scaled(WIDE)
        if wide and self.tabs.indexOf(self.checklist) >= 0:
            self.beside.layout().addWidget(self.checklist)
            self.beside.show()
            self.checklist.show()
            self.tabs.tabBar().setVisible(False)
        elif not wide and self.tabs.indexOf(self.checklist) < 0:
            self.tabs.addTab(self.checklist, "")
            self.tabs.tabBar().setVisible(True)
            self.beside.hide()
            self._title_tabs()
        if wide is not self._wide:
            self._wide = wide
            room = self.width()
            sizes = (
                (room * 32 // 100, room * 38 // 100, room * 30 // 100)
                if wide
                else (room * 42 // 100, room * 58 // 100, 0)
            )
            self.split.arrange("live-wide" if wide else "live", sizes)
        high = self.height() >= theme.scaled(HIGH)
        # Only wishes: what is least stays the same, or a window that grew once could never be small again.
        roomy = self.height() >= theme.scaled(ROOMY)
        lanes = min(theme.scaled(300 if roomy else 216), self.timeline.lanes_height(roomy=roomy))
        self.timeline.wanted_height = lanes if high or self.timeline.as_table else 0
        self.go.wanted_height = max(theme.scaled(112), min(theme.scaled(170), self.height() // 4)) if high else 0
        self.timeline.setMaximumHeight(max(self.timeline.wanted_height, self.timeline.minimumSizeHint().height()))
        self.go.setMaximumHeight(max(self.go.wanted_height, theme.scaled(116)))
        self.players.setMaximumHeight(self.go.maximumHeight())
        self.players.wish(self.go.maximumHeight())
        self.timeline.updateGeometry()
        self.go.updateGeometry()

    def _restyle(self) -> None:
        self.cues.arrange()
        self.log.fit_rows()
        self._arrange()
        self.timeline.changed()


def _tags_of(rows: Iterable[LogRow], before: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The tags used so far, the latest first."""
    found = [tag for row in rows for tag in row.tags]
    return tuple(dict.fromkeys([*reversed(found), *before]))[:30]

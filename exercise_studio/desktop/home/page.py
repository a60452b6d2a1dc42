"""Home: the exercises of the workspace, the scenario library, and the ways to begin."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from exercise_studio.desktop import texts
from exercise_studio.desktop.actions import Act
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Choice, ProgressDialog, Question
from exercise_studio.desktop.home.continuing import ContinueCard
from exercise_studio.desktop.home.details import ExerciseDetails, ScenarioDetails
from exercise_studio.desktop.home.words import EXERCISE_COLUMNS, PHASES
from exercise_studio.desktop.library.playing import play, was_stopped
from exercise_studio.desktop.library.words import SCENARIO_COLUMNS, said_by, sectors
from exercise_studio.desktop.page import Page
from exercise_studio.desktop.tasks import Job
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.unfinished import Unfinished, forget, found
from exercise_studio.desktop.widgets.layout import EmptyState, Splitter, button, row
from exercise_studio.desktop.widgets.search import SearchBox, matches
from exercise_studio.desktop.widgets.tables import RowsModel, Table
from exercise_studio.domain.times import Instant
from exercise_studio.journeys import library
from exercise_studio.language import N_, _
from exercise_studio.store.workspace import Workspace

FILES: Final = N_("Workspaces (*.estudio);;All files (*)")
PAGE_OF_PHASE: Final = {"draft": "plan", "running": "live", "paused": "live", "debrief": "debrief"}


class HomePage(Page):
    """The first page: everything begins here."""

    ACTIONS = (
        Act("new", N_("New exercise"), ("Ctrl+N",), icon="new"),
        Act("open", N_("Open a workspace…"), ("Ctrl+O",), icon="open"),
        Act("find", N_("Search"), ("Ctrl+F",), icon="search"),
        Act("sample", N_("Play the sample exercise"), icon="play"),
        Act("make", N_("Make a new workspace…"), icon="plus"),
        Act("enter", N_("Open the chosen exercise or scenario"), ("Return",), native=True),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._exercises: list[Any] = []
        self._scenarios: list[Any] = []
        self._job: Job | None = None
        self._coming: tuple[Unfinished, bool] | None = None
        self.exercises = RowsModel(EXERCISE_COLUMNS, parent=self)
        self.scenarios = RowsModel(SCENARIO_COLUMNS, parent=self)
        self.continue_card = ContinueCard()
        self.continue_card.continue_wanted.connect(self._continue)
        self.continue_card.recover_wanted.connect(self._recover)
        self.continue_card.reading_wanted.connect(self._read_only)
        self.body.addWidget(self.continue_card)
        self.body.addLayout(self._tools())
        self.stack = QStackedWidget()
        self.stack.addWidget(self._exercises_tab())
        self.stack.addWidget(self._scenarios_tab())
        self.body.addWidget(self.stack, 1)
        desk.workspace_changed.connect(self._workspace_opened)
        self.reload()

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {
            "new": self.new_exercise,
            "open": self.choose_workspace,
            "find": self.find,
            "sample": self.play_sample,
            "make": self.make_workspace,
        }

    # building

    def _tools(self) -> Any:
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        for number, title in enumerate((N_("My exercises"), N_("Scenario library"))):
            self.tabs.addTab("")
            tr(partial(self.tabs.setTabText, number), title)
        texts.name(self.tabs, N_("What to show"))
        self.tabs.currentChanged.connect(self._tab_changed)
        self.search = SearchBox()
        self.search.setMaximumWidth(320)
        self.search.searched.connect(self._filter)
        new = button(N_("New exercise"), None, "primary", icon="new")
        new.clicked.connect(self.acts["new"].trigger)
        tr(new.setToolTip, self.acts["new"].toolTip)
        more = QToolButton()
        more.setProperty("look", "menu")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tr(more.setText, N_("Workspace"))
        texts.name(more, N_("Workspace"))
        self.more_menu = self.acts.menu(more, "open", "make", "", "sample")
        self.recent_menu = QMenu(self.more_menu)
        tr(self.recent_menu.setTitle, N_("Opened lately"))
        self.more_menu.addMenu(self.recent_menu)
        self.recent_menu.triggered.connect(self._recent_chosen)
        more.setMenu(self.more_menu)
        return row(self.tabs, 1, self.search, more, new)

    def _exercises_tab(self) -> QWidget:
        self.exercise_table = Table(self.exercises, name=N_("Exercises of this workspace"), sortable=True)
        self.exercise_table.opened.connect(self.open_card)
        self.exercise_table.current_changed.connect(self._exercise_chosen)
        self.exercise_details = ExerciseDetails()
        self.exercise_details.open_wanted.connect(self.open_card)
        self.exercise_details.trash_wanted.connect(self.ask_trash)
        split = Splitter("home/exercises", self.desk.settings, sizes=(880, 320))
        split.addWidget(self.exercise_table)
        split.addWidget(self.exercise_details)
        split.setStretchFactor(0, 1)
        split.restore()
        self.nothing = EmptyState(
            N_("There is no exercise yet"),
            N_("Make one of a scenario of the library, or let the program play a sample and look at everything in it."),
            (
                button(N_("Choose a scenario"), self.show_library, "primary", icon="library"),
                button(N_("Play the sample exercise"), self.play_sample, icon="play"),
                button(N_("Open a workspace…"), self.choose_workspace, icon="open"),
            ),
            icon="app",
        )
        self.not_found = EmptyState(N_("Nothing fits the search"), N_("Esc in the search field shows all again."))
        self.exercise_stack = QStackedWidget()
        self.exercise_split = split
        for widget in (split, self.nothing, self.not_found):
            self.exercise_stack.addWidget(widget)
        return self.exercise_stack

    def _scenarios_tab(self) -> QWidget:
        self.scenario_table = Table(self.scenarios, name=N_("Scenarios of the library"), sortable=True)
        self.scenario_table.opened.connect(self.use_scenario)
        self.scenario_table.current_changed.connect(self._scenario_chosen)
        self.scenario_details = ScenarioDetails()
        self.scenario_details.use_wanted.connect(self.use_scenario)
        self.scenario_details.rehearse_wanted.connect(self.play_scenario)
        split = Splitter("home/scenarios", self.desk.settings, sizes=(820, 380))
        split.addWidget(self.scenario_table)
        split.addWidget(self.scenario_details)
        split.setStretchFactor(0, 1)
        split.restore()
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        return holder

    # reading

    def reload(self) -> None:
        """Read the lists anew."""
        self.desk.tasks.run(_read, self.desk.workspace, then=self._read, latest=self)
        self._fill_recent()

    def arrived(self) -> None:
        self.reload()
        (self.exercise_table if self.tabs.currentIndex() == 0 else self.scenario_table).setFocus()

    def _read(self, found: tuple[list[Any], list[Any], list[Unfinished]]) -> None:
        self._exercises, self._scenarios, unfinished = found
        self._filter(self.search.text())
        running = [card for card in self._exercises if card.phase in ("running", "paused")]
        workspace = self.desk.workspace
        here = [one for one in unfinished if workspace is not None and one.target == str(workspace.target)]
        cut_off = next((one for one in here if one.exercise in {card.id for card in running}), None)
        for one in here:
            if one is not cut_off:
                forget(one.mark)  # ended, deleted or gone on with since
        if cut_off is not None:
            self.continue_card.show_cut_off(cut_off, next(card for card in running if card.id == cut_off.exercise))
        elif running:
            self.continue_card.show_waiting(running[0])
        else:
            self.continue_card.hide()
        if self._exercises == [] and self.desk.workspace is not None and not self.search.text():
            self.exercise_stack.setCurrentWidget(self.nothing)

    def _filter(self, query: str) -> None:
        def said(card: Any) -> Iterable[str]:
            title = card.title
            return (title.ja, title.en, card.scenario, sectors(card.sectors), _(PHASES[card.phase]), card.tlp)

        shown = [card for card in self._exercises if matches(query, *said(card))]
        self._show(self.exercise_table, self.exercises, shown)
        empty = self.nothing if not self._exercises else self.not_found
        self.exercise_stack.setCurrentWidget(self.exercise_split if shown else empty)
        library_ = [card for card in self._scenarios if matches(query, *said_by(card))]
        self._show(self.scenario_table, self.scenarios, library_)

    @staticmethod
    def _show(table: Table, model: RowsModel, rows: Sequence[Any]) -> None:
        """Show other rows with the same one chosen as before."""
        chosen = getattr(table.current_row, "id", None)
        model.set_rows(rows)
        place = next((i for i, card in enumerate(rows) if card.id == chosen), 0)
        table.select_row(place)
        if rows and table.current_row is not None:
            table.current_changed.emit(table.current_row)

    def _exercise_chosen(self, card: Any) -> None:
        if card is not None:
            self.exercise_details.show_card(card)

    def _scenario_chosen(self, card: Any) -> None:
        if card is not None:
            self.scenario_details.show_card(card)

    def _tab_changed(self, number: int) -> None:
        self.stack.setCurrentIndex(number)

    # acting

    def find(self) -> None:
        """Into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def show_library(self) -> None:
        """The scenario library."""
        self.tabs.setCurrentIndex(1)
        self.scenario_table.setFocus()

    def open_card(self, card: Any) -> None:
        """Open an exercise on the page where one would go on with it."""
        self.desk.open_exercise(card.id, PAGE_OF_PHASE[card.phase])

    def _continue(self, card: Any) -> None:
        """Into the run that waits."""
        self.open_card(card)

    def _recover(self, cut_off: Unfinished) -> None:
        """Into the run that was cut off, where it stood."""
        if self.desk.workspace is not None and self.desk.workspace.read_only:
            self._open_first(cut_off, read_only=False)
        else:
            self.desk.continued.emit(cut_off)
            self.desk.open_exercise(cut_off.exercise, "live", cut_off.run)

    def _read_only(self, cut_off: Unfinished) -> None:
        """Look first: nothing can be changed from here, and the card is there again the next time."""
        self._open_first(cut_off, read_only=True)

    def _open_first(self, cut_off: Unfinished, *, read_only: bool) -> None:
        self._coming = (cut_off, read_only)
        self.desk.open_workspace(cut_off.target, read_only=read_only)

    def _workspace_opened(self) -> None:
        coming, self._coming = self._coming, None
        workspace = self.desk.workspace
        if coming is not None and workspace is not None and coming[0].target == str(workspace.target):
            cut_off, read_only = coming
            if not read_only:
                self.desk.continued.emit(cut_off)
            self.desk.open_exercise(cut_off.exercise, "live", cut_off.run)
        self.reload()

    def new_exercise(self) -> None:
        """From the chosen scenario where the library is shown, else ask for one there."""
        card = self.scenario_table.current_row
        if self.tabs.currentIndex() == 1 and card is not None:
            self.use_scenario(card)
        else:
            self.desk.new_exercise("")

    def use_scenario(self, card: Any) -> None:
        """Make an exercise of a scenario."""
        if card.scenario is not None:
            self.desk.new_exercise(card.id)

    def play_sample(self) -> None:
        """Let simulated teams play the scenario of the demonstration, or another where the library lacks it."""
        from exercise_studio.journeys.demonstrating import SCENARIO

        whole = [card for card in self._scenarios if card.scenario is not None]
        card = next((card for card in whole if card.id == SCENARIO), next(iter(whole), None))
        if card is None:
            self.desk.tell(N_("The library holds no scenario that could be played."))
            return
        self.play_scenario(card)

    def play_scenario(self, card: Any) -> None:
        """Let simulated teams play a scenario, from the plan to the follow-up."""
        dialog = ProgressDialog(N_("The sample is being played"), self)
        job = self.desk.tasks.start(
            play, self.desk.workspace, card.scenario, then=self._played, failed=self._not_played
        )
        dialog.follow(self.desk.tasks, job)

    def _played(self, exercise: str) -> None:
        self.tabs.setCurrentIndex(0)
        self.reload()
        self.desk.open_exercise(exercise, "debrief")

    def _not_played(self, error: Exception) -> None:
        self.reload()
        if not was_stopped(error):
            self.desk.tasks.handle(error)

    def ask_trash(self, card: Any) -> None:
        """Ask before an exercise goes into the trash; from there it comes back."""
        self._waiting_trash = card
        Question(
            N_("Move “{exercise}” to the trash?"),
            N_("It stays in this workspace and can be brought back."),
            (Choice("trash", N_("Move to the trash"), "danger"),),
            parent=self,
            exercise=card.title,
        ).ask(self._trash)

    def _trash(self, answer: str) -> None:
        if answer == "trash":
            card = self._waiting_trash
            if self.desk.exercise is not None and self.desk.exercise.id == card.id:
                self.desk.close_exercise()
            self.desk.tasks.run(self.desk.workspace.trash, card.id, then=self._trashed)

    def _trashed(self, _nothing: object) -> None:
        card = self._waiting_trash
        self.desk.tell(
            N_("“{title}” is in the trash."),
            kind="calm",
            action=N_("Bring it back"),
            then=self._bring_back,
            key="trash",
            title=card.title,
        )
        self.reload()

    def _bring_back(self) -> None:
        self.desk.tasks.run(self.desk.workspace.untrash, self._waiting_trash.id, then=self._brought_back)

    def _brought_back(self, _nothing: object) -> None:
        self.reload()

    def choose_workspace(self) -> None:
        """Open another workspace file."""
        folder = str(Path(self.desk.settings.now.workspace).parent) if self.desk.settings.now.workspace else ""
        name, _kind = QFileDialog.getOpenFileName(self, _("Open a workspace"), folder, _(FILES))
        if name:
            self.desk.open_workspace(name)

    def make_workspace(self) -> None:
        """Make a new workspace file and open it."""
        name, _kind = QFileDialog.getSaveFileName(self, _("Make a new workspace"), "", _(FILES))
        if name:
            path = Path(name)
            from exercise_studio.store.workspace import SUFFIX

            self.desk.open_workspace(path if path.suffix else path.with_suffix(SUFFIX), create=True)

    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for workspace in self.desk.settings.now.recent:
            action = self.recent_menu.addAction(workspace)
            action.setData(workspace)
        self.recent_menu.setEnabled(bool(self.desk.settings.now.recent))

    def _recent_chosen(self, action: Any) -> None:
        self.desk.open_workspace(action.data())

    def gallery_states(self) -> Iterable[tuple[str, Callable[[], object]]]:
        yield "library", self.show_library
        yield "cut-off", self._show_cut_off
        yield "empty", self._show_empty

    def _show_cut_off(self) -> None:
        self.tabs.setCurrentIndex(0)
        card = self._exercises[0]
        alive = Instant(round(datetime(2026, 11, 20, 14, 32).astimezone().timestamp() * 1000))
        self.continue_card.show_cut_off(Unfinished(Path("mark"), "", card.id, None, card.title, alive, 1), card)

    def _show_empty(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.continue_card.hide()
        self.exercise_stack.setCurrentWidget(self.nothing)


def _read(workspace: Workspace | None) -> tuple[list[Any], list[Any], list[Unfinished]]:
    """On the database thread."""
    exercises = library.list_exercises(workspace) if workspace is not None else []
    return exercises, library.list_scenarios(), found()

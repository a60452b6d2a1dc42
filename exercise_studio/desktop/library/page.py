"""The library page: find a scenario by what it is or by the service that fails, read it, copy it, make an exercise of it."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from exercise_studio import paths
from exercise_studio.desktop import texts
from exercise_studio.desktop.actions import Act
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import ProgressDialog
from exercise_studio.desktop.library.card import CardPanel
from exercise_studio.desktop.library.duplicating import DuplicateDialog
from exercise_studio.desktop.library.filters import FilterBar
from exercise_studio.desktop.library.load import load_of
from exercise_studio.desktop.library.outage import OutageView
from exercise_studio.desktop.library.playing import play, was_stopped
from exercise_studio.desktop.library.reading import Reading
from exercise_studio.desktop.library.script import Script, prepare
from exercise_studio.desktop.library.words import SCENARIO_COLUMNS, said_by
from exercise_studio.desktop.page import Page
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.watching import FolderWatch
from exercise_studio.desktop.widgets.layout import INSIDE, EmptyState, Splitter, button, label, row
from exercise_studio.desktop.widgets.search import SearchBox, matches
from exercise_studio.desktop.widgets.stack import Stack
from exercise_studio.desktop.widgets.tables import RowsModel, Table
from exercise_studio.domain.errors import Problem
from exercise_studio.domain.reference import Reference
from exercise_studio.journeys import browsing, library
from exercise_studio.journeys.browsing import Filters
from exercise_studio.journeys.checking import check_folder
from exercise_studio.journeys.library import ScenarioCard, own_scenarios
from exercise_studio.journeys.reference_data import own_reference
from exercise_studio.language import N_, _, plural


class LibraryPage(Page):
    """Three views: finding, starting from an outage, reading.

    Attributes:
        cards: every scenario of the library, damaged ones included.
        filters: what is asked for beside the search words.
    """

    ACTIONS = (
        Act("find", N_("Search"), ("Ctrl+F",), icon="search"),
        Act("read", N_("Read the script"), ("Ctrl+R",), icon="report"),
        Act("back", N_("Back to the library"), ("Alt+Left",), icon="left"),
        Act("next", N_("Next place found in the script"), ("F3",)),
        Act("before", N_("Place found before in the script"), ("Shift+F3",)),
        Act("use", N_("Make an exercise of the chosen scenario"), ("Return",), native=True),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.cards: list[ScenarioCard] = []
        self.filters = Filters()
        self._wanted: Path | None = None
        self._reading_of: Path | None = None
        self.outer = Stack()
        self.body.addWidget(self.outer)
        self.outer.addWidget(self._finding())
        self.reading = Reading(desk)
        self.reading.closed.connect(self.stop_reading)
        self.outer.addWidget(self.reading)
        self._watch = FolderWatch(self)
        self._watch.changed.connect(self.reload)
        self._reading_acts()
        self.reload()

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {
            "find": self.find,
            "read": self.read_chosen,
            "back": self.stop_reading,
            "next": self._find_next,
            "before": self._find_before,
        }

    # building

    def _finding(self) -> QWidget:
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        for number, title in enumerate((N_("Find a scenario"), N_("Start from the service that fails"))):
            self.tabs.addTab("")
            tr(partial(self.tabs.setTabText, number), title)
        texts.name(self.tabs, N_("What to show"))
        self.search = SearchBox()
        self.search.setMaximumWidth(320)
        self.search.searched.connect(self._searched)
        self.stack = Stack()
        self.stack.addWidget(self._browse())
        self.outage = OutageView(self.desk)
        self.outage.show_wanted.connect(self.show_card)
        self.outage.use_wanted.connect(self.use)
        self.stack.addWidget(self.outage)
        self.tabs.currentChanged.connect(self._tab_changed)
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        column.addLayout(row(self.tabs, 1, self.search))
        column.addWidget(self.stack, 1)
        return found

    def _browse(self) -> QWidget:
        self.bar = FilterBar()
        self.bar.changed.connect(self._filtered)
        self.model = RowsModel(SCENARIO_COLUMNS, parent=self)
        self.table = Table(self.model, name=N_("Scenarios of the library"), sortable=True)
        self.table.current_changed.connect(self._chosen)
        self.table.opened.connect(self.use)
        self.count = label(look="caption")
        self.nothing = EmptyState(
            N_("No scenario fits"),
            N_("Ask for less: take a filter away, or search for fewer words."),
            (button(N_("Show all scenarios"), self.show_all, "primary"),),
            icon="library",
        )
        self.panel = CardPanel()
        self.panel.use_wanted.connect(self.use)
        self.panel.read_wanted.connect(self.read)
        self.panel.play_wanted.connect(self.play)
        self.panel.copy_wanted.connect(self.duplicate)
        self.panel.folder_wanted.connect(self.open_folder)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.table, 1)
        column.addWidget(self.count)
        split = Splitter("library/find", self.desk.settings, sizes=(580, 600))
        split.addWidget(left)
        split.addWidget(self.panel)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.restore()
        self.found = QStackedWidget()
        self.found.addWidget(split)
        self.found.addWidget(self.nothing)
        browse = QWidget()
        column = QVBoxLayout(browse)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        column.addWidget(self.bar)
        column.addWidget(self.found, 1)
        tr(self.count.setText, self._count)
        return browse

    # reading the disk

    def reload(self) -> None:
        """Read the library anew; what is chosen stays chosen."""
        self.desk.tasks.run(_read, then=self._read, latest=self, compute=True)

    def arrived(self) -> None:
        self.reload()
        if self.outer.currentWidget() is self.reading:
            self.reading.table.setFocus()
        else:
            (self.table if self.tabs.currentIndex() == 0 else self.outage.sectors).setFocus()

    def _read(self, found: tuple[list[ScenarioCard], Reference]) -> None:
        self.cards, data = found
        self._watch.watch(_watched(self.cards))
        self.bar.offer(self.cards)
        self._fill()
        self.outage.show_cards(self.cards, data)
        if self._reading_of is not None:
            card = next((card for card in self.cards if card.folder == self._reading_of), None)
            if card is not None and card.scenario is not None:
                self.desk.tasks.run(prepare, card.scenario, then=self._prepared_again, latest="script", compute=True)

    def _fill(self) -> None:
        """The rows that fit, with the same one chosen as before."""
        words = self.search.text()
        shown = [card for card in browsing.matching(self.cards, self.filters) if self._fits(card, words)]
        before = self._wanted or getattr(self.table.current_row, "folder", None)
        self.model.set_rows(shown)
        at = next((number for number, card in enumerate(shown) if card.folder == before), 0)
        if self._wanted is not None and shown and shown[at].folder == self._wanted:
            self._wanted = None
        self.table.select_row(at)
        self.found.setCurrentIndex(0 if shown or not self.cards else 1)
        if shown:
            self._chosen(self.table.current_row)
        tr(self.count.setText, self._count)

    @staticmethod
    def _fits(card: ScenarioCard, words: str) -> bool:
        return card.scenario is None or matches(words, *said_by(card))

    def _count(self) -> str:
        shown, every = len(self.model.rows), len(self.cards)
        damaged = sum(card.scenario is None for card in self.cards)
        said = [_("{n} of {every} scenarios", n=shown, every=every)]
        if damaged:
            said.append(plural("{n} cannot be read", "{n} cannot be read", damaged))
        return " · ".join(said)

    # choosing

    def _chosen(self, card: ScenarioCard | None) -> None:
        if card is None:
            return
        if card is self.panel.card:
            return
        if card == self.panel.card:
            # Read again and the same: what is on screen stays, and only what lies beside the script is looked at anew.
            self.panel.card = card
        else:
            self.panel.show_card(card)
            self.acts["read"].setEnabled(card.scenario is not None)
            if card.scenario is not None:
                self.desk.tasks.run(load_of, card.scenario, then=self.panel.show_load, latest="load", compute=True)
        if card.scenario is not None:
            self.desk.tasks.run(check_folder, card.folder, then=self._checked, latest="checks", compute=True)

    def _checked(self, problems: list[Problem]) -> None:
        if problems != self.panel.problems:
            self.panel.show_problems(problems)

    def show_card(self, card: ScenarioCard) -> None:
        """Find a scenario in the list, whatever was asked for before."""
        self.tabs.setCurrentIndex(0)
        self._wanted = card.folder
        self.show_all()
        self.table.setFocus()

    def show_all(self) -> None:
        """Ask for nothing any more."""
        self.search.clear()
        self.filters = Filters()
        self.bar.reset()
        self._fill()

    def _filtered(self, filters: Filters) -> None:
        self.filters = filters
        self._fill()

    def _searched(self, _words: str) -> None:
        self._fill()

    def _tab_changed(self, number: int) -> None:
        self.stack.setCurrentIndex(number)
        self.search.setVisible(number == 0)

    def find(self) -> None:
        """Into the search field of the view."""
        box = self.reading.search if self.outer.currentWidget() is self.reading else self.search
        if box is self.search:
            self.tabs.setCurrentIndex(0)
        box.setFocus()
        box.selectAll()

    # acting

    def use(self, card: ScenarioCard) -> None:
        """Make an exercise of a scenario."""
        if card.scenario is not None and self._workspace_is_open():
            self.desk.new_exercise(card.id)

    def play(self, card: ScenarioCard) -> None:
        """Let simulated teams play a scenario, from the plan to the follow-up."""
        if card.scenario is None or not self._workspace_is_open():
            return
        dialog = ProgressDialog(N_("The sample is being played"), self)
        job = self.desk.tasks.start(
            play, self.desk.workspace, card.scenario, then=self._played, failed=self._not_played
        )
        dialog.follow(self.desk.tasks, job)

    def _played(self, exercise: str) -> None:
        self.desk.open_exercise(exercise, "debrief")

    def _not_played(self, error: Exception) -> None:
        if not was_stopped(error):
            self.desk.tasks.handle(error)

    def _workspace_is_open(self) -> bool:
        if self.desk.workspace is None:
            self.desk.tell(
                N_("Open or make a workspace on the home page first: exercises are kept there."), key="library"
            )
        return self.desk.workspace is not None

    def duplicate(self, card: ScenarioCard) -> None:
        """Copy a scenario into one's own library under another id."""
        dialog = DuplicateDialog(self.desk, card, self)
        dialog.copied.connect(self._copied)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _copied(self, folder: Path) -> None:
        self._wanted = folder
        self.show_all()
        self.reload()
        self._copy = folder
        self.desk.tell(
            N_("“{name}” is in your library now; changes to its files are noticed here."),
            kind="calm",
            action=N_("Open its folder"),
            then=self._open_copy,
            key="library",
            name=folder.name,
        )

    def _open_copy(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._copy)))

    def open_folder(self, card: ScenarioCard) -> None:
        """Show a scenario's folder in the file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(card.folder)))

    # reading a script

    def read_chosen(self) -> None:
        """Read the script of the chosen scenario."""
        card = self.table.current_row
        if card is not None and self.outer.currentWidget() is not self.reading:
            self.read(card)

    def read(self, card: ScenarioCard) -> None:
        """Read a scenario's script."""
        if card.scenario is not None:
            self._reading_of = card.folder
            self.desk.tasks.run(prepare, card.scenario, then=self._prepared, latest="script", compute=True)

    def _prepared(self, script: Script) -> None:
        self.outer.setCurrentWidget(self.reading)
        self.reading.show_script(script)
        self._reading_acts()

    def _prepared_again(self, script: Script) -> None:
        self.reading.renew(script)

    def stop_reading(self) -> None:
        """Back to the list."""
        self._reading_of = None
        self.outer.setCurrentIndex(0)
        self._reading_acts()
        self.table.setFocus()

    def _reading_acts(self) -> None:
        reads = self.outer.currentWidget() is self.reading
        for act in ("back", "next", "before"):
            self.acts[act].setEnabled(reads)

    def _find_next(self) -> None:
        self.reading.find_next()

    def _find_before(self) -> None:
        self.reading.find_before()

    # pictures

    def gallery_states(self) -> Iterable[tuple[str, Callable[[], object]]]:
        yield "story", partial(self.panel.tabs.setCurrentIndex, 1)
        yield "checks", partial(self.panel.tabs.setCurrentIndex, 2)
        yield "filtered", partial(self.bar.sector.choose, "power", "port")
        yield "nothing", partial(self.bar.tag.choose, "oil")
        yield "outage", self._picture_of_outage
        yield "reading", self._picture_of_reading

    @classmethod
    def gallery_dialogs(cls) -> Iterable[tuple[str, Callable[[Desk], QWidget]]]:
        def copying(desk: Desk) -> QWidget:
            return DuplicateDialog(desk, library.list_scenarios()[0])

        yield "copying", copying

    def _picture_of_outage(self) -> None:
        self.tabs.setCurrentIndex(1)
        self.outage.choose("power")

    def _picture_of_reading(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.show_all()
        self.read_chosen()


def _read() -> tuple[list[ScenarioCard], Reference]:
    """On the computing thread."""
    return library.list_scenarios(), browsing.reference()


def _watched(cards: Iterable[ScenarioCard]) -> Iterable[Path]:
    """The library folders, and of each scenario what its script is made of."""
    yield paths.scenarios()
    yield own_scenarios()
    yield own_reference()
    for card in cards:
        yield card.folder
        yield card.folder / "scenario.yaml"

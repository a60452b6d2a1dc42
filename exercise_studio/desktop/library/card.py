"""The card of a scenario: what it is, how it runs and for whom, what is wrong with it, and what can be done with it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QMenu,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from exercise_studio.design.advice import advice
from exercise_studio.desktop import formats, icons, texts, theme
from exercise_studio.desktop.library import words
from exercise_studio.desktop.library.facts import ScenarioFacts
from exercise_studio.desktop.library.load import Load, LoadFigure
from exercise_studio.desktop.library.words import clock, problem_text, story_time, team_name
from exercise_studio.desktop.texts import authored, tr
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, INSIDE, Card, FlowLayout, button, column, label, row
from exercise_studio.domain.errors import Problem
from exercise_studio.domain.scenario import Scenario
from exercise_studio.journeys.library import ScenarioCard, own_scenarios
from exercise_studio.language import N_, _, current
from exercise_studio.reporting.labels import LAYERS, PILLARS_SHORT, SECTORS

MOST_PROBLEMS = 40


class _Page(QScrollArea):
    """One tab of the card: parts below one another, scrolled where they need more room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._inside = QWidget()
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(0, GRID, INSIDE, 0)
        self.column.setSpacing(INSIDE)
        self.setWidget(self._inside)
        self._parts: list[QWidget] = []

    def renew(self) -> None:
        """Take the parts away."""
        for part in self._parts:
            self.column.removeWidget(part)
            part.deleteLater()
        self._parts = []

    def put(self, part: QWidget) -> None:
        """Add a part at the end."""
        self._parts.append(part)
        self.column.addWidget(part)


class CardPanel(Card):
    """The chosen scenario.

    Attributes:
        card: what is shown, or None.
        problems: what the checks found; None while they have not answered.
    Signals:
        use_wanted, read_wanted, play_wanted, copy_wanted, folder_wanted: something is to be done with the card.
    """

    use_wanted = Signal(object)
    read_wanted = Signal(object)
    play_wanted = Signal(object)
    copy_wanted = Signal(object)
    folder_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, look="panel")
        self.card: ScenarioCard | None = None
        self.problems: list[Problem] | None = None
        self.setMinimumWidth(theme.scaled(320))
        self.title = label(look="section", wrap=True)
        self.origin = label(look="caption", wrap=True)
        self.body.addLayout(column(self.title, self.origin, spacing=2))
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        texts.name(self.tabs, N_("What to show of the scenario"))
        for number, title in enumerate((N_("Overview"), N_("Story and cast"), N_("Checks"))):
            self.tabs.addTab("")
            tr(partial(self.tabs.setTabText, number), title)
        self.stack = QStackedWidget()
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.stack, 1)
        self._overview()
        self.story, self.checks = _Page(), _Page()
        for page in (self.story, self.checks):
            page.column.setAlignment(Qt.AlignmentFlag.AlignTop)
            self.stack.addWidget(page)
        self._buttons()

    def _overview(self) -> None:
        page = _Page()
        self.facts = ScenarioFacts()
        self.more = label(look="muted", wrap=True)
        self.load_title = label(N_("Load on each team over time"), "strong")
        self.figure = LoadFigure()
        self.load_note = label(look="caption", wrap=True)
        for widget in (self.facts, self.more, self.load_title, self.figure, self.load_note):
            page.column.addWidget(widget)
        page.column.addStretch(1)
        self.stack.addWidget(page)

    def _buttons(self) -> None:
        self.use = button(N_("Make an exercise of it"), self._use, "primary")
        self.read = button(N_("Read the script"), self._read)
        self._acting = QWidget()
        flow = FlowLayout(self._acting)
        for widget in (self.use, self.read, self._more()):
            flow.addWidget(widget)
        self.body.addWidget(self._acting)

    def _more(self) -> QWidget:
        self.menu_button = QToolButton()
        self.menu_button.setProperty("look", "menu")
        self.menu_button.setIcon(icons.icon("more"))
        self.menu_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        texts.name(self.menu_button, N_("More that can be done with the scenario"))
        tr(self.menu_button.setToolTip, N_("More that can be done with the scenario"))
        menu = QMenu(self.menu_button)
        menu.setToolTipsVisible(True)
        self.play = menu.addAction(icons.icon("play"), "", self._play)
        tr(self.play.setText, N_("See it played"))
        tip = N_("Simulated teams and observers play it in a moment: an example from the plan to the report.")
        tr(self.play.setToolTip, tip)
        menu.addSeparator()
        self.copy = menu.addAction(icons.icon("copy"), "", self._copy)
        tr(self.copy.setText, N_("Copy into my library…"))
        self.folder = menu.addAction(icons.icon("open"), "", self._folder)
        tr(self.folder.setText, N_("Open its folder"))
        self.menu_button.setMenu(menu)
        return self.menu_button

    # showing

    def show_card(self, card: ScenarioCard) -> None:
        """Show a scenario; figure and checks follow when they are known."""
        self.card = card
        self.problems = None
        scenario = card.scenario
        tr(self.title.setText, scenario.title if scenario is not None else lambda: card.folder.name)
        own = card.folder.is_relative_to(own_scenarios())
        tr(
            self.origin.setText,
            N_("{id} – in your library") if own else N_("{id} – comes with the program"),
            id=card.id,
        )
        self.facts.show_card(card)
        whole = scenario is not None
        for widget in (self.use, self.read, self.more, self.load_title, self.figure, self.load_note):
            widget.setVisible(whole)
        for action in (self.play, self.copy):
            action.setEnabled(whole)
        self.tabs.setVisible(whole)
        if not whole:
            self.tabs.setCurrentIndex(0)
        self.show_load(None)
        self._write_checks()
        self.story.renew()
        if scenario is not None:
            tr(self.more.setText, lambda: _small_print(scenario))
            self._write_story(scenario)

    def show_load(self, load: Load | None) -> None:
        """The figure, or that it is being computed."""
        self.figure.show_load(load)
        tr(self.load_note.setText, self.figure.sentence)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """What the checks found, errors first."""
        self.problems = sorted(problems, key=lambda problem: problem.severity != "error")
        self._write_checks()

    def _write_checks(self) -> None:
        self.checks.renew()
        found = self.problems
        if found is None:
            tr(partial(self.tabs.setTabText, 2), N_("Checks"))
            self.checks.put(label(N_("The scenario is being checked…"), "muted", wrap=True))
            return
        if not found:
            tr(partial(self.tabs.setTabText, 2), N_("Checks ({n})"), n=0)
            said = N_("Every reference leads somewhere, every branch can be reached, every team has something to do.")
            self.checks.put(label(said, "muted", wrap=True))
            return
        tr(partial(self.tabs.setTabText, 2), N_("Checks ({n})"), n=len(found))
        for problem in found[:MOST_PROBLEMS]:
            self.checks.put(_ProblemRow(problem))
        if len(found) > MOST_PROBLEMS:
            self.checks.put(label(N_("{n} more are not shown here."), "muted", wrap=True, n=len(found) - MOST_PROBLEMS))

    def _write_story(self, scenario: Scenario) -> None:
        put = self.story.put
        put(label(N_("What the exercise is to find out"), "strong"))
        for aim in scenario.objectives:
            put(_Line(aim.id, aim.text, _Pillar(aim.pillar), 28))
        put(label(N_("How the story runs"), "strong"))
        for phase in scenario.phases:
            span = f"T+{clock(phase.start)}–{clock(phase.end)}"
            note = N_("The story jumps to {time}.") if phase.jump is not None else N_("The story stands at {time}.")
            put(_Line(span, phase.title, _Told(note, time=story_time(scenario, phase.start)), 100))
        if scenario.layer_decisions:
            put(label(N_("Decisions by layer"), "strong"))
            for one in scenario.layer_decisions:
                put(_Line(one.inject, one.text, _Layer(one.layer), 36))
        put(label(N_("Who takes part"), "strong"))
        for member in scenario.cast:
            if member.kind == "player":
                put(_Line("", member.title, _Teams(member.sector or "", member.teams)))
        put(label(N_("Roles played by controllers"), "strong"))
        others = [member.title for member in scenario.cast if member.kind == "simulated"]
        said = label(look="muted", wrap=True)
        tr(said.setText, lambda: formats.listed([authored(name) for name in others]))
        put(said)

    # acting

    def _use(self) -> None:
        self.use_wanted.emit(self.card)

    def _read(self) -> None:
        self.read_wanted.emit(self.card)

    def _play(self) -> None:
        self.play_wanted.emit(self.card)

    def _copy(self) -> None:
        self.copy_wanted.emit(self.card)

    def _folder(self) -> None:
        self.folder_wanted.emit(self.card)


def _small_print(scenario: Scenario) -> str:
    tags = formats.listed([words.tag(one) for one in scenario.tags])
    said = [_("As of {day}", day=formats.day(scenario.as_of, weekday=False))]
    if tags:
        said.append(_("Tags: {tags}", tags=tags))
    return " · ".join(said)


class _ProblemRow(QWidget):
    """A problem: how bad, the sentence, where it is and what to do."""

    def __init__(self, problem: Problem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        error = problem.severity == "error"
        mark = label(look="error" if error else "strong")
        mark.setText("×" if error else "!")
        texts.name(mark, N_("Error") if error else N_("Doubt"))
        mark.setFixedWidth(theme.scaled(14))
        said = label(wrap=True)
        tr(said.setText, lambda: problem_text(problem))
        where = label(look="caption", wrap=True)
        tr(where.setText, lambda: _where(problem))
        line = row(mark, spacing=GRID)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column(said, where, spacing=2), 1)
        self.setLayout(line)


def _where(problem: Problem) -> str:
    todo = advice(problem.check)
    place = words.place(problem)
    return _("{place} – {advice}", place=place, advice=_(todo)) if todo else place


class _Line(QWidget):
    """A code or a time at the left, a text and a muted note at the right."""

    def __init__(
        self, code: str, text: texts.Source, note: texts.Source, room: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        said, more = label(wrap=True), label(look="caption", wrap=True)
        tr(said.setText, text)
        tr(more.setText, note)
        line = row(spacing=BETWEEN)
        if code:
            left = label(look="muted")
            left.setText(code)
            left.setMinimumWidth(theme.scaled(room))
            line.addWidget(left)
            line.setAlignment(left, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column(said, more, spacing=0), 1)
        self.setLayout(line)


class _Told:
    """A message with its parameters, read anew in each language."""

    def __init__(self, message: str, **params: object) -> None:
        self._message, self._params = message, params

    def __call__(self) -> str:
        return _(self._message, **self._params)


class _Pillar:
    def __init__(self, pillar: str) -> None:
        self._pillar = pillar

    def __call__(self) -> str:
        return _(PILLARS_SHORT[self._pillar])


class _Layer:
    def __init__(self, layer: str) -> None:
        self._layer = layer

    def __call__(self) -> str:
        return _(LAYERS[self._layer])


class _Teams:
    """The sector and the teams of a slot."""

    def __init__(self, sector: str, teams: Sequence[str]) -> None:
        self._sector, self._teams = sector, teams

    def __call__(self) -> str:
        names = formats.listed([team_name(kind, "ja" if current() == "ja" else "en") for kind in self._teams])
        return _("{sector}: {teams}", sector=_(SECTORS.get(self._sector, self._sector)), teams=names)

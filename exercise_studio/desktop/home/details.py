"""What the home page says beside its lists about the one that is chosen."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from exercise_studio import language
from exercise_studio.desktop import formats, theme
from exercise_studio.desktop.home import words
from exercise_studio.desktop.texts import Source, tr
from exercise_studio.desktop.widgets.chips import TlpChip
from exercise_studio.desktop.widgets.layout import BETWEEN, INSIDE, Card, button, label, row
from exercise_studio.language import N_, _


class Facts(QWidget):
    """Pairs of a name and a value, one below the other."""

    def __init__(self, *names: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(BETWEEN)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._values = {}
        for line, name in enumerate(names):
            value = label(wrap=True)
            self._values[name] = value
            grid.addWidget(label(name, "muted", wrap=True), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 1, Qt.AlignmentFlag.AlignTop)

    def set(self, name: str, source: Source, **params: Any) -> None:
        """Show a value."""
        tr(self._values[name].setText, source, **params)


class _Details(Card):
    """A card with a title, a scrolling middle and buttons below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, look="panel")
        self.setMinimumWidth(theme.scaled(260))
        self.title = label(look="section", wrap=True)
        self.middle = QVBoxLayout()
        self.middle.setSpacing(INSIDE)
        inside = QWidget()
        self.middle.setContentsMargins(0, 0, INSIDE, 0)
        inside.setLayout(self.middle)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.body.addWidget(self.title)
        self.body.addWidget(scroll, 1)


class ExerciseDetails(_Details):
    """The chosen exercise.

    Signals:
        open_wanted, trash_wanted: the card.
    """

    open_wanted = Signal(object)
    trash_wanted = Signal(object)

    SECTORS, STATE, PLANNED = N_("Sectors"), N_("State"), N_("Planned for")
    INJECTS, ITEMS, RUNS, CHANGED = N_("Injects"), N_("Checklist items"), N_("Runs"), N_("Last change")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card: Any = None
        self.tlp = TlpChip()
        self.facts = Facts(
            self.STATE, self.PLANNED, self.SECTORS, self.INJECTS, self.ITEMS, self.RUNS, self.CHANGED
        )  # fmt: skip
        self.middle.addLayout(row(self.tlp, 1))
        self.middle.addWidget(self.facts)
        self.middle.addStretch(1)
        self.open = button(N_("Open this exercise"), self._open, "primary")
        self.trash = button(N_("Move to the trash"), self._trash, "quiet", icon="trash")
        self.body.addWidget(self.open)
        self.body.addWidget(self.trash)

    def show_card(self, card: Any) -> None:
        """Show an exercise."""
        self.card = card
        tr(self.title.setText, card.title)
        self.tlp.set_tlp(card.tlp)
        self.facts.set(self.STATE, words.PHASES[card.phase])
        self.facts.set(self.PLANNED, lambda: formats.moment(card.starts_at, weekday=True))
        self.facts.set(self.SECTORS, lambda: words.sectors(card.sectors))
        self.facts.set(self.INJECTS, lambda: str(card.injects))
        self.facts.set(self.ITEMS, lambda: str(card.items))
        self.facts.set(self.RUNS, lambda: str(card.runs))
        self.facts.set(self.CHANGED, lambda: formats.moment(card.last_change) if card.last_change else "–")
        verbs = {
            "draft": N_("Go on preparing"),
            "running": N_("Go on with the run"),
            "paused": N_("Go on with the run"),
        }
        tr(self.open.setText, verbs.get(card.phase, N_("Open the evaluation")))

    def _open(self) -> None:
        self.open_wanted.emit(self.card)

    def _trash(self) -> None:
        self.trash_wanted.emit(self.card)


class ScenarioDetails(_Details):
    """The chosen scenario.

    Signals:
        use_wanted, rehearse_wanted: the card.
    """

    use_wanted = Signal(object)
    rehearse_wanted = Signal(object)

    SECTORS, THREAT, LEVEL = N_("Sectors"), N_("Threat"), N_("Difficulty")
    LENGTH, INJECTS, PHASES, AIMS = N_("Playing time"), N_("Injects"), N_("Phases"), N_("Objectives")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card: Any = None
        self.summary = label(wrap=True)
        self.facts = Facts(
            self.SECTORS, self.THREAT, self.LEVEL, self.LENGTH, self.INJECTS, self.PHASES, self.AIMS
        )  # fmt: skip
        self.problems = label(look="error", wrap=True)
        self.middle.addWidget(self.summary)
        self.middle.addWidget(self.facts)
        self.middle.addWidget(self.problems)
        self.middle.addStretch(1)
        self.use = button(N_("Make an exercise of it"), self._use, "primary")
        tip = N_("Simulated teams and observers play it in a moment: an example from the plan to the report.")
        self.rehearse = button(N_("See it played"), self._rehearse, "quiet", icon="play", tip=tip)
        self.body.addWidget(self.use)
        self.body.addWidget(self.rehearse)

    def show_card(self, card: Any) -> None:
        """Show a scenario, or what is wrong with its files."""
        self.card = card
        whole = card.scenario is not None
        for widget in (self.summary, self.facts, self.use, self.rehearse):
            widget.setVisible(whole)
        self.problems.setVisible(not whole)
        if not whole:
            self.title.setText(card.id)
            tr(self.problems.setText, lambda: _problems(card))
            return
        scenario = card.scenario
        tr(self.title.setText, scenario.title)
        tr(self.summary.setText, scenario.summary or (lambda: ""))
        self.facts.set(self.SECTORS, lambda: words.sectors(scenario.sectors))
        self.facts.set(self.THREAT, lambda: words.threats(scenario.threats))
        self.facts.set(self.LEVEL, words.LEVELS.get(scenario.level, scenario.level))
        self.facts.set(self.LENGTH, lambda: formats.length(scenario.duration))
        self.facts.set(self.INJECTS, lambda: str(len(scenario.injects)))
        self.facts.set(self.PHASES, lambda: str(len(scenario.phases)))
        self.facts.set(self.AIMS, lambda: str(len(scenario.objectives)))

    def _use(self) -> None:
        self.use_wanted.emit(self.card)

    def _rehearse(self) -> None:
        self.rehearse_wanted.emit(self.card)


def _problems(card: Any) -> str:
    """The first problems, as the checks say them."""
    lang = language.current()
    said = [p.text(lang) if hasattr(p, "text") else str(p) for p in card.problems[:8]]
    return "\n".join([_("This scenario cannot be read."), *said])

"""What the home page says beside its lists about the one that is chosen."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from exercise_studio.desktop import formats, theme
from exercise_studio.desktop.home import words
from exercise_studio.desktop.library.facts import ScenarioFacts
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.chips import TlpChip
from exercise_studio.desktop.widgets.facts import Facts
from exercise_studio.desktop.widgets.layout import INSIDE, Card, button, label, row
from exercise_studio.language import N_


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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card: Any = None
        self.facts = ScenarioFacts()
        self.middle.addWidget(self.facts)
        self.middle.addStretch(1)
        self.use = button(N_("Make an exercise of it"), self._use, "primary")
        tip = N_("Simulated teams and observers play it in a moment: an example from the plan to the report.")
        self.rehearse = button(N_("See it played"), self._rehearse, "quiet", icon="play", tip=tip)
        self.body.addWidget(self.use)
        self.body.addWidget(self.rehearse)

    def show_card(self, card: Any) -> None:
        """Show a scenario, or what is wrong with its files."""
        self.card = card
        for widget in (self.use, self.rehearse):
            widget.setVisible(card.scenario is not None)
        tr(self.title.setText, card.scenario.title if card.scenario is not None else lambda: card.folder.name)
        self.facts.show_card(card)

    def _use(self) -> None:
        self.use_wanted.emit(self.card)

    def _rehearse(self) -> None:
        self.rehearse_wanted.emit(self.card)

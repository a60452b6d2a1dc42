"""What every place says of a scenario: its summary and its facts, or why its files cannot be read."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from exercise_studio.desktop import formats
from exercise_studio.desktop.library import words
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.facts import Facts
from exercise_studio.desktop.widgets.layout import BETWEEN, label
from exercise_studio.journeys.library import ScenarioCard
from exercise_studio.language import N_, _


class ScenarioFacts(QWidget):
    """Summary and facts of one scenario; the problems where it is damaged."""

    SECTORS, THREAT, LEVEL = N_("Sectors"), N_("Threat"), N_("Difficulty")
    LENGTH, INJECTS, PHASES, AIMS = N_("Playing time"), N_("Injects"), N_("Phases"), N_("Objectives")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = label(wrap=True)
        self.facts = Facts(self.SECTORS, self.THREAT, self.LEVEL, self.LENGTH, self.INJECTS, self.PHASES, self.AIMS)
        self.problems = label(look="error", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        for widget in (self.summary, self.facts, self.problems):
            column.addWidget(widget)

    def show_card(self, card: ScenarioCard) -> None:
        """Show a scenario, or what is wrong with its files."""
        scenario = card.scenario
        for widget in (self.summary, self.facts):
            widget.setVisible(scenario is not None)
        self.problems.setVisible(scenario is None)
        if scenario is None:
            tr(self.problems.setText, lambda: words.unreadable(card))
            return
        tr(self.summary.setText, scenario.summary)
        self.facts.set(self.SECTORS, lambda: words.sectors(scenario.sectors))
        self.facts.set(self.THREAT, lambda: words.threats(scenario.threats))
        self.facts.set(self.LEVEL, lambda: _(words.LEVELS.get(scenario.level, scenario.level)))
        self.facts.set(self.LENGTH, lambda: formats.length(scenario.duration))
        self.facts.set(self.INJECTS, lambda: str(len(scenario.injects)))
        self.facts.set(self.PHASES, lambda: str(len(scenario.phases)))
        self.facts.set(self.AIMS, lambda: str(len(scenario.objectives)))

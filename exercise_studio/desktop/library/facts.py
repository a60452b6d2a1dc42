"""What every place says of a scenario: its summary and its facts, or why its files cannot be read."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from exercise_studio.desktop import formats, names
from exercise_studio.desktop.library import words
from exercise_studio.desktop.texts import authored, tr
from exercise_studio.desktop.widgets.facts import Facts
from exercise_studio.desktop.widgets.layout import BETWEEN, label
from exercise_studio.domain.scenario import Scenario
from exercise_studio.journeys.library import ScenarioCard
from exercise_studio.language import N_, _, plural


class ScenarioFacts(QWidget):
    """Summary and facts of one scenario; the problems where it is damaged."""

    SECTORS, THREAT = N_("Sectors"), N_("Threat")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = label(wrap=True)
        self.extent = label(look="strong", wrap=True)
        self.facts = Facts(self.SECTORS, self.THREAT)
        self.problems = label(look="error", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        for widget in (self.extent, self.summary, self.facts, self.problems):
            column.addWidget(widget)

    def show_card(self, card: ScenarioCard) -> None:
        """Show a scenario, or what is wrong with its files."""
        scenario = card.scenario
        for widget in (self.extent, self.summary, self.facts):
            widget.setVisible(scenario is not None)
        self.problems.setVisible(scenario is None)
        if scenario is None:
            tr(self.problems.setText, lambda: words.unreadable(card))
            return
        tr(self.extent.setText, lambda: size(scenario))
        tr(self.summary.setText, lambda: authored(scenario.summary).strip())
        self.facts.set(self.SECTORS, lambda: words.sectors(scenario.sectors))
        self.facts.set(self.THREAT, lambda: words.threats(scenario.threats))


def size(scenario: Scenario) -> str:
    """How hard, how long and how much, in one line."""
    said = (
        _(names.DIFFICULTIES.get(scenario.level, scenario.level)),
        formats.length(scenario.duration),
        plural("{n} inject", "{n} injects", len(scenario.injects)),
        plural("{n} phase", "{n} phases", len(scenario.phases)),
        plural("{n} objective", "{n} objectives", len(scenario.objectives)),
    )
    return " · ".join(said)

"""How GO is protected in this exercise: the part of the set-up that the live room obeys."""

from typing import Final

from PySide6.QtWidgets import QGridLayout, QSpinBox, QVBoxLayout, QWidget

from exercise_studio.desktop import texts
from exercise_studio.desktop.editor.drafts import PlanDraft
from exercise_studio.desktop.editor.fields import Choice
from exercise_studio.desktop.editor.parts import labelled
from exercise_studio.desktop.editor.setup import PlanPanel
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import BETWEEN, label
from exercise_studio.domain.times import SECOND
from exercise_studio.language import N_

STYLES: Final = {
    "arm": N_("Arm with one GO, fire with the next"),
    "hold": N_("Hold GO down until it fires"),
}
LENGTHS: Final = (
    ("lockout", N_("Pause between two GOs (s)"), 0, 10),
    ("countdown", N_("Countdown that Esc cancels (s)"), 0, 10),
    ("arm", N_("Armed for (s)"), 2, 20),
    ("hold", N_("Hold GO for (s)"), 1, 5),
)
"""Name of the setting, message, least and most in seconds."""


class GuardsPanel(PlanPanel):
    """Lengths in whole seconds, as files keep them, and how a major inject is fired."""

    def __init__(self, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(draft, parent)
        self.style_of_major = Choice(N_("A major inject is fired so"), STYLES)
        self.style_of_major.chosen.connect(self._style)
        self.lengths: dict[str, QSpinBox] = {}
        self._setters: list[_Length] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(BETWEEN)
        grid.setVerticalSpacing(BETWEEN)
        grid.addLayout(labelled(N_("A major inject is fired so"), self.style_of_major), 0, 0, 1, 2)
        for at, (name, message, least, most) in enumerate(LENGTHS):
            box = QSpinBox()
            box.setRange(least, most)
            texts.name(box, message)
            setter = _Length(self, name)
            self._setters.append(setter)
            box.valueChanged.connect(setter.set)
            grid.addLayout(labelled(message, box), 1 + at // 2, at % 2)
            self.lengths[name] = box
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        self.note = label(look="muted", wrap=True)
        tr(
            self.note.setText,
            N_("Short times suit those who have practised; a pause of 2 s catches a double press. 0 switches one off."),
        )
        column.addWidget(self.note)
        self.follow()

    def reshow(self) -> None:
        guards = self.draft.plan.settings.guards
        self.style_of_major.show_code(guards.style)
        self.style_of_major.setDisabled(self.draft.read_only)
        for name, box in self.lengths.items():
            box.blockSignals(True)
            box.setValue(getattr(guards, name) // SECOND)
            box.blockSignals(False)
            box.setReadOnly(self.draft.read_only)
        # Only what the chosen way needs can be set.
        self.lengths["arm"].setEnabled(guards.style == "arm")
        self.lengths["hold"].setEnabled(guards.style == "hold")

    def change(self, **updates: object) -> None:
        """Change some of the rules."""
        settings = self.draft.plan.settings
        self.put(
            N_("protection of GO"), merge=True, settings=settings.changed(guards=settings.guards.changed(**updates))
        )

    def _style(self, code: str) -> None:
        self.change(style=code)


class _Length:
    """Sets the length of one rule."""

    def __init__(self, panel: GuardsPanel, name: str) -> None:
        self._panel, self._name = panel, name

    def set(self, seconds: int) -> None:
        """Take the seconds."""
        self._panel.change(**{self._name: seconds * SECOND})

"""Asks under which id a scenario is copied into one's own library, and copies it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from exercise_studio import language
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Dialog
from exercise_studio.desktop.widgets.layout import button, label
from exercise_studio.domain.errors import KnownError
from exercise_studio.journeys import browsing
from exercise_studio.journeys.library import ScenarioCard, own_scenarios
from exercise_studio.language import N_


class DuplicateDialog(Dialog):
    """Signals: copied – the folder of the copy."""

    copied = Signal(object)

    def __init__(self, desk: Desk, card: ScenarioCard, parent: QWidget | None = None) -> None:
        title = card.scenario.title if card.scenario is not None else card.id
        super().__init__(N_("Copy “{scenario}” into your library"), parent, scenario=title)
        self._desk, self._card = desk, card
        said = label(
            N_(
                "The copy is a plain folder of text files that you can change, share and put under version control. "
                "It is made here: {folder}"
            ),
            "muted",
            wrap=True,
            folder=str(own_scenarios()),
        )
        said.setMinimumWidth(theme.scaled(440))
        self.body.addWidget(said)
        self.body.addWidget(label(N_("Id of the copy (small letters, digits, hyphens)")))
        self.id = QLineEdit(f"our-{card.id}"[:60])
        texts.name(self.id, N_("Id of the copy (small letters, digits, hyphens)"))
        self.id.textEdited.connect(self._edited)
        self.body.addWidget(self.id)
        self.error = label(look="error", wrap=True)
        self.error.hide()
        self.body.addWidget(self.error)
        self.take = button(N_("Copy it"), self.copy, "primary")
        self.take.setDefault(True)
        self.buttons(self.take, button(N_("Go back"), self.reject))
        self.id.selectAll()
        self.id.setFocus()

    def copy(self) -> None:
        """Copy under the id that stands there."""
        self.take.setEnabled(False)
        self._desk.tasks.run(
            browsing.duplicate, self._card, self.id.text().strip(), then=self._copied, failed=self._failed, compute=True
        )

    def _copied(self, folder: Path) -> None:
        self.copied.emit(folder)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.take.setEnabled(True)
        if not isinstance(error, KnownError):
            self._desk.bug(error)
            return
        self.error.setText(error.text(language.current()))
        self.error.show()
        self.id.setFocus()

    def _edited(self) -> None:
        self.error.hide()

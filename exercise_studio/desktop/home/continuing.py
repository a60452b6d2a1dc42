"""The card on top of the home page: a run that waits to be gone on with, or one that was cut off when the program ended."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from exercise_studio.desktop import formats, texts
from exercise_studio.desktop.home.words import PHASES
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.unfinished import Unfinished
from exercise_studio.desktop.widgets.layout import Card, button, column, label, row
from exercise_studio.language import N_, _


class ContinueCard(Card):
    """One run, with the act that leads back into it.

    Signals:
        continue_wanted: the exercise's card, of a run that waits.
        recover_wanted: the Unfinished run, to be gone on with.
        reading_wanted: the Unfinished run, to be looked at first.
    """

    continue_wanted = Signal(object)
    recover_wanted = Signal(object)
    reading_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(look="card", parent=parent)
        self._card: Any = None
        self._cut_off: Unfinished | None = None
        self.text = label(look="strong", wrap=True)
        self.note = label(look="muted", wrap=True)
        self.go_on = button(N_("Go on with the run"), self._go_on, "primary")
        self.recover = button(N_("Recover and continue"), self._recover, "primary", icon="play")
        self.read_only = button(N_("Open read-only"), self._read)
        line = row(self.read_only, self.recover, self.go_on)
        line.insertLayout(0, column(self.text, self.note, spacing=2), 1)
        self.body.addLayout(line)
        self.hide()

    def show_waiting(self, card: Any) -> None:
        """A run that was left as it should be."""
        self._card, self._cut_off = card, None
        tr(self.text.setText, N_("“{title}” is not over yet."), title=card.title)
        tr(self.note.setText, self._waiting_note)
        self._show(cut_off=False)

    def show_cut_off(self, cut_off: Unfinished, card: Any) -> None:
        """A run in whose middle the program ended."""
        self._card, self._cut_off = card, cut_off
        tr(self.text.setText, self._cut_off_text)
        tr(self.note.setText, self._cut_off_note)
        self._show(cut_off=True)

    def _show(self, *, cut_off: bool) -> None:
        self.recover.setVisible(cut_off)
        self.read_only.setVisible(cut_off)
        self.go_on.setVisible(not cut_off)
        self.show()

    def _waiting_note(self) -> str:
        card = self._card
        return _(
            "{state}, last entry {time}",
            state=_(PHASES[card.phase]),
            time=formats.moment(card.last_change or card.starts_at),
        )

    def _cut_off_text(self) -> str:
        if self._cut_off is None:
            return ""
        moment = datetime.fromtimestamp(self._cut_off.alive / 1000).astimezone()
        today = moment.date() == datetime.now().astimezone().date()
        title = texts.authored(self._card.title)
        if today:
            return _("“{title}” closed unexpectedly at {time}.", title=title, time=f"{moment:%H:%M}")
        return _("“{title}” closed unexpectedly ({time}).", title=title, time=formats.moment(moment))

    def _cut_off_note(self) -> str:
        if self._cut_off is not None and self._cut_off.lines:
            return _("Every logged entry is saved. 1 half-typed log line was kept; it stands where it was typed.")
        return _("Every logged entry is saved. No line was half typed.")

    def _go_on(self) -> None:
        self.continue_wanted.emit(self._card)

    def _recover(self) -> None:
        self.recover_wanted.emit(self._cut_off)

    def _read(self) -> None:
        self.reading_wanted.emit(self._cut_off)

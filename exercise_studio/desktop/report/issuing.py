"""Before a report is issued: which number it gets, what is still missing, and what issuing means."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from exercise_studio.desktop import theme
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Dialog
from exercise_studio.desktop.frame import Elided
from exercise_studio.desktop.report.outline import Part
from exercise_studio.desktop.weak import WeakCall
from exercise_studio.desktop.widgets.layout import Card, button, label
from exercise_studio.language import N_, _


class Issue(Dialog):
    """Warns of gaps and names; nothing in it stops anybody. `go` is a bound method."""

    def __init__(
        self, number: int, parts: Sequence[Part], go: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(N_("Issue the report as edition {number}"), parent, number=number)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.scaled(500))
        self._go = WeakCall(go)
        self.body.addWidget(
            label(
                N_(
                    "An issued report has a number. The exercise keeps the number, the date and the file's digest, so that "
                    "anybody can check later whether a copy is the issued one."
                ),
                wrap=True,
            )
        )
        open_ = [part for part in parts if part.missing or part.named]
        if open_:
            card = Card(look="well")
            card.body.addWidget(label(N_("Look at these first:"), "strong"))
            for part in open_:
                said = _("to be written") if part.missing else _("seems to name a person")
                line = Elided("muted")
                line.set_full(f"{part.number}  {part.title}  ({said})")
                card.body.addWidget(line)
            self.body.addWidget(card)
        issue = button(N_("Choose the file and issue"), self._issue, "primary")
        issue.setDefault(True)
        self.buttons(issue, button(N_("Go back"), self.reject))
        issue.setFocus()

    def _issue(self) -> None:
        go = self._go.get()
        self.accept()
        if go is not None:
            go()


def sample(desk: Desk) -> QWidget:
    """The dialog as the gallery paints it."""
    part = Part("recommendations", "12", _("Recommendations for the next exercise"), ())
    return Issue(1, [Part(part.id, part.number, part.title, (), ("Tanaka-san",))], desk.close_exercise)

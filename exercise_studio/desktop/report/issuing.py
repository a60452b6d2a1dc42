"""Before a report is issued: which number it gets, what changed since the last issue, what is still missing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from exercise_studio.desktop import theme
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Dialog
from exercise_studio.desktop.report.edition_bar import name_of
from exercise_studio.desktop.report.outline import Check, Part, heading, telling
from exercise_studio.desktop.weak import WeakCall
from exercise_studio.desktop.widgets.elided import Elided
from exercise_studio.desktop.widgets.layout import Card, button, label
from exercise_studio.evaluation.learning import IssuedReport
from exercise_studio.language import N_, _
from exercise_studio.reporting.changes import Change, changes
from exercise_studio.reporting.document import ReportContent

MOST = 6
"""Lines that are shown of what is to be looked at."""
CHANGED = {
    ("added", "finding"): N_("Findings added: {names}"),
    ("changed", "finding"): N_("Findings changed: {names}"),
    ("removed", "finding"): N_("Findings gone: {names}"),
    ("added", "action"): N_("Actions added: {names}"),
    ("changed", "action"): N_("Actions changed: {names}"),
    ("removed", "action"): N_("Actions gone: {names}"),
    ("added", "chapter"): N_("Chapters added: {names}"),
    ("changed", "chapter"): N_("Chapters reworded: {names}"),
    ("removed", "chapter"): N_("Chapters gone: {names}"),
}


def last_alike(issued: Sequence[IssuedReport], edition: str, language: str, variant: str) -> IssuedReport | None:
    """The last issue of the same report: edition, language, and what the edition was told."""
    alike = [one for one in issued if (one.edition, one.language, one.variant) == (edition, language, variant)]
    return max(alike, key=lambda one: one.number, default=None)


def in_words(found: Sequence[Change]) -> list[str]:
    """What changed, a line for each sort."""
    lines = []
    for (what, sort), message in CHANGED.items():
        names = [one.name for one in found if (one.what, one.sort) == (what, sort)]
        if names:
            lines.append(_(message, names=_(", ").join(names)))
    return lines or [_("Nothing changed.")]


class Issue(Dialog):
    """Warns of gaps and names; nothing in it stops anybody. `go` is a bound method.

    Attributes:
        since: what changed since the last issue of this report.
    """

    def __init__(
        self,
        number: int,
        parts: Sequence[Part],
        go: Callable[[], object],
        parent: QWidget | None = None,
        *,
        content: ReportContent | None = None,
        last: IssuedReport | None = None,
    ) -> None:
        super().__init__(N_("Issue the report as edition {number}"), parent, number=number)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.scaled(540))
        self._go = WeakCall(go)
        self.body.addWidget(
            label(
                N_(
                    "An issued report has a number. The exercise keeps the file itself with its number, its date and its "
                    "digest: it can be opened again at any time, byte for byte."
                ),
                wrap=True,
            )
        )
        self.since: list[str] = []
        if content is not None:
            self._say_changes(content, last)
        checks = [(part, check) for part in parts for check in part.checks]
        if checks:
            card = Card(look="well")
            card.body.addWidget(label(N_("Look at these first:"), "strong"))
            for part, check in checks[:MOST]:
                line = Elided("muted")
                line.set_full(f"{heading(part)}:  {telling(check)}")
                card.body.addWidget(line)
            if len(checks) > MOST:
                card.body.addWidget(label(N_("and {count} more"), "muted", count=len(checks) - MOST))
            self.body.addWidget(card)
        self.body.addStretch(1)
        issue = button(N_("Choose the file and issue"), self._issue, "primary")
        issue.setDefault(True)
        self.buttons(issue, button(N_("Go back"), self.reject))
        issue.setFocus()

    def _say_changes(self, content: ReportContent, last: IssuedReport | None) -> None:
        if last is None:
            self.body.addWidget(
                label(N_("Edition: {edition}. It is issued for the first time."), "muted", wrap=True,
                      edition=_Named(content.edition))
            )  # fmt: skip
            return
        card = Card(look="well")
        card.body.addWidget(label(N_("Changed since number {number}:"), "strong", number=last.number))
        self.since = in_words(changes(last.outline, dict(content.outline)))
        for said in self.since:
            text = label(look="muted", wrap=True)
            text.setText(said)
            card.body.addWidget(text)
        self.body.addWidget(card)

    def _issue(self) -> None:
        go = self._go.get()
        self.accept()
        if go is not None:
            go()


class _Named:
    """An edition's name as a parameter of a message."""

    def __init__(self, edition: str) -> None:
        self._edition = edition

    def __call__(self) -> str:
        return name_of(self._edition)


def sample(desk: Desk) -> QWidget:
    """The dialog as the gallery paints it."""
    gap = Check("gap", "recommendations", "recommendations.text", _("Something must still be written"), "a")
    named = Check("person", "findings", "", "Tanaka-san", "b")
    parts = [
        Part("findings", "8", _("Findings"), (), (named,)),
        Part("recommendations", "12", _("Recommendations for the next exercise"), (), (gap,)),
    ]
    return Issue(2, parts, desk.close_exercise)

"""An inject read in full: what players receive, what only controllers see. Opening it sends nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from exercise_studio import language
from exercise_studio.conduct.automatic import is_automatic
from exercise_studio.conduct.describe import body_name
from exercise_studio.conduct.run import RunState
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.control.wording import addressees, t_plus
from exercise_studio.desktop.widgets.layout import INSIDE, button, column, label, row
from exercise_studio.domain.scenario import Inject
from exercise_studio.language import N_, _

CHANNELS = {
    "mail": N_("E-mail"), "phone": N_("Phone"), "notice": N_("Notice"), "news": N_("News"), "post": N_("Social media"),
    "chat": N_("Chat"), "form": N_("Form"), "alert": N_("Alert"), "in_person": N_("In person"), "document": N_("Document"),
}  # fmt: skip


class Inspector(QWidget):
    """The reading pane in place of the cue list.

    Signals:
        left: back to the list.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Inject, RunState] | None = None
        self._house = ""
        self.heading = label(look="section", wrap=True)
        self.about = label(look="muted", wrap=True)
        self.text = QTextBrowser()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        texts.name(self.text, N_("The inject in full"))
        whole = column(
            row(button(N_("Back to the list"), self.leave, "quiet", icon="left"), 1),
            self.heading,
            self.about,
            spacing=INSIDE,
        )
        whole.addWidget(self.text, 1)
        self.setLayout(whole)
        texts.on_language(self._show)

    def begin(self, inject: Inject, state: RunState, house: str = "") -> None:
        """Show an inject, as one organisation reads it where one is looked into."""
        self._shown, self._house = (inject, state), house
        self._show()
        self.text.verticalScrollBar().setValue(0)

    def leave(self) -> None:
        """Back."""
        self.left.emit()

    def _show(self) -> None:
        if self._shown is None:
            return
        plain, state = self._shown
        inject = state.plan.adapted(plain, self._house or None)
        lang = language.current()
        self.heading.setText(f"{inject.id} {texts.authored(inject.title)}")
        when = t_plus(inject.at) if inject.at is not None else _("on a condition")
        sender = body_name(state.plan, inject.sender, lang)  # type: ignore[arg-type]
        to = addressees(inject, state, lang)  # type: ignore[arg-type]
        parts = [when, _(CHANNELS[inject.channel]), f"{sender} → {to}"]
        parts += [_("fires by itself")] if is_automatic(state, inject.id) else []
        self.about.setText(" · ".join(parts))
        parts = [f"**{_('What players receive')}**", texts.authored(inject.body), *self._adaptations(plain, state)]
        if inject.when is not None:
            parts += [f"**{_('Condition')}**", f"`{inject.when.text}`"]
        if inject.notes is not None:
            parts += [f"**{_('For controllers only')}**", texts.authored(inject.notes)]
        if inject.prompts:
            parts += [f"**{_('Questions to ask')}**", "\n".join(f"- {texts.authored(p)}" for p in inject.prompts)]
        if inject.expects:
            lines = []
            for expect in inject.expects:
                item = state.plan.items.get(expect.item)
                within = f" ({t_plus(expect.within)})" if expect.within is not None else ""
                lines.append(f"- {expect.item} {texts.authored(item.title) if item else ''}{within}")
            parts += [f"**{_('Expected actions')}**", "\n".join(lines)]
        self.text.document().setDefaultFont(theme.ui_font(theme.BODY))
        self.text.setMarkdown("\n\n".join(parts))

    def _adaptations(self, inject: Inject, state: RunState) -> list[str]:
        """What sub-controllers changed: the text before for the house that is looked into, each house's own text for all."""
        found: list[str] = []
        for house, changes in state.plan.adaptations.items():
            said = changes.get(inject.id)
            if said is None or (self._house and house != self._house):
                continue
            name = state.plan.organisation_by_id[house].name.get(language.current())  # type: ignore[arg-type]
            if said.skipped:
                found.append(f"**{_('Left out for {organisation}', organisation=name)}**")
            elif self._house:
                found += [
                    f"**{_('As the other organisations read it')}**",
                    texts.authored(inject.title),
                    texts.authored(inject.body),
                ]
            else:
                found.append(f"**{_('As {organisation} reads it', organisation=name)}**")
                found += [texts.authored(one) for one in (said.title, said.body) if one is not None]
        return found

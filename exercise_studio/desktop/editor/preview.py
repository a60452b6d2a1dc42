"""What players will receive, as they will read it; nothing that only controllers may see comes near it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from exercise_studio.conduct.describe import body_name
from exercise_studio.design.schedule import earliest
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.editor.msel import receivers_text, scenario_time
from exercise_studio.desktop.editor.words import CHANNELS, in_use
from exercise_studio.desktop.widgets.chips import TlpChip
from exercise_studio.desktop.widgets.layout import BETWEEN, INSIDE, label, row
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.scenario import Inject
from exercise_studio.language import N_, _


class InjectPreview(QFrame):
    """A card with the exercise mark, number, time, sender, receivers, title and body."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "well")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shown: tuple[Plan, Inject] | None = None
        self._mark = label(plain_mark, "strong")
        self._tlp = TlpChip()
        self._meta = label(look="muted", wrap=True)
        self._title = label(look="section", wrap=True)
        self._body = QTextBrowser()
        self._body.setFrameShape(QFrame.Shape.NoFrame)
        self._body.setOpenLinks(False)
        texts.name(self._body, N_("What players read"))
        self._files = label(look="caption", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(BETWEEN, BETWEEN, BETWEEN, BETWEEN)
        column.setSpacing(INSIDE)
        column.addLayout(row(self._mark, 1, self._tlp))
        column.addWidget(self._meta)
        column.addWidget(self._title)
        column.addWidget(self._body, 1)
        column.addWidget(self._files)
        texts.on_language(self._write)

    def show_inject(self, plan: Plan, inject: Inject | None) -> None:
        """Show an inject of a plan."""
        self._shown = (plan, inject) if inject is not None else None
        self._write()

    def minimumSizeHint(self) -> QSize:
        # A small window shows less of the body, which scrolls, rather than growing.
        return QSize(theme.scaled(160), theme.scaled(120))

    def _write(self) -> None:
        if self._shown is None:
            self._title.setText("")
            self._body.clear()
            return
        plan, inject = self._shown
        lang = in_use()
        self._tlp.set_tlp(inject.tlp or plan.tlp)
        self._meta.setText(
            _(
                "{channel} {number}, {time}\nFrom: {sender}\nTo: {receivers}",
                channel=_(CHANNELS[inject.channel]),
                number=inject.id,
                time=scenario_time(plan.scenario, earliest(plan.scenario, inject)),
                sender=body_name(plan, inject.sender, lang),
                receivers=receivers_text(plan, inject),
            )
        )
        self._title.setText(texts.authored(inject.title))
        self._body.document().setDefaultFont(theme.ui_font(theme.STRONG))
        said = inject.body.get(lang)
        self._body.setMarkdown(f"{texts.MARKS[lang]} {said}" if inject.body.missing(lang) else said)
        files = [file.title.get(lang) for file in inject.attachments if file.lang in (None, lang)]
        self._files.setText(_("With it: {files}", files=_(", ").join(files)) if files else "")
        self._files.setVisible(bool(files))


def plain_mark() -> str:
    """The mark that can never be hidden, in both languages."""
    return "演習 EXERCISE"

"""The sheet in which the plan is changed during a run. It blocks nothing: the clock goes on, and GO works beside it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from exercise_studio import language
from exercise_studio.conduct.run import RunState
from exercise_studio.desktop.control.amend_forms import (
    AdaptForm,
    Form,
    InjectForm,
    ObserverForm,
    OrganisationForm,
    reason_line,
)
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import BETWEEN, INSIDE, button, column, label, row
from exercise_studio.domain.errors import KnownError
from exercise_studio.domain.scenario import Inject
from exercise_studio.domain.times import Play
from exercise_studio.language import N_


class AmendSheet(QFrame):
    """One form at a time, with the reason and the buttons.

    Attributes:
        forms: the forms by the keys of `cue_bar.CHANGES`.
    Signals:
        wanted: a `Wanted`, with its reason.
        left: closed without a change.
    """

    wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.forms: dict[str, Form] = {
            "add": InjectForm(adding=True), "change": InjectForm(adding=False), "adapt": AdaptForm(),
            "organisation": OrganisationForm(), "observer": ObserverForm(),
        }  # fmt: skip
        self.title = label(look="section")
        self.pages = QStackedWidget()
        for form in self.forms.values():
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidget(form)
            self.pages.addWidget(area)
        self.reason = reason_line()
        self.reason.returnPressed.connect(self.commit)
        self.fault = label(look="error", wrap=True)
        self.save = button(N_("Change the plan"), self.commit, "primary")
        whole = column(self.title, spacing=INSIDE, margin=BETWEEN)
        whole.addWidget(self.pages, 1)
        whole.addWidget(self.fault)
        line = row(self.reason, button(N_("Leave it"), self.leave), self.save)
        line.setStretch(0, 1)
        whole.addLayout(line)
        self.setLayout(whole)
        self.fault.hide()

    @property
    def form(self) -> Form:
        """The form that is shown."""
        return list(self.forms.values())[self.pages.currentIndex()]

    def begin(self, what: str, state: RunState, play: Play, inject: Inject | None, house: str) -> None:
        """Open a form (a key of `forms`) for an inject or an organisation, where one is chosen."""
        form = self.forms[what]
        self.pages.setCurrentIndex(list(self.forms).index(what))
        tr(self.title.setText, form.TITLE)
        self.reason.clear()
        self.say("")
        form.begin(state, play, inject, house)

    def leave(self) -> None:
        """Close it without a change."""
        self.left.emit()

    def commit(self) -> None:
        """Hand on what is to be, or say what is missing."""
        try:
            wanted = self.form.wanted()
        except KnownError as error:
            self.say(error.text(language.current()))
            return
        wanted.named["reason"] = self.reason.text().strip()
        self.say("")
        self.wanted.emit(wanted)

    def refused(self, error: KnownError) -> None:
        """Say why a change was not kept; what was typed stays."""
        self.say(error.text(language.current()))

    def say(self, fault: str) -> None:
        """What is wrong, or nothing."""
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))

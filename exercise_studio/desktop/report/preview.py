"""The live preview: prints on the computing thread, and keeps the page one reads until the newer pages are there."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QStackedWidget, QVBoxLayout, QWidget

from exercise_studio.desktop import texts
from exercise_studio.desktop.debrief import words
from exercise_studio.desktop.debrief.fields import fill_combo
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.report import rendering
from exercise_studio.desktop.report.pages_view import PERCENTS, PagesView, Wanted
from exercise_studio.desktop.report.rendering import Needle, Pictures, Printed
from exercise_studio.desktop.report.seeing import EYES
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.elided import Elided
from exercise_studio.desktop.widgets.layout import INSIDE, EmptyState, label, row
from exercise_studio.domain.errors import KnownError
from exercise_studio.language import N_
from exercise_studio.reporting.document import ReportContent

ZOOMS: Final = {"width": N_("Fit width"), "page": N_("Whole page")}


class Preview(QWidget):
    """Attributes:
        printed: the report that is shown, or None.
        view: its pages.
        status: the line below them; `foot` is its layout, for what else belongs there.
    Signals:
        ready: a Printed: a newer printing is shown.
        refused: an exception: it could not be printed.
        eye_changed: the pages are looked at with other eyes (`view.eye`).
    """

    ready = Signal(object)
    refused = Signal(object)
    eye_changed = Signal()

    def __init__(self, desk: Desk, buttons: Mapping[str, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.printed: Printed | None = None
        self._wanted = self._from_top = False
        self.view = PagesView()
        self.view.wanted.connect(self._pictures_wanted)
        self.view.page_changed.connect(self._page_changed)
        self.view.zoomed.connect(self._mark_zoom)
        self.why_not = EmptyState(N_("This report cannot be made"), N_("The preview could not be made"))
        self.shown = QStackedWidget()
        self.shown.addWidget(self.view)
        self.shown.addWidget(self.why_not)
        self.number = QSpinBox()
        self.number.setMinimum(0)
        self.number.lineEdit().setTextMargins(6, 0, 0, 0)
        self.number.setKeyboardTracking(False)
        self.number.valueChanged.connect(self._number_typed)
        texts.name(self.number, N_("Page of the report"))
        self.of = label()
        self.zooms = QComboBox()
        fill_combo(self.zooms, ZOOMS, "width")
        for percent in PERCENTS:
            self.zooms.addItem(f"{percent} %", str(percent))
        self.zooms.currentIndexChanged.connect(self._zoom_chosen)
        texts.name(self.zooms, N_("Size of the pages"))
        self.eyes = QComboBox()
        fill_combo(self.eyes, EYES, "colour")
        self.eyes.currentIndexChanged.connect(self._eye_chosen)
        texts.name(self.eyes, N_("How the pages are seen"))
        tr(self.eyes.setToolTip, N_("The pages as a black-and-white printer prints them, and as other eyes see them"))
        self.status = Elided("caption")
        self.foot: QHBoxLayout = row(self.status)
        self.foot.setStretchFactor(self.status, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(INSIDE)
        whole.addLayout(
            row(
                buttons["back"], self.number, self.of, buttons["forward"], self.zooms, self.eyes, 1, buttons["refresh"],
                spacing=4,
            )
        )  # fmt: skip
        whole.addWidget(self.shown, 1)
        whole.addLayout(self.foot)

    # what is shown

    def show_report(self, content: ReportContent, needles: Sequence[Needle]) -> None:
        """Print a report; what is shown stays until it is there."""
        self._wanted = True
        self.desk.tasks.run(
            rendering.print_report, content, needles, self.view.eye == "mono",
            then=self._printed, failed=self._failed, latest="report/print", compute=True,
        )  # fmt: skip

    def begin_anew(self) -> None:
        """The next printing is of another report: it is shown from its first page."""
        self._from_top = True
        self.view.unmark()

    def clear(self) -> None:
        """No report."""
        self.printed, self._wanted = None, False
        self.view.clear()
        self.shown.setCurrentWidget(self.view)

    def refuse(self, error: KnownError) -> None:
        """Say why there are no pages, in their place."""
        tr(self.why_not.text.setText, _Told(error))
        self.shown.setCurrentWidget(self.why_not)

    def look(self, eye: str) -> None:
        """Look at the pages with other eyes."""
        self.eyes.setCurrentIndex(self.eyes.findData(eye))

    def _printed(self, printed: Printed) -> None:
        if not self._wanted:  # of an exercise that was put away meanwhile
            return
        self.printed = printed
        self.shown.setCurrentWidget(self.view)
        self.view.show_pages(printed.sizes)
        if self._from_top:
            self._from_top = False
            self.view.go(0)
        with QSignalBlocker(self.number):
            self.number.setRange(1, max(1, len(printed.sizes)))
            self.number.setValue(self.view.page + 1)
        tr(self.of.setText, N_("/ {pages}"), pages=len(printed.sizes))
        self.ready.emit(printed)

    def _failed(self, error: Exception) -> None:
        self.refused.emit(error)

    def _pictures_wanted(self, wanted: Wanted) -> None:
        if self.printed is not None:
            self.desk.tasks.run(
                rendering.draw, self.printed.pdf, wanted.pages, wanted.generation, wanted.eye,
                then=self._pictures_ready, latest="report/draw", compute=True,
            )  # fmt: skip

    def _pictures_ready(self, pictures: Pictures) -> None:
        self.view.take(pictures)

    # the toolbar

    def _number_typed(self, number: int) -> None:
        self.view.go(number - 1)

    def _page_changed(self, page: int) -> None:
        with QSignalBlocker(self.number):
            self.number.setValue(page + 1)

    def _zoom_chosen(self) -> None:
        self.view.set_zoom(self.zooms.currentData())

    def _mark_zoom(self) -> None:
        with QSignalBlocker(self.zooms):
            self.zooms.setCurrentIndex(self.zooms.findData(self.view.zoom))

    def _eye_chosen(self) -> None:
        self.view.set_eye(self.eyes.currentData())
        self.eye_changed.emit()


class _Told:
    """A known error in the language in use."""

    def __init__(self, error: KnownError) -> None:
        self._error = error

    def __call__(self) -> str:
        return self._error.text(words.lang())

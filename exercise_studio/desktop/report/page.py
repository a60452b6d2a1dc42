"""Report: chapters with what is missing, passages to write, the printed pages as they will be, export and issue."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QDateTime, QSignalBlocker, QStandardPaths, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QFileDialog,
    QMenu,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from exercise_studio.desktop import icons, texts, theme
from exercise_studio.desktop.actions import Act
from exercise_studio.desktop.debrief import words
from exercise_studio.desktop.debrief.fields import fill_combo
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Elided
from exercise_studio.desktop.page import Page
from exercise_studio.desktop.report import rendering
from exercise_studio.desktop.report.issuing import Issue, sample
from exercise_studio.desktop.report.outline import Part, next_to_mend, outline, with_pages
from exercise_studio.desktop.report.pages_view import PagesView, Wanted
from exercise_studio.desktop.report.passages import Passages
from exercise_studio.desktop.report.rendering import Pictures, Printed
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import INSIDE, Splitter, button, column, label, row
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.domain.errors import KnownError
from exercise_studio.domain.text import Lang
from exercise_studio.journeys import reporting
from exercise_studio.journeys.reporting import Made
from exercise_studio.journeys.session import local_of, wall_clock
from exercise_studio.language import N_, _
from exercise_studio.reporting.document import ReportContent

SETTLED: Final = 600
"""Milliseconds after the last change before the pages are printed anew (UX.md §10)."""
GLYPHS: Final = {"missing": "!", "written": "✎", "drafted": "✓", "filled": "✓"}
SAID: Final = {
    "missing": N_("Something must still be written"),
    "written": N_("Written by you"),
    "drafted": N_("Drafted from the log"),
    "filled": N_("Filled from plan and log"),
}
ZOOMS: Final = {"width": N_("Fit width"), "page": N_("Whole page"), "full": N_("100 %")}
LANGUAGES: Final = {"ja": N_("Japanese"), "en": N_("English")}


class ReportPage(Page):
    """The builder. Content is read on the database thread, printed and drawn on the computing one."""

    ACTIONS = (
        Act("refresh", N_("Refresh the preview"), ("Ctrl+R",), icon="refresh"),
        Act("export", N_("Export as PDF…"), ("Ctrl+E",), icon="export"),
        Act("issue", N_("Issue…"), ("Ctrl+Shift+E",), icon="flag"),
        Act("next", N_("Next to mend"), ("Ctrl+J",), icon="next"),
        Act("back", N_("Previous page of the report"), ("Alt+Left",), icon="left"),
        Act("forward", N_("Next page of the report"), ("Alt+Right",), icon="right"),
        Act("mono", N_("B/W"), ("Ctrl+B",), hint=N_("As a black-and-white printer prints it"), checkable=True),
        Act("write", N_("Write the passages of the chapter"), ("Return",), native=True),
        Act("scroll", N_("Pages: arrows, Space, Home, End; Ctrl and wheel zooms"), ("Space",), native=True),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.lang: Lang = words.lang()
        self.content: ReportContent | None = None
        self.parts: list[Part] = []
        self._printed: Printed | None = None
        self._stale = True
        self._wanted_path: tuple[Path, Lang, bool] | None = None
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED)
        self._settled.timeout.connect(self.refresh_preview)
        self.body.setSpacing(INSIDE)
        self.body.addLayout(self._head())
        self.splitter = Splitter("report", desk.settings, sizes=(340, 580))
        self.splitter.addWidget(self._left())
        self.splitter.addWidget(self._right())
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.restore()
        self.body.addWidget(self.splitter, 1)
        texts.on_language(self.retranslate)

    def handlers(self) -> dict[str, Callable[..., object]]:
        return {
            "refresh": self.refresh_preview, "export": self.ask_export, "issue": self.ask_issue, "next": self.go_to_next,
            "back": self._page_back, "forward": self._page_forward, "mono": self._mono,
        }  # fmt: skip

    # building

    def _head(self) -> Any:
        self._languages = QButtonGroup(self)
        line = row(spacing=2)
        for lang, title in LANGUAGES.items():
            choice = _segment(title)
            choice.setProperty("lang", lang)
            choice.setChecked(lang == self.lang)
            self._languages.addButton(choice)
            line.addWidget(choice)
        self._languages.buttonClicked.connect(self._language_chosen)
        self.as_of_on = QCheckBox()
        tr(self.as_of_on.setText, N_("As of"))
        tr(self.as_of_on.setToolTip, N_("What was known at that minute; otherwise everything so far"))
        self.as_of = QDateTimeEdit()
        self.as_of.setCalendarPopup(True)
        self.as_of.setDisplayFormat("yyyy/MM/dd HH:mm")
        self.as_of.setEnabled(False)
        texts.name(self.as_of, N_("As of"))
        self.as_of_on.toggled.connect(self._as_of_switched)
        self.as_of.dateTimeChanged.connect(self.later)
        self.export_button = QToolButton()
        self.export_button.setProperty("look", "quiet")
        self.export_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.export_button.setIcon(icons.icon("more"))
        texts.name(self.export_button, N_("Other exports"))
        tr(self.export_button.setToolTip, N_("Other exports"))
        menu = QMenu(self.export_button)
        self._both = menu.addAction("")
        tr(self._both.setText, N_("Both languages as PDF…"))
        self._both.triggered.connect(self.ask_export_both)
        self.export_button.setMenu(menu)
        export = button(N_("Export as PDF…"), None, "primary")
        self.acts.attach(export, "export")
        self.issued = label(look="caption")
        return row(
            line, self.as_of_on, self.as_of, 1, self.issued, self.acts.button("issue"), export, self.export_button
        )

    def _left(self) -> QWidget:
        columns = (
            Column(N_("Chapter"), _title, width=0, tip=_said),
            Column(N_("State"), _glyph, width=60, tip=_said, ink=_ink),
            Column(N_("Page"), _page, width=66, number=True),
        )
        self.rows = RowsModel(columns)
        self.table = Table(self.rows, name=N_("Chapters of the report"), density="compact")
        self.table.setMinimumHeight(theme.scaled(120))
        self.table.current_changed.connect(self._chapter_chosen)
        self.table.opened.connect(self._write)
        self.checks = label(look="muted", wrap=True)
        self.passages = Passages(self.roles)
        self.passages.written.connect(self._written)
        self.passages.elsewhere.connect(self.desk.go)
        self.passages.setMinimumHeight(theme.scaled(150))
        top = QWidget()
        checks = row(self.checks, self.acts.button("next", "quiet"))
        checks.setStretchFactor(self.checks, 1)
        top.setLayout(column(self.table, checks))
        left = Splitter("report-left", self.desk.settings, Qt.Orientation.Vertical, sizes=(290, 250))
        left.addWidget(top)
        left.addWidget(self.passages)
        left.setMinimumWidth(theme.scaled(300))
        left.restore()
        return left

    def _right(self) -> QWidget:
        self.view = PagesView()
        self.view.wanted.connect(self._pictures_wanted)
        self.view.page_changed.connect(self._page_changed)
        self.view.zoomed.connect(self._mark_zoom)
        self.number = QSpinBox()
        self.number.setMinimum(0)
        self.number.lineEdit().setTextMargins(6, 0, 0, 0)
        self.number.setKeyboardTracking(False)
        self.number.valueChanged.connect(self._number_typed)
        texts.name(self.number, N_("Page of the report"))
        self.of = label()
        self.zooms = QComboBox()
        fill_combo(self.zooms, ZOOMS, "width")
        self.zooms.currentIndexChanged.connect(self._zoom_chosen)
        texts.name(self.zooms, N_("Size of the pages"))
        self.status = Elided("caption")
        mono = self.acts.button("mono", "chip")
        bar = row(
            self.acts.button("back", "quiet", icon_only=True), self.number, self.of,
            self.acts.button("forward", "quiet", icon_only=True), self.zooms, mono, self.status,
            self.acts.button("refresh", "quiet", icon_only=True),
        )  # fmt: skip
        bar.setStretchFactor(self.status, 1)
        holder = QWidget()
        whole = QVBoxLayout(holder)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(INSIDE)
        whole.addLayout(bar)
        whole.addWidget(self.view, 1)
        holder.setMinimumWidth(theme.scaled(420))
        return holder

    # the exercise

    def open_exercise(self) -> None:
        self._settled.stop()
        self.content, self._printed, self.parts, self._stale = None, None, [], True
        self.rows.set_rows([])
        self.passages.show_part(None)
        self.view.clear()
        exercise = self.desk.exercise
        if exercise is not None:
            now = local_of(wall_clock(), exercise.plan.time_zone)
            with QSignalBlocker(self.as_of), QSignalBlocker(self.as_of_on):
                self.as_of.setDateTime(QDateTime(now))
                self.as_of_on.setChecked(False)
                self.as_of.setEnabled(False)
        self._say_issued()
        if self.isVisible():
            self.refresh_preview()

    def refresh(self, changes: Any) -> None:
        self._say_issued()
        self.later()

    def arrived(self) -> None:
        if self._stale:
            self.refresh_preview()

    def left(self) -> None:
        self.passages.keep()
        if self._settled.isActive():
            self._settled.stop()
            self._stale = True

    def has_unsaved_text(self) -> str:
        return _("one passage of the report") if self.passages.unsaved else ""

    def roles(self) -> list[str]:
        """Roles that can stand in the place of a person."""
        return words.roles(self.desk.exercise) if self.desk.exercise is not None else []

    def retranslate(self) -> None:
        """What is not set through tr."""
        self._say_issued()

    # preview

    def later(self) -> None:
        """Print anew when nothing has changed for a moment, or when the page is looked at again."""
        if self.isVisible():
            self._settled.start()
        else:
            self._stale = True

    def refresh_preview(self) -> None:
        """Print anew now; the pages that are shown stay until the new ones are there."""
        self._settled.stop()
        exercise = self.desk.exercise
        if exercise is None:
            return
        self._stale = False
        self._say(N_("Refreshing…"))
        exercise.ask(rendering.content_of, self.lang, self._moment(), then=self._content_ready, latest="report/content")

    def _moment(self) -> datetime | None:
        if not self.as_of_on.isChecked():
            return None
        chosen = self.as_of.dateTime()
        day, at = chosen.date(), chosen.time()
        # Local time of the exercise's zone, whatever the machine's is.
        return datetime(day.year(), day.month(), day.day(), at.hour(), at.minute())  # noqa: DTZ001

    def _content_ready(self, content: ReportContent) -> None:
        self.content = content
        self._show_parts(outline(content))
        self.desk.tasks.run(
            rendering.print_report, content,
            then=self._printed_ready, failed=self._print_failed, latest="report/print", compute=True,
        )  # fmt: skip

    def _printed_ready(self, printed: Printed) -> None:
        self._printed = printed
        self._show_parts(with_pages(self.parts, printed.marks))
        self.view.show_pages(printed.sizes)
        with QSignalBlocker(self.number):
            self.number.setRange(1, max(1, len(printed.sizes)))
            self.number.setValue(self.view.page + 1)
        tr(self.of.setText, N_("/ {pages}"), pages=len(printed.sizes))
        exercise = self.desk.exercise
        if exercise is not None:
            now = local_of(wall_clock(), exercise.plan.time_zone)
            self._say(N_("As it was at {time}"), time=f"{now:%H:%M:%S}")

    def _print_failed(self, error: Exception) -> None:
        self._say(N_("The preview could not be made"))
        if isinstance(error, KnownError):
            self.desk.tell_error(error)
        else:
            self.desk.bug(error)

    def _pictures_wanted(self, wanted: Wanted) -> None:
        if self._printed is not None:
            self.desk.tasks.run(
                rendering.draw, self._printed.pdf, wanted.pages, wanted.generation,
                then=self._pictures_ready, latest="report/draw", compute=True,
            )  # fmt: skip

    def _pictures_ready(self, pictures: Pictures) -> None:
        self.view.take(pictures)

    def _say(self, source: str, **params: Any) -> None:
        tr(self.status.set_full, source, **params)

    # chapters

    def _show_parts(self, parts: list[Part]) -> None:
        pages = {part.id: part.page for part in self.parts}
        self.parts = [
            p if p.page >= 0 else Part(p.id, p.number, p.title, p.passages, p.named, pages.get(p.id, -1)) for p in parts
        ]
        at = self.table.current_row
        with QSignalBlocker(self.table):
            self.rows.set_rows(self.parts)
            place = next((n for n, part in enumerate(self.parts) if at is not None and part.id == at.id), 0)
            if self.parts:
                self.table.select_row(place)
        self.passages.show_part(self.parts[place] if self.parts else None)
        missing, named = sum(part.missing for part in self.parts), sum(len(part.named) for part in self.parts)
        source = N_("To be written: {missing}") if missing else N_("✓ Nothing is missing.")
        if named:
            source = N_("To be written: {missing}, names of persons: {named}")
        tr(self.checks.setText, source, missing=missing, named=named)
        self.acts["next"].setEnabled(bool(missing or named))

    def _chapter_chosen(self, part: Part | None) -> None:
        self.passages.show_part(part)
        if part is not None and part.page >= 0:
            self.view.go(part.page)

    def _write(self, part: Part) -> None:
        self.passages.focus()

    def go_to_next(self) -> None:
        """The next chapter with something to write or a person's name."""
        current = self.table.currentIndex().row()
        found = next_to_mend(self.parts, current)
        if found is not None:
            self.table.select_row(found)
            self.passages.focus()

    def _written(self, said: tuple[str, str]) -> None:
        if self.desk.exercise is not None:
            self.desk.exercise.do(reporting.edit_section, said[0], said[1], lang=self.lang)

    # head and toolbar

    def _language_chosen(self, choice: QToolButton) -> None:
        self.use_report_language(choice.property("lang"))

    def use_report_language(self, lang: Lang) -> None:
        """The language of the report, whatever the window's is."""
        if lang == self.lang:
            return
        self.passages.keep()
        self.lang = lang
        for choice in self._languages.buttons():
            choice.setChecked(choice.property("lang") == lang)
        self.refresh_preview()

    def _as_of_switched(self, on: bool) -> None:
        self.as_of.setEnabled(on)
        self.later()

    def _say_issued(self) -> None:
        exercise = self.desk.exercise
        last = exercise.learning.issued[-1] if exercise is not None and exercise.learning.issued else None
        self.issued.setVisible(last is not None)
        if last is not None and exercise is not None:
            day = local_of(last.at, exercise.plan.time_zone)
            tr(self.issued.setText, N_("Edition {number} issued {day}"), number=last.number, day=f"{day:%Y/%m/%d}")

    def _number_typed(self, number: int) -> None:
        self.view.go(number - 1)

    def _page_changed(self, page: int) -> None:
        with QSignalBlocker(self.number):
            self.number.setValue(page + 1)

    def _page_back(self) -> None:
        self.view.go(self.view.page - 1)

    def _page_forward(self) -> None:
        self.view.go(self.view.page + 1)

    def _zoom_chosen(self) -> None:
        self.view.set_zoom(self.zooms.currentData())

    def _mark_zoom(self) -> None:
        self.zooms.setCurrentIndex(self.zooms.findData(self.view.zoom))

    def _mono(self, on: bool) -> None:
        self.view.set_mono(on)

    # export

    def file_name(self, lang: Lang) -> str:
        """What an exported report is called unless somebody says otherwise."""
        exercise = self.desk.exercise
        if exercise is None:
            return "report.pdf"
        title = exercise.plan.title.get(lang)
        kind = "改善報告書" if lang == "ja" else "Improvement report"
        day = words.today(exercise)
        return re.sub(r'[\\/:*?"<>|\s]+', "_", f"{kind}_{title}_{day:%Y%m%d}_{lang}") + ".pdf"

    def _folder(self) -> Path:
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return self._last_folder if hasattr(self, "_last_folder") else Path(place)

    def _ask_path(self, lang: Lang) -> Path | None:
        """Where to; None when somebody goes back."""
        self.passages.keep()
        wanted, _filter = QFileDialog.getSaveFileName(
            self, _("Export the report"), str(self._folder() / self.file_name(lang)), _("PDF files (*.pdf)")
        )
        if not wanted:
            return None
        path = Path(wanted)
        if path.suffix.lower() != ".pdf":
            path = path.with_name(path.name + ".pdf")
        self._last_folder = path.parent
        return path

    def ask_export(self) -> None:
        """Export in the language of the report."""
        path = self._ask_path(self.lang) if self.desk.exercise is not None else None
        if path is not None:
            self.export(path, self.lang)

    def ask_export_both(self) -> None:
        """Export in both languages, side by side."""
        path = self._ask_path("ja") if self.desk.exercise is not None else None
        if path is None:
            return
        stem = re.sub(r"[_-]ja$", "", path.stem)
        self.export(path, "ja")
        self.export(path.with_name(f"{stem}_en.pdf"), "en")

    def export(self, path: Path, lang: Lang, *, issue: bool = False) -> None:
        """Write the report; the file appears whole or not at all."""
        exercise = self.desk.exercise
        if exercise is not None:
            self._say(N_("Writing the file…"))
            exercise.do(
                reporting.export, path, lang=lang, as_of=self._moment(), issue=issue,
                then=self._exported, failed=self._export_failed,
            )  # fmt: skip

    def _exported(self, made: Made) -> None:
        self._exported_to = made.path
        self._say(N_("Written: {name}"), name=made.path.name)
        size = max(1, round(made.size / 1024))
        source = N_("{path} was written ({size} KB).")
        if made.number is not None:
            source = N_("The report was issued as edition {number}: {path} ({size} KB).")
        self.desk.tell(
            source, kind="calm", action=N_("Open the folder"), then=self.open_folder, key=f"report/{made.path.name}",
            path=str(made.path), size=size, number=made.number,
        )  # fmt: skip

    def _export_failed(self, error: Exception) -> None:
        self._say(N_("The file was not written"))
        if isinstance(error, KnownError):
            self.desk.tell_error(error, action=N_("Save elsewhere"), then=self.ask_export)
        else:
            self.desk.bug(error)

    def open_folder(self) -> None:
        """Show where the file lies."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._exported_to.parent)))

    def ask_issue(self) -> None:
        """Say what issuing means and what is missing."""
        exercise = self.desk.exercise
        if exercise is None:
            return
        self.passages.keep()
        number = max((one.number for one in exercise.learning.issued), default=0) + 1
        Issue(number, self.parts, self.issue, self).open()

    def issue(self) -> None:
        """Choose the file and issue."""
        path = self._ask_path(self.lang)
        if path is not None:
            self.export(path, self.lang, issue=True)

    # pictures

    def gallery_states(self) -> Iterable[tuple[str, Callable[[], object]]]:
        yield "findings", partial(self._gallery_part, "findings")
        yield "recommendations", partial(self._gallery_part, "recommendations")
        yield "mono", self.acts["mono"].trigger

    def _gallery_part(self, name: str) -> None:
        self.table.select_row(next((n for n, part in enumerate(self.parts) if part.id == name), 0))

    @classmethod
    def gallery_dialogs(cls) -> Iterable[tuple[str, Callable[[Desk], QWidget]]]:
        yield "issue", sample


def _segment(title: str) -> QToolButton:
    choice = QToolButton()
    choice.setProperty("look", "segment")
    choice.setCheckable(True)
    choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    tr(choice.setText, title)
    texts.name(choice, N_("Report in: {language}"), language=_Said(title))
    tr(choice.setToolTip, N_("Report in: {language}"), language=_Said(title))
    return choice


class _Said:
    """A message as a parameter of another one."""

    def __init__(self, msgid: str) -> None:
        self._msgid = msgid

    def __call__(self) -> str:
        return _(self._msgid)


def _title(part: Part) -> str:
    return f"{part.number}  {part.title}"


def _glyph(part: Part) -> str:
    return f"⚠ {GLYPHS[part.state]}" if part.named else GLYPHS[part.state]


def _ink(part: Part) -> str | None:
    return "danger.fill" if part.missing or part.named else "ink.muted"


def _said(part: Part) -> str:
    said = f"{part.number}  {part.title}\n{_(SAID[part.state])}"
    return f"{said}\n{_('Words in it seem to name a person.')}" if part.named else said


def _page(part: Part) -> str:
    return str(part.page + 1) if part.page >= 0 else ""

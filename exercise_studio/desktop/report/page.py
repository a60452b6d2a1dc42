"""Report: chapters with what is missing, passages to write, the printed pages as they will be, export and issue."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from exercise_studio.desktop import announce, icons, texts, theme
from exercise_studio.desktop.actions import Act, Scope
from exercise_studio.desktop.debrief import words
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.page import Page
from exercise_studio.desktop.report import issuing, outline, rendering, taking_in
from exercise_studio.desktop.report.edition_bar import EditionBar
from exercise_studio.desktop.report.exporting import Exporting
from exercise_studio.desktop.report.issued import IssuedReports
from exercise_studio.desktop.report.issuing import Issue
from exercise_studio.desktop.report.lists import chapters_model, checks_model
from exercise_studio.desktop.report.outline import Check, Part, all_checks, next_check, telling
from exercise_studio.desktop.report.passages import Passages
from exercise_studio.desktop.report.preview import Preview
from exercise_studio.desktop.report.rendering import Printed, Wish
from exercise_studio.desktop.report.taking_in import ActionsWorkbook
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.elided import Elided
from exercise_studio.desktop.widgets.layout import INSIDE, EmptyState, Splitter, button, column, row
from exercise_studio.desktop.widgets.tables import Table
from exercise_studio.domain.errors import KnownError
from exercise_studio.domain.text import Lang
from exercise_studio.journeys import reporting
from exercise_studio.journeys.proofreading import Proof
from exercise_studio.journeys.session import local_of, wall_clock
from exercise_studio.language import N_, _
from exercise_studio.reporting.document import ReportContent

SETTLED: Final = 600
"""Milliseconds after the last change before the pages are printed anew (UX.md §10)."""
COLUMNS: Final = 1500
"""From this width on outline, passages and pages stand side by side."""


class ReportPage(Page):
    """The builder. Content is read on the database thread, printed and drawn on the computing one.

    Attributes:
        parts: the chapters of the report that is shown.
        checks: what is to be looked at in it, in its order.
    """

    ACTIONS = (
        Act("refresh", N_("Refresh the preview"), ("Ctrl+R",), icon="refresh"),
        Act("export", N_("Export as PDF…"), ("Ctrl+P", "Ctrl+E"), icon="export"),
        Act("issue", N_("Issue…"), ("Ctrl+Shift+E",), icon="flag"),
        Act("issued", N_("Issued reports…"), ("Ctrl+Shift+O",)),
        Act("next", N_("Next check"), ("Ctrl+J",), icon="next"),
        Act("step", N_("Look at the next check and stay in the list"), ("N",), scope=Scope.WIDGET),
        Act("back", N_("Previous page of the report"), ("Alt+Left",), icon="left"),
        Act("forward", N_("Next page of the report"), ("Alt+Right",), icon="right"),
        Act("mono", N_("B/W"), ("Ctrl+B",), hint=N_("As a black-and-white printer prints it"), checkable=True),
        Act("write", N_("Write the passages of the chapter"), ("Return",), native=True),
        Act("scroll", N_("Pages: arrows, Space, Home, End; Ctrl and wheel zooms"), ("Space",), native=True),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.content: ReportContent | None = None
        self.parts: list[Part] = []
        self.checks: list[Check] = []
        self._check = ""
        self._stale = True
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED)
        self._settled.timeout.connect(self.refresh_preview)
        self.exporting = Exporting(desk, self.wish, self._keep, self)
        self.exporting.said.connect(self._said)
        self.workbook = ActionsWorkbook(desk, self)
        self.body.setSpacing(INSIDE)
        self.body.addLayout(self._head())
        self.splitter = Splitter("report", desk.settings, sizes=(340, 580))
        self.splitter.addWidget(self._left())
        self.splitter.addWidget(self._right())
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.restore()
        self.body.addWidget(self.splitter, 1)
        texts.on_language(self.retranslate)

    def handlers(self) -> dict[str, Callable[..., object]]:
        return {
            "refresh": self.refresh_preview, "export": self.ask_export, "issue": self.ask_issue, "next": self.go_to_next,
            "step": self.step, "back": self._page_back, "forward": self._page_forward, "mono": self._mono,
            "issued": self.show_issued,
        }  # fmt: skip

    # building

    def _head(self) -> Any:
        self.bar = EditionBar(words.lang())
        self.bar.about_to_change.connect(self._keep)
        self.bar.changed.connect(self._another)
        self.bar.moment_changed.connect(self.later)
        self.as_of, self.as_of_on = self.bar.as_of, self.bar.as_of_on
        self.issued = QToolButton()
        self.issued.setProperty("look", "quiet")
        self.issued.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.issued.clicked.connect(self.show_issued)
        tr(self.issued.setToolTip, N_("Issued reports…"))
        self.export_button = button(N_("Export"), None, "primary", icon="export")
        self.export_button.setMenu(self.exporting.menu(self.acts["export"], self.export_button))
        tr(self.export_button.setToolTip, N_("Export the report as a file"))
        texts.name(self.export_button, N_("Export"))
        self.more_button = QToolButton()
        self.more_button.setProperty("look", "quietmenu")
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more_button.setIcon(icons.icon("more"))
        texts.name(self.more_button, N_("More: issued reports, workbook of actions"))
        tr(self.more_button.setToolTip, N_("More: issued reports, workbook of actions"))
        more = QMenu(self.more_button)
        more.addAction(self.acts["issued"])
        more.addSeparator()
        more.addActions(self.workbook.menu(more).actions())
        self.more_button.setMenu(more)
        head = row(self.bar, self.acts.button("issue"), self.export_button, self.more_button)
        head.setStretch(0, 1)
        for number in range(1, head.count()):
            head.setAlignment(head.itemAt(number).widget(), Qt.AlignmentFlag.AlignTop)  # type: ignore[arg-type]
        return head

    def _left(self) -> QWidget:
        self.rows = chapters_model()
        self.table = Table(self.rows, name=N_("Chapters of the report"), density="compact")
        self.table.current_changed.connect(self._chapter_chosen)
        self.table.opened.connect(self._write)
        self.check_rows = checks_model()
        self.check_table = Table(self.check_rows, name=N_("What is to be looked at"), density="compact")
        self.check_table.current_changed.connect(self._check_chosen)
        self.check_table.opened.connect(self._mend)
        self.nothing = EmptyState(
            N_("✓ Nothing is missing."), N_("No gap, no person's name, no number without a source.")
        )
        self.lists = QStackedWidget()
        for one in (self.table, self.check_table, self.nothing):
            self.lists.addWidget(one)
        self.lists.setMinimumHeight(theme.scaled(110))
        self.chapters_button = self._list_button(N_("Chapters"))
        self.checks_button = self._list_button(N_("Checks: {count}"), count=0)
        self.chapters_button.setChecked(True)
        self._list_buttons = QButtonGroup(self)
        self._list_buttons.addButton(self.chapters_button)
        self._list_buttons.addButton(self.checks_button)
        self._list_buttons.buttonClicked.connect(self._show_list)
        self.summary = Elided("muted")
        self.passages = Passages(self.roles)
        self.passages.written.connect(self._written)
        self.passages.elsewhere.connect(self.desk.go)
        self.passages.setMinimumHeight(theme.scaled(130))
        top = QWidget()
        choice = row(self.chapters_button, self.checks_button, 1, self.acts.button("next", "quiet"), spacing=2)
        top.setLayout(column(choice, self.lists, self.summary))
        self.left_side = Splitter("report-left", self.desk.settings, Qt.Orientation.Vertical, sizes=(290, 250))
        self.left_side.addWidget(top)
        self.left_side.addWidget(self.passages)
        self.left_side.setMinimumWidth(theme.scaled(320))
        self.left_side.restore()
        return self.left_side

    def _list_button(self, title: str, **params: Any) -> QPushButton:
        found = button(title, None, "segment", **params)
        found.setCheckable(True)
        return found

    def _right(self) -> QWidget:
        self.preview = Preview(
            self.desk,
            {name: self.acts.button(name, "quiet", icon_only=True) for name in ("back", "forward", "refresh")},
        )
        self.preview.ready.connect(self._printed_ready)
        self.preview.refused.connect(self._refused)
        self.preview.eye_changed.connect(self._eye_changed)
        self.preview.foot.addWidget(self.issued)
        self.view, self.number, self.of = self.preview.view, self.preview.number, self.preview.of
        self.zooms, self.eyes = self.preview.zooms, self.preview.eyes
        self.preview.setMinimumWidth(theme.scaled(420))
        return self.preview

    # the exercise

    @property
    def lang(self) -> Lang:
        """The language of the report, whatever the window's is."""
        return self.wish().lang

    def wish(self) -> Wish:
        """The report that is chosen."""
        return self.bar.wish()

    def open_exercise(self) -> None:
        self._settled.stop()
        self.content, self._stale = None, True
        self.parts, self.checks = [], []
        self.rows.set_rows([])
        self.check_rows.set_rows([])
        self.passages.show_part(None)
        workspace = self.desk.workspace
        self.passages.read_only = bool(workspace is not None and workspace.read_only)
        self.acts["issue"].setEnabled(not self.passages.read_only)
        self.preview.clear()
        self.bar.open_exercise(self.desk.exercise)
        self._say_issued()
        if self.isVisible():
            self.refresh_preview()

    def refresh(self, changes: Any) -> None:
        self.bar.offer(self.desk.exercise)
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
        self._say_checks()

    def _keep(self) -> None:
        self.passages.keep()

    # preview

    def later(self) -> None:
        """Print anew when nothing has changed for a moment, or when the page is looked at again."""
        if self.isVisible():
            self._settled.start()
        else:
            self._stale = True

    def _another(self) -> None:
        """Another edition or language: the fields of the passages are those of another report."""
        self.passages.show_part(None)
        self.preview.begin_anew()
        self.refresh_preview()

    def refresh_preview(self) -> None:
        """Print anew now; the pages that are shown stay until the new ones are there."""
        self._settled.stop()
        exercise = self.desk.exercise
        if exercise is None:
            return
        self._stale = False
        self.say(N_("Refreshing…"))
        self.desk.tasks.run(
            rendering.proof_of, exercise.session, self.wish(),
            then=self._proof_ready, failed=self._refused, latest="report/content",
        )  # fmt: skip

    def _proof_ready(self, proof: Proof) -> None:
        self.content = proof.content
        parts = outline.outline(proof)
        self._show_parts(outline.with_pages_of(parts, self.parts))
        self._print()

    def _print(self) -> None:
        if self.content is not None:
            self.preview.show_report(self.content, outline.needles(self.parts))

    def _printed_ready(self, printed: Printed) -> None:
        if self.content is None:
            return
        self._show_parts(outline.with_printing(self.parts, self.content, printed))
        exercise = self.desk.exercise
        if exercise is not None:
            now = local_of(wall_clock(), exercise.plan.time_zone)
            self.say(N_("As it was at {time}"), time=f"{now:%H:%M:%S}")

    def _refused(self, error: Exception) -> None:
        """What cannot be made says so in the place of the pages; a fault of the program goes to the crash dialog."""
        self.say(N_("The preview could not be made"))
        if not isinstance(error, KnownError):
            self.desk.bug(error)
            return
        self.content = None
        self._show_parts([])
        self.preview.refuse(error)

    def say(self, source: str, **params: Any) -> None:
        """In the line of status."""
        tr(self.preview.status.set_full, source, **params)

    def _said(self, told: tuple[str, dict[str, Any]]) -> None:
        self.say(told[0], **told[1])

    # chapters and checks

    def _show_parts(self, parts: list[Part]) -> None:
        self.parts, self.checks = parts, all_checks(parts)
        at, check = self.table.current_row, self.check_table.current_row
        with QSignalBlocker(self.table), QSignalBlocker(self.check_table):
            self.rows.set_rows(parts)
            first = 1 if len(parts) > 1 and parts[0].id == outline.COVER else 0
            place = next((n for n, part in enumerate(parts) if at is not None and part.id == at.id), first)
            if parts:
                self.table.select_row(place)
            self.check_rows.set_rows(self.checks)
            same = next((n for n, one in enumerate(self.checks) if check is not None and one.key == check.key), None)
            if same is not None:
                self.check_table.select_row(same)
        self.passages.show_part(parts[place] if parts else None)
        self._say_checks()
        self._show_list()

    def _say_checks(self) -> None:
        tr(self.checks_button.setText, N_("Checks: {count}"), count=len(self.checks))
        tr(self.summary.set_full, self._summary)
        self.acts["next"].setEnabled(bool(self.checks))
        self.acts["step"].setEnabled(bool(self.checks))

    def _summary(self) -> str:
        if not self.parts:
            return ""
        counts = {sort: sum(check.sort == sort for check in self.checks) for sort in outline.SORTS}
        if not self.checks:
            return _("✓ Nothing is missing; all numbers can be traced.")
        told = [_(message, count=counts[sort]) for sort, message in outline.SORTS.items() if counts[sort]]
        if not counts["number"]:
            told.append(_("all numbers can be traced ✓"))
        return _(" · ").join(told)

    def _show_list(self, *_clicked: object) -> None:
        if self.chapters_button.isChecked():
            self.lists.setCurrentWidget(self.table)
        else:
            self.lists.setCurrentWidget(self.check_table if self.checks else self.nothing)

    def _chapter_chosen(self, part: Part | None) -> None:
        self.passages.show_part(part)
        self.view.unmark()
        if part is not None and part.page >= 0:
            self.view.go(part.page)

    def _write(self, part: Part) -> None:
        self.passages.focus()

    def go_to_next(self) -> None:
        """The next thing to look at, with the cursor in its passage."""
        if (check := self._next()) is not None:
            self._mend(check)

    def step(self) -> None:
        """The next thing to look at; the keys stay where they are, so that the key can be pressed again."""
        self._next()

    def _next(self) -> Check | None:
        found = next_check(self.checks, self._check)
        if found is None:
            return None
        check = self.checks[found]
        with QSignalBlocker(self.check_table):
            self.check_table.select_row(found)
        self._look_at(check)
        announce.announce(self, telling(check))
        return check

    def _check_chosen(self, check: Check | None) -> None:
        if check is not None:
            self._look_at(check)

    def _look_at(self, check: Check) -> None:
        """Its chapter, its passage and its page, with a mark beside it."""
        self._check = check.key
        place = next((n for n, part in enumerate(self.parts) if part.id == check.part), None)
        if place is None:
            return
        with QSignalBlocker(self.table):
            self.table.select_row(place)
        self.passages.show_part(self.parts[place])
        self.passages.reveal(check.slot)
        if check.place is not None:
            self.view.go_to(check.place)
        elif self.parts[place].page >= 0:
            self.view.go(self.parts[place].page)

    def _mend(self, check: Check) -> None:
        self._look_at(check)
        if check.slot:
            self.passages.focus(check.slot)
        elif self.passages.go.isVisible():
            self.passages.go.setFocus()

    def _written(self, said: tuple[str, str]) -> None:
        if self.desk.exercise is not None:
            self.desk.exercise.do(reporting.edit_section, said[0], said[1], lang=self._written_in())

    def _written_in(self) -> Lang:
        """The language of the passages that are shown, also while another report is on its way."""
        return self.content.language if self.content is not None else self.lang

    # head and toolbar

    def use_report_language(self, lang: Lang) -> None:
        """The language of the report, whatever the window's is."""
        self.bar.use_language(lang)

    def _say_issued(self) -> None:
        exercise = self.desk.exercise
        last = exercise.learning.issued[-1] if exercise is not None and exercise.learning.issued else None
        self.issued.setVisible(last is not None)
        if last is not None and exercise is not None:
            day = local_of(last.at, exercise.plan.time_zone)
            tr(self.issued.setText, N_("Edition {number} issued {day}"), number=last.number, day=f"{day:%Y/%m/%d}")

    def _page_back(self) -> None:
        self.view.go(self.view.page - 1)

    def _page_forward(self) -> None:
        self.view.go(self.view.page + 1)

    def _mono(self, on: bool) -> None:
        if on != (self.view.eye == "mono"):
            self.preview.look("mono" if on else "colour")

    def _eye_changed(self) -> None:
        eye = self.view.eye
        self.acts["mono"].setChecked(eye == "mono")
        if self.preview.printed is not None and self.preview.printed.mono != (eye == "mono"):
            self.say(N_("Refreshing…"))
            self._print()

    # export and issue

    def ask_export(self) -> None:
        """Export what is shown as PDF."""
        self.exporting.ask()

    def export(self, path: Path, lang: Lang, *, issue: bool = False) -> None:
        """Write what is shown, in a language."""
        wish = self.wish()
        self.exporting.export(path, Wish(lang, wish.as_of, wish.edition, wish.options), issue=issue)

    def ask_issue(self) -> None:
        """Say which number it gets, what changed since the last issue and what is missing; built anew for that."""
        exercise = self.desk.exercise
        if exercise is None:
            return
        self.passages.keep()
        self.desk.tasks.run(
            rendering.proof_of, exercise.session, self.wish(), then=self._confirm, latest="report/issue"
        )  # fmt: skip

    def _confirm(self, proof: Proof) -> None:
        exercise = self.desk.exercise
        if exercise is None:
            return
        issued = exercise.learning.issued
        number = max((one.number for one in issued), default=0) + 1
        content = proof.content
        last = issuing.last_alike(issued, content.edition, content.language, content.variant)
        parts = outline.with_lost(outline.outline(proof), self.checks)
        Issue(number, parts, self.exporting.ask_and_issue, self, content=content, last=last).open()

    def show_issued(self) -> None:
        """The list of what was issued."""
        if self.desk.exercise is not None:
            IssuedReports(self.desk, self).open()

    # Qt

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.scaled(COLUMNS)
        orientation = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.left_side.orientation() != orientation:
            self.left_side.setOrientation(orientation)
            if beside:
                wide = self.width()
                self.left_side.setSizes([round(wide * 0.23), round(wide * 0.34)])
                self.splitter.setSizes([round(wide * 0.57), round(wide * 0.43)])
            else:
                self.left_side.restore()
                self.splitter.restore()

    # pictures

    def gallery_states(self) -> Iterable[tuple[str, Callable[[], object]]]:
        yield "findings", partial(self._gallery_part, "findings")
        yield "summary", partial(self._gallery_part, "summary")
        yield "checks", self._gallery_checks
        yield "mono", self.acts["mono"].trigger
        yield "deutan", partial(self._gallery_eye, "deutan")
        yield "organisation", partial(self._gallery_edition, "organisation")
        yield "redacted", partial(self._gallery_edition, "redacted")
        yield "aar-ip", partial(self._gallery_edition, "aar-ip")
        yield "full", partial(self._gallery_edition, "full")

    def _gallery_part(self, name: str) -> None:
        self.table.select_row(next((n for n, part in enumerate(self.parts) if part.id == name), 0))

    def _gallery_checks(self) -> None:
        self.checks_button.click()
        self.step()

    def _gallery_eye(self, eye: str) -> None:
        self.preview.look(eye)

    def _gallery_edition(self, edition: str) -> None:
        self._gallery_eye("colour")
        self.chapters_button.click()
        self.bar.choose(edition)

    @classmethod
    def gallery_dialogs(cls) -> Iterable[tuple[str, Callable[[Desk], QWidget]]]:
        yield "issue", issuing.sample
        yield "issued", IssuedReports
        yield "workbook", taking_in.sample

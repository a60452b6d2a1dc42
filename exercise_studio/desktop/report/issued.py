"""The list of issued reports: each can be opened again as it was, byte for byte, and compared with another."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt, QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Dialog
from exercise_studio.desktop.report.edition_bar import LANGUAGES, name_of
from exercise_studio.desktop.report.issuing import in_words, last_alike
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import EmptyState, button, label, row
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.evaluation.learning import IssuedReport
from exercise_studio.journeys import issuing
from exercise_studio.journeys.issuing import Kept
from exercise_studio.journeys.session import local_of
from exercise_studio.language import N_, _
from exercise_studio.reporting.changes import changes
from exercise_studio.reporting.writers import SUFFIXES


class IssuedReports(Dialog):
    """Attributes:
    rows: the issued reports as `Kept`, the newest first.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(N_("Issued reports"), parent)
        self.desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(theme.scaled(800), theme.scaled(430))
        self._folder = QTemporaryDir()
        self.rows = RowsModel((
            Column(N_("Number"), _number, width=76, number=True),
            Column(N_("Issued"), self._day, width=120),
            Column(N_("Edition"), _edition, width=0, tip=_edition),
            Column(N_("Language"), _language, width=96),
            Column(N_("Size"), _size, width=96, number=True),
            Column(N_("Digest (SHA-256)"), _digest, width=176, tip=_whole_digest),
        ))  # fmt: skip
        self.table = Table(self.rows, name=N_("Issued reports"))
        self.table.current_changed.connect(self._chosen)
        self.table.opened.connect(self.open_again)
        self.body.addWidget(self.table, 1)
        self.empty = EmptyState(
            N_("No report has been issued yet"), N_("Issue one with the button “Issue…”; it is kept here from then on.")
        )
        self.body.addWidget(self.empty, 1)
        self.other = QComboBox()
        self.other.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        texts.name(self.other, N_("Compare with"))
        self.other.currentIndexChanged.connect(self._compare)
        self.compared = row(label(N_("Compare with")), self.other, 1)
        self.body.addLayout(self.compared)
        self.changed = label(look="muted", wrap=True)
        self.changed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.changed)
        self.open_button = button(N_("Open again"), self._open, "primary")
        self.save_button = button(N_("Save a copy…"), self._save)
        self.buttons(self.open_button, self.save_button, button(N_("Go back"), self.reject))
        self._show([])
        if desk.exercise is not None:
            desk.exercise.ask(issuing.issued, then=self._show)

    # what is shown

    def _show(self, found: Sequence[Kept]) -> None:
        self.rows.set_rows(sorted(found, key=lambda one: -one.report.number))
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        if found:
            self.table.select_row(0)
            self.table.setFocus()
        self._chosen(self.table.current_row)

    def _chosen(self, kept: Kept | None) -> None:
        for one in (self.open_button, self.save_button):
            one.setEnabled(kept is not None and kept.here)
        self.other.clear()
        rest = [one.report for one in self.rows.rows if kept is not None and one is not kept]
        for report in rest:
            self.other.addItem(f"{report.number}  {name_of(report.edition)}  {report.language.upper()}", report.number)
        if kept is not None:
            before = [one for one in rest if one.number < kept.report.number]
            last = last_alike(before, kept.report.edition, kept.report.language, kept.report.variant)
            if last is not None:
                self.other.setCurrentIndex(self.other.findData(last.number))
        self.other.setEnabled(bool(rest))
        self._compare()

    def _compare(self) -> None:
        kept = self.table.current_row
        other = next((one.report for one in self.rows.rows if one.report.number == self.other.currentData()), None)
        self.changed.setVisible(kept is not None)
        if kept is None:
            return
        lines = []
        if not kept.here:
            lines.append(_("The file is not in this workspace; only its number and its digest are."))
        if other is not None:
            older, newer = sorted((other, kept.report), key=lambda one: one.number)
            lines.append(_("From number {older} to number {newer}:", older=older.number, newer=newer.number))
            lines += in_words(changes(older.outline, newer.outline))
        tr(self.changed.setText, "\n".join(lines))

    # a copy, to the byte

    def open_again(self, kept: Kept) -> None:
        """Open an issued file in the program that shows such files, from a folder that goes with this dialog."""
        if kept.here:
            path = Path(self._folder.path()) / _file_name(kept.report)
            self._copy(path, self._copied)

    def _open(self) -> None:
        if (kept := self.table.current_row) is not None:
            self.open_again(kept)

    def _copied(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _save(self) -> None:
        kept = self.table.current_row
        if kept is None:
            return
        place = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        wanted, _filter = QFileDialog.getSaveFileName(
            self, _("Save a copy of the issued report"), str(place / _file_name(kept.report))
        )
        if wanted:
            self._copy(Path(wanted), self._saved)

    def _saved(self, path: Path) -> None:
        self.desk.tell(N_("A copy of the issued report was written: {path}"), kind="calm", path=str(path))

    def _copy(self, path: Path, then: Any) -> None:
        kept = self.table.current_row
        if self.desk.exercise is not None and kept is not None:
            self.desk.exercise.ask(issuing.copy_again, kept.report.number, path, then=then)

    def _day(self, kept: Kept) -> str:
        exercise = self.desk.exercise
        return f"{local_of(kept.report.at, exercise.plan.time_zone):%Y/%m/%d}" if exercise is not None else ""


def _file_name(report: IssuedReport) -> str:
    return f"report-{report.number}-{report.edition}-{report.language}{SUFFIXES.get(report.format, '.pdf')}"


def _number(kept: Kept) -> str:
    return str(kept.report.number)


def _edition(kept: Kept) -> str:
    said = name_of(kept.report.edition)
    return f"{said} ({kept.report.variant})" if kept.report.variant else said


def _language(kept: Kept) -> str:
    return _(LANGUAGES.get(kept.report.language, kept.report.language))


def _size(kept: Kept) -> str:
    return f"{max(1, round(kept.report.size / 1024))} KB" if kept.report.size else ""


def _digest(kept: Kept) -> str:
    return f"{kept.report.sha256[:12]}…"


def _whole_digest(kept: Kept) -> str:
    return kept.report.sha256

"""The report as files: one format, both languages, or every organisation's into a folder with progress and a way to stop."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QStandardPaths, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from exercise_studio.desktop.debrief import words
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import ProgressDialog
from exercise_studio.desktop.report.rendering import Wish
from exercise_studio.desktop.tasks import Job
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.weak import WeakCall
from exercise_studio.domain.errors import KnownError
from exercise_studio.domain.text import LANGUAGES, Lang
from exercise_studio.journeys import report_batch, reporting
from exercise_studio.journeys.report_batch import Batch
from exercise_studio.journeys.reporting import Made
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_, _, translate
from exercise_studio.reporting.content import EDITIONS
from exercise_studio.reporting.writers import SUFFIXES
from exercise_studio.store.workspace import Workspace

FORMATS: Final = {
    "pdf": N_("PDF…"),
    "pdf-mono": N_("PDF in black and white…"),
    "docx": N_("Word (DOCX)…"),
    "xlsx": N_("Excel (XLSX): actions, findings, ratings, log…"),
    "csv": N_("CSV (UTF-8), zipped…"),
    "csv-cp932": N_("CSV (Shift_JIS), zipped…"),
    "json": N_("JSON…"),
}
"""What a report can be exported as, in the order of the menu; the first has an act and a key of its own."""
LATE: Final = 800
"""Milliseconds after which the steps of an export are shown."""
FILTERS: Final = {
    ".pdf": N_("PDF files (*.pdf)"),
    ".docx": N_("Word documents (*.docx)"),
    ".xlsx": N_("Excel workbooks (*.xlsx)"),
    ".zip": N_("Zip archives (*.zip)"),
    ".json": N_("JSON files (*.json)"),
}


class Exporting(QObject):
    """Asks where to, writes on the database thread, and says what became of it.

    `wish` gives the report that is shown, `keep` keeps what is being typed; both are bound methods.
    Signals:
        said: (message id, parameters) for the line of status.
    """

    said = Signal(object)

    def __init__(self, desk: Desk, wish: Callable[[], Wish], keep: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self._wish, self._keep = WeakCall(wish), WeakCall(keep)
        self._window = parent
        self._folder: Path | None = None
        self._written_to = Path()
        self._again: Callable[[], object] = self.ask
        self._chosen_folder = Path()
        self._waiting: list[tuple[Path, Wish, str]] = []
        self._jobs: list[Job] = []
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE)
        self._late.timeout.connect(self._show_progress)

    def menu(self, first: QAction, parent: QWidget) -> QMenu:
        """All formats; `first` is the act for the first of them."""
        menu = QMenu(parent)
        menu.addAction(first)
        for name, title in list(FORMATS.items())[1:]:
            action = menu.addAction("")
            action.setData(name)
            tr(action.setText, title)
            action.triggered.connect(self._picked)
        menu.addSeparator()
        for title, handler in (
            (N_("Both languages as PDF…"), self.ask_both),
            (N_("All organisations' reports into a folder…"), self.ask_all),
        ):
            action = menu.addAction("")
            tr(action.setText, title)
            action.triggered.connect(handler)
        return menu

    def _picked(self) -> None:
        self.ask(self.sender().data())

    @property
    def wish(self) -> Wish:
        """The report that is shown."""
        wish = self._wish.get()
        assert wish is not None
        return wish()

    # where to

    def file_name(self, wish: Wish, format: str = "pdf") -> str:  # noqa: A002  the option's name
        """What the file is called unless somebody says otherwise."""
        exercise = self.desk.exercise
        if exercise is None:
            return f"report{SUFFIXES[format]}"
        house = exercise.plan.organisation_by_id.get(wish.options.organisation)
        parts = [
            translate(wish.lang, EDITIONS[wish.edition].kind).replace("/", "-"),
            house.name.get(wish.lang) if house is not None else "",
            f"TLP-{wish.options.tlp}" if wish.options.tlp else "",
            exercise.plan.title.get(wish.lang),
            f"{words.today(exercise):%Y%m%d}",
            wish.lang,
        ]
        return re.sub(r'[\\/:*?"<>|\s]+', "_", "_".join(part for part in parts if part))[:120] + SUFFIXES[format]

    def _ask_path(self, wish: Wish, format: str) -> Path | None:  # noqa: A002
        """Where to; None when somebody goes back."""
        if keep := self._keep.get():
            keep()
        place = self._folder or Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        suffix = Path(SUFFIXES[format]).suffix or SUFFIXES[format]
        wanted, _filter = QFileDialog.getSaveFileName(
            self._window, _("Export the report"), str(place / self.file_name(wish, format)), _(FILTERS[suffix])
        )
        if not wanted:
            return None
        path = Path(wanted)
        if path.suffix.lower() != suffix:
            path = path.with_name(path.name + suffix)
        self._folder = path.parent
        return path

    # one file, or two

    def ask(self, format: str = "pdf") -> None:  # noqa: A002
        """Export what is shown."""
        if self.desk.exercise is None:
            return
        path = self._ask_path(self.wish, format)
        if path is not None:
            self.export(path, self.wish, format=format)

    def ask_both(self) -> None:
        """Export in both languages, side by side; an edition that has one language alone, in that."""
        if self.desk.exercise is None:
            return
        only = EDITIONS[self.wish.edition].language
        if only is not None:
            self.ask()
            return
        path = self._ask_path(_in(self.wish, "ja"), "pdf")
        if path is not None:
            stem = re.sub(r"[_-]ja$", "", path.stem)
            self.export(path, _in(self.wish, "ja"))
            self.export(path.with_name(f"{stem}_en.pdf"), _in(self.wish, "en"))

    def ask_and_issue(self) -> None:
        """Choose the file and issue."""
        path = self._ask_path(self.wish, "pdf") if self.desk.exercise is not None else None
        if path is not None:
            self.export(path, self.wish, issue=True)

    def export(self, path: Path, wish: Wish, *, format: str = "pdf", issue: bool = False) -> None:  # noqa: A002
        """Write the report; the file appears whole or not at all."""
        exercise = self.desk.exercise
        if exercise is None:
            return
        self.said.emit((N_("Writing the file…"), {}))
        self._again = self.ask_and_issue if issue else partial(self.ask, format)
        if issue:
            exercise.do(
                reporting.export, path, lang=wish.lang, format=format, as_of=wish.as_of, edition=wish.edition,
                options=wish.options, issue=True, then=self._exported, failed=self._failed,
            )  # fmt: skip
        else:
            self._waiting.append((path, wish, format))
            # A connection of its own: what is logged meanwhile does not wait for the report.
            exercise.ask(_reader, then=self._begin)

    def _begin(self, reader: tuple[Workspace, str, str | None]) -> None:
        job = self.desk.tasks.start(
            write_one, *reader, *self._waiting.pop(0), then=self._exported, failed=self._failed, compute=True
        )
        self._jobs.append(job)
        self._late.start()

    def _show_progress(self) -> None:
        """Only what takes a while is shown with its steps."""
        if not self._jobs:
            return
        progress = ProgressDialog(N_("Writing the file…"), self._window)
        progress.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        progress.rejected.connect(self._cancel)
        progress.follow(self.desk.tasks, self._jobs[-1])

    def _cancel(self) -> None:
        for job in self._jobs:
            job.cancel()
        self._jobs.clear()
        self.said.emit((N_("Stopped; the file was not written"), {}))

    def _ended(self) -> None:
        self._jobs = self._jobs[1:]
        if not self._jobs:
            self._late.stop()

    def _exported(self, made: Made) -> None:
        self._ended()
        self._written_to = made.path.parent
        self.said.emit((N_("Written: {name}"), {"name": made.path.name}))
        source = N_("{path} was written ({size} KB).")
        if made.number is not None:
            source = N_("The report was issued as edition {number}: {path} ({size} KB).")
        self._tell(
            source, f"report/{made.path.name}", path=str(made.path), size=max(1, round(made.size / 1024)),
            number=made.number,
        )  # fmt: skip

    def _failed(self, error: Exception) -> None:
        self._ended()
        self.said.emit((N_("The file was not written"), {}))
        if isinstance(error, KnownError):
            self.desk.tell_error(error, action=N_("Save elsewhere"), then=self.ask_again)
        else:
            self.desk.bug(error)

    def ask_again(self) -> None:
        """Ask for another place for the file that could not be written."""
        self._again()

    def _tell(self, source: str, key: str, **params: Any) -> None:
        self.desk.tell(
            source, kind="calm", action=N_("Open the folder"), then=self.open_folder, key=key, **params,
        )  # fmt: skip

    def open_folder(self) -> None:
        """Show where the file lies."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written_to)))

    # every organisation

    def ask_all(self) -> None:
        """Choose a folder for the reports of all organisations."""
        exercise = self.desk.exercise
        if exercise is None:
            return
        if keep := self._keep.get():
            keep()
        chosen = QFileDialog.getExistingDirectory(
            self._window, _("Folder for the reports of all organisations"), str(self._folder or Path.home())
        )
        if chosen:
            self._folder = self._chosen_folder = Path(chosen)
            # A connection of its own: what is logged meanwhile does not wait for the reports.
            exercise.ask(_reader, then=self._begin_all)

    def _begin_all(self, reader: tuple[Workspace, str, str | None]) -> None:
        exercise = self.desk.exercise
        wish = self.wish
        job = self.desk.tasks.start(
            write_all, *reader, self._chosen_folder, wish.lang, wish.as_of,
            then=self._all_written, failed=self._all_failed, compute=True,
        )  # fmt: skip
        count = len(exercise.plan.organisations) if exercise is not None else 0
        progress = ProgressDialog(N_("Writing the reports of all organisations ({count})"), self._window, count=count)
        progress.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        progress.rejected.connect(self._stopped)
        progress.follow(self.desk.tasks, job)

    def _all_written(self, batch: Batch) -> None:
        self._written_to = batch.folder
        source = N_("Reports written to {folder}: {made}.")
        if batch.kept:
            source = N_("Reports written to {folder}: {made}; unchanged and left as they were: {kept}.")
        self._tell(source, "report/all", folder=str(batch.folder), made=batch.made, kept=batch.kept)

    def _all_failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.desk.tell_error(error, action=N_("Choose another folder"), then=self.ask_all)
        else:
            self.desk.bug(error)

    def _stopped(self) -> None:
        self._written_to = self._chosen_folder
        source = N_(
            "Stopped. Reports that are finished stay in {folder}; writing them again there goes on from where it was."
        )
        self._tell(source, "report/all", folder=str(self._chosen_folder))


def _in(wish: Wish, lang: Lang) -> Wish:
    assert lang in LANGUAGES
    return Wish(lang, wish.as_of, wish.edition, wish.options)


def _reader(session: Session) -> tuple[Workspace, str, str | None]:
    return session.workspace.reader(), session.exercise, session.run


def write_one(
    job: Job,
    workspace: Workspace,
    exercise: str,
    run: str | None,
    path: Path,
    wish: Wish,
    format: str,  # noqa: A002
) -> Made:
    """One report, read through a connection that is closed afterwards."""
    with workspace:
        session = Session.open(workspace, exercise, run=run, lang=wish.lang)
        return reporting.export(
            session, path, lang=wish.lang, format=format, as_of=wish.as_of, edition=wish.edition, options=wish.options,
            step=job.report,
        )  # fmt: skip


def write_all(
    job: Job, workspace: Workspace, exercise: str, run: str | None, folder: Path, lang: Lang, as_of: datetime | None
) -> Batch:
    """The reports of all organisations, read through a connection that is closed afterwards."""
    with workspace:
        session = Session.open(workspace, exercise, run=run, lang=lang)
        return report_batch.make_all(session, folder, lang, job, as_of=as_of)

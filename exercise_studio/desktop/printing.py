"""The dialog that writes the run sheet: which edition, how long, in which language, into which file."""

import re
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from exercise_studio import language
from exercise_studio.conduct.saying import short_name
from exercise_studio.desktop import texts
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Dialog
from exercise_studio.desktop.widgets.layout import button, label
from exercise_studio.domain.errors import KnownError
from exercise_studio.journeys import sheets
from exercise_studio.language import N_, _


class RunSheetDialog(Dialog):
    """Chooses; the file is written on the database thread and opened, so that it can be printed.

    Attributes:
        organisation, length, lang: the choices.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(N_("Print the run sheet"), parent)
        self.desk = desk
        self.body.addWidget(
            label(
                N_(
                    "The whole plan on A4, with boxes and lines to write on: with it the exercise goes on without a computer."
                ),
                "muted",
                wrap=True,
            )
        )
        self.organisation, self.length, self.lang = QComboBox(), QComboBox(), QComboBox()
        self._fill()
        for box, name in (
            (self.organisation, N_("For whom")),
            (self.length, N_("How much")),
            (self.lang, N_("Language")),
        ):
            texts.name(box, name)
            self.body.addWidget(label(name, "strong"))
            self.body.addWidget(box)
        self.save = button(N_("Write the PDF…"), self.ask, "primary")
        self.save.setDefault(True)
        self.buttons(button(N_("Go back"), self.reject), self.save)

    def _fill(self) -> None:
        exercise = self.desk.exercise
        self.organisation.addItem(_("Controllers: everything"), "")
        for house in exercise.plan.organisations if exercise is not None else ():
            name = short_name(texts.authored(house.name))
            self.organisation.addItem(_("Sub-controller of {organisation}", organisation=name), house.id)
        self.length.addItem(_("With texts, notes and questions"), False)
        self.length.addItem(_("Short: times, titles and expected actions"), True)
        for lang, name in (("ja", N_("Japanese")), ("en", N_("English"))):
            self.lang.addItem(_(name), lang)
        self.lang.setCurrentIndex(self.lang.findData(language.current()))

    def file_name(self) -> str:
        """What the file is called unless somebody says otherwise."""
        exercise = self.desk.exercise
        title = exercise.plan.title.get(self.lang.currentData()) if exercise is not None else ""
        kind = language.translate(self.lang.currentData(), N_("Run sheet"))
        parts = [kind, title, self.organisation.currentData()]
        return re.sub(r'[\\/:*?"<>|\s]+', "_", "_".join(part for part in parts if part)) + ".pdf"

    def ask(self) -> None:
        """Ask for the file."""
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        wanted, _filter = QFileDialog.getSaveFileName(
            self, _("Print the run sheet"), str(folder / self.file_name()), _("PDF files (*.pdf)")
        )
        if wanted:
            path = Path(wanted)
            self.write(path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf"))

    def write(self, path: Path) -> None:
        """Write it there."""
        exercise = self.desk.exercise
        if exercise is None:
            return
        self.save.setEnabled(False)
        self.desk.tasks.run(
            _write, exercise.session, path, self.lang.currentData(), self.organisation.currentData(),
            self.length.currentData(), then=self._written, failed=self._failed,
        )  # fmt: skip

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, KnownError):
            self.desk.tell_error(error)
        else:
            self.desk.bug(error)

    def _written(self, path: Path) -> None:
        self.desk.tell(N_("The run sheet was written: {file}"), kind="calm", key="sheet", file=str(path))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        self.accept()


def _write(session: object, path: Path, lang: str, organisation: str, short: bool) -> Path:
    return sheets.write_run_sheet(session, path, lang=lang, organisation=organisation, short=short)  # type: ignore[arg-type]

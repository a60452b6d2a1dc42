"""The workbook of actions, out and back in: what was edited is shown first, and what both sides changed is asked about."""

from pathlib import Path
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from exercise_studio import language
from exercise_studio.desktop import theme
from exercise_studio.desktop.debrief.words import ACTION_STATES, GRADES, lang, today
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Dialog
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import button, label, row
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.domain.errors import Problem
from exercise_studio.journeys import reporting, round_trip
from exercise_studio.journeys.reporting import Made
from exercise_studio.journeys.round_trip import CellChange, Preview
from exercise_studio.language import N_, _

WORKBOOKS: Final = N_("Excel workbooks (*.xlsx)")


class Line(NamedTuple):
    """One edited cell, or what cannot be taken in.

    Attributes:
        take: whether it is taken in; of a conflict somebody says so.
    """

    change: CellChange | None
    problem: Problem | None = None
    take: bool = True


class TakingIn(Dialog):
    """What a workbook would change, before it does.

    Attributes:
        seen: the comparison.
        rows: conflicts first, then plain changes, then what cannot be taken.
    """

    def __init__(self, desk: Desk, seen: Preview, parent: QWidget | None = None) -> None:
        super().__init__(N_("Take in the actions from “{file}”"), parent, file=seen.file)
        self.desk, self.seen = desk, seen
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(theme.scaled(860), theme.scaled(420))
        self.body.addWidget(
            label(
                N_(
                    "Cells edited: {changes}. Changed on both sides: {conflicts}. Cannot be taken in: {problems}."
                    " Actions without an edit: {unchanged}; not in the workbook: {missing}."
                ),
                wrap=True, changes=len(seen.changes), conflicts=len(seen.conflicts), problems=len(seen.problems),
                unchanged=seen.unchanged, missing=len(seen.missing),
            )
        )  # fmt: skip
        self.rows = RowsModel(
            (
                Column(N_("Action"), _action, width=84),
                Column(N_("Cell"), _column, width=104),
                Column(N_("In the program"), _now, width=160, tip=_now),
                Column(N_("In the workbook"), _sheet, width=0, tip=_sheet, least=160),
                Column(N_("What happens"), _outcome, width=250, tip=_outcome, ink=_ink),
            ),
            [
                *(Line(one, take=False) for one in seen.conflicts),
                *(Line(one) for one in seen.changes),
                *(Line(None, one, take=False) for one in seen.problems),
            ],
        )
        self.table = Table(self.rows, name=N_("Edited cells"))
        self.table.opened.connect(self._toggle)
        self.table.current_changed.connect(self._chosen)
        self.body.addWidget(self.table, 1)
        self.keep = button(N_("Keep the program's"), self._keep)
        self.use = button(N_("Take the workbook's"), self._use)
        hint = N_("Where both sides changed a cell, choose whose words count; until then the program's stay.")
        choice = row(label(hint, "muted", wrap=True), self.keep, self.use)
        choice.setStretch(0, 1)
        self.body.addLayout(choice)
        self.take = button(N_("Take in"), self._take, "primary")
        self.take.setDefault(True)
        self.buttons(self.take, button(N_("Go back"), self.reject))
        if self.rows.rows:
            self.table.select_row(0)
        self._chosen(self.table.current_row)

    def _chosen(self, line: Line | None) -> None:
        conflict = _is_conflict(line)
        self.keep.setEnabled(conflict)
        self.use.setEnabled(conflict)
        self.take.setEnabled(any(one.take for one in self.rows.rows))

    def _toggle(self, line: Line) -> None:
        if _is_conflict(line):
            self._decide(not line.take)

    def _keep(self) -> None:
        self._decide(False)

    def _use(self) -> None:
        self._decide(True)

    def _decide(self, take: bool) -> None:
        at = self.table.currentIndex().row()
        if at >= 0 and _is_conflict(self.rows.rows[at]):
            self.rows.replace(at, self.rows.rows[at]._replace(take=take))
            self._chosen(self.rows.rows[at])

    def _take(self) -> None:
        exercise = self.desk.exercise
        if exercise is None:
            return
        wanted = [
            (one.change.action, one.change.column) for one in self.rows.rows if one.take and one.change is not None
        ]
        exercise.do(round_trip.apply, self.seen, take=wanted, then=self._taken, failed=self._failed)

    def _taken(self, _changes: Any) -> None:
        count = sum(one.take for one in self.rows.rows)
        self.desk.tell(
            N_("Taken in from {file}: {count} cells."), kind="calm", key="workbook", file=self.seen.file, count=count
        )
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.desk.tasks.handle(error)
        self.reject()


class ActionsWorkbook(QObject):
    """Asks for the files and shows what came of it; `menu` is for a button wherever actions are looked after."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk, self._window = desk, parent

    def menu(self, parent: QWidget) -> QMenu:
        """Write the workbook, take an edited one in."""
        menu = QMenu(parent)
        for title, handler in (
            (N_("Write the workbook of actions…"), self.ask_export),
            (N_("Take in an edited workbook…"), self.ask_import),
        ):
            action = menu.addAction("")
            tr(action.setText, title)
            action.triggered.connect(handler)
        return menu

    def ask_export(self) -> None:
        """Write the workbook that comes back edited."""
        exercise = self.desk.exercise
        if exercise is None:
            return
        name = f"{language.translate(lang(), N_('Actions'))}_{today(exercise):%Y%m%d}.xlsx"
        wanted, _filter = QFileDialog.getSaveFileName(
            self._window, _("Write the workbook of actions"), str(_documents() / name), _(WORKBOOKS)
        )
        if wanted:
            path = Path(wanted)
            path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
            exercise.do(reporting.export, path, lang=lang(), format="xlsx", then=self._written)

    def _written(self, made: Made) -> None:
        self.desk.tell(
            N_("The workbook was written: {path}. What is edited in its white cells can be taken in again."),
            kind="calm", key="workbook", path=str(made.path),
        )  # fmt: skip

    def ask_import(self) -> None:
        """Choose an edited workbook and compare it."""
        exercise = self.desk.exercise
        if exercise is None:
            return
        wanted, _filter = QFileDialog.getOpenFileName(
            self._window, _("Take in an edited workbook"), str(_documents()), _(WORKBOOKS)
        )
        if wanted:
            exercise.ask(round_trip.preview, Path(wanted), then=self._compared)

    def _compared(self, seen: Preview) -> None:
        if not (seen.changes or seen.conflicts or seen.problems):
            self.desk.tell(
                N_("{file} has no edited cell; nothing was changed."), kind="calm", key="workbook", file=seen.file
            )
            return
        TakingIn(self.desk, seen, self._window).open()


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def _is_conflict(line: Line | None) -> bool:
    return line is not None and line.change is not None and line.change.conflict


def _action(line: Line) -> str:
    return line.change.action if line.change is not None else ""


def _column(line: Line) -> str:
    if line.change is None:
        return line.problem.path or "" if line.problem is not None else ""
    return round_trip.column_title(line.change.column, lang())


def _now(line: Line) -> str:
    return _said(line.change, line.change.now) if line.change is not None else ""


def _sheet(line: Line) -> str:
    if line.change is None:
        return line.problem.text(language.current()) if line.problem is not None else ""
    return _said(line.change, line.change.sheet)


def _said(change: CellChange, value: str) -> str:
    """A code in words."""
    words: dict[Any, str] = {"state": dict(ACTION_STATES), "priority": dict(GRADES)}.get(change.column, {})
    return _(words[value]) if value in words else value


def _outcome(line: Line) -> str:
    if line.change is None:
        return _("cannot be taken in")
    if not line.change.conflict:
        return _("is taken in")
    return _("conflict: the workbook's is taken") if line.take else _("conflict: the program's stays")


def _ink(line: Line) -> str | None:
    return "danger.fill" if line.change is None or _is_conflict(line) else None


def sample(desk: Desk) -> QWidget:
    """The dialog as the gallery paints it."""
    conflict = CellChange("A-2", "owner", "H3", "IT", _("Crisis management"), _("Information systems"))
    change = CellChange("A-1", "state", "L2", "planned", "planned", "doing")
    problem = Problem(
        "error", "row", N_("Row {row}: this exercise has no action {number}."), {"row": 9, "number": "A-99"}
    )
    return TakingIn(desk, Preview("actions.xlsx", (change,), (conflict,), (problem,), 4, ()))

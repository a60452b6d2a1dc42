"""The tab of injects: forecast, filter, table, inspector, and the acts on one inject."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QRadioButton, QToolButton, QVBoxLayout, QWidget

from exercise_studio.design.schedule import planned_times
from exercise_studio.desktop import theme
from exercise_studio.desktop.actions import Act, ActionSet, Scope
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Dialog
from exercise_studio.desktop.editor.changes import (
    added_inject,
    duplicated_inject,
    moved_with_followers,
    shifted_inject,
)
from exercise_studio.desktop.editor.drafts import PlanDraft
from exercise_studio.desktop.editor.fields import Choice, TimeField
from exercise_studio.desktop.editor.inspector import Inspector
from exercise_studio.desktop.editor.msel import COLUMNS, InjectRow, MselModel, MselTable, Row, rows_of, scenario_time
from exercise_studio.desktop.editor.strip import ForecastStrip
from exercise_studio.desktop.editor.words import clock
from exercise_studio.desktop.texts import on_language, tr
from exercise_studio.desktop.widgets.layout import GRID, INSIDE, EmptyState, Splitter, button, label, row
from exercise_studio.desktop.widgets.search import SearchBox
from exercise_studio.domain.times import MINUTE
from exercise_studio.journeys import authoring
from exercise_studio.language import N_, _

ACTS = (
    Act("add", N_("Add an inject"), ("Ins",), icon="plus", scope=Scope.WIDGET),
    Act("edit", N_("Edit the inject"), ("F2",), icon="edit", scope=Scope.WIDGET),
    Act("duplicate", N_("Duplicate"), ("Ctrl+D",), icon="copy", scope=Scope.WIDGET),
    Act("earlier", N_("One minute earlier"), ("Alt+Up",), scope=Scope.WIDGET),
    Act("later", N_("One minute later"), ("Alt+Down",), scope=Scope.WIDGET),
    Act("move", N_("Move in time…"), ("Ctrl+M",), icon="clock", scope=Scope.WIDGET),
    Act("remove", N_("Remove"), ("Del",), icon="trash", scope=Scope.WIDGET),
    Act("find", N_("Find an inject"), ("Ctrl+F",), icon="search"),
)
ROOMY = 720
"""From this height of the window (pixels at 100 %) the forecast is shown at first."""
NEEDS_ONE = ("edit", "duplicate", "earlier", "later", "move", "remove")


class MselTab(QWidget):
    """Injects as a table with an inspector.

    Signals:
        current: the id of the inject under the cursor, empty for none.
    """

    current = Signal(str)

    def __init__(self, desk: Desk, draft: PlanDraft, acts: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft, self.acts = draft, acts
        self.marks: Mapping[str, int] = {}
        self.only_marked = False
        self.flags: Mapping[str, tuple[str, ...]] = {}
        self._offered = False
        self._current = ""
        self._seen = False
        self.dialog: MoveDialog | None = None
        self.strip = ForecastStrip()
        self.organisation = Choice(N_("Whose forecast is shown"), whole=True)
        self.organisation.chosen.connect(self._forecast)
        self.search = SearchBox(N_("Filter: words, team, channel, item"))
        self.search.searched.connect(self._search)
        self.model = MselModel(COLUMNS, parent=self)
        self.table = MselTable(self.model)
        self.inspector = Inspector(draft)
        self.nothing = EmptyState(
            N_("No inject answers the filter"),
            N_("All of them are still there."),
            (button(N_("Show all"), self._show_all),),
            icon="filter",
        )
        self.nothing.hide()
        self._build(desk)
        for act in (*NEEDS_ONE, "add"):
            acts.move(act, self.table)
        self.table.current_changed.connect(self._moved)
        self.table.opened.connect(self._opened)
        self.strip.picked.connect(self.show_inject)
        draft.changed.connect(self.reshow)
        on_language(self.reshow)
        desk.themes.changed.connect(self.reshow)

    def _build(self, desk: Desk) -> None:
        buttons = []
        for name in ("add", "duplicate", "move", "remove"):
            made = QPushButton()
            made.setProperty("look", "" if name == "add" else "quiet")
            self.acts.attach(made, name)
            buttons.append(made)
        self.buttons = buttons
        self.fold = QPushButton()
        self.fold.setProperty("look", "quiet")
        self.fold.setCheckable(True)
        self.fold.setAutoDefault(False)
        tr(self.fold.setText, N_("Forecast"))
        tr(self.fold.setToolTip, N_("Show or hide how busy each team will be."))
        self.fold.toggled.connect(self._folded)
        line = row(*buttons, spacing=GRID)
        self.flagged = QToolButton()
        self.flagged.setProperty("look", "chip")
        self.flagged.setCheckable(True)
        self.flagged.hide()
        tr(self.flagged.setToolTip, N_("Only the injects that the last rehearsal flagged"))
        self.flagged.toggled.connect(self._flagged_only)
        line.addWidget(self.flagged)
        line.addWidget(self.search, 1)
        line.addWidget(self.fold)
        self.strip_row = QWidget()
        self.caption = label(look="caption", wrap=True)
        whose = row(self.caption, self.organisation)
        whose.setStretch(0, 1)
        over = QVBoxLayout(self.strip_row)
        over.setContentsMargins(0, 0, 0, 0)
        over.setSpacing(2)
        over.addLayout(whose)
        over.addWidget(self.strip)
        self.strip_row.hide()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GRID, 0)
        self.remarks = label(wrap=True)
        self.remarks.hide()
        column.addWidget(self.remarks)
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing, 1)
        self.inspector.setMinimumWidth(theme.scaled(372))
        left.setMinimumWidth(theme.scaled(320))
        self.splitter = Splitter("plan.msel", desk.settings, sizes=(720, 400))
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.inspector)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.restore()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(INSIDE)
        outer.addLayout(line)
        outer.addWidget(self.strip_row)
        outer.addWidget(self.splitter, 1)

    # showing

    @property
    def current_id(self) -> str:
        """The inject under the cursor."""
        return self._current

    def reshow(self) -> None:
        """Show the plan as it is now; the cursor stays on its inject."""
        plan = self.draft.plan
        if self._current not in plan.scenario.inject_by_id:
            self._current = ""
        rows = rows_of(plan, self.search.text(), dict(self.marks), self.only_marked)
        if self.flagged.isChecked():
            rows = [one for one in rows if isinstance(one, InjectRow) and one.id in self.flags]
        current = self._current
        self.table.show_rows(rows, current)
        if not self._current or (self.flagged.isChecked() and self._current not in self.flags):
            self._choose_first(rows)
        self.nothing.setVisible(not rows)
        self.table.setVisible(bool(rows))
        houses = {"": N_("All organisations"), **{house.id: house.name for house in plan.organisations}}
        self.organisation.set_options(houses)
        self.organisation.setVisible(len(plan.organisations) > 1)
        self._forecast(self.organisation.code)
        for made in self.buttons:
            made.setVisible(not self.draft.read_only)
        self._enable()
        self._say_remarks()
        self.inspector.show_inject(self._current)

    def show_marks(self, marks: Mapping[str, int]) -> None:
        """Say which injects have problems (2 an error, 1 a warning)."""
        if dict(marks) != dict(self.marks):
            self.marks = dict(marks)
            self.reshow()

    def show_flags(self, flags: Mapping[str, tuple[str, ...]]) -> None:
        """Say what the last rehearsal flagged; new flags are shown first, before everything else."""
        known = self.draft.plan.scenario.inject_by_id
        flags = {inject: remarks for inject, remarks in flags.items() if inject in known}
        if flags != self.flags:
            self._offered = False
        fresh = bool(flags) and not self.draft.read_only and not self._offered
        if flags == self.flags and not fresh:
            return
        self.flags, self._offered = flags, self._offered or fresh
        tr(self.flagged.setText, N_("Flagged in the rehearsal ({n})"), n=len(flags))
        self.flagged.setVisible(bool(flags))
        if fresh or not flags:
            self.flagged.setChecked(fresh)
        self.reshow()

    def _flagged_only(self, _on: bool) -> None:
        self.reshow()

    def _say_remarks(self) -> None:
        """What the rehearsal said of the inject under the cursor."""
        remarks = self.flags.get(self._current)
        self.remarks.setVisible(remarks is not None)
        if remarks:
            tr(self.remarks.setText, N_("⚑ {inject}: {remarks}"), inject=self._current, remarks=" / ".join(remarks))
        elif remarks is not None:
            tr(self.remarks.setText, N_("⚑ {inject}: flagged without a remark"), inject=self._current)

    def show_only_marked(self, on: bool) -> None:
        """Show only the injects with problems, or all."""
        self.only_marked = on
        self.reshow()

    def show_inject(self, inject: str) -> None:
        """Put the cursor on an inject, taking the filter away if it hides it."""
        if not self.table.select(inject) and inject in self.draft.plan.scenario.inject_by_id:
            self._show_all()
            self.table.select(inject)

    def flush(self) -> None:
        """Hand on what was typed."""
        self.inspector.flush()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if not self._seen:
            # A small window begins with more rows, a large one with the forecast above them.
            self._seen = True
            self.fold.setChecked(self.window().height() >= theme.scaled(ROOMY))

    def _folded(self, on: bool) -> None:
        self.strip_row.setVisible(on)

    def _choose_first(self, rows: list[Row]) -> None:
        first = next((r for r in rows if isinstance(r, InjectRow)), None)
        if first is not None:
            self.table.select(first.id)

    def _show_all(self) -> None:
        self.search.clear()
        self.only_marked = False
        self.flagged.setChecked(False)
        self.reshow()

    def _search(self, _words: str) -> None:
        self.reshow()

    def _forecast(self, organisation: str) -> None:
        self.strip.show_plan(self.draft.plan, organisation)
        self.strip.select(self._current)
        tr(self.caption.setText, self.strip.sentence)

    def _moved(self, row_: object) -> None:
        if not isinstance(row_, InjectRow):
            return
        if row_.id != self._current:
            self.inspector.flush()
        self._current = row_.id
        self.inspector.show_inject(row_.id)
        self._say_remarks()
        self.strip.select(row_.id)
        self._enable()
        self.current.emit(row_.id)

    def _opened(self, row_: object) -> None:
        if isinstance(row_, InjectRow):
            self.edit()

    def _enable(self) -> None:
        writable = not self.draft.read_only
        self.acts["add"].setEnabled(writable)
        inject = self.draft.plan.scenario.inject_by_id.get(self._current)
        for name in NEEDS_ONE:
            self.acts[name].setEnabled(inject is not None and (writable or name == "edit"))
        if inject is not None and inject.at is None and inject.after is None:
            for name in ("earlier", "later"):
                self.acts[name].setEnabled(False)

    # acts

    def add(self) -> None:
        """A new inject behind the one under the cursor; its title waits to be written."""
        self.inspector.flush()
        plan, new = added_inject(self.draft.plan, self._current)
        if self.draft.change(plan, N_("add {inject}"), inject=new):
            self._go_on_with(new)

    def duplicate(self) -> None:
        """A copy of the inject under the cursor."""
        self.inspector.flush()
        plan, new = duplicated_inject(self.draft.plan, self._current)
        if self.draft.change(plan, N_("duplicate {old} as {inject}"), old=self._current, inject=new):
            self._go_on_with(new)

    def edit(self) -> None:
        """Put the cursor into the inject's title."""
        self.inspector.tabs.setCurrentWidget(self.inspector.message)
        field = self.inspector.message.title
        field.focus("ja" if field.fields["ja"].text() else "en")

    def earlier(self) -> None:
        """One minute earlier."""
        self._shift(-MINUTE)

    def later(self) -> None:
        """One minute later."""
        self._shift(MINUTE)

    def move(self) -> None:
        """Ask for another moment."""
        self.inspector.flush()
        if self._current:
            self.dialog = MoveDialog(self.draft, self._current, self.window())
            self.dialog.accepted.connect(self._take_move)
            self.dialog.finished.connect(self.dialog.deleteLater)
            self.dialog.open()

    def remove(self) -> None:
        """Take the inject under the cursor away; undo brings it back."""
        self.inspector.flush()
        gone = self._current
        ids = [r.id for r in self.model.rows if isinstance(r, InjectRow)]
        place = ids.index(gone) if gone in ids else 0
        rest = [one for one in ids if one != gone]
        beside = rest[min(place, len(rest) - 1)] if rest else ""
        if self.draft.attempt(authoring.without_inject, gone, what=N_("remove {inject}"), inject=gone):
            self.show_inject(beside)
            self.table.setFocus()

    def find(self) -> None:
        """Put the cursor into the filter."""
        self.search.setFocus()
        self.search.selectAll()

    def _go_on_with(self, inject: str) -> None:
        self.show_inject(inject)
        self.edit()
        self.inspector.message.title.fields["ja"].selectAll()

    def _shift(self, by: int) -> None:
        self.inspector.flush()
        plan = shifted_inject(self.draft.plan, self._current, by)
        to = planned_times(plan.scenario)[self._current]
        self.draft.change(
            plan, N_("move {inject} to T+{time}"), f"{self._current}/at", inject=self._current, time=clock(to or 0)
        )

    def _take_move(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None or dialog.to is None:
            return
        if dialog.with_followers:
            plan = moved_with_followers(self.draft.plan, dialog.inject, dialog.to)
            what = N_("move {inject} and what follows to T+{time}")
        else:
            plan = authoring.moved_inject(self.draft.plan, dialog.inject, dialog.to)
            what = N_("move {inject} to T+{time}")
        self.draft.change(plan, what, inject=dialog.inject, time=clock(dialog.to))
        self.table.setFocus()


class MoveDialog(Dialog):
    """Asks to what moment of play an inject moves, alone or with all that come after it.

    Attributes:
        inject: its id.
    """

    def __init__(self, draft: PlanDraft, inject: str, parent: QWidget | None = None) -> None:
        super().__init__(N_("Move {inject} in time"), parent, inject=inject)
        self._draft, self.inject = draft, inject
        self.time = TimeField(N_("Time of play, from the start"))
        self.time.show_time(planned_times(draft.plan.scenario)[inject] or 0)
        self.time.textChanged.connect(self._judge)
        self.story = label(look="muted")
        self.alone = QRadioButton()
        tr(self.alone.setText, N_("Only this inject"))
        self.alone.setChecked(True)
        self.all = QRadioButton()
        tr(self.all.setText, N_("This inject and all that come after it"))
        self.take = button(N_("Move"), self.accept, "primary")
        self.take.setDefault(True)
        self.body.addLayout(row(label("T+"), self.time, self.story, 1))
        self.body.addWidget(self.alone)
        self.body.addWidget(self.all)
        self.buttons(self.take, button(N_("Go back"), self.reject))
        self.time.setFocus()
        self.time.selectAll()
        self._judge()

    @property
    def to(self) -> int | None:
        """The moment in milliseconds of play, or None while it cannot be read."""
        return self.time.time()

    @property
    def with_followers(self) -> bool:
        """Whether all later injects move as far."""
        return self.all.isChecked()

    def _judge(self, _text: Any = None) -> None:
        to = self.to
        self.take.setEnabled(to is not None)
        said = _("= {time}", time=scenario_time(self._draft.plan.scenario, to)) if to is not None else ""
        self.story.setText(said)

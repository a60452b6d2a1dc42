"""The set-up of an exercise: what, when and where, who takes part, who observes. The wizard and the plan page share it."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QDate, QTime
from PySide6.QtWidgets import QDateEdit, QFrame, QGridLayout, QScrollArea, QSpinBox, QTimeEdit, QVBoxLayout, QWidget

from exercise_studio.desktop import texts
from exercise_studio.desktop.editor.drafts import PlanDraft
from exercise_studio.desktop.editor.fields import Bilingual, Choice, Line, plain
from exercise_studio.desktop.editor.parts import labelled, said
from exercise_studio.desktop.editor.words import FORMS, LAYERS, TLPS
from exercise_studio.desktop.texts import Source, tr
from exercise_studio.desktop.widgets.layout import BETWEEN, INSIDE, Card, label
from exercise_studio.domain.text import Text
from exercise_studio.language import N_, _


class PlanPanel(QWidget):
    """A part of the set-up over a draft.

    Attributes:
        draft: the plan in the making.
    """

    def __init__(self, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft = draft

    def follow(self) -> None:
        """Show the plan now and after each change; call it at the end of `__init__`."""
        self.draft.changed.connect(self.reshow)
        texts.on_language(self._retranslated)
        self.reshow()

    def _retranslated(self) -> None:
        self.flush()
        self.reshow()

    def reshow(self) -> None:
        """Write the plan's values into the fields."""

    def flush(self) -> None:
        """Hand on what was typed."""

    def put(self, field: Source, *, merge: bool = False, **updates: Any) -> None:
        """Change fields of the plan, said as "change the {field}"."""
        self.draft.change(
            self.draft.plan.changed(**updates),
            N_("change the {field}"),
            f"plan/{','.join(updates)}" if merge else "",
            field=said(field),
        )


class GeneralPanel(PlanPanel):
    """Title, date and time, place, department, TLP, form."""

    def __init__(self, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(draft, parent)
        self.title = Bilingual(N_("Title of the exercise"))
        self.date = QDateEdit()
        self.date.setCalendarPopup(True)
        texts.name(self.date, N_("Date"))
        self.time = QTimeEdit()
        self.time.setDisplayFormat("HH:mm")
        texts.name(self.time, N_("Start"))
        self.time.lineEdit().setTextMargins(6, 0, 0, 0)
        self.place = Line(N_("Place"))
        self.department = Line(N_("Department in charge"))
        self.form = Choice(N_("How it is held"), FORMS)
        self.tlp = Choice("TLP", {tlp: plain(f"TLP:{tlp}") for tlp in TLPS})
        tr(self.place.setPlaceholderText, N_("for example: head office, meeting room 3"))
        tr(self.department.setPlaceholderText, N_("a department, never a person's name"))
        self.story = label(look="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        column.addWidget(label(N_("Title of the exercise"), "caption"))
        column.addWidget(self.title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(BETWEEN)
        grid.setVerticalSpacing(BETWEEN)
        for number, (name, field) in enumerate(
            (
                (N_("Date"), self.date),
                (N_("Start"), self.time),
                (N_("How it is held"), self.form),
                ("TLP", self.tlp),
            )
        ):
            grid.addLayout(labelled(name, field), 0, number)
        grid.addLayout(labelled(N_("Place"), self.place), 1, 0, 1, 2)
        grid.addLayout(labelled(N_("Department in charge"), self.department), 1, 2, 1, 2)
        for number, stretch in enumerate((3, 2, 4, 3)):
            grid.setColumnStretch(number, stretch)
        column.addLayout(grid)
        column.addWidget(self.story)
        self.title.written.connect(self._title)
        self.date.userDateChanged.connect(self._starts)
        self.time.userTimeChanged.connect(self._starts)
        self.place.written.connect(self._place)
        self.department.written.connect(self._department)
        self.form.chosen.connect(self._form)
        self.tlp.chosen.connect(self._tlp)
        self.follow()

    def reshow(self) -> None:
        plan = self.draft.plan
        self.title.show_text(plan.title)
        starts = plan.starts_at
        for field in (self.date, self.time):
            field.blockSignals(True)
        # The weekday in the language of the window: the default locale changes with it.
        self.date.setDisplayFormat("yyyy/MM/dd (ddd)")
        self.date.setDate(QDate(starts.year, starts.month, starts.day))
        self.time.setTime(QTime(starts.hour, starts.minute))
        for field in (self.date, self.time):
            field.blockSignals(False)
        self.place.show_text(plan.place)
        self.department.show_text(plan.department)
        self.form.show_code(plan.settings.form)
        self.tlp.show_code(plan.tlp)
        at = plan.scenario.clock.start
        self.story.setText(
            _(
                "The story begins on {date} at {time}, whatever the day of the exercise.",
                date=f"{at.year}/{at.month}/{at.day}",
                time=f"{at:%H:%M}",
            )
        )
        off = self.draft.read_only
        self.title.set_read_only(off)
        for line in (self.place, self.department):
            line.setReadOnly(off)
        for spin in (self.date, self.time):
            spin.setReadOnly(off)
        self.form.setDisabled(off)
        self.tlp.setDisabled(off)

    def flush(self) -> None:
        for field in (self.title, self.place, self.department):
            field.flush()

    def _title(self, text: Text) -> None:
        self.put(N_("title"), merge=True, title=text)

    def _starts(self, *_value: object) -> None:
        date, time = self.date.date(), self.time.time()
        starts = datetime(date.year(), date.month(), date.day(), time.hour(), time.minute())  # noqa: DTZ001  local, by design
        self.put(N_("date"), merge=True, starts_at=starts, as_of=starts.date())

    def _place(self, said_: str) -> None:
        self.put(N_("place"), merge=True, place=said_)

    def _department(self, said_: str) -> None:
        self.put(N_("department"), merge=True, department=said_)

    def _form(self, code: str) -> None:
        self.put(N_("way it is held"), settings=self.draft.plan.settings.changed(form=code))

    def _tlp(self, code: str) -> None:
        self.put(N_("TLP"), tlp=code)


class AttendancePanel(PlanPanel):
    """How many people are expected by layer: numbers, no names."""

    def __init__(self, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(draft, parent)
        self.spins: dict[str, QSpinBox] = {}
        self._setters: list[_Count] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(BETWEEN)
        self._grid.setVerticalSpacing(INSIDE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        column.addLayout(self._grid)
        self.total = label(look="muted")
        column.addWidget(self.total)
        self._cells: list[QWidget] = []
        self.follow()

    def reshow(self) -> None:
        plan = self.draft.plan
        present = {team.layer for _house, team in plan.teams.values()} | set(plan.attendance)
        layers = [layer for layer in LAYERS if layer in present]
        if layers != list(self.spins):
            self._rebuild(layers)
        for layer, spin in self.spins.items():
            spin.blockSignals(True)
            spin.setValue(plan.attendance.get(layer, 0))
            spin.blockSignals(False)
            spin.setReadOnly(self.draft.read_only)
        self.total.setText(_("{count} people in all", count=sum(plan.attendance.values())))

    def _rebuild(self, layers: list[str]) -> None:
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells, self.spins, self._setters = [], {}, []
        for number, layer in enumerate(layers):
            spin = QSpinBox()
            spin.setRange(0, 999)
            spin.lineEdit().setTextMargins(6, 0, 0, 0)
            spin.setKeyboardTracking(False)
            texts.name(spin, LAYERS[layer])
            setter = _Count(self, layer)
            self._setters.append(setter)
            spin.valueChanged.connect(setter.set)
            self.spins[layer] = spin
            cell = QWidget()
            cell.setLayout(labelled(LAYERS[layer], spin))
            self._cells.append(cell)
            self._grid.addWidget(cell, number // 4, number % 4)

    def count(self, layer: str, value: int) -> None:
        """So many people of a layer."""
        counts = {**self.draft.plan.attendance, layer: value}
        self.put(N_("planned attendance"), merge=True, attendance={k: v for k, v in counts.items() if v})


class _Count:
    """Sets the count of one layer."""

    def __init__(self, panel: AttendancePanel, layer: str) -> None:
        self._panel, self._layer = panel, layer

    def set(self, value: int) -> None:
        """Take the number."""
        self._panel.count(self._layer, value)


class SetupTab(QScrollArea):
    """All of the set-up on one page, in cards."""

    def __init__(self, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from exercise_studio.desktop.editor.guards import GuardsPanel
        from exercise_studio.desktop.editor.participants import ObserversPanel, ParticipantsPanel

        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.general = GeneralPanel(draft)
        self.participants = ParticipantsPanel(draft)
        self.observers = ObserversPanel(draft)
        self.attendance = AttendancePanel(draft)
        self.guards = GuardsPanel(draft)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, BETWEEN, BETWEEN, BETWEEN)
        column.setSpacing(BETWEEN)
        for title, panel in (
            (N_("The exercise"), self.general),
            (N_("Organisations and teams"), self.participants),
            (N_("Observers"), self.observers),
            (N_("Planned attendance"), self.attendance),
            (N_("Protection of GO"), self.guards),
        ):
            card = Card(title)
            card.body.addWidget(panel)
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(inner)

    def flush(self) -> None:
        """Hand on what was typed."""
        for panel in (self.general, self.participants, self.observers):
            panel.flush()

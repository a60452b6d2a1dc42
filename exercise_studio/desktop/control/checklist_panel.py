"""The checklist beside the log: what is expected now and by when, what is late, and who did what."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QToolButton, QWidget

from exercise_studio import language
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.actions import ActionSet
from exercise_studio.desktop.control.coverage_strip import CoverageStrip
from exercise_studio.desktop.control.teams import code_of
from exercise_studio.desktop.control.wording import countdown, due_text, t_plus
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import GRID, column, label, row
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.times import Play
from exercise_studio.journeys.expected import ChecklistRow, coverage
from exercise_studio.language import N_, _

WORDS: Final = {
    "done": ("✓", N_("Done")), "partly": ("△", N_("Partly done")), "missed": ("×", N_("Not done")),
    "late": ("!", N_("Late")), "expected": ("▷", N_("Expected now")), "standing": ("◇", N_("Expected all through")),
    "open": ("○", N_("Not asked for yet")),
}  # fmt: skip
ORDER: Final = {"late": 0, "expected": 1, "partly": 2, "missed": 3, "standing": 4, "done": 5, "open": 6}
FILTERS: Final = (
    ("now", N_("Now")), ("late", N_("Late")), ("critical", N_("Critical")), ("standing", N_("Standing")), ("all", N_("All")),
)  # fmt: skip
MANY: Final = 3
"""From so many organisations on, the checklist of one of them is shown at a time."""


class ChecklistModel(RowsModel):
    """Rows of the checklist, sorted by what needs looking at; the countdown follows `play`."""

    def __init__(self, parent: Any = None) -> None:
        self.play = Play(0)
        columns = (
            Column("", self._state, tip=self._tip, ink=_ink, width=32),
            Column(N_("Item"), self._item, width=100),
            Column(N_("Expected action"), self._title, tip=self._tip, ink=_title_ink, width=0),
            Column(N_("Team"), self._team, tip=self._team_name, width=56),
            Column(N_("Due"), self._due, ink=_due_ink, width=104),
        )
        super().__init__(columns, (), parent)

    def show(self, rows: Sequence[ChecklistRow], play: Play) -> None:
        """Takes the rows of a moment. Rows that stay are the same objects: then only what is in sight is painted anew."""
        before, self.play = self.rows, play
        if len(before) != len(rows) or any(
            a is not b and a.item + a.team != b.item + b.team for a, b in zip(before, rows, strict=True)
        ):
            self.set_rows(rows)
            return
        self.rows = list(rows)
        self.touched()

    def number_of(self, team: str, item: str) -> int:
        """The row of an item of a team, or -1."""
        return next((at for at, r in enumerate(self.rows) if (r.team, r.item) == (team, item)), -1)

    def _state(self, said: ChecklistRow) -> str:
        return WORDS[said.status][0]

    def _item(self, said: ChecklistRow) -> str:
        return f"{said.item}{' ★' if said.critical else ''}"

    def _title(self, said: ChecklistRow) -> str:
        return said.title

    def _tip(self, said: ChecklistRow) -> str:
        word = _(WORDS[said.status][1])
        critical = _("Critical item") if said.critical else ""
        asked = _("Asked for by {injects}", injects=", ".join(said.expected_by)) if said.expected_by else ""
        return "\n".join(filter(None, (said.title, said.team_name, word, critical, asked, self._took(said))))

    def _took(self, said: ChecklistRow) -> str:
        if said.latency is None:
            return ""
        if said.target is None:
            return _("Took {time}", time=countdown(said.latency))
        return _("Took {time} of {target}", time=countdown(said.latency), target=countdown(said.target))

    def _team(self, said: ChecklistRow) -> str:
        return code_of(said.team, language.current())  # type: ignore[arg-type]

    def _team_name(self, said: ChecklistRow) -> str:
        return said.team_name

    def _due(self, said: ChecklistRow) -> str:
        """The countdown, how late it is, or how long it took against its target."""
        if said.latency is not None:
            if said.target is None:
                return countdown(said.latency)
            sign = "≤" if said.in_time else ">"
            return f"{countdown(said.latency)} {sign} {countdown(said.target)}"
        if said.done_at is not None:
            return t_plus(said.done_at // 60_000 * 60_000)
        if said.due is None or said.status not in ("late", "expected"):
            return ""
        if said.status == "late":
            return f"+{countdown(self.play - said.due)}"
        return due_text(said.due, self.play, language.current())  # type: ignore[arg-type]


def _ink(said: ChecklistRow) -> str | None:
    return {"done": "ink.muted", "open": "ink.muted", "standing": "ink.muted", "late": "danger.fill"}.get(said.status)


def _title_ink(said: ChecklistRow) -> str | None:
    """The mark and the time say that it is late; a list all in red would be no calm sight."""
    return None if said.status == "late" else _ink(said)


def _due_ink(said: ChecklistRow) -> str | None:
    return "danger.fill" if said.status == "late" or said.in_time is False else "ink.muted"


class ChecklistPanel(QWidget):
    """The panel.

    Signals:
        ticked: (team, item, "done" | "partly" | "missed") for the item the cursor is on.
        opened: the row that is to be read in full.
        house_changed: another organisation's checklist is wanted.
    """

    ticked = Signal(str, str, str)
    opened = Signal(object)
    house_changed = Signal()

    def __init__(self, acts: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.only = "now"
        self._rows: Sequence[ChecklistRow] = ()
        self._plan: Plan | None = None
        self._by: str = "phase"
        self.model = ChecklistModel(self)
        self.table = Table(self.model, name=N_("Checklist"), density="projector")
        self.table.setWordWrap(True)
        self.table.setMinimumHeight(theme.scaled(60))
        self.table.verticalHeader().setDefaultSectionSize(theme.scaled(46))
        self.said = label(look="caption")
        self.table.opened.connect(self.opened)
        self.bar = CoverageStrip()
        self.bar.clicked.connect(self._turn)
        self.houses = QComboBox()
        self.houses.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.houses.setMinimumContentsLength(8)
        self.houses.currentIndexChanged.connect(self._house_chosen)
        texts.name(self.houses, N_("Organisation"))
        self._choices = QButtonGroup(self)
        choices = []
        for key, message in FILTERS:
            choice = QToolButton()
            choice.setProperty("look", "segment")
            choice.setProperty("only", key)
            choice.setCheckable(True)
            choice.setChecked(key == self.only)
            tr(choice.setText, message)
            self._choices.addButton(choice)
            choices.append(choice)
        self._choices.buttonClicked.connect(self._chosen)
        ticks = [acts.button(name) for name in ("tick_done", "tick_partly", "tick_missed")]
        head = row(*choices, self.houses, 1, spacing=GRID)
        whole = column(head, self.bar, self.said, spacing=GRID)
        whole.addWidget(self.table, 1)
        whole.addLayout(row(*ticks, 1, spacing=GRID))
        self.setLayout(whole)
        texts.on_language(self._retranslate)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        # Where height is scarce the bars say it: their words are in the tip.
        self.said.setVisible(self.height() >= theme.scaled(320))
        # Where the actions fit in one line, more of them are in sight.
        lines = 46 if self.width() < theme.scaled(640) else 30
        self.table.verticalHeader().setDefaultSectionSize(theme.scaled(lines))

    def set_plan(self, plan: Plan | None) -> None:
        """The organisations to choose from; one alone needs no choice."""
        self._plan = plan
        houses = plan.organisations if plan else ()
        known = [self.houses.itemData(at) for at in range(self.houses.count()) if self.houses.itemData(at)]
        if known == [house.id for house in houses]:
            return
        self.houses.blockSignals(True)
        self.houses.clear()
        if 1 < len(houses) < MANY:
            self.houses.addItem("", None)
            tr(partial(self.houses.setItemText, 0), N_("All organisations"))
        for house in houses:
            self.houses.addItem("", house.id)
            tr(partial(self.houses.setItemText, self.houses.count() - 1), house.name)
        self.houses.blockSignals(False)
        self.houses.setVisible(len(houses) > 1)

    @property
    def house(self) -> str | None:
        """The organisation whose checklist is shown; None for all."""
        return self.houses.currentData() if self.houses.count() > 1 else None

    def show_house(self, house: str) -> None:
        """Choose an organisation."""
        self.houses.setCurrentIndex(self.houses.findData(house))

    def show_rows(self, rows: Sequence[ChecklistRow], play: Play) -> None:
        """Takes the checklist of a moment."""
        self._rows = rows
        shown = [said for said in rows if _fits(said, self.only)]
        if self.only != "all":
            shown.sort(key=_urgency)
        kept = self.table.current_row
        self.model.show(shown, play)
        if kept is not None:
            at = self.model.number_of(kept.team, kept.item)
            if at >= 0 and self.table.currentIndex().row() != at:
                self.table.selectRow(at)
        self._say()

    def tick(self, extent: str) -> None:
        """Tick the item the cursor is on."""
        said = self.table.current_row
        if said is not None:
            self.ticked.emit(said.team, said.item, extent)

    def counts(self) -> dict[str, int]:
        """How many items there are of each state."""
        found = dict.fromkeys(WORDS, 0)
        for said in self._rows:
            found[said.status] += 1
        return found

    def _say(self) -> None:
        n = self.counts()
        asked = sum(said.asked for said in self._rows)
        tr(
            self.said.setText,
            N_("{done} of {asked} asked for done · {late} late · {expected} expected now · {all} in all"),
            done=n["done"], asked=asked, late=n["late"], expected=n["expected"], all=len(self._rows),
        )  # fmt: skip
        if self._plan is not None:
            by = "phase" if self._by == "phase" else "team"
            self.bar.show_groups(coverage(list(self._rows), self._plan, language.current(), by=by))  # type: ignore[arg-type]

    def _turn(self) -> None:
        """The coverage by phase, or by layer."""
        self._by = "team" if self._by == "phase" else "phase"
        self._say()

    def _chosen(self, choice: QToolButton) -> None:
        self.only = choice.property("only")
        self.show_rows(self._rows, self.model.play)

    def _house_chosen(self) -> None:
        self.house_changed.emit()

    def _retranslate(self) -> None:
        self._say()


def _fits(said: ChecklistRow, only: str) -> bool:
    """Whether a filter shows an item."""
    if only == "now":
        return said.status in ("late", "expected", "partly")
    if only == "critical":
        return said.critical
    return only == "all" or (said.standing if only == "standing" else said.status == only)


def _urgency(said: ChecklistRow) -> tuple[int, int]:
    return ORDER[said.status], said.due if said.due is not None else 1 << 60

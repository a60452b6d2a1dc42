"""The form of a finding: fact, effect and cause apart, standards with their kind, what it is about, and its evidence."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from exercise_studio.conduct.describe import body_name
from exercise_studio.desktop import icons, texts, theme
from exercise_studio.desktop.debrief.fields import ProseField, Roles, fill_combo
from exercise_studio.desktop.debrief.picking import Pick
from exercise_studio.desktop.debrief.words import (
    GRADES,
    PILLARS_SHORT,
    SORTS,
    STANDARD_KINDS,
    evidence_options,
    lang,
    moment,
    sentence,
)
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.texts import Source, tr
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, INSIDE, FlowLayout, button, column, label, row
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.domain.findings import Finding, StandardClause
from exercise_studio.language import N_

NEW: Final = "new"
"""Stands for the id of a finding that was not saved yet."""


def blank(**known: Any) -> Finding:
    """A finding to be written, with what is known of it."""
    return Finding.model_validate({"id": NEW, "title": "", **known})


class Chosen(QWidget):
    """Chosen ids as chips; a click takes one away.

    Signals:
        changed: the choice is another one.
    """

    changed = Signal()

    def __init__(self, title: Source, name: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.ids: tuple[str, ...] = ()
        self.choose = button(N_("Choose…"), look="chip")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID)
        outer.addLayout(row(label(title, "strong"), self.choose, 1))
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, GRID)
        outer.addWidget(self._holder)
        texts.name(self.choose, title)

    def show_ids(self, ids: Sequence[str]) -> None:
        """Show a choice."""
        self.ids = tuple(ids)
        while self._flow.count():
            self._flow.takeAt(0).widget().deleteLater()
        for one in self.ids:
            chip = QToolButton()
            chip.setProperty("look", "chip")
            chip.setProperty("id", one)
            said = self._name(one)
            chip.setText(chip.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, theme.scaled(300)))
            chip.setIcon(icons.icon("close", "ink.muted"))
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            tr(chip.setToolTip, N_("Take away: {what}"), what=said)
            tr(chip.setAccessibleName, N_("Take away: {what}"), what=said)
            chip.clicked.connect(self._away)
            self._flow.addWidget(chip)
        self._holder.setVisible(bool(self.ids))

    def take(self, ids: tuple[str, ...]) -> None:
        """Somebody chose."""
        if ids != self.ids:
            self.show_ids(ids)
            self.changed.emit()

    def _away(self) -> None:
        gone = self.sender().property("id")
        self.take(tuple(one for one in self.ids if one != gone))


class Standards(QWidget):
    """Clauses of the safety standards, one a line: kind, document, clause.

    Signals:
        changed: somebody typed, added or removed a line.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID)
        self.add = button(N_("Add a clause"), self.add_line, "chip", icon="plus")
        outer.addLayout(row(label(N_("Safety standards (安全基準等) it touches"), "strong"), self.add, 1))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(GRID)
        outer.addLayout(self._lines)

    def value(self) -> tuple[StandardClause, ...]:
        """The clauses; lines without a document do not count."""
        found = []
        for number in range(self._lines.count()):
            kind, document, clause = self._lines.itemAt(number).widget().property("parts")
            if document.text().strip():
                found.append(
                    StandardClause(
                        kind=kind.currentData(), document=document.text().strip(), clause=clause.text().strip()
                    )
                )
        return tuple(found)

    def show_value(self, clauses: Sequence[StandardClause]) -> None:
        """Show clauses."""
        self._quiet = True
        while self._lines.count():
            gone = self._lines.takeAt(0).widget()
            gone.hide()
            gone.deleteLater()
        for clause in clauses:
            self._line(clause.kind, clause.document, clause.clause)
        self._quiet = False

    def add_line(self) -> QLineEdit:
        """An empty line; returns the field of its document, which has the focus."""
        document = self._line("internal", "", "")
        document.setFocus()
        return document

    def _line(self, kind: str, document: str, clause: str) -> QLineEdit:
        holder = QWidget()
        kinds = QComboBox()
        fill_combo(kinds, STANDARD_KINDS, kind)
        kinds.setMaximumWidth(theme.scaled(170))
        texts.name(kinds, N_("Kind of standard"))
        named = QLineEdit(document)
        tr(named.setPlaceholderText, N_("Document"))
        texts.name(named, N_("Document"))
        at = QLineEdit(clause)
        at.setMaximumWidth(theme.scaled(110))
        tr(at.setPlaceholderText, N_("Clause"))
        texts.name(at, N_("Clause"))
        away = QToolButton()
        away.setProperty("look", "quiet")
        away.setIcon(icons.icon("close", "ink.muted"))
        away.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        texts.name(away, N_("Remove the clause"))
        tr(away.setToolTip, N_("Remove the clause"))
        away.clicked.connect(self._remove)
        kinds.currentIndexChanged.connect(self._typed)
        named.textChanged.connect(self._typed)
        at.textChanged.connect(self._typed)
        line = row(kinds, named, at, away, spacing=GRID)
        line.setStretchFactor(named, 1)
        holder.setLayout(line)
        holder.setProperty("parts", (kinds, named, at))
        self._lines.addWidget(holder)
        self._typed()
        return named

    def _remove(self) -> None:
        holder = self.sender().parent()
        assert isinstance(holder, QWidget)
        self._lines.removeWidget(holder)
        holder.deleteLater()
        self._typed()

    def _typed(self) -> None:
        if not self._quiet:
            self.changed.emit()


class FindingForm(QWidget):
    """The fields.

    Attributes:
        tabs: "what was found", "what it touches", "evidence"; the page adds the actions.
    Signals:
        changed: somebody changed something.
    """

    changed = Signal()

    def __init__(self, desk: Desk, roles: Roles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._quiet = False
        self._shown = blank()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(INSIDE)
        outer.addLayout(self._head())
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.fact = ProseField(N_("Fact: what the log shows"), N_("What happened, when, where"), roles=roles)
        self.effect = ProseField(N_("Effect (inferred)"), N_("What it would have meant for the service"), roles=roles)
        self.cause = ProseField(
            N_("Cause (inferred)"), N_("Why: procedure, equipment, training – never a person"), roles=roles
        )
        self.spread = ProseField(N_("Where else it should be used"), N_("Teams, organisations, sectors"), roles=roles)
        self._page(N_("Content"), self.fact, self.effect, self.cause, self.spread)
        self.standards = Standards()
        self.items = Chosen(N_("Items of the checklist"), self._item_name)
        self.teams = Chosen(N_("Teams"), self._team_name)
        self._page(N_("Related"), self.standards, self.items, self.teams)
        self._page(N_("Evidence"), self._evidence())
        outer.addWidget(self.tabs, 1)
        self.items.choose.clicked.connect(self.pick_items)
        self.teams.choose.clicked.connect(self.pick_teams)
        for part in (self.fact, self.effect, self.cause, self.spread, self.standards, self.items, self.teams):
            part.changed.connect(self._typed)

    def _head(self) -> Any:
        self.title = QLineEdit()
        tr(self.title.setPlaceholderText, N_("In one sentence: what is to be learned"))
        texts.name(self.title, N_("Title of the finding"))
        self.title.textChanged.connect(self._typed)
        self._sorts = QButtonGroup(self)
        self.sorts: dict[str, QToolButton] = {}
        line = row(spacing=2)
        for sort, title in SORTS.items():
            choice = QToolButton()
            choice.setProperty("look", "segment")
            choice.setProperty("sort", sort)
            choice.setCheckable(True)
            choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            tr(choice.setText, title)
            texts.name(choice, title)
            self._sorts.addButton(choice)
            self.sorts[sort] = choice
            line.addWidget(choice)
        self._sorts.buttonClicked.connect(self._sorted)
        self.severity = QComboBox()
        fill_combo(self.severity, GRADES)
        texts.name(self.severity, N_("Severity"))
        self.severity.currentIndexChanged.connect(self._typed)
        self.pillar = QComboBox()
        fill_combo(self.pillar, {"": N_("No pillar"), **PILLARS_SHORT})
        texts.name(self.pillar, N_("Pillar"))
        self.pillar.currentIndexChanged.connect(self._typed)
        self.severity_label = label(N_("Severity"), "muted")
        self.pillar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.pillar.setMinimumWidth(theme.scaled(100))
        self.pillar.setMaximumWidth(theme.scaled(220))
        second = row(line, self.severity_label, self.severity, self.pillar, 1)
        second.setStretchFactor(self.pillar, 3)
        return column(self.title, second)

    def _page(self, title: str, *parts: QWidget) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        whole = column(*parts, spacing=BETWEEN)
        whole.addStretch(1)
        whole.setContentsMargins(2, INSIDE, INSIDE, 0)
        inside.setLayout(whole)
        scroll.setWidget(inside)
        self.add_page(scroll, title)

    def add_page(self, page: QWidget, title: Source) -> int:
        """Another tab."""
        number = self.tabs.addTab(page, "")
        self.set_tab_title(number, title)
        return number

    def set_tab_title(self, number: int, title: Source, **params: Any) -> None:
        """What a tab is called."""
        from functools import partial

        tr(partial(self.tabs.setTabText, number), title, **params)

    def _evidence(self) -> QWidget:
        self.evidence_ids: tuple[str, ...] = ()
        columns = (
            Column(N_("Time"), self._entry_time, width=96),
            Column(N_("Entry of the log"), self._entry_text, width=0, tip=self._entry_text),
        )
        self.evidence = RowsModel(columns)
        self.evidence_table = Table(self.evidence, name=N_("Evidence"))
        self.evidence_table.setMinimumHeight(theme.scaled(150))
        pick = button(N_("Pick from the log…"), self.pick_evidence, icon="log")
        away = button(N_("Take away"), self._evidence_away, "quiet")
        holder = QWidget()
        holder.setLayout(column(row(pick, away, 1), self.evidence_table))
        return holder

    # value

    def show_finding(self, finding: Finding) -> None:
        """Show a finding."""
        self._quiet = True
        self._shown = finding
        self.title.setText(finding.title)
        self.title.setCursorPosition(0)
        self.sorts[finding.sort].setChecked(True)
        self.severity.setCurrentIndex(max(0, self.severity.findData(finding.severity)))
        self.pillar.setCurrentIndex(max(0, self.pillar.findData(finding.pillar or "")))
        self.fact.show_text(finding.fact)
        self.effect.show_text(finding.effect)
        self.cause.show_text(finding.cause)
        self.spread.show_text(finding.spread_to)
        self.standards.show_value(finding.standards)
        self.items.show_ids(finding.items)
        self.teams.show_ids(finding.teams)
        self._show_evidence(finding.evidence)
        self._fit_sort()
        self._quiet = False

    def value(self) -> Finding:
        """What stands in the form."""
        return Finding.model_validate(
            {
                "id": self._shown.id, "sort": self.sort, "title": self.title.text().strip(), "fact": self.fact.value(),
                "effect": self.effect.value(), "cause": self.cause.value(), "spread_to": self.spread.value(),
                "standards": self.standards.value(), "severity": self.severity.currentData(),
                "pillar": self.pillar.currentData() or None, "items": self.items.ids, "teams": self.teams.ids,
                "evidence": self.evidence_ids,
            }
        )  # fmt: skip

    @property
    def sort(self) -> str:
        """Issue or good practice."""
        return next(sort for sort, choice in self.sorts.items() if choice.isChecked())

    @property
    def changed_since(self) -> bool:
        """Whether the form says something else than what is kept."""
        return self.value() != self._shown

    def _typed(self) -> None:
        if not self._quiet:
            self.changed.emit()

    def _sorted(self) -> None:
        self._fit_sort()
        self._typed()

    def _fit_sort(self) -> None:
        """A good practice has no cause and no severity to speak of, but somewhere else to be used."""
        good = self.sort == "good_practice"
        self.cause.setVisible(not good)
        self.spread.setVisible(good)
        self.severity.setVisible(not good)
        self.severity_label.setVisible(not good)

    # choosing

    def _item_name(self, item: str) -> str:
        known = self.desk.exercise.plan.items.get(item) if self.desk.exercise else None
        return f"{item}  {texts.authored(known.title)}" if known else item

    def _team_name(self, team: str) -> str:
        return body_name(self.desk.exercise.plan, team, lang()) if self.desk.exercise else team

    def pick_items(self) -> None:
        """Choose items of the checklist."""
        plan = self.desk.exercise.plan
        used = dict.fromkeys(item for team in plan.teams for item in plan.items_of(team))
        options = [(item, self._item_name(item)) for item in plan.items if item in used or item in self.items.ids]
        Pick(N_("Items that the finding is about"), options, self.items.ids, self.items.take, self).open()

    def pick_teams(self) -> None:
        """Choose teams."""
        options = [(team, self._team_name(team)) for team in self.desk.exercise.plan.teams]
        Pick(N_("Teams that the finding is about"), options, self.teams.ids, self.teams.take, self).open()

    def pick_evidence(self) -> None:
        """Choose entries of the log."""
        if self.desk.exercise is None:
            return
        options = evidence_options(self.desk.exercise, self.teams.ids)
        known = {one for one, _text in options}
        rest = [(one, self._entry_text(one)) for one in self.evidence_ids if one not in known]
        Pick(N_("Entries that show it"), [*rest, *options], self.evidence_ids, self.take_evidence, self).open()

    def take_evidence(self, ids: tuple[str, ...]) -> None:
        """Somebody chose entries."""
        if ids != self.evidence_ids:
            self._show_evidence(ids)
            self._typed()

    def _show_evidence(self, ids: Sequence[str]) -> None:
        self.evidence_ids = tuple(ids)
        self.evidence.set_rows(self.evidence_ids)
        self.set_tab_title(2, N_("Evidence ({n})"), n=len(self.evidence_ids))

    def _evidence_away(self) -> None:
        gone = self.evidence_table.current_row
        if gone is not None:
            self.take_evidence(tuple(one for one in self.evidence_ids if one != gone))

    def _entry_time(self, entry: str) -> str:
        exercise = self.desk.exercise
        known = exercise.by_id.get(entry) if exercise is not None else None
        return moment(exercise, known) if exercise is not None and known is not None else ""

    def _entry_text(self, entry: str) -> str:
        exercise = self.desk.exercise
        known = exercise.by_id.get(entry) if exercise is not None else None
        return sentence(exercise, known) if exercise is not None and known is not None else entry

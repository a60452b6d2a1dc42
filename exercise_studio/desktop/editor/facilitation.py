"""The tab for those who lead: expected actions with their times and reasons, notes, questions to ask."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.editor.drafts import PlanDraft
from exercise_studio.desktop.editor.fields import Bilingual, Choice, TimeField
from exercise_studio.desktop.editor.parts import InjectPanel, labelled
from exercise_studio.desktop.editor.pickers import ItemDialog
from exercise_studio.desktop.editor.words import clock
from exercise_studio.desktop.texts import authored
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, button, label, row
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.domain.checklist import Item
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.scenario import Expectation, Inject
from exercise_studio.domain.text import Text
from exercise_studio.journeys.authoring import TEAM_TITLES
from exercise_studio.language import N_, _

NO_REASON = Text(ja="（理由を記入）", en="(write why)")


def expectation_for(item: Item) -> Expectation:
    """An expected action with what the checklist itself knows of it: its target time."""
    within = item.target.within if item.target else None
    return Expectation(item=item.id, within=within, why=NO_REASON)


class _Row:
    """An expected action with the item it names."""

    def __init__(self, expect: Expectation, plan: Plan) -> None:
        self.expect, self.item = expect, plan.items.get(expect.item)

    def title(self) -> str:
        """The item's wording, or that the checklist lacks it."""
        return authored(self.item.title) if self.item else _("not in the checklist")

    def within(self) -> str:
        """The target time."""
        return clock(self.expect.within) if self.expect.within is not None else "–"


class FacilitationPanel(InjectPanel):
    """Expected actions, notes for controllers, prompts."""

    def __init__(self, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(draft, parent)
        self.dialog: ItemDialog | None = None
        self._build_expects()
        self.body.addWidget(label(N_("Notes for controllers"), "strong"))
        self.notes = Bilingual(N_("Notes for controllers"), lines=4, optional=True)
        self.notes.written.connect(self._notes)
        self.body.addWidget(self.notes)
        self.body.addWidget(label(N_("Questions to ask the players"), "strong"))
        self._prompts_column = QVBoxLayout()
        self._prompts_column.setSpacing(BETWEEN)
        self.body.addLayout(self._prompts_column)
        self.prompts: list[_Prompt] = []
        self.add_prompt_button = button(N_("Add a question"), self.add_prompt, icon="plus")
        self.body.addLayout(row(self.add_prompt_button, 1))
        self.body.addStretch(1)

    def _build_expects(self) -> None:
        self.model = RowsModel(
            (
                Column(N_("Item"), lambda r: r.expect.item, width=86),
                Column(N_("Expected action"), _Row.title, tip=_Row.title, width=0),
                Column(N_("Within"), _Row.within, width=70, number=True),
            ),
            parent=self,
        )
        self.expects = Table(self.model, name=N_("Expected actions"))
        self.expects.setMinimumHeight(theme.scaled(130))
        self.expects.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.expects.current_changed.connect(self._selected)
        self.expects.opened.connect(self._to_reason)
        self.body.addWidget(label(N_("Expected actions"), "strong"))
        self.body.addWidget(self.expects)
        self.add_button = button(N_("Add from the checklist…"), self.choose_items, icon="plus")
        self.remove_button = button(N_("Remove"), self.remove_item, "quiet", icon="trash")
        self.body.addLayout(row(self.add_button, self.remove_button, 1))
        self.detail = QWidget()
        self.within = TimeField(N_("Within this time of play"), optional=True)
        self.within.timed.connect(self._within)
        self.by = Choice(N_("Who is to act"))
        self.by.chosen.connect(self._by)
        self.why = Bilingual(N_("Why it is expected"), lines=2)
        self.why.written.connect(self._why)
        inner = QVBoxLayout(self.detail)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(GRID)
        by = labelled(N_("Who is to act"), self.by)
        line = row(1)
        line.takeAt(0)
        line.addLayout(labelled(N_("Within"), self.within))
        line.addLayout(by, 1)
        inner.addLayout(line)
        inner.addWidget(label(N_("Why it is expected"), "caption"))
        inner.addWidget(self.why)
        self.body.addWidget(self.detail)

    # showing

    def show_values(self, inject: Inject) -> None:
        place = self._place()
        self.model.set_rows(_Row(expect, self.draft.plan) for expect in inject.expects)
        self.expects.select_row(min(max(place, 0), len(inject.expects) - 1))
        self._show_detail()
        self.notes.show_text(inject.notes)
        self._show_prompts(inject.prompts)

    def show_inject(self, inject_id: str) -> None:
        if inject_id != self.inject_id:
            self.flush()
            self.within.begin_with("")
            self.model.set_rows(())
        super().show_inject(inject_id)

    def _show_prompts(self, prompts: tuple[Text, ...]) -> None:
        while len(self.prompts) > len(prompts):
            gone = self.prompts.pop()
            self._prompts_column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.prompts) < len(prompts):
            prompt = _Prompt(self, len(self.prompts))
            prompt.set_read_only(self.draft.read_only)
            self.prompts.append(prompt)
            self._prompts_column.addWidget(prompt)
        for widget, text in zip(self.prompts, prompts, strict=True):
            widget.text.show_text(text)

    def flush(self) -> None:
        self.within.flush()
        self.why.flush()
        self.notes.flush()
        for prompt in list(self.prompts):
            prompt.text.flush()

    def set_read_only(self, on: bool) -> None:
        self.notes.set_read_only(on)
        self.why.set_read_only(on)
        self.within.setReadOnly(on)
        self.by.setDisabled(on)
        for widget in (self.add_button, self.remove_button, self.add_prompt_button):
            widget.setVisible(not on)
        for prompt in self.prompts:
            prompt.set_read_only(on)

    def focus_field(self, name: str, rest: str) -> None:
        """Put the cursor to expected actions, notes or prompts; `rest` is the number among them."""
        number, _dot, field = rest.partition(".")
        index = int(number) if number.isdigit() else 0
        if name == "notes":
            self.notes.focus("ja")
        elif name == "prompts" and index < len(self.prompts):
            self.prompts[index].text.focus("ja")
        elif not self.model.rows:
            self.add_button.setFocus()
        else:
            self.expects.select_row(index)
            self.why.focus("ja") if field.startswith("why") else self.expects.setFocus()

    # expected actions

    def _place(self) -> int:
        """Which expected action the cursor is on; the same item may stand twice, for different teams. −1 for none."""
        index = self.expects.currentIndex()
        return index.row() if index.isValid() else -1

    def _selected(self, _row: object) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        row_ = self.expects.current_row
        self.detail.setVisible(row_ is not None)
        self.remove_button.setEnabled(row_ is not None)
        if row_ is None:
            return
        expect: Expectation = row_.expect
        self.within.show_time(expect.within)
        options: dict = {"": N_("Whoever the item applies to")}
        for member in self.draft.plan.scenario.cast:
            if member.kind == "player":
                options |= {f"{member.id}/{kind}": _ByName(member.title, kind) for kind in member.teams}
        self.by.set_options(options)
        self.by.show_code(expect.by or "")
        self.why.show_text(expect.why)

    def _to_reason(self, _row: object) -> None:
        self.why.focus("ja")

    def choose_items(self) -> None:
        """Open the checklist to add expected actions from."""
        inject = self.inject
        if inject is None or self.draft.read_only:
            return
        self.dialog = ItemDialog(self.draft.plan, [expect.item for expect in inject.expects], self.window())
        self.dialog.accepted.connect(self._add_items)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def _add_items(self) -> None:
        inject, dialog = self.inject, self.dialog
        self.dialog = None
        if inject is None or dialog is None:
            return
        new = tuple(expectation_for(self.draft.plan.items[item]) for item in dialog.chosen)
        if new:
            self.put(N_("expected actions"), expects=(*inject.expects, *new))
            self.expects.select_row(len(inject.expects))
            self.why.focus("ja")

    def remove_item(self) -> None:
        """Take the selected expected action away."""
        inject, place = self.inject, self._place()
        if inject is not None and 0 <= place < len(inject.expects):
            rest = tuple(e for n, e in enumerate(inject.expects) if n != place)
            self.put(N_("expected actions"), expects=rest)

    def _change(self, **updates: object) -> None:
        inject, place = self.inject, self._place()
        if inject is None or not 0 <= place < len(inject.expects):
            return
        expects = tuple(e.changed(**updates) if n == place else e for n, e in enumerate(inject.expects))
        self.put(N_("expected actions"), merge=True, expects=expects)

    def _within(self, milliseconds: object) -> None:
        self._change(within=milliseconds)

    def _by(self, code: str) -> None:
        self._change(by=code or None)

    def _why(self, text: Text) -> None:
        self._change(why=text)

    # notes and prompts

    def _notes(self, text: Text | None) -> None:
        self.put(N_("notes"), merge=True, notes=text)

    def add_prompt(self) -> None:
        """Add an empty question; it is kept once something is written."""
        inject = self.inject
        if inject is not None:
            new = Text(ja="（問いかけを記入）", en="(write a question)")
            self.put(N_("questions"), prompts=(*inject.prompts, new))
            self.prompts[-1].text.focus("ja")
            self.prompts[-1].text.fields["ja"].selectAll()

    def change_prompt(self, number: int, text: Text | None) -> None:
        """Change a question, or remove it with None."""
        inject = self.inject
        if inject is None or number >= len(inject.prompts):
            return
        rest = [text if n == number else p for n, p in enumerate(inject.prompts)]
        self.put(N_("questions"), merge=text is not None, prompts=tuple(p for p in rest if p is not None))


class _Prompt(QWidget):
    """One question with a way to remove it."""

    def __init__(self, panel: FacilitationPanel, number: int) -> None:
        super().__init__()
        self._panel, self._number = panel, number
        self.text = Bilingual(N_("Question {number}"), lines=2, number=number + 1)
        self.text.written.connect(self._written)
        self.remove = button(N_("Remove"), self._remove, "quiet", icon="trash")
        texts.name(self.remove, N_("Remove question {number}"), number=number + 1)
        line = row(label(N_("Question {number}"), "caption", number=number + 1), 1, self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.text)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_read_only(self, on: bool) -> None:
        """Whether it may only be read."""
        self.text.set_read_only(on)
        self.remove.setVisible(not on)

    def _written(self, text: Text) -> None:
        self._panel.change_prompt(self._number, text)

    def _remove(self) -> None:
        self._panel.change_prompt(self._number, None)


class _ByName:
    """A team of the cast by name."""

    def __init__(self, member: Text, kind: str) -> None:
        self._member, self._kind = member, kind

    def __call__(self) -> str:
        return _("{organisation}: {team}", organisation=authored(self._member), team=authored(TEAM_TITLES[self._kind]))

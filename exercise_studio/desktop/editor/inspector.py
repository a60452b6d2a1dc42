"""The inspector: everything about one inject, in four tabs: what it says, how it is delivered, how it is led, what players see."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QGridLayout, QTabWidget, QVBoxLayout, QWidget

from exercise_studio.conduct.describe import body_name
from exercise_studio.design.plan_checks import check_condition
from exercise_studio.desktop import texts
from exercise_studio.desktop.editor.drafts import PlanDraft
from exercise_studio.desktop.editor.facilitation import FacilitationPanel
from exercise_studio.desktop.editor.fields import Bilingual, Choice, Line, TimeField, plain, set_fault
from exercise_studio.desktop.editor.msel import scenario_time
from exercise_studio.desktop.editor.parts import InjectPanel, labelled
from exercise_studio.desktop.editor.pickers import AddressField, Place, receivers
from exercise_studio.desktop.editor.preview import InjectPreview
from exercise_studio.desktop.editor.words import CHANNELS, GUARDS, KINDS, SYSTEM_KINDS, TLPS, TYPES, clock, in_use
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, INSIDE, EmptyState, label, row
from exercise_studio.domain.conditions import parse_condition
from exercise_studio.domain.errors import Problem
from exercise_studio.domain.scenario import After, Inject
from exercise_studio.domain.text import Lang, Text
from exercise_studio.domain.times import MINUTE
from exercise_studio.journeys import authoring
from exercise_studio.language import N_, _

TIMINGS = {
    "at": N_("At a time of its own"),
    "after": N_("After another inject"),
    "when": N_("Only on its condition"),
}


class MessagePanel(InjectPanel):
    """What players receive."""

    def __init__(self, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(draft, parent)
        self.title = Bilingual(N_("Title"))
        self.text = Bilingual(N_("Text for the players"), lines=5)
        self.title.written.connect(self._title)
        self.text.written.connect(self._body)
        self.body.addWidget(label(N_("Title"), "strong"))
        self.body.addWidget(self.title)
        self.body.addWidget(label(N_("Text for the players"), "strong"))
        self.body.addWidget(self.text, 1)
        self.count = label(self._length, "caption")
        self.body.addWidget(self.count)

    def show_values(self, inject: Inject) -> None:
        self.title.show_text(inject.title)
        self.text.show_text(inject.body)
        tr(self.count.setText, self._length)

    def flush(self) -> None:
        self.title.flush()
        self.text.flush()

    def set_read_only(self, on: bool) -> None:
        self.title.set_read_only(on)
        self.text.set_read_only(on)

    def _title(self, text: Text) -> None:
        self.put(N_("title"), merge=True, title=text)

    def _body(self, text: Text) -> None:
        self.put(N_("text"), merge=True, body=text)

    def _length(self) -> str:
        inject = self.inject
        if inject is None:
            return ""
        return _("Japanese {ja} characters, English {en} words", ja=len(inject.body.ja), en=len(inject.body.en.split()))


class DeliveryPanel(InjectPanel):
    """When, from whom, to whom and how."""

    def __init__(self, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(draft, parent)
        self.timing = Choice(N_("When it comes"), TIMINGS)
        self.at = TimeField(N_("Time of play, from the start"))
        self.scenario = label(look="muted")
        self.after = Choice(N_("The inject it follows"))
        self.delay = TimeField(N_("Time after that inject"))
        self.condition = Line(N_("Condition"))
        tr(self.condition.setPlaceholderText, N_("none; for example late(BCM-01, 45m)"))
        self.condition_said = label(look="caption", wrap=True)
        self.source = Choice(N_("From"))
        self.to = AddressField(N_("To"), self._places, N_("Nobody"))
        self.channel = Choice(N_("Channel"), CHANNELS)
        self.type = Choice(N_("Type"), TYPES)
        self.kind = Choice(N_("Kind"), KINDS)
        self.guard = Choice(N_("Protection"), GUARDS)
        self.system = Choice(
            N_("System concerned"), {k: v if k == "none" else plain(v) for k, v in SYSTEM_KINDS.items()}
        )
        self.tlp = Choice("TLP", {"": N_("As the exercise"), **{t.lower(): plain(f"TLP:{t}") for t in TLPS}})
        self.objective = Choice(N_("Objective"))
        self.automatic = QCheckBox()
        tr(self.automatic.setText, N_("Fires by itself when its time or its condition has come"))
        self._build()
        self._connect()

    def _build(self) -> None:
        self.body.addLayout(labelled(N_("When it comes"), self.timing))
        self.at_row = QWidget()
        self.at_row.setLayout(row(label("T+"), self.at, self.scenario, 1))
        self.after_row = QWidget()
        self.after_row.setLayout(row(self.delay, label(N_("after")), self.after, 1))
        self.body.addWidget(self.at_row)
        self.body.addWidget(self.after_row)
        self.body.addLayout(labelled(N_("Condition"), self.condition))
        self.body.addWidget(self.condition_said)
        self.body.addWidget(self.automatic)
        self.body.addLayout(labelled(N_("From"), self.source))
        self.body.addLayout(labelled(N_("To"), self.to))
        grid = QGridLayout()
        grid.setHorizontalSpacing(INSIDE)
        grid.setVerticalSpacing(BETWEEN)
        pairs = [
            (N_("Channel"), self.channel, N_("Type"), self.type),
            (N_("Kind"), self.kind, N_("Protection"), self.guard),
            (N_("System concerned"), self.system, "TLP", self.tlp),
        ]
        for number, (left, one, right, two) in enumerate(pairs):
            grid.addLayout(labelled(left, one), number, 0)
            grid.addLayout(labelled(right, two), number, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addLayout(labelled(N_("Objective"), self.objective))
        self.body.addStretch(1)

    def _connect(self) -> None:
        self.timing.chosen.connect(self._timing)
        self.automatic.toggled.connect(self._automatic)
        self.at.timed.connect(self._at)
        self.delay.timed.connect(self._after)
        self.after.chosen.connect(self._after)
        self.condition.textChanged.connect(self._judge)
        self.condition.written.connect(self._condition)
        self.to.chosen.connect(self._to)
        self._setters = []
        for field, said, name in (
            (self.source, N_("sender"), "sender"),
            (self.channel, N_("channel"), "channel"),
            (self.type, N_("type"), "type"),
            (self.kind, N_("kind"), "kind"),
            (self.guard, N_("protection"), "guard"),
            (self.system, N_("system"), "system"),
            (self.tlp, N_("TLP"), "tlp"),
            (self.objective, N_("objective"), "objective"),
        ):
            setter = _Setter(self, said, name)
            self._setters.append(setter)
            field.chosen.connect(setter.set)

    # showing

    def show_values(self, inject: Inject) -> None:
        plan = self.draft.plan
        mode = "at" if inject.at is not None else "after" if inject.after else "when"
        # A choice that waits for its details, such as "after another inject", stays while they are filled in.
        if not (self._choosing and self._choosing == self._key(inject)):
            self._choosing = ""
            self.timing.show_code(mode)
        self._show_mode()
        self.at.show_time(inject.at)
        self.scenario.setText(_("= {time}", time=scenario_time(plan.scenario, inject.at or 0)))
        others = {i.id: partial(_named, i) for i in plan.scenario.injects if i.id != inject.id}
        self.after.set_options(others)
        self.after.show_code(inject.after.inject if inject.after else next(iter(others), ""))
        self.delay.show_time(inject.after.delay if inject.after else 10 * MINUTE)
        self.condition.show_text(inject.when.text if inject.when else "")
        self._judge()
        self.source.set_options({m.id: partial(body_name_now, self.draft, m.id) for m in plan.scenario.cast})
        self.source.show_code(inject.sender)
        self.to.show_addresses(inject.to)
        for field, code in (
            (self.channel, inject.channel),
            (self.type, inject.type),
            (self.kind, inject.kind),
            (self.guard, inject.guard),
            (self.system, inject.system),
            (self.tlp, inject.tlp or ""),
        ):
            field.show_code(code)
        self.objective.set_options({"": N_("None"), **{o.id: partial(_objective, o) for o in plan.scenario.objectives}})
        self.objective.show_code(inject.objective or "")
        self.automatic.blockSignals(True)
        self.automatic.setChecked(inject.id in plan.settings.automatic and inject.guard != "major")
        self.automatic.blockSignals(False)
        self.automatic.setEnabled(inject.guard != "major" and not self.draft.read_only)

    _choosing = ""

    def _key(self, inject: Inject) -> str:
        return f"{inject.id}/{inject.at}/{inject.after}"

    def _show_mode(self) -> None:
        self.at_row.setVisible(self.timing.code == "at")
        self.after_row.setVisible(self.timing.code == "after")

    def show_inject(self, inject_id: str) -> None:
        if inject_id != self.inject_id:
            self.flush()
            self._choosing = ""
            for field in (self.at, self.delay, self.condition):
                set_fault(field, False)
                field.begin_with("")
        super().show_inject(inject_id)

    def flush(self) -> None:
        for field in (self.at, self.delay, self.condition):
            field.flush()

    def set_read_only(self, on: bool) -> None:
        for line in (self.at, self.delay, self.condition):
            line.setReadOnly(on)
        for choice in (
            self.timing,
            self.after,
            self.source,
            self.channel,
            self.type,
            self.kind,
            self.guard,
            self.system,
        ):
            choice.setDisabled(on)
        self.tlp.setDisabled(on)
        self.objective.setDisabled(on)
        if on:
            self.automatic.setDisabled(True)
        self.to.set_read_only(on)

    def unsaved_condition(self) -> Problem | None:
        """What is wrong with the condition as it stands in the field, if that is why it was not taken."""
        text = self.condition.text()
        if not text.strip() or not self.inject_id or not self.condition.waiting:
            return None
        return check_condition(text, self.draft.plan, self.inject_id)

    # changing

    def _places(self) -> list[Place]:
        return receivers(self.draft.plan)

    def _timing(self, mode: str) -> None:
        inject = self.inject
        if inject is None:
            return
        self._choosing = self._key(inject)
        self._show_mode()
        if mode == "at" and inject.at is None:
            self.at.show_time(self._planned(inject))
            self._at(self.at.time())
        elif mode == "after" and inject.after is None:
            self._after()
        elif mode == "when" and inject.when is not None:
            self._choosing = ""
            self.put(N_("timing"), at=None, after=None)
        self._judge()

    def _planned(self, inject: Inject) -> int:
        base = self.draft.plan.scenario.inject_by_id.get(inject.after.inject) if inject.after else None
        return (base.at or 0) + inject.after.delay if base and inject.after else 0

    def _at(self, milliseconds: object) -> None:
        inject = self.inject
        if inject is None or not isinstance(milliseconds, int):
            return
        self._choosing = ""
        self.draft.change(
            authoring.moved_inject(self.draft.plan, inject.id, milliseconds),
            N_("move {inject} to T+{time}"),
            f"{inject.id}/at",
            inject=inject.id,
            time=clock(milliseconds),
        )

    def _after(self, _value: object = None) -> None:
        delay = self.delay.time()
        if delay is None or not self.after.code:
            return
        self._choosing = ""
        self.put(N_("timing"), merge=True, at=None, after=After(inject=self.after.code, delay=delay))

    def _judge(self) -> None:
        """Say at once whether a condition can be read, long before it is taken."""
        inject = self.inject
        if inject is None:
            return
        text = self.condition.text()
        problem = check_condition(text, self.draft.plan, inject.id) if text.strip() else None
        needed = not text.strip() and self.timing.code == "when"
        set_fault(self.condition, problem is not None or needed)
        self.condition_said.setProperty("look", "error" if problem or needed else "caption")
        self.condition_said.style().unpolish(self.condition_said)
        self.condition_said.style().polish(self.condition_said)
        if problem:
            self.condition_said.setText(problem.text(in_use()))
        elif needed:
            self.condition_said.setText(
                _("Without a time the inject needs a condition. It keeps its time until there is one.")
            )
        elif text.strip():
            self.condition_said.setText(_("The condition can be read."))
        else:
            self.condition_said.setText(
                _("You can ask: fired, done, partly, missed, late, rated, chosen, shared, level, after.")
            )

    def _automatic(self, on: bool) -> None:
        inject, settings = self.inject, self.draft.plan.settings
        if inject is None or on == (inject.id in settings.automatic):
            return
        rest = tuple(one for one in settings.automatic if one != inject.id)
        automatic = (*rest, inject.id) if on else rest
        self.draft.change(
            self.draft.plan.changed(settings=settings.changed(automatic=automatic)),
            N_("let {inject} fire by itself") if on else N_("let {inject} wait for GO"), inject=inject.id,
        )  # fmt: skip

    def _condition(self, text: str) -> None:
        inject = self.inject
        if inject is None:
            return
        if not text.strip():
            if inject.at is not None or inject.after is not None:
                self.put(N_("condition"), merge=True, when=None)
            return
        if check_condition(text, self.draft.plan, inject.id) is not None:
            # Not handed on: the field still waits, and the problems panel says why.
            self.condition.keep_waiting(inject.when.text if inject.when else "")
            return
        updates: dict = {"when": parse_condition(text.strip())}
        if self.timing.code == "when":
            updates |= {"at": None, "after": None}
            self._choosing = ""
        self.put(N_("condition"), merge=True, **updates)

    def _to(self, addresses: tuple[str, ...]) -> None:
        self.put(N_("receivers"), to=addresses)


class _Setter:
    """Sets one plain field of the inject from a choice."""

    def __init__(self, panel: DeliveryPanel, said: str, name: str) -> None:
        self._panel, self._said, self._name = panel, said, name

    def set(self, code: str) -> None:
        """Take the code; an empty one means none."""
        updates: dict[str, Any] = {self._name: code or None}
        self._panel.put(self._said, **updates)


def _named(inject: Inject) -> str:
    return f"{inject.id} {texts.authored(inject.title)}"


def _objective(objective: object) -> str:
    return f"{objective.id} {texts.authored(objective.text)}"


def body_name_now(draft: PlanDraft, address: str) -> str:
    """Who an address is, in the language in use."""
    return body_name(draft.plan, address, in_use())


class Inspector(QWidget):
    """The four tabs with the inject's number above them."""

    def __init__(self, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft = draft
        self.inject_id = ""
        self.heading = label(look="section")
        self.about = label(look="muted")
        self.message = MessagePanel(draft)
        self.delivery = DeliveryPanel(draft)
        self.facilitation = FacilitationPanel(draft)
        self.preview = InjectPreview()
        self.panels: tuple[InjectPanel, ...] = (self.message, self.delivery, self.facilitation)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        texts.name(self.tabs, N_("Parts of the inject"))
        names = (N_("Text"), N_("Delivery"), N_("Facilitation"), N_("Preview"))
        for number, (widget, name) in enumerate(zip((*self.panels, self.preview), names, strict=True)):
            self.tabs.addTab(widget, "")
            tr(partial(self.tabs.setTabText, number), name)
        self.empty = EmptyState(
            N_("No inject is selected"), N_("Choose one in the table, or add one with Ins."), icon="edit"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(row(self.heading, self.about, 1))
        column.addWidget(self.tabs, 1)
        column.addWidget(self.empty, 1)
        self.tabs.currentChanged.connect(self._tab)
        draft.changed.connect(self.reshow)
        texts.on_language(self._retranslate)
        self.show_inject("")

    def show_inject(self, inject_id: str) -> None:
        """Show an inject, or nothing."""
        inject = self.draft.plan.scenario.inject_by_id.get(inject_id)
        if inject_id != self.inject_id:
            self.flush()
            inject = self.draft.plan.scenario.inject_by_id.get(inject_id)
        self.inject_id = inject_id if inject else ""
        self.tabs.setVisible(inject is not None)
        self.heading.setVisible(inject is not None)
        self.about.setVisible(inject is not None)
        self.empty.setVisible(inject is None)
        for panel in self.panels:
            panel.show_inject(self.inject_id)
            panel.set_read_only(self.draft.read_only)
        if inject is not None:
            self.heading.setText(inject.id)
            self.about.setText(_(KINDS[inject.kind]))
            self.preview.show_inject(self.draft.plan, inject)

    def reshow(self) -> None:
        """Show the same inject again, as the plan has it now; what is being typed stays."""
        self.show_inject(self.inject_id)

    def _retranslate(self) -> None:
        self.flush()
        self.reshow()

    def flush(self) -> None:
        """Hand on what was typed in any tab."""
        for panel in self.panels:
            panel.flush()

    def focus_field(self, place: str) -> None:
        """Put the cursor where a problem is: the part of its path behind the inject."""
        name, _dot, rest = place.partition(".")
        if name in ("title", "body"):
            self.tabs.setCurrentWidget(self.message)
            field = self.message.title if name == "title" else self.message.text
            missing: Lang = "en" if not field.fields["en"].waiting and not _read(field, "en") else "ja"
            field.focus(missing if not _read(field, missing) else "ja")
        elif name in ("notes", "prompts", "expects"):
            self.tabs.setCurrentWidget(self.facilitation)
            self.facilitation.focus_field(name, rest)
        else:
            self.tabs.setCurrentWidget(self.delivery)
            targets: dict[str, QWidget] = {
                "when": self.delivery.condition,
                "at": self.delivery.at,
                "after": self.delivery.after,
                "from": self.delivery.source,
                "to": self.delivery.to.button,
                "objective": self.delivery.objective,
            }
            targets.get(name, self.delivery.timing).setFocus()

    def _tab(self) -> None:
        self.flush()


def _read(field: Bilingual, lang: Lang) -> str:
    found = field.fields[lang]
    return found.text() if isinstance(found, Line) else found.toPlainText()

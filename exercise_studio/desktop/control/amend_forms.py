"""The forms of the sheet that changes the plan during a run: each shows what is, and hands on what is to be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QSpinBox, QTextBrowser, QWidget

from exercise_studio import language
from exercise_studio.conduct.describe import body_name, inject_name
from exercise_studio.conduct.run import RunState
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.control.inspector import CHANNELS
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, INSIDE, FlowLayout, column, label, row
from exercise_studio.desktop.widgets.text_pair import TextPair
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.exercise import Adaptation, ObserverSeat
from exercise_studio.domain.scenario import Inject
from exercise_studio.domain.times import MINUTE, Play
from exercise_studio.journeys import amending, authoring
from exercise_studio.language import N_, _


@dataclass(frozen=True)
class Wanted:
    """A command with its arguments, for the database thread."""

    command: Callable[..., Any]
    args: tuple[Any, ...]
    named: dict[str, Any] = field(default_factory=dict)


class Form(QWidget):
    """The base of a form."""

    TITLE = ""

    def begin(self, state: RunState, play: Play, inject: Inject | None, house: str) -> None:
        """Show what is: for an inject, or an organisation, where one is chosen."""

    def wanted(self) -> Wanted:
        """What is to be. Raises InputError where something is missing."""
        raise InputError(N_("Nothing was entered."))


def _choice(name: str) -> QComboBox:
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    texts.name(box, name)
    return box


def _lang() -> Any:
    return language.current()


class InjectForm(Form):
    """An inject added on the spot, or one changed that nobody has yet."""

    def __init__(self, *, adding: bool) -> None:
        super().__init__()
        self.TITLE = N_("Add an inject") if adding else N_("Change the inject")
        self._adding = adding
        self._state: RunState | None = None
        self._inject: Inject | None = None
        self._play = Play(0)
        self.title = TextPair(N_("Title"))
        self.text = TextPair(N_("Text for the players"), multiline=True, lines=4)
        self.notes = TextPair(N_("Notes for controllers"), multiline=True, lines=2)
        self.to, self.source = _choice(N_("To")), _choice(N_("From"))
        self.channel = _choice(N_("Channel"))
        self.at = QSpinBox()
        self.at.setRange(0, 24 * 60)
        texts.name(self.at, N_("Planned time, minutes of play"))
        grid = QGridLayout()
        grid.setSpacing(INSIDE)
        for at, (name, box) in enumerate(
            (
                (N_("To"), self.to),
                (N_("From"), self.source),
                (N_("Channel"), self.channel),
                (N_("Planned at T+ (min)"), self.at),
            )
        ):
            grid.addWidget(label(name, "caption"), 0, at)
            grid.addWidget(box, 1, at)
            grid.setColumnStretch(at, 1)
        whole = column(self.title, grid, self.text, self.notes, spacing=INSIDE)
        self.setLayout(whole)

    def begin(self, state: RunState, play: Play, inject: Inject | None, house: str) -> None:
        plan = state.plan
        self._state, self._play, self._inject = state, play, None if self._adding else inject
        known = self._inject
        self.title.set_text(known.title if known else None)
        self.text.set_text(known.body if known else None)
        self.notes.set_text(known.notes if known else None)
        places = [("all", _("All organisations"))]
        places += [(one.id, one.name.get(_lang())) for one in plan.organisations]
        if len(plan.teams) <= 40:
            places += [(team, body_name(plan, team, _lang())) for team in plan.teams]
        if known is not None and (len(known.to) > 1 or known.to[0] not in dict(places)):
            kept = ", ".join(body_name(plan, one, _lang()) for one in known.to)
            places.insert(0, ("", _("as it is: {names}", names=kept)))
        cast = [(one.id, one.title.get(_lang())) for one in plan.scenario.cast]
        cast.sort(key=lambda one: plan.scenario.member_by_id[one[0]].kind == "player")
        _fill(self.to, places, known.to[0] if known and len(known.to) == 1 else house or "all" if known is None else "")
        _fill(self.source, cast, known.sender if known else cast[0][0])
        channels = [(key, _(message)) for key, message in CHANNELS.items()]
        _fill(self.channel, channels, known.channel if known else "mail")
        planned = known.at if known is not None else play
        self.at.setValue((planned or 0) // MINUTE)
        self.at.setEnabled(known is None or known.at is not None)

    def wanted(self) -> Wanted:
        title, body = self.title.text(), self.text.text()
        if title is None or body is None or self._state is None:
            raise InputError(N_("An inject needs a title and a text."))
        said: dict[str, Any] = {
            "title": title, "body": body, "notes": self.notes.text(), "channel": self.channel.currentData(),
            "sender": self.source.currentData(),
        }  # fmt: skip
        known = self._inject
        if known is None:
            made = {
                "id": authoring.next_inject_id(self._state.plan), "type": "info_provide", "system": "none",
                "to": (self.to.currentData(),),
                "at": self._play if self.at.value() == self._play // MINUTE else self.at.value() * MINUTE,
            }  # fmt: skip
            return Wanted(amending.put_inject, (Inject.model_validate({**made, "from": said.pop("sender"), **said}),))
        if self.to.currentData():
            said["to"] = (self.to.currentData(),)
        if known.at is not None and known.at // MINUTE != self.at.value():
            said["at"] = self.at.value() * MINUTE
        return Wanted(amending.put_inject, (known.changed(**said),))


class AdaptForm(Form):
    """What one organisation reads instead of an inject, or that it does not get it."""

    TITLE = N_("Adapt an inject for one organisation")

    def __init__(self) -> None:
        super().__init__()
        self._state: RunState | None = None
        self._inject: Inject | None = None
        self.about = label(look="strong", wrap=True)
        self.house = _choice(N_("Organisation"))
        self.house.currentIndexChanged.connect(self._chosen)
        self.left_out = QCheckBox()
        tr(self.left_out.setText, N_("This organisation does not get it"))
        self.left_out.toggled.connect(self._shut)
        self.before = QTextBrowser()
        self.before.setMinimumHeight(theme.scaled(64))
        texts.name(self.before, N_("The text as the others read it"))
        self.title = TextPair(N_("Title for this organisation"))
        self.text = TextPair(N_("Text for this organisation"), multiline=True, lines=4)
        whole = column(
            self.about, row(self.house, self.left_out, 1), self.title, label(N_("The text as the others read it"), "caption"),
            self.before, self.text, spacing=INSIDE,
        )  # fmt: skip
        self.setLayout(whole)

    def begin(self, state: RunState, play: Play, inject: Inject | None, house: str) -> None:
        self._state, self._inject = state, inject
        self.about.setText(inject_name(state.plan, inject.id, _lang()) if inject else "")
        asked = [one for one in state.plan.organisations if inject is not None and _addressed(state, inject, one.id)]
        _fill(self.house, [(one.id, one.name.get(_lang())) for one in asked], house or (asked[0].id if asked else ""))
        self.before.setPlainText(texts.authored(inject.body) if inject else "")
        self._chosen()

    def _chosen(self) -> None:
        state, inject = self._state, self._inject
        if state is None or inject is None:
            return
        known = state.plan.adaptations.get(self.house.currentData() or "", {}).get(inject.id, Adaptation())
        self.title.set_text(known.title or inject.title)
        self.text.set_text(known.body or inject.body)
        self.left_out.setChecked(known.skipped)

    def _shut(self, left_out: bool) -> None:
        self.title.setEnabled(not left_out)
        self.text.setEnabled(not left_out)

    def wanted(self) -> Wanted:
        inject, house = self._inject, self.house.currentData()
        if inject is None or not house:
            raise InputError(N_("Select an inject that an organisation still waits for."))
        if self.left_out.isChecked():
            said = Adaptation(skipped=True)
        else:
            title, text = self.title.text(), self.text.text()
            said = Adaptation(
                title=None if title == inject.title else title, body=None if text == inject.body else text,
                notes=self._notes(house, inject.id),
            )  # fmt: skip
        return Wanted(amending.adapt, (house, inject.id, said))

    def _notes(self, house: str, inject: str) -> Any:
        """What the sub-controller noted for it stays."""
        known = self._state.plan.adaptations.get(house, {}).get(inject) if self._state else None
        return known.notes if known else None


def _addressed(state: RunState, inject: Inject, house: str) -> bool:
    """Whether it is meant for an organisation, also where it was left out there."""
    known = state.plan.organisation_by_id[house]
    meant = inject.kind == "information" or any(
        address.partition("/")[0] in ("all", known.slot, known.id) for address in inject.to
    )
    return meant and state.inject_state(inject.id, house).status not in ("fired", "recalled", "missed")


class OrganisationForm(Form):
    """An organisation that comes late."""

    TITLE = N_("An organisation that comes late")

    def __init__(self) -> None:
        super().__init__()
        self._state: RunState | None = None
        self.name = TextPair(N_("Name of the organisation"))
        self.slot = _choice(N_("The part it plays"))
        self.slot.currentIndexChanged.connect(self._chosen)
        self.teams: dict[str, QCheckBox] = {}
        self._teams = QWidget()
        self._flow = FlowLayout(self._teams, INSIDE)
        self.missed = label(look="muted", wrap=True)
        self.told = QCheckBox()
        tr(self.told.setText, N_("Tell it what was fired before, as a summary"))
        whole = column(
            self.name, label(N_("The part it plays"), "caption"), self.slot, label(N_("Teams"), "caption"), self._teams,
            self.missed, self.told, 1, spacing=INSIDE,
        )  # fmt: skip
        self.setLayout(whole)

    def begin(self, state: RunState, play: Play, inject: Inject | None, house: str) -> None:
        self._state = state
        self.name.set_text(None)
        self.told.setChecked(True)
        players = [(one.id, one.title.get(_lang())) for one in state.plan.scenario.cast if one.kind == "player"]
        _fill(self.slot, players, players[0][0])
        self._chosen()

    def _chosen(self) -> None:
        state = self._state
        member = state.plan.scenario.member_by_id.get(self.slot.currentData() or "") if state else None
        if state is None or member is None:
            return
        while (item := self._flow.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        self.teams = {}
        for kind in member.teams:
            box = QCheckBox()
            box.setText(authoring.TEAM_TITLES[kind].get(_lang()))
            box.setChecked(True)
            self._flow.addWidget(box)
            self.teams[kind] = box
        fired = self._fired()
        message = N_("{n} injects were fired before. They count as missed; nothing is expected for them.")
        tr(self.missed.setText, message, n=len(fired))
        self.told.setEnabled(bool(fired))

    def _fired(self) -> list[str]:
        state, slot = self._state, self.slot.currentData()
        if state is None:
            return []
        return [
            inject.id for inject in state.plan.scenario.injects
            if state.inject_state(inject.id).status == "fired" and inject.kind != "information"
            and any(address.partition("/")[0] in ("all", slot) for address in inject.to)
        ]  # fmt: skip

    def wanted(self) -> Wanted:
        if self._state is None:
            raise InputError(N_("An organisation needs a name."))
        chosen = [kind for kind, box in self.teams.items() if box.isChecked()]
        if not chosen:
            raise InputError(N_("An organisation needs at least one team."))
        house = amending.late_organisation(self._state.plan, self.slot.currentData(), *self.name.value(), chosen)
        summaries = self._fired() if self.told.isChecked() else []
        return Wanted(amending.join, (house,), {"summaries": tuple(summaries)})


class ObserverForm(Form):
    """Another observer, or another scope for one."""

    TITLE = N_("Another observer, or another scope")

    def __init__(self) -> None:
        super().__init__()
        self._state: RunState | None = None
        self.code = QComboBox()
        self.code.setEditable(True)
        self.code.currentTextChanged.connect(self._typed)
        texts.name(self.code, N_("Observer code"))
        self.scope = _choice(N_("What the observer watches"))
        self.known = label(look="muted", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(BETWEEN)
        grid.setVerticalSpacing(GRID)
        grid.addWidget(label(N_("Observer code"), "caption"), 0, 0)
        grid.addWidget(self.code, 1, 0)
        grid.addWidget(label(N_("What the observer watches"), "caption"), 0, 1)
        grid.addWidget(self.scope, 1, 1)
        grid.setColumnStretch(1, 1)
        self.setLayout(column(grid, self.known, 1, spacing=INSIDE))

    def begin(self, state: RunState, play: Play, inject: Inject | None, house: str) -> None:
        plan = state.plan
        self._state = state
        codes = [seat.code for seat in plan.observers]
        number = len(codes) + 1
        while f"OBS-{number:02d}" in codes:
            number += 1
        places = [("", _("All organisations"))] + [(one.id, one.name.get(_lang())) for one in plan.organisations]
        places += [(team, body_name(plan, team, _lang())) for team in plan.teams] if len(plan.teams) <= 40 else []
        _fill(self.scope, places, house)
        self.code.clear()
        self.code.addItems([f"OBS-{number:02d}", *codes])
        self._typed()

    def _typed(self, _text: str = "") -> None:
        if self._state is None:
            return
        plan = self._state.plan
        seat = next((one for one in plan.observers if one.code == self.code.currentText().strip()), None)
        if seat is None:
            tr(self.known.setText, N_("A new observer. The code stands for the person; no name is kept."))
            return
        names = ", ".join(body_name(plan, one, _lang()) for one in seat.scope)
        tr(self.known.setText, N_("Watches until now: {names}"), names=names or _("All organisations"))

    def wanted(self) -> Wanted:
        code, scope = self.code.currentText().strip(), self.scope.currentData()
        if not code:
            raise InputError(N_("An observer needs a code."))
        return Wanted(amending.add_observer, (ObserverSeat(code=code, scope=(scope,) if scope else ()),))


def _fill(box: QComboBox, options: list[tuple[str, str]], chosen: str) -> None:
    box.blockSignals(True)
    box.clear()
    for key, said in options:
        box.addItem(said, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)


def reason_line() -> QLineEdit:
    """Why the plan is changed, as the log keeps it."""
    line = QLineEdit()
    tr(line.setPlaceholderText, N_("Why: stands in the log and in the report"))
    texts.name(line, N_("Why the plan is changed"))
    return line

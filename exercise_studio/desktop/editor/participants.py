"""Who takes part: the player slots of the cast with the organisations that fill them and their teams, and the observers."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from exercise_studio.desktop import texts
from exercise_studio.desktop.editor.drafts import PlanDraft
from exercise_studio.desktop.editor.fields import Bilingual, Line, set_fault
from exercise_studio.desktop.editor.pickers import AddressField, Place, watched
from exercise_studio.desktop.editor.setup import PlanPanel
from exercise_studio.desktop.editor.words import LAYERS, SECTORS
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, INSIDE, FlowLayout, button, label, row
from exercise_studio.domain.exercise import ObserverSeat, Organisation, Plan
from exercise_studio.domain.scenario import LAYER_OF_TEAM, Member, TeamKind
from exercise_studio.domain.text import Text
from exercise_studio.journeys import authoring
from exercise_studio.journeys.authoring import TEAM_TITLES
from exercise_studio.language import N_, _, plural


def free_id(plan: Plan, slot: str) -> str:
    """An id for another organisation in a slot: the slot's own, then slot-2, slot-3 …"""
    taken = set(plan.organisation_by_id)
    number, found = 1, slot
    while found in taken:
        number += 1
        found = f"{slot}-{number}"
    return found


def added_organisation(plan: Plan, slot: str) -> Plan:
    """Another organisation in a slot, with all the teams that the scenario asks for."""
    member = plan.scenario.member_by_id[slot]
    new = free_id(plan, slot)
    name = member.title
    count = len(plan.organisations_in_slot.get(slot, ()))
    if count:
        name = Text(ja=f"{name.ja}（{count + 1}）" if name.ja else "", en=f"{name.en} ({count + 1})" if name.en else "")
    slots = [one.id for one in plan.scenario.cast]
    houses = [*plan.organisations, authoring.organisation_for(member).changed(id=new, name=name)]
    return plan.changed(organisations=tuple(sorted(houses, key=lambda house: slots.index(house.slot))))


def removed_organisation(plan: Plan, organisation: str) -> Plan:
    """Without the organisation, its own assignments, and the observers' view of it (an observer of nothing else sees all)."""
    plan = authoring.without_organisation(plan, organisation)
    slots = {member.id for member in plan.scenario.cast}
    own = {} if organisation in slots else {t for t in plan.assignments if t.partition("/")[0] == organisation}
    return plan.changed(
        assignments={team: items for team, items in plan.assignments.items() if team not in own},
        observers=tuple(
            seat.changed(scope=tuple(a for a in seat.scope if a.partition("/")[0] != organisation))
            for seat in plan.observers
        ),
    )


def with_team(plan: Plan, organisation: str, kind: TeamKind, on: bool) -> Plan:
    """One team of an organisation taken in or left out; the last one stays."""
    house = plan.organisation_by_id[organisation]
    kinds = [team.kind for team in house.teams]
    if on == (kind in kinds) or (not on and len(kinds) == 1):
        return plan
    teams = [*house.teams, authoring.make_team(kind)] if on else [team for team in house.teams if team.kind != kind]
    order = list(TEAM_TITLES)
    teams.sort(key=lambda team: order.index(team.kind))
    observers = plan.observers
    if not on:
        gone = house.address(kind)
        observers = tuple(seat.changed(scope=tuple(a for a in seat.scope if a != gone)) for seat in observers)
    return authoring.with_organisation(plan, house.changed(teams=tuple(teams))).changed(observers=observers)


def next_code(plan: Plan) -> str:
    """A free observer code: OBS-01, OBS-02 …"""
    taken = {seat.code for seat in plan.observers}
    return next(code for n in range(1, 10_000) if (code := f"OBS-{n:02d}") not in taken)


class ParticipantsPanel(PlanPanel):
    """One block a player slot of the cast."""

    def __init__(self, draft: PlanDraft, parent: QWidget | None = None, *, intro: bool = True) -> None:
        super().__init__(draft, parent)
        self.slots: dict[str, _Slot] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(BETWEEN)
        if intro:
            self._column.addWidget(label(N_("A slot that nobody fills is played by controllers."), "muted", wrap=True))
        self.follow()

    def reshow(self) -> None:
        players = [member for member in self.draft.plan.scenario.cast if member.kind == "player"]
        if [member.id for member in players] != list(self.slots):
            for slot in self.slots.values():
                self._column.removeWidget(slot)
                slot.hide()
                slot.deleteLater()
            self.slots = {member.id: _Slot(self, member) for member in players}
            for slot in self.slots.values():
                self._column.addWidget(slot)
        for slot in self.slots.values():
            slot.reshow()

    def flush(self) -> None:
        for slot in self.slots.values():
            for house in list(slot.houses.values()):
                house.name.flush()

    # what the blocks ask for

    def take_part(self, slot: str, on: bool) -> None:
        """Fill a slot, or leave it to the controllers."""
        plan = self.draft.plan
        member = plan.scenario.member_by_id[slot]
        if on:
            self.draft.change(
                added_organisation(plan, slot), N_("let {organisation} take part"), organisation=member.title
            )
            return
        for house in plan.organisations_in_slot.get(slot, ()):
            plan = removed_organisation(plan, house.id)
        self.draft.change(plan, N_("let controllers play {organisation}"), organisation=member.title)

    def add(self, slot: str) -> None:
        """Another organisation in a slot."""
        self.draft.change(added_organisation(self.draft.plan, slot), N_("add an organisation"))

    def remove(self, organisation: str) -> None:
        """An organisation that does not take part after all."""
        name = self.draft.plan.organisation_by_id[organisation].name
        self.draft.change(
            removed_organisation(self.draft.plan, organisation), N_("remove {organisation}"), organisation=name
        )

    def rename(self, organisation: str, name: Text) -> None:
        """Another name."""
        house = self.draft.plan.organisation_by_id.get(organisation)
        if house is not None:
            changed = authoring.with_organisation(self.draft.plan, house.changed(name=name))
            self.draft.change(changed, N_("rename {organisation}"), f"{organisation}/name", organisation=house.name)

    def staff(self, organisation: str, kind: TeamKind, on: bool) -> None:
        """A team of an organisation takes part or not."""
        self.draft.change(
            with_team(self.draft.plan, organisation, kind, on),
            N_("add the team {team}") if on else N_("leave out the team {team}"),
            team=TEAM_TITLES[kind],
        )
        self.reshow()


class _Slot(QFrame):
    """A player slot: whether it is filled, and by whom."""

    def __init__(self, panel: ParticipantsPanel, member: Member) -> None:
        super().__init__()
        self.setProperty("look", "well")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._panel, self._member = panel, member
        self.houses: dict[str, _House] = {}
        self.filled = QCheckBox()
        tr(self.filled.setText, member.title)
        self.filled.clicked.connect(self._filled)
        sector = label(SECTORS[member.sector] if member.sector else "", "caption")
        self.add = button(N_("Another organisation here"), self._add, "quiet", icon="plus")
        self.simulated = label(N_("Played by controllers"), "caption")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(BETWEEN, INSIDE, BETWEEN, INSIDE)
        self._column.setSpacing(INSIDE)
        self._column.addLayout(row(self.filled, sector, self.simulated, 1, self.add))
        if member.about is not None:
            self.filled.setToolTip("")
            tr(self.filled.setToolTip, member.about)

    def reshow(self) -> None:
        """Show who fills the slot now."""
        plan, off = self._panel.draft.plan, self._panel.draft.read_only
        here = {house.id: house for house in plan.organisations_in_slot.get(self._member.id, ())}
        self.filled.setChecked(bool(here))
        self.filled.setEnabled(not off)
        self.add.setVisible(bool(here) and not off)
        self.simulated.setVisible(not here)
        for gone in [name for name in self.houses if name not in here]:
            widget = self.houses.pop(gone)
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for name, house in here.items():
            if name not in self.houses:
                self.houses[name] = _House(self._panel, name, self._member)
                self._column.addWidget(self.houses[name])
            self.houses[name].show_house(house, alone=len(here) == 1, read_only=off)

    def _filled(self, on: bool) -> None:
        self._panel.take_part(self._member.id, on)

    def _add(self) -> None:
        self._panel.add(self._member.id)


class _House(QWidget):
    """An organisation: its name in both languages and a tick for each team."""

    def __init__(self, panel: ParticipantsPanel, organisation: str, member: Member) -> None:
        super().__init__()
        self._panel, self._id = panel, organisation
        self.name = Bilingual(N_("Name of the organisation"))
        self.name.written.connect(self._renamed)
        self.remove = button(N_("Remove"), self._remove, "quiet", icon="trash")
        flow = FlowLayout()
        flow.setSpacing(GRID)
        self.ticks: dict[str, QCheckBox] = {}
        self._setters = []
        for kind in member.teams:
            tick = QCheckBox()
            tr(tick.setText, TEAM_TITLES[kind])
            tr(tick.setToolTip, N_("Layer: {layer}"), layer=_Layer(kind))
            setter = _Staff(self, kind)
            self._setters.append(setter)
            tick.clicked.connect(setter.set)
            self.ticks[kind] = tick
            flow.addWidget(tick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GRID)
        column.setSpacing(GRID)
        line = row()
        line.addWidget(self.name, 1)
        line.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(line)
        column.addWidget(label(N_("Teams that take part"), "caption"))
        column.addLayout(flow)

    def show_house(self, house: Organisation, *, alone: bool, read_only: bool) -> None:
        """Show the organisation; one that is alone in its slot is removed by the slot's own tick."""
        self.name.show_text(house.name)
        self.name.set_read_only(read_only)
        self.remove.setVisible(not alone and not read_only)
        kinds = {team.kind for team in house.teams}
        for kind, tick in self.ticks.items():
            tick.setChecked(kind in kinds)
            # The last team stays: an organisation without any would not take part.
            tick.setEnabled(not read_only and (len(kinds) > 1 or kind not in kinds))

    def staff(self, kind: TeamKind, on: bool) -> None:
        """A team takes part or not."""
        self._panel.staff(self._id, kind, on)

    def _renamed(self, name: Text) -> None:
        self._panel.rename(self._id, name)

    def _remove(self) -> None:
        self._panel.remove(self._id)


class _Staff:
    """Takes one kind of team in or leaves it out."""

    def __init__(self, house: _House, kind: TeamKind) -> None:
        self._house, self._kind = house, kind

    def set(self, on: bool) -> None:
        """Take the tick."""
        self._house.staff(self._kind, on)


class _Layer:
    """The layer of a kind of team, in words."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __call__(self) -> str:
        return _(LAYERS[LAYER_OF_TEAM[self._kind]])


class ObserversPanel(PlanPanel):
    """Codes and what each of them watches."""

    def __init__(self, draft: PlanDraft, parent: QWidget | None = None, *, intro: bool = True) -> None:
        super().__init__(draft, parent)
        self.rows: list[_Observer] = []
        self.count = label(look="muted", wrap=True)
        self.add_button = button(N_("Add an observer"), self.add, icon="plus")
        self._column = QVBoxLayout()
        self._column.setSpacing(INSIDE)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(INSIDE)
        if intro:
            said = N_("Observers are known by code. Who is behind a code stays with you and is written nowhere.")
            outer.addWidget(label(said, "muted", wrap=True))
        outer.addLayout(self._column)
        outer.addLayout(row(self.add_button, self.count, 1))
        self.follow()

    def reshow(self) -> None:
        seats = self.draft.plan.observers
        while len(self.rows) > len(seats):
            gone = self.rows.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.rows) < len(seats):
            self.rows.append(_Observer(self, len(self.rows)))
            self._column.addWidget(self.rows[-1])
        for widget, seat in zip(self.rows, seats, strict=True):
            widget.show_seat(seat, self.draft.read_only)
        self.add_button.setVisible(not self.draft.read_only)
        self.count.setText(plural("{n} observer", "{n} observers", len(seats)) if seats else _("Nobody observes yet."))

    def flush(self) -> None:
        for widget in list(self.rows):
            widget.code.flush()

    def places(self) -> list[Place]:
        """What can be watched."""
        return watched(self.draft.plan)

    def add(self) -> None:
        """Another observer with the next code, who watches what nobody watches yet, else everything."""
        plan = self.draft.plan
        unwatched = [
            o.id for o in plan.organisations if not any(s.watches(o.address(o.teams[0].kind)) for s in plan.observers)
        ]
        seat = ObserverSeat(code=next_code(plan), scope=tuple(unwatched) if plan.observers else ())
        self.draft.change(plan.changed(observers=(*plan.observers, seat)), N_("add observer {code}"), code=seat.code)

    def remove(self, number: int) -> None:
        """One observer less."""
        seats = self.draft.plan.observers
        rest = tuple(seat for n, seat in enumerate(seats) if n != number)
        self.draft.change(
            self.draft.plan.changed(observers=rest), N_("remove observer {code}"), code=seats[number].code
        )

    def set_code(self, number: int, code: str) -> bool:
        """Another code; False where it is empty, already taken or has other signs than letters, digits, - _ ."""
        seats = self.draft.plan.observers
        taken = {seat.code for n, seat in enumerate(seats) if n != number}
        good = (
            code not in taken and code[:1].isalnum() and code.isascii() and all(c.isalnum() or c in "-_." for c in code)
        )
        if good:
            self._seat(number, seats[number].changed(code=code), "code")
        return good

    def set_scope(self, number: int, scope: tuple[str, ...]) -> None:
        """What an observer watches; nothing means all."""
        self._seat(number, self.draft.plan.observers[number].changed(scope=scope), "scope")

    def _seat(self, number: int, seat: ObserverSeat, what: str) -> None:
        seats = tuple(seat if n == number else one for n, one in enumerate(self.draft.plan.observers))
        self.draft.change(
            self.draft.plan.changed(observers=seats),
            N_("change observer {code}"),
            f"observer/{number}/{what}",
            code=seat.code,
        )


class _Observer(QWidget):
    """One observer."""

    def __init__(self, panel: ObserversPanel, number: int) -> None:
        super().__init__()
        self._panel, self._number = panel, number
        self.code = Line(N_("Code of observer {number}"), number=number + 1)
        self.code.written.connect(self._written)
        self.code.setMaximumWidth(self.code.fontMetrics().horizontalAdvance("OBS-0000") + 48)
        self.scope = AddressField(N_("What this observer watches"), panel.places, N_("Everything"), may_be_empty=True)
        self.scope.chosen.connect(self._scope)
        self.remove = button(N_("Remove"), self._remove, "quiet", icon="trash")
        texts.name(self.remove, N_("Remove observer {number}"), number=number + 1)
        line = row(self.code, label(N_("watches"), "caption"))
        line.addWidget(self.scope, 1)
        line.addWidget(self.remove)
        self.setLayout(line)

    def show_seat(self, seat: ObserverSeat, read_only: bool) -> None:
        """Show an observer."""
        self.code.show_text(seat.code)
        if not self.code.waiting:
            set_fault(self.code, False)
        self.code.setReadOnly(read_only)
        self.scope.show_addresses(seat.scope)
        self.scope.set_read_only(read_only)
        self.remove.setVisible(not read_only)

    def _written(self, code: str) -> None:
        good = self._panel.set_code(self._number, code.strip())
        set_fault(self.code, not good)
        tr(
            self.code.setToolTip,
            "" if good else N_("The code is taken, or has signs other than letters, digits and -."),
        )
        if not good:
            self.code.keep_waiting(self._panel.draft.plan.observers[self._number].code)

    def _scope(self, scope: Any) -> None:
        self._panel.set_scope(self._number, scope)

    def _remove(self) -> None:
        self._panel.remove(self._number)

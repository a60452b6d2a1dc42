"""Dialogs to choose receivers, watched teams and checklist items from, and a button that shows what is chosen."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.dialogs import Dialog
from exercise_studio.desktop.editor.fields import Line
from exercise_studio.desktop.editor.words import LAYERS
from exercise_studio.desktop.texts import Source, authored
from exercise_studio.desktop.widgets.layout import button, label, row
from exercise_studio.desktop.widgets.search import SearchBox, matches
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.domain.checklist import Item
from exercise_studio.domain.exercise import Plan
from exercise_studio.journeys.authoring import TEAM_TITLES
from exercise_studio.language import N_, _

ADDRESS: Final = Qt.ItemDataRole.UserRole


class Place(NamedTuple):
    """A member or organisation with its teams, as they can be ticked."""

    address: str
    name: Any
    teams: tuple[tuple[str, Any], ...] = ()


def receivers(plan: Plan) -> list[Place]:
    """Whom an inject can go to: everybody, the player slots of the cast and their teams, named as those who fill them."""
    found = [Place("all", N_("Everybody"))]
    for member in plan.scenario.cast:
        if member.kind == "player":
            houses = plan.organisations_in_slot.get(member.id, ())
            name = houses[0].name if len(houses) == 1 else member.title
            teams = tuple((f"{member.id}/{kind}", TEAM_TITLES[kind]) for kind in member.teams)
            found.append(Place(member.id, name, teams))
    return found


def watched(plan: Plan) -> list[Place]:
    """What an observer can watch: the organisations and teams that take part."""
    return [Place(h.id, h.name, tuple((h.address(t.kind), t.title) for t in h.teams)) for h in plan.organisations]


def summary(places: Sequence[Place], chosen: Sequence[str], *, short: bool = False) -> str:
    """The chosen addresses by name in the language in use: "Aohama Terminal: Legal, Executives; Toheki Logistics".

    `short` leaves the organisation out where there is only one.
    """
    if "all" in chosen:
        return _("Everybody")
    parts, known = [], set()
    with_teams = [place for place in places if place.teams]
    for place in places:
        known |= {place.address, *(address for address, _name in place.teams)}
        teams = _(", ").join(texts.resolve(name) for address, name in place.teams if address in chosen)
        if place.address in chosen:
            parts.append(texts.resolve(place.name))
        elif teams and short and len(with_teams) == 1:
            parts.append(teams)
        elif teams:
            parts.append(_("{organisation}: {teams}", organisation=texts.resolve(place.name), teams=teams))
    parts += [address for address in chosen if address not in known]
    return _("; ").join(parts)


class AddressDialog(Dialog):
    """Ticks for organisations and their teams; a ticked organisation stands for all of its teams.

    Attributes:
        chosen: the addresses, as they are ticked now.
    """

    def __init__(
        self,
        title: Source,
        places: Sequence[Place],
        chosen: Sequence[str],
        parent: QWidget | None = None,
        **params: Any,
    ) -> None:
        super().__init__(title, parent, **params)
        self._places = list(places)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setMinimumSize(theme.scaled(420), theme.scaled(320))
        texts.name(self.tree, title, **params)
        for place in self._places:
            top = self._item(self.tree, place.address, place.name, place.address in chosen)
            for address, name in place.teams:
                self._item(top, address, name, address in chosen or place.address in chosen)
            top.setExpanded(True)
        self._dim()
        self.tree.itemChanged.connect(self._changed)
        self.body.addWidget(self.tree, 1)
        self.take = button(N_("Take these"), self.accept, "primary")
        self.take.setDefault(True)
        self.buttons(self.take, button(N_("Go back"), self.reject))
        self.tree.setCurrentItem(self._tops()[0])
        self.tree.setFocus()

    @property
    def chosen(self) -> tuple[str, ...]:
        found: list[str] = []
        for top in self._tops():
            address = top.data(0, ADDRESS)
            if _ticked(top):
                if address == "all":
                    return ("all",)
                found.append(address)
            else:
                found += [child.data(0, ADDRESS) for child in _children(top) if _ticked(child)]
        return tuple(found)

    def _item(self, parent: Any, address: str, name: Any, on: bool) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent, [texts.resolve(name)])
        item.setData(0, ADDRESS, address)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        return item

    def _tops(self) -> list[QTreeWidgetItem]:
        tops = (self.tree.topLevelItem(i) for i in range(self.tree.topLevelItemCount()))
        return [top for top in tops if top is not None]

    def _changed(self, item: QTreeWidgetItem) -> None:
        self.tree.blockSignals(True)
        if item.parent() is None:
            for child in _children(item):
                child.setCheckState(0, item.checkState(0))
            if item.data(0, ADDRESS) != "all" and _ticked(item) and self._tops()[0].data(0, ADDRESS) == "all":
                self._tops()[0].setCheckState(0, Qt.CheckState.Unchecked)
        self._dim()
        self.tree.blockSignals(False)

    def _dim(self) -> None:
        """What a tick above already covers needs none of its own."""
        tops = self._tops()
        everybody = bool(tops) and tops[0].data(0, ADDRESS) == "all" and _ticked(tops[0])
        for top in tops:
            if top.data(0, ADDRESS) != "all":
                top.setDisabled(everybody)
            for child in _children(top):
                child.setDisabled(everybody or _ticked(top))


def _ticked(item: QTreeWidgetItem) -> bool:
    return item.checkState(0) == Qt.CheckState.Checked


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [item.child(i) for i in range(item.childCount())]


class AddressField(QWidget):
    """Says who is chosen, with a button to choose others.

    Signals:
        chosen: the addresses, a tuple.
    """

    chosen = Signal(object)

    def __init__(
        self,
        title: Source,
        places: Callable[[], list[Place]],
        nobody: str,
        parent: QWidget | None = None,
        *,
        may_be_empty: bool = False,
    ) -> None:
        super().__init__(parent)
        self._title, self._places, self._nobody, self._may_be_empty = title, places, nobody, may_be_empty
        self._addresses: tuple[str, ...] = ()
        self.dialog: AddressDialog | None = None
        self.said = Line(title)
        self.said.setReadOnly(True)
        self.button = button(N_("Choose…"), self._ask)
        texts.name(self.button, N_("{what}: choose"), what=self._name)
        self.setLayout(row(self.said, self.button))
        self.setFocusProxy(self.button)
        texts.on_language(self._write)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Who is chosen."""
        return self._addresses

    def show_addresses(self, addresses: Sequence[str]) -> None:
        """Show others."""
        self._addresses = tuple(addresses)
        self._write()

    def set_read_only(self, on: bool) -> None:
        """Whether it may only be read."""
        self.button.setDisabled(on)

    def _name(self) -> str:
        return texts.resolve(self._title)

    def _write(self) -> None:
        said = summary(self._places(), self._addresses) if self._addresses else _(self._nobody)
        self.said.show_text(said)
        self.said.setCursorPosition(0)
        self.said.setToolTip(said)

    def _ask(self) -> None:
        self.dialog = AddressDialog(self._title, self._places(), self._addresses, self.window())
        self.dialog.accepted.connect(self._take)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def _take(self) -> None:
        found = self.dialog.chosen if self.dialog else ()
        self.dialog = None
        if (found or self._may_be_empty) and found != self._addresses:
            self.show_addresses(found)
            self.chosen.emit(found)


class ItemDialog(Dialog):
    """The checklist, to choose expected actions from: search, arrow keys, Enter.

    Attributes:
        chosen: ids of the selected items.
    """

    def __init__(self, plan: Plan, taken: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(N_("Choose expected actions"), parent)
        self._plan = plan
        self._taken = set(taken)
        self.search = SearchBox(N_("Search: number, words, layer"))
        self.search.searched.connect(self._fill)
        self.body.addWidget(self.search)
        self.model = RowsModel(
            (
                Column(N_("Item"), lambda item: item.id, width=84),
                Column(N_("Expected action"), lambda item: authored(item.title), tip=_tip, width=0),
                Column(N_("For"), lambda item: _(", ").join(_(LAYERS[layer]) for layer in item.layers), width=180),
            ),
            parent=self,
        )
        self.table = Table(self.model, name=N_("Checklist items"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setMinimumSize(theme.scaled(640), theme.scaled(320))
        self.table.opened.connect(self.accept)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(label(N_("Ctrl or Shift selects several."), "caption"))
        self.take = button(N_("Add the selected"), self.accept, "primary")
        self.take.setDefault(True)
        self.buttons(self.take, button(N_("Go back"), self.reject))
        self._fill()
        self.search.setFocus()

    @property
    def chosen(self) -> tuple[str, ...]:
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return tuple(self.model.rows[row].id for row in rows)

    def _fill(self) -> None:
        words = self.search.text()
        self.model.set_rows(i for i in self._plan.items.values() if i.id not in self._taken and item_matches(i, words))
        self.table.select_row(0)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.search.hasFocus():
            self.table.setFocus()
            return
        super().keyPressEvent(event)


def item_matches(item: Item, words: str) -> bool:
    """Whether a checklist item answers a search by number, wording or layer."""
    layers = [_(LAYERS[layer]) for layer in item.layers]
    return matches(words, item.id, item.title.ja, item.title.en, *item.layers, *layers)


def _tip(item: Item) -> str:
    return authored(item.title)

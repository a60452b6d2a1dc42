"""Choosing several of many: items of the checklist, teams, entries of the log; searched by words, ticked by Space."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.dialogs import Dialog
from exercise_studio.desktop.texts import Source, tr
from exercise_studio.desktop.weak import WeakCall
from exercise_studio.desktop.widgets.layout import button, label
from exercise_studio.desktop.widgets.search import SearchBox, matches
from exercise_studio.language import N_

MOST = 400
"""Options shown at a time; words narrow a longer list."""


class Pick(Dialog):
    """`Pick(title, [(id, text), …], chosen_ids, bound_method).open()`: the method gets the ids in the options' order.

    Attributes:
        chosen: the ids that are ticked now.
    """

    def __init__(
        self,
        title: Source,
        options: Sequence[tuple[str, str]],
        chosen: Iterable[str],
        take: Callable[[tuple[str, ...]], Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._options, self._take = list(options), WeakCall(take)
        self.chosen = set(chosen)
        self.search = SearchBox()
        self.search.searched.connect(self._fill)
        self.list = QListWidget()
        self.list.setMinimumSize(theme.scaled(620), theme.scaled(320))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        texts.name(self.list, title)
        self.list.itemChanged.connect(self._ticked)
        self.count = label(look="caption")
        self.body.addWidget(self.search)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.count)
        use = button(N_("Use these"), self._use, "primary")
        use.setDefault(True)
        self.buttons(use, button(N_("Go back"), self.reject))
        self._fill("")
        self.search.setFocus()

    def _fill(self, words: str) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        # What is ticked stays in sight whatever is searched for, so that nothing is kept unseen.
        found = [o for o in self._options if o[0] in self.chosen]
        found += [o for o in self._options if o[0] not in self.chosen and matches(words, o[1])][: MOST - len(found)]
        for one, text in found:
            line = QListWidgetItem(text)
            line.setToolTip(text)
            line.setData(Qt.ItemDataRole.UserRole, one)
            line.setSizeHint(QSize(0, theme.scaled(28)))
            line.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            line.setCheckState(Qt.CheckState.Checked if one in self.chosen else Qt.CheckState.Unchecked)
            self.list.addItem(line)
        self.list.blockSignals(False)
        self._count()

    def _ticked(self, line: QListWidgetItem) -> None:
        one = line.data(Qt.ItemDataRole.UserRole)
        if line.checkState() == Qt.CheckState.Checked:
            self.chosen.add(one)
        else:
            self.chosen.discard(one)
        self._count()

    def _count(self) -> None:
        tr(
            self.count.setText,
            N_("{chosen} chosen, {shown} of {all} shown"),
            chosen=len(self.chosen),
            shown=self.list.count(),
            all=len(self._options),
        )

    def _use(self) -> None:
        take = self._take.get()
        ids = tuple(one for one, _text in self._options if one in self.chosen)
        self.accept()
        if take is not None:
            take(ids)

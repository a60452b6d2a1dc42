"""The filters of the library: one button a question, each with the answers that it offers."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QMenu, QToolButton, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.library.words import tag
from exercise_studio.desktop.names import DIFFICULTIES, THREATS
from exercise_studio.desktop.texts import Source, tr
from exercise_studio.desktop.widgets.layout import FlowLayout, button
from exercise_studio.domain.times import MINUTE
from exercise_studio.journeys.browsing import Filters
from exercise_studio.journeys.library import ScenarioCard
from exercise_studio.language import N_, _
from exercise_studio.reporting.labels import LAYERS, SECTORS

LENGTHS: Final = (45, 60, 90, 120, 150, 180, 240)
"""Playing times in minutes that can be asked for."""


class _StayingMenu(QMenu):
    """Stays open while answers are ticked, so that several can be chosen in a row."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.activeAction()
        if action is not None and action.isCheckable() and action.actionGroup() is None:
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        several = action is not None and action.isCheckable() and action.actionGroup() is None
        if several and event.key() == Qt.Key.Key_Space:
            action.trigger()
            return
        super().keyPressEvent(event)


class ChoiceButton(QToolButton):
    """A question with its answers in a menu; the button says what is chosen.

    Signals:
        changed: another answer is chosen.
    """

    changed = Signal()

    def __init__(
        self, title: str, options: Mapping[str, Source], *, one: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = title
        self.setProperty("look", "menu")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._menu = QMenu(self) if one else _StayingMenu(self)
        self._group = QActionGroup(self._menu) if one else None
        if self._group is not None:
            self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        self.setMenu(self._menu)
        self._actions: dict[str, QAction] = {}
        self.set_options(options)
        texts.on_language(self._write)

    def set_options(self, options: Mapping[str, Source]) -> None:
        """Offer these answers; what was chosen stays chosen where it is still offered."""
        chosen = self.chosen()
        if list(options) == list(self._actions):
            return
        self._menu.clear()
        self._actions = {}
        for code, name in options.items():
            action = QAction(self._menu)
            action.setCheckable(True)
            action.setChecked(code in chosen)
            if self._group is not None:
                self._group.addAction(action)
            tr(action.setText, name)
            action.toggled.connect(self._toggled)
            self._menu.addAction(action)
            self._actions[code] = action
        self._write()

    def chosen(self) -> frozenset[str]:
        """The codes of the chosen answers."""
        return frozenset(code for code, action in self._actions.items() if action.isChecked())

    def choose(self, *codes: str) -> None:
        """Choose these answers and no others."""
        for code, action in self._actions.items():
            action.setChecked(code in codes)

    def _toggled(self) -> None:
        self._write()
        self.changed.emit()

    def _write(self) -> None:
        names = [action.text() for action in self._actions.values() if action.isChecked()]
        title = _(self._title)
        if len(names) > 1:
            shown = _("{title}: {first} and {n} more", title=title, first=names[0], n=len(names) - 1)
        else:
            shown = _("{title}: {first}", title=title, first=names[0]) if names else title
        self.setText(self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, theme.scaled(220)))
        self.setAccessibleName(shown)
        self.setToolTip(", ".join(names))
        on = bool(names)
        if self.property("chosen") != on:
            self.setProperty("chosen", on)
            font = self.font()
            font.setBold(on)
            self.setFont(font)


class FilterBar(QWidget):
    """All questions in a row that flows.

    Signals:
        changed: a Filters without words.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, spacing=6)
        self.sector = ChoiceButton(N_("Sector"), SECTORS)
        self.threat = ChoiceButton(N_("Threat"), THREATS)
        self.layer = ChoiceButton(N_("Layer"), LAYERS)
        self.length = ChoiceButton(N_("At the longest"), {str(m): _Length(m) for m in LENGTHS}, one=True)
        self.level = ChoiceButton(N_("Difficulty"), DIFFICULTIES)
        self.tag = ChoiceButton(N_("Tag"), {})
        self._choices = (self.sector, self.threat, self.layer, self.length, self.level, self.tag)
        for choice in self._choices:
            choice.changed.connect(self._changed)
            flow.addWidget(choice)
        self.both = QCheckBox()
        tr(self.both.setText, N_("Only in both languages"))
        self.both.toggled.connect(self._changed)
        self.both.setMinimumHeight(self.sector.sizeHint().height())
        flow.addWidget(self.both)
        self.clear = button(N_("Clear the filters"), self.reset, "quiet", icon="close")
        flow.addWidget(self.clear)
        self._quiet = False
        self.clear.hide()

    def offer(self, cards: list[ScenarioCard]) -> None:
        """Offer the tags that these scenarios have."""
        tags = sorted({one for card in cards if card.scenario is not None for one in card.scenario.tags})
        self.tag.set_options({one: _Tag(one) for one in tags})

    def filters(self) -> Filters:
        """What is asked for."""
        longest = [int(code) * MINUTE for code in self.length.chosen()]
        return Filters(
            sectors=self.sector.chosen(),
            threats=self.threat.chosen(),
            layers=self.layer.chosen(),
            levels=self.level.chosen(),
            tags=self.tag.chosen(),
            longest=longest[0] if longest else None,
            both_languages=self.both.isChecked(),
        )

    def reset(self) -> None:
        """Ask for nothing any more."""
        self._quiet = True
        for choice in self._choices:
            choice.choose()
        self.both.setChecked(False)
        self._quiet = False
        self._changed()

    def _changed(self) -> None:
        if not self._quiet:
            found = self.filters()
            self.clear.setVisible(found != Filters())
            self.changed.emit(found)

    def changeEvent(self, event: QEvent) -> Any:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()


class _Length:
    """So many minutes, in words."""

    def __init__(self, minutes: int) -> None:
        self._minutes = minutes

    def __call__(self) -> str:
        return _("{minutes} min", minutes=self._minutes)


class _Tag:
    """A tag, in words."""

    def __init__(self, code: str) -> None:
        self._code = code

    def __call__(self) -> str:
        return tag(self._code)

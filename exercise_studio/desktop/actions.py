"""What can be done in a window, as one table: menus, tooltips, shortcuts and the F1 overlay all come from it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QMenu, QToolButton, QWidget

from exercise_studio.desktop import icons, texts
from exercise_studio.language import _


class Scope(Enum):
    """Where an action's keys work."""

    WINDOW = Qt.ShortcutContext.WindowShortcut
    """Anywhere in the window while its page is shown: only with Ctrl, Alt or a function key."""
    WIDGET = Qt.ShortcutContext.WidgetWithChildrenShortcut
    """Only while the widget the action belongs to, or a child of it, has the focus: needed for bare keys."""


IME_KEYS: Final = frozenset({"F6", "F7", "F8", "F9", "F10"})
"""They belong to the Japanese input method while it converts, so no action has them."""


@dataclass(frozen=True)
class Act:
    """One row of a window's table.

    Attributes:
        id: how the code calls it.
        text: message id, a verb ("Fire the next inject").
        keys: shortcuts as Qt writes them ("Ctrl+G"); the first one is shown.
        icon: name of an SVG in resources/icons.
        scope: where the keys work.
        hint: message id of a longer explanation for the tooltip.
        mnemonic: letter for menus, written (&X) behind a Japanese text.
        checkable: whether it stays on.
        native: the keys are handled by a widget itself (Enter in the log line): the row stands in the overlay only.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    scope: Scope = Scope.WINDOW
    hint: str = ""
    mnemonic: str = ""
    checkable: bool = False
    native: bool = False


def check(*tables: Iterable[Act]) -> None:
    """Raise ValueError when acts that are together in one window share an id or a key, or take a key they must not."""
    ids: set[str] = set()
    keys: dict[str, str] = {}
    for act in (act for table in tables for act in table):
        if act.id in ids:
            raise ValueError(f"two acts are called {act.id}")
        ids.add(act.id)
        for key in () if act.native else act.keys:
            sequence = QKeySequence(key)
            portable = sequence.toString(QKeySequence.SequenceFormat.PortableText)
            if sequence.isEmpty() or not portable:
                raise ValueError(f"{act.id}: {key!r} is no key")
            if portable in IME_KEYS:
                raise ValueError(f"{act.id}: {portable} belongs to the input method")
            if portable in keys:
                raise ValueError(f"{act.id} and {keys[portable]} share {portable}")
            if act.scope is Scope.WINDOW and _is_bare(sequence):
                raise ValueError(f"{act.id}: {portable} would be taken from buttons and texts; give it Scope.WIDGET")
            keys[portable] = act.id


def _is_bare(sequence: QKeySequence) -> bool:
    """Whether the key types something or works a control by itself."""
    combination: Any = sequence[0]  # type: ignore[index]
    modifiers = combination.keyboardModifiers() & ~Qt.KeyboardModifier.ShiftModifier
    if modifiers & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    key = combination.key()
    return not (Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35) and key != Qt.Key.Key_Escape


def key_text(key: str) -> str:
    """A key as the platform writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


class ActionSet(QObject):
    """The QActions of one window or page, made from its table.

    `ActionSet(ACTIONS, page, {"fire": page.fire})`; an act without a handler is wired later through `on`.
    Acts with Scope.WIDGET belong to the owner unless `homes` names another widget for their id.

    Signals:
        triggered: the id of an act somebody triggered.
    """

    triggered = Signal(str)

    def __init__(
        self,
        table: Sequence[Act],
        owner: QWidget,
        handlers: Mapping[str, Callable[..., object]] | None = None,
        homes: Mapping[str, QWidget] | None = None,
    ) -> None:
        super().__init__(owner)
        check(table)
        self.table = tuple(table)
        self._actions: dict[str, QAction] = {}
        for act in self.table:
            if act.native:
                continue
            action = QAction(self)
            action.setObjectName(act.id)
            action.setIcon(icons.icon(act.icon))
            action.setCheckable(act.checkable)
            # Four key events would be four activations; a held key must not fire four injects.
            action.setAutoRepeat(False)
            action.setShortcuts([QKeySequence(key) for key in act.keys])
            action.setShortcutContext(act.scope.value)
            action.triggered.connect(self._triggered)
            (homes or {}).get(act.id, owner).addAction(action)
            self._actions[act.id] = action
        self._texts: dict[str, tuple[Any, dict[str, Any]]] = {
            act.id: (act.text, {}) for act in self.table if not act.native
        }
        self.retranslate()
        texts.on_language(self.retranslate)
        for name, handler in (handlers or {}).items():
            self.on(name, handler)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Any:
        return iter(self._actions.values())

    def on(self, name: str, handler: Callable[..., object]) -> None:
        """Call a bound method when the act is triggered; a checkable act passes its state."""
        action = self._actions[name]
        (action.toggled if action.isCheckable() else action.triggered).connect(handler)

    def _triggered(self) -> None:
        self.triggered.emit(self.sender().objectName())

    def move(self, name: str, home: QWidget) -> QAction:
        """Let the keys of a Scope.WIDGET act work in another widget than the owner; returns the action."""
        action = self._actions[name]
        for widget in list(action.associatedObjects()):
            if isinstance(widget, QWidget) and not isinstance(widget, QAbstractButton | QMenu):
                widget.removeAction(action)
        home.addAction(action)
        return action

    def describe(self, name: str, source: Any, **params: Any) -> None:
        """Say more exactly what the act would do now ("Undo: fire 07"); text, tooltip and buttons follow."""
        self._texts[name] = (source, params)
        self._write(next(act for act in self.table if act.id == name))

    def retranslate(self) -> None:
        """Write all texts in the language in use."""
        for act in self.table:
            if not act.native:
                self._write(act)

    def _write(self, act: Act) -> None:
        action = self._actions[act.id]
        source, params = self._texts[act.id]
        text = texts.resolve(source, params)
        action.setIconText(text)
        action.setText(_with_mnemonic(text, act.mnemonic))
        action.setToolTip(_tooltip(text, action, act))

    def button(self, name: str, look: str = "", *, icon_only: bool = False) -> QToolButton:
        """A button for the act, with its text, icon, tooltip and state; icon alone only where the icon is universal."""
        button = QToolButton()
        button.setProperty("look", look)
        button.setDefaultAction(self._actions[name])
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if icon_only else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        if not icon_only and self._actions[name].icon().isNull():
            style = Qt.ToolButtonStyle.ToolButtonTextOnly
        button.setToolButtonStyle(style)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        _ToolFollower(button, self._actions[name], self._inked(name, look))
        return button

    def attach(self, button: QAbstractButton, name: str) -> None:
        """Let an ordinary push button trigger the act and take text, icon, tooltip and state from it."""
        action = self._actions[name]
        follower = _Follower(button, action, self._inked(name, str(button.property("look") or "")))
        follower.update()

    def _inked(self, name: str, look: str) -> QIcon | None:
        """The act's icon in the colour of the words on a filled button; None where the act's own icon will do."""
        ink = {"primary": "accent.on", "danger": "danger.on"}.get(look)
        act = next(one for one in self.table if one.id == name)
        return icons.icon(act.icon, ink) if ink and act.icon else None

    def menu(self, parent: QWidget, *names: str) -> QMenu:
        """A menu of acts; an empty name is a separator."""
        menu = QMenu(parent)
        for name in names:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        return menu


class _Follower(QObject):
    """Keeps a push button in step with an action."""

    def __init__(self, button: QAbstractButton, action: QAction, icon: QIcon | None) -> None:
        super().__init__(button)
        self._button, self._action, self._icon = button, action, icon
        button.setAutoRepeat(False)
        button.clicked.connect(action.trigger)
        action.changed.connect(self.update)

    def update(self) -> None:
        button, action = self._button, self._action
        button.setText(action.iconText())
        button.setIcon(self._icon or action.icon())
        button.setToolTip(action.toolTip())
        button.setEnabled(action.isEnabled())
        button.setAccessibleName(action.iconText())


class _ToolFollower(QObject):
    """Gives a tool button the accessible name of its action, and an icon of its own where its look asks for one."""

    def __init__(self, button: QToolButton, action: QAction, icon: QIcon | None) -> None:
        super().__init__(button)
        self._button, self._action, self._icon = button, action, icon
        action.changed.connect(self.update)
        self.update()

    def update(self) -> None:
        self._button.setAccessibleName(self._action.iconText())
        if self._icon is not None:
            self._button.setIcon(self._icon)


def _with_mnemonic(text: str, letter: str) -> str:
    """Office style: Japanese texts carry the letter in brackets behind them."""
    text = text.replace("&", "&&")
    if not letter:
        return text
    at = text.upper().find(letter.upper())
    if at >= 0:
        return f"{text[:at]}&{text[at:]}"
    stem, dots = (text[:-1], "…") if text.endswith("…") else (text, "")
    return f"{stem}(&{letter.upper()}){dots}"


def _tooltip(text: str, action: QAction, act: Act) -> str:
    """Made from the action itself, so that it can never name another key than the one that works."""
    keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
    line = f"{text} ({' / '.join(keys)})" if keys else text
    return f"{line}\n{_(act.hint)}" if act.hint else line

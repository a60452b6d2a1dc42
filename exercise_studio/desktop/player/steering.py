"""Steering the players' screen from the live room: what they see, small; live, holding card or black; and the rest in a menu."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QToolButton, QWidget

from exercise_studio import language
from exercise_studio.conduct.run import EVERYBODY
from exercise_studio.conduct.screen import Screen
from exercise_studio.desktop import icons, texts, theme
from exercise_studio.desktop.actions import ActionSet
from exercise_studio.desktop.player.director import TURNS, Director
from exercise_studio.desktop.player.thumbnail import Thumbnail
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.elided import Elided
from exercise_studio.desktop.widgets.layout import GRID, column, row
from exercise_studio.language import N_, _, plural

MODES: Final = (
    ("live", N_("Showing"), "screen_live"),
    ("holding", N_("Holding"), "screen_holding"),
    ("black", N_("Black"), "screen_black"),
)
MINUTES: Final = (5, 10, 15, 30)
LANGUAGES: Final = {"ja": N_("Japanese"), "en": N_("English"), "both": N_("Japanese and English")}


class ScreenPanel(QFrame):
    """Radio buttons, not toggles: one never has to know what the screen shows to choose what it will.

    Attributes:
        house: the organisation whose screen is steered, "" for everybody's.
    Signals:
        discussion_wanted: minutes, 0 for none.
        house_changed: another organisation's screen is steered.
    """

    discussion_wanted = Signal(object)
    house_changed = Signal()

    def __init__(self, acts: ActionSet, director: Director, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self.acts, self.director = acts, director
        self.house = EVERYBODY
        self.title = Elided("caption")
        self.thumb = Thumbnail()
        self.modes: dict[str, QToolButton] = {}
        for mode, word, act in MODES:
            choice = _choice(word, partial(_trigger, acts[act]))
            choice.setToolTip(acts[act].toolTip())
            acts[act].changed.connect(self._tips)
            self.modes[mode] = choice
        self.lock = QToolButton()
        self.lock.setCheckable(True)
        self.lock.setIcon(icons.icon("lock", "ink.text", "accent.on_soft"))
        self.lock.setProperty("look", "small")
        self.lock.clicked.connect(acts["screen_lock"].trigger)
        texts.name(self.lock, N_("Lock the player display"))
        self.more = QToolButton()
        self.more.setProperty("look", "small")
        self.more.setIcon(icons.icon("more"))
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        texts.name(self.more, N_("More about the player display"))
        tr(self.more.setToolTip, N_("Questions, discussion time, pages, screens"))
        self.menu = QMenu(self.more)
        self.menu.aboutToShow.connect(self.fill_menu)
        self.more.clicked.connect(self.open_menu)
        for small in (self.lock, self.more):
            small.setFixedSize(theme.scaled(32), theme.scaled(24))
            small.setIconSize(QSize(theme.scaled(16), theme.scaled(16)))
        top = row(self.title, self.lock, self.more, spacing=2)
        top.setStretchFactor(self.title, 1)
        left = column(top, spacing=2)
        left.addWidget(self.thumb, 1)
        choices = column(1, *self.modes.values(), 1, spacing=2)
        whole = row(left, choices, spacing=GRID, margin=GRID)
        whole.setStretchFactor(left, 1)
        self.setLayout(whole)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        director.changed.connect(self.refresh)
        texts.on_language(self.refresh)

    def wish(self, height: int) -> None:
        """Be as wide as a picture of 16:9 needs in a panel so high."""
        picture = max(54, height - theme.scaled(26) - 3 * GRID) * 16 // 9
        beside = max(choice.sizeHint().width() for choice in self.modes.values())
        self.setFixedWidth(picture + beside + 3 * GRID + 2)

    # what holds

    @property
    def screen_state(self) -> Screen:
        """How the steered screen is set."""
        state = self.director.exercise.state if self.director.exercise is not None else None
        return state.screen(self.house) if state is not None else Screen()

    def refresh(self) -> None:
        """Show what players see, and how their screen is set."""
        exercise, director = self.director.exercise, self.director
        if exercise is not None and self.house and self.house not in exercise.plan.organisation_by_id:
            self.house = EVERYBODY
        screen = self.screen_state
        for mode, choice in self.modes.items():
            choice.setChecked(mode == screen.mode)
        self.lock.setChecked(screen.locked)
        size = director.size_of(self.house)
        open_there = self.house in director.windows and self.house not in director.lost
        self.thumb.show_this(director.seen_for(self.house, size), size, missing=not open_there)
        self.title.set_full(self._title(open_there))

    def _title(self, open_there: bool) -> str:
        where = self.director.places.get(self.house, "")
        exercise = self.director.exercise
        house = exercise.plan.organisation_by_id.get(self.house) if exercise is not None else None
        who = house.name.get(language.current()) if house is not None else ""  # type: ignore[arg-type]
        if not open_there:
            said = _("Players: no screen")
        elif where:
            said = _("Players: {screen}", screen=where)
        else:
            said = _("Players: window")
        return f"{who} · {said}" if who else said

    def _tips(self) -> None:
        for mode, _word, act in MODES:
            self.modes[mode].setToolTip(self.acts[act].toolTip())
        self.lock.setToolTip(self.acts["screen_lock"].toolTip())

    # the menu

    def open_menu(self) -> None:
        """Show the menu under its button; it takes no event loop of its own, so the run goes on."""
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def fill_menu(self) -> None:
        """Everything else, as it can be done now."""
        menu = self.menu
        menu.clear()
        for old in menu.findChildren(QMenu):
            old.deleteLater()
        for name in ("screen_show", "screen_follow", "screen_back", "", "screen_ask"):
            menu.addAction(self.acts[name]) if name else menu.addSeparator()
        discuss = menu.addMenu(_("Discussion time"))
        discuss.setEnabled(self.acts["screen_ask"].isEnabled())
        for minutes in MINUTES:
            self._add(
                discuss, plural("{n} minute", "{n} minutes", minutes), partial(self.discussion_wanted.emit, minutes)
            )
        self._add(discuss, _("No discussion time"), partial(self.discussion_wanted.emit, 0))
        menu.addSeparator()
        for name in ("screen_page_back", "screen_page_on"):
            menu.addAction(self.acts[name])
        turning = menu.addMenu(_("Turn pages by themselves"))
        self._radio(
            turning, [(n, _("after {n} seconds", n=n) if n else _("never")) for n in TURNS], self.director.turning,
            self.director.turn_after,
        )  # fmt: skip
        tongues = menu.addMenu(_("Language of the player display"))
        self._radio(
            tongues, [(key, _(said)) for key, said in LANGUAGES.items()], self.director.languages,
            self.director.use_languages,
        )  # fmt: skip
        self._houses(menu)
        menu.addSeparator()
        self._places(menu)

    def _houses(self, menu: QMenu) -> None:
        exercise = self.director.exercise
        houses = exercise.plan.organisations if exercise is not None else ()
        if len(houses) < 2:
            return
        whose = menu.addMenu(_("Whose screen"))
        lang: Any = language.current()
        choices = [(EVERYBODY, _("Everybody's"))] + [(house.id, house.name.get(lang)) for house in houses]
        self._radio(whose, choices, self.house, self.steer)

    def _places(self, menu: QMenu) -> None:
        director = self.director
        for number, screen in enumerate(director.screens(), 1):
            if screen in director.free_screens():
                said = _("Show on screen {number} ({name})", number=number, name=screen.name())
                self._add(menu, said, partial(director.open, screen.name(), self.house))
        self._add(menu, _("Show in a window"), partial(director.open, "", self.house))
        several = len(director.screens()) > 1
        self._add(menu, _("Identify the screens"), director.identify)
        self._add(menu, _("Swap the displays"), director.swap).setEnabled(several and any(director.places.values()))
        closing = self._add(menu, _("Close the player display"), partial(director.close, self.house))
        closing.setEnabled(self.house in director.windows)

    def steer(self, house: str) -> None:
        """Steer another organisation's screen."""
        self.house = house
        self.refresh()
        self.house_changed.emit()

    def _add(self, menu: QMenu, said: str, then: Callable[..., object]) -> QAction:
        action = menu.addAction(said)
        action.triggered.connect(lambda _checked=False: then())
        return action

    def _radio(self, menu: QMenu, choices: list[tuple[Any, str]], chosen: Any, then: Callable[[Any], object]) -> None:
        group = QActionGroup(menu)
        for value, said in choices:
            action = self._add(menu, said, partial(then, value))
            action.setCheckable(True)
            action.setChecked(value == chosen)
            group.addAction(action)


def _trigger(action: QAction, _checked: bool = False) -> None:
    action.trigger()


def _choice(word: str, then: Callable[..., object]) -> QToolButton:
    """One of the three: it shows what holds, so pressing it never unchecks it."""
    made = QToolButton()
    made.setCheckable(True)
    made.setProperty("look", "segment")
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    tr(made.setText, word)
    texts.name(made, word)
    made.clicked.connect(then)
    return made

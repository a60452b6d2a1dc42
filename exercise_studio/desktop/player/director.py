"""The players' windows: which there are, on which screen each stands, and what each is given to show.

Everything between the exercise and those windows goes through `seen_for`: what is shown is made here, as plain values.
"""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QRect, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QScreen
from PySide6.QtWidgets import QWidget

from exercise_studio.conduct.run import EVERYBODY
from exercise_studio.conduct.showing import Card, Shown, before_start, shown
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.exercise import OpenExercise
from exercise_studio.desktop.player.attached import Pictures
from exercise_studio.desktop.player.pages import Seen
from exercise_studio.desktop.player.sign import Sign
from exercise_studio.desktop.player.stage import pages
from exercise_studio.desktop.player.window import NOTHING, PlayerWindow
from exercise_studio.desktop.screens import clamp
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import Instant
from exercise_studio.language import N_

TICK: Final = 250
"""Milliseconds between two looks at the clock."""
USUAL: Final = QSize(1024, 576)
SMALLEST: Final = QSize(320, 240)
LANGUAGES: Final[dict[str, tuple[Lang, Lang | None]]] = {"ja": ("ja", None), "en": ("en", None), "both": ("ja", "en")}
"""The languages of the screen: the first one large, the second one under it or on a page of its own."""
TURNS: Final = (0, 15, 30, 60)
"""Seconds after which a page turns by itself; 0: never."""


def steady() -> int:
    """Milliseconds of a clock that nobody sets."""
    return time.monotonic_ns() // 1_000_000


class Director(QObject):
    """Owns the players' windows; they own nothing and know nothing of it.

    Attributes:
        windows: the open windows by organisation, "" for the one that shows what anybody received.
        places: the screen each of them fills, by its name; "" for one in a window.
        lost: organisations whose screen was unplugged; their window is hidden.
        languages: a key of LANGUAGES.
        turning: a value of TURNS.
        offered: the screen that the last banner offered, by its name.
    Signals:
        changed: a window was opened, moved or closed, or shows something else.
    """

    changed = Signal()

    def __init__(self, desk: Desk, now: Callable[[], Instant], control: QWidget) -> None:
        super().__init__(control)
        self.desk, self._now, self._control = desk, now, control
        self.windows: dict[str, PlayerWindow] = {}
        self.places: dict[str, str] = {}
        self.lost: list[str] = []
        self.beat: Callable[[], int] = steady
        self.turning = 0
        self.offered = ""
        self._cards: dict[str, tuple[Card | None, int]] = {}
        self._signs: list[Sign] = []
        self.pictures = Pictures(desk.tasks, self.tick, self)
        self._shown_for = ""
        wanted = desk.settings.now.choices.get("player-language", "")
        self.languages = wanted if wanted in LANGUAGES else "ja"
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self.tick)
        app = QGuiApplication.instance()
        app.screenRemoved.connect(self.screen_removed)
        app.screenAdded.connect(self.screen_added)
        app.aboutToQuit.connect(self.close_all)

    # what is shown

    @property
    def exercise(self) -> OpenExercise | None:
        """The exercise on screen in the control room."""
        return self.desk.exercise

    def seen_for(self, organisation: str, size: QSizeF | None = None) -> Seen:
        """What players see now, everybody or one organisation's."""
        first, second = LANGUAGES[self.languages]
        one = self._shown(first, organisation)
        if one is None:
            return NOTHING
        two = self._shown(second, organisation) if second is not None else None
        return self._turned(Seen(one, two, self._pictures(one)), organisation, size or self.size_of(organisation))

    def _shown(self, lang: Lang, organisation: str) -> Shown | None:
        exercise = self.exercise
        if exercise is None:
            return None
        if exercise.state is None:
            return before_start(exercise.plan, lang, organisation)
        return shown(exercise.state, exercise.state.clock.play(self._now()), lang, organisation)

    def _pictures(self, one: Shown) -> tuple[QImage, ...]:
        """The card's pictures, as far as they were read."""
        if one.card is None or self.exercise is None:
            return ()
        scenario = self.exercise.plan.scenario.id
        return tuple(self.pictures.of(scenario, file) for file, _title in one.card.pictures)

    def _turned(self, seen: Seen, organisation: str, size: QSizeF) -> Seen:
        """The page that has come by itself, where pages turn by themselves."""
        card, since = self._cards.get(organisation, (None, 0))
        if card != seen.first.card or organisation not in self._cards:
            since = self.beat()
            self._cards[organisation] = (seen.first.card, since)
        if not self.turning or seen.first.mode != "live":
            return seen
        page = (self.beat() - since) // (self.turning * 1000) % pages(seen, size)
        return seen.on_page(page)

    def size_of(self, organisation: str) -> QSizeF:
        """The size of an organisation's window, or of the screen that it would fill."""
        window = self.windows.get(organisation)
        if window is not None and organisation not in self.lost:
            return QSizeF(window.size())
        free = self.free_screens()
        return QSizeF(free[0].size()) if free else QSizeF(USUAL)

    def page_count(self, organisation: str) -> int:
        """How many pages stand behind one another on an organisation's screen."""
        return pages(self.seen_for(organisation), self.size_of(organisation))

    def tick(self) -> None:
        """Give every window what it shows now."""
        told = self.exercise.id if self.exercise is not None else ""
        if told != self._shown_for and self.windows and self._shown_for:
            # Another exercise: what hangs on the wall must not be taken for the one before.
            self.close_all()
        self._shown_for = told
        for organisation, window in self.windows.items():
            if organisation not in self.lost:
                window.show_this(self.seen_for(organisation))
        self.changed.emit()

    def use_languages(self, wanted: str) -> None:
        """Set the languages of the screens, and remember them on this machine."""
        self.languages = wanted
        self.desk.settings.remember_choice("player-language", wanted)
        self.tick()

    def turn_after(self, seconds: int) -> None:
        """Let pages turn by themselves, or not (0)."""
        self.turning = seconds
        self._cards.clear()
        self.tick()

    # windows and screens

    def screens(self) -> list[QScreen]:
        """All screens there are now."""
        return list(QGuiApplication.screens())

    def control_screen(self) -> QScreen | None:
        """The screen the control room stands on."""
        return self._control.window().screen()

    def free_screens(self) -> list[QScreen]:
        """The screens on which the control room does not stand."""
        return [screen for screen in self.screens() if screen is not self.control_screen()]

    def open(self, screen: str = "", organisation: str = EVERYBODY) -> PlayerWindow:
        """Show an organisation's window filling a screen, or as an ordinary window; one window each."""
        window = self.windows.get(organisation)
        if window is None:
            window = self.windows[organisation] = PlayerWindow()
            window.closed.connect(self._closed)
        if organisation in self.lost:
            self.lost.remove(organisation)
        found = next((one for one in self.screens() if one.name() == screen), None)
        if found is not None and found is self.control_screen():
            found = None  # never over the control room
        self.places[organisation] = found.name() if found is not None else ""
        if found is not None:
            window.setScreen(found)
            window.setGeometry(found.geometry())
            window.showFullScreen()
        else:
            self._in_a_window(window, organisation)
        self._shown_for = self.exercise.id if self.exercise is not None else ""
        self._timer.start()
        self.desk.resolved.emit("player-screen")
        self.tick()
        return window

    def _in_a_window(self, window: PlayerWindow, organisation: str) -> None:
        available = [screen.availableGeometry() for screen in self.screens()]
        stored = self.desk.settings.now.sizes.get(f"player-{organisation}", ())
        wanted = QRect(*stored) if len(stored) == 4 else QRect(available[-1].topLeft(), USUAL)
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.setGeometry(clamp(wanted, available, SMALLEST))
        window.show()

    def _closed(self) -> None:
        """Somebody closed a window by its own button."""
        window = self.sender()
        for organisation, one in list(self.windows.items()):
            if one is window:
                self.close(organisation)

    def close(self, organisation: str) -> None:
        """Close an organisation's window."""
        window = self.windows.pop(organisation, None)
        if window is None:
            return
        if not self.places.pop(organisation, "") and organisation not in self.lost:
            place = window.normalGeometry() if window.normalGeometry().isValid() else window.geometry()
            self.desk.settings.remember_size(
                f"player-{organisation}", (place.x(), place.y(), place.width(), place.height())
            )
        if organisation in self.lost:
            self.lost.remove(organisation)
        self._cards.pop(organisation, None)
        window.blockSignals(True)
        window.close()
        window.deleteLater()
        if not self.windows:
            self._timer.stop()
        self.changed.emit()

    def close_all(self) -> None:
        """Close all of them."""
        for organisation in list(self.windows):
            self.close(organisation)
        self.end_signs()

    def swap(self) -> None:
        """The control room and the players' window change screens."""
        organisation = next((name for name, place in self.places.items() if place), None)
        control, here = self._control.window(), self.control_screen()
        there = next((one for one in self.screens() if one.name() == self.places.get(organisation or "", "")), None)
        if organisation is None or here is None or there is None:
            return
        window = self.windows[organisation]
        window.hide()
        full = control.isFullScreen() or control.isMaximized()
        control.showNormal()
        size = control.size()
        control.setScreen(there)
        control.setGeometry(clamp(QRect(there.availableGeometry().topLeft(), size), [there.availableGeometry()], size))
        if full:
            control.showMaximized()
        window.setScreen(here)
        window.setGeometry(here.geometry())
        window.showFullScreen()
        self.places[organisation] = here.name()
        control.raise_()
        control.activateWindow()
        self.changed.emit()

    def identify(self) -> None:
        """Show every screen its number for a moment."""
        self.end_signs()
        self._signs = [Sign(number, screen) for number, screen in enumerate(self.screens(), 1)]
        for sign in self._signs:
            sign.show()
        QTimer.singleShot(Sign.STAYS, self, self.end_signs)

    def end_signs(self) -> None:
        """Take the numbers away."""
        for sign in self._signs:
            sign.close()
            sign.deleteLater()
        self._signs = []

    # screens come and go

    def screen_removed(self, screen: QScreen) -> None:
        """A projector was unplugged: its window is hidden, for anywhere else it might cover the control room."""
        left = [one for one in self.screens() if one is not screen]
        gone = [organisation for organisation, place in self.places.items() if place and place == screen.name()]
        for organisation in gone:
            window = self.windows[organisation]
            window.hide()
            window.setWindowState(Qt.WindowState.WindowNoState)
            window.show_this(NOTHING)
            self.places[organisation] = ""
            if organisation not in self.lost:
                self.lost.append(organisation)
        available = [one.availableGeometry() for one in left]
        for organisation, window in self.windows.items():
            if organisation not in self.lost and not self.places.get(organisation):
                window.setGeometry(clamp(window.geometry(), available, SMALLEST))
        if gone:
            free = [one for one in left if one is not self.control_screen()]
            self._offer(free[0].name() if free else "", screen.name())
        self.changed.emit()

    def _offer(self, target: str, lost: str) -> None:
        self.offered = target
        action = N_("Show it on the other screen") if target else N_("Show it in a window here")
        self.desk.tell(
            N_("The players' screen {screen} was unplugged. The exercise goes on; nothing was lost."),
            action=action, then=self.show_on_offered, key="player-screen", screen=lost,
        )  # fmt: skip

    def screen_added(self, screen: QScreen) -> None:
        """A projector was plugged in: offer it for what has no screen."""
        running = self.exercise is not None and self.exercise.mode in ("live", "rehearsal")
        if self.lost or (running and not self.windows):
            self.offered = screen.name()
            self.desk.tell(
                N_("Screen {screen} was connected."), kind="calm", action=N_("Show the player display there"),
                then=self.show_on_offered, key="player-screen", screen=screen.name(),
            )  # fmt: skip
        self.changed.emit()

    def show_on_offered(self) -> None:
        """Take the banner's offer."""
        for organisation in list(self.lost) or [EVERYBODY]:
            self.open(self.offered, organisation)

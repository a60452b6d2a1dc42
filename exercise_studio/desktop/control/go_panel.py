"""GO, what it would fire, and the acts around it. The guard decides; this shows what it decided."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QBrush, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QHBoxLayout, QSizePolicy, QTextBrowser, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.actions import ActionSet
from exercise_studio.desktop.control.guard import Guard, Outcome
from exercise_studio.desktop.stylesheet import set_look
from exercise_studio.desktop.weak import WeakCall
from exercise_studio.desktop.widgets.elided import Elided
from exercise_studio.desktop.widgets.layout import INSIDE, button, column, label, row
from exercise_studio.domain.exercise import Guards
from exercise_studio.language import N_, _

FRAME: Final = 50
"""Milliseconds between two looks at the guard while it counts; it stands still otherwise."""
FLASH: Final = 700
"""How long a refusal is shown on the button."""

STILL_DOWN: Final = 60
"""Milliseconds within which a press behind a release is a repetition of a held key: no hand is so fast."""
READ: Final = 12_000
"""How long what became of a GO stays to be read beside it."""

REFUSALS: Final = {
    "closed": N_("The clock is not running, so nothing can be fired."),
    "nothing": N_("There is no inject left to fire."),
    "locked": N_("Refused: wait a moment after the last GO."),
    "counting": N_("Refused: a GO is already counting down. Esc cancels it."),
    "held": N_("Refused: release the key first."),
    "settling": N_("Armed. Press GO once more to fire."),
}

ROOMY: Final = 800
"""From so many pixels on, the panel says when the last inject was fired."""


class GoButton(QAbstractButton):
    """The large button: its state in words, in shape and in colour."""

    def __init__(self, guard: Guard, beat: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.guard = guard
        self._beat = WeakCall(beat)
        self.following = ""
        self.refused = ""
        self.setAutoRepeat(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        texts.on_language(self.retell)
        self.retell()

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(148), theme.scaled(92))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(132), theme.scaled(88))

    def _left(self) -> float:
        beat = self._beat.get()
        return self.guard.left(beat()) / 1000 if beat is not None else 0.0

    def words(self) -> tuple[str, str]:
        """The large word and the line under it."""
        state = self.guard.state
        if state == "locked":
            return _("Wait {seconds} s", seconds=f"{self._left():.1f}"), _("Refused") if self.refused else _("Fired")
        if state == "counting":
            return _("Firing in {seconds} s", seconds=f"{self._left():.1f}"), _("Esc cancels")
        if state == "holding":
            return _("Hold {seconds} s", seconds=f"{self._left():.1f}"), _("Letting go fires nothing")
        if state == "armed":
            return _("ARMED {seconds} s", seconds=f"{self._left():.0f}"), _("Press GO again to fire")
        if state == "closed":
            return _("GO"), _("The clock stands still")
        return _("GO"), ("Ctrl+G" if self.following else _("Nothing left to fire"))

    def retell(self) -> None:
        """Give a screen reader the state in words."""
        large, small = self.words()
        self.setAccessibleName(_("GO: fire the next inject"))
        self.setAccessibleDescription(self.refused or f"{large} / {small}")
        self.update()

    def paintEvent(self, event: object) -> None:
        state = self.guard.state
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        fill, ink, edge = self._colours(state)
        painter.setPen(QPen(theme.color(edge), 2))
        painter.setBrush(theme.color(fill))
        painter.drawRoundedRect(rect, 6, 6)
        beat = self._beat.get()
        part = self.guard.part(beat()) if beat is not None else 0.0
        if state in ("armed", "holding"):
            self._hatch(painter, rect)
        if state == "holding":
            self._ring(painter, rect, 1.0 - part)
        if state in ("locked", "counting", "armed") and part > 0:
            bar = QRectF(rect.left() + 8, rect.bottom() - 11, (rect.width() - 16) * part, 5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(ink))
            painter.drawRoundedRect(bar, 2, 2)
        large, small = self.words()
        painter.setPen(theme.color(ink))
        points = theme.SECTION if state == "holding" else theme.HUGE if state in ("ready", "closed") else theme.TITLE
        painter.setFont(theme.ui_font(points, bold=True))
        upper = rect.adjusted(6, 6, -6, -rect.height() * 0.36)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, large)
        painter.setFont(theme.ui_font(theme.CAPTION))
        lower = rect.adjusted(6, rect.height() * 0.6, -6, -12 if part > 0 else -4)
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, small)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("line.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _colours(self, state: str) -> tuple[str, str, str]:
        if state in ("armed", "holding", "counting"):
            return (
                ("danger.fill", "danger.on", "danger.fill")
                if state != "counting"
                else ("accent.pressed", "accent.on", "accent.fill")
            )
        if state == "locked":
            return "ground.surface", "ink.text", "danger.fill" if self.refused else "line.border"
        if state == "closed" or not self.following:
            return "ground.surface", "ink.muted", "line.divider"
        if self.isDown():
            return "accent.pressed", "accent.on", "accent.pressed"
        return ("accent.hover" if self.underMouse() else "accent.fill"), "accent.on", "accent.fill"

    def _hatch(self, painter: QPainter, rect: QRectF) -> None:
        """Armed is told by a hatched border as well: in greyscale its red and GO's blue are equal."""
        painter.save()
        painter.setBrush(QBrush(theme.color("danger.on"), Qt.BrushStyle.BDiagPattern))
        painter.setPen(Qt.PenStyle.NoPen)
        for side in (
            QRectF(rect.left(), rect.top(), rect.width(), 6), QRectF(rect.left(), rect.bottom() - 6, rect.width(), 6),
            QRectF(rect.left(), rect.top(), 6, rect.height()), QRectF(rect.right() - 6, rect.top(), 6, rect.height()),
        ):  # fmt: skip
            painter.drawRect(side)
        painter.restore()

    def _ring(self, painter: QPainter, rect: QRectF, done: float) -> None:
        """How long GO has been held: the ring is full when it fires."""
        size = rect.height() - 20
        circle = QRectF(0, 0, size, size)
        circle.moveCenter(rect.center())
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("danger.on"), 1))
        painter.drawEllipse(circle)
        painter.setPen(QPen(theme.color("danger.on"), 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(circle, 90 * 16, -round(done * 360 * 16))
        painter.restore()

    def enterEvent(self, event: Any) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self.update()


def _stretched(first: QWidget, *others: QWidget) -> QHBoxLayout:
    line = row(first, *others, spacing=4)
    for one in (first, *others):
        line.setStretchFactor(one, int(one.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored))
    return line


class GoPanel(QFrame):
    """GO and the card of the next inject.

    Signals:
        fire: the inject whose countdown ended: fire it now.
        go_refused: why a GO was not taken (a reason of guard.py).
        fire_cancelled: the inject whose countdown was stopped.
        disarmed: the inject that is no longer armed.
    """

    fire = Signal(str)
    go_refused = Signal(str)
    fire_cancelled = Signal(str)
    disarmed = Signal(str)
    KEYS: Final = frozenset({Qt.Key.Key_G, Qt.Key.Key_Space})

    def __init__(self, acts: ActionSet, beat: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self.guard = Guard(Guards())
        self._beat = WeakCall(beat)
        self.wanted_height = theme.scaled(112)
        self._major = False
        self._following = ""
        self._watching = False
        self._came_up: int | None = None
        self._confirm = QTimer(self)
        self._confirm.setSingleShot(True)
        self._confirm.setInterval(STILL_DOWN)
        self._confirm.timeout.connect(self._confirmed)
        self.go = GoButton(self.guard, beat)
        self.go.clicked.connect(self._clicked)
        self.go.pressed.connect(self._pressed)
        self.go.released.connect(self._let_go)
        self._held = False
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME)
        self._timer.timeout.connect(self.tick)
        self._unflash = QTimer(self)
        self._unflash.setSingleShot(True)
        self._unflash.setInterval(FLASH)
        self._unflash.timeout.connect(self._end_flash)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(READ)
        self._forget.timeout.connect(self.forget_note)
        self._build(acts)

    def _build(self, acts: ActionSet) -> None:
        self.headline = Elided("section")
        self.due = label(look="strong")
        self.about = Elided("muted")
        self.notes = QTextBrowser()
        self.notes.setOpenLinks(False)
        self.notes.setFrameShape(QFrame.Shape.NoFrame)
        self.notes.setMinimumHeight(theme.scaled(44))
        self.notes.document().setIndentWidth(18)
        self.notes.document().setDocumentMargin(2)
        self.notes.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        texts.name(self.notes, N_("Speaking notes of the next inject"))
        self._points = theme.BODY
        smaller = button(N_("A−"), self.notes_smaller, "quiet", tip=N_("Smaller notes"))
        larger = button(N_("A+"), self.notes_larger, "quiet", tip=N_("Larger notes"))
        texts.name(smaller, N_("Smaller notes"))
        texts.name(larger, N_("Larger notes"))
        self.last = label(look="caption")
        self.last.hide()
        self.last.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.refusal = label(look="error")
        self.refusal.hide()
        self.refusal.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        skip, hold, set_next, recall = (acts.button(name) for name in ("skip", "hold", "set_next", "recall"))
        for one in (skip, hold, set_next, recall):
            one.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # The headline has the whole width: at 1024 pixels the buttons beside it would leave it a few letters.
        side = column(row(skip, hold, spacing=4), row(set_next, recall, spacing=4), 1, spacing=4)
        told = column(_stretched(self.about, self.refusal, self.last, smaller, larger), spacing=0)
        told.addWidget(self.notes, 1)
        lower = QHBoxLayout()
        lower.setSpacing(INSIDE)
        lower.addLayout(told, 1)
        lower.addLayout(side)
        card = column(_stretched(self.headline, self.due), spacing=2)
        card.addLayout(lower, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(INSIDE, INSIDE, INSIDE, INSIDE)
        line.setSpacing(INSIDE)
        line.addWidget(self.go)
        line.addLayout(card, 1)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.wanted_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), theme.scaled(112))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        # Where width is scarce the button of the recall alone names what was fired last.
        self.last.setVisible(self.width() >= theme.scaled(ROOMY))

    # what is shown

    def set_next(self, inject: str, headline: str, about: str, notes: str, *, major: bool) -> None:
        """The card of the next inject; "" for none."""
        self._major = major
        if inject != self._following:
            self._following = inject
            self._tell(self.guard.follow(inject))
            self.notes.verticalScrollBar().setValue(0)
        self.go.following = inject
        self.headline.set_full(headline)
        self.about.set_full(about)
        if self.notes.property("said") != notes:
            self.notes.setProperty("said", notes)
            self.notes.setMarkdown(notes)
            self._size_notes()
        self.go.retell()

    def set_due(self, text: str, over: bool) -> None:
        """The countdown to the planned time."""
        if self.due.text() != text:
            self.due.setText(text)
        look = "error" if over else "strong"
        if self.due.property("look") != look:
            set_look(self.due, look)

    def set_last(self, text: str) -> None:
        """What was fired last."""
        self.last.setText(text)

    def set_open(self, is_open: bool, rules: Guards) -> None:
        """Whether the clock runs, and the rules of this exercise."""
        self.guard.rules = rules
        self._tell(self.guard.opens(is_open))
        self.go.retell()

    def notes_larger(self) -> None:
        """One step larger."""
        self._points = min(20.0, self._points + 1.5)
        self._size_notes()

    def notes_smaller(self) -> None:
        """One step smaller."""
        self._points = max(8.5, self._points - 1.5)
        self._size_notes()

    def _size_notes(self) -> None:
        self.notes.document().setDefaultFont(theme.ui_font(self._points))

    # acting

    def press_key(self) -> None:
        """GO by its key."""
        beat = self._beat.get()
        if self._came_up is not None and beat is not None:
            if beat() - self._came_up >= STILL_DOWN:
                self._released()
            self._came_up = None
        self._press(key=True)
        self._watch()

    def _clicked(self) -> None:
        if not self._held:
            self._press(key=False)
        self._held = False

    def _pressed(self) -> None:
        """Where a major inject is fired by holding, it begins with the press; anything else with the click."""
        self._held = self._major and self.guard.rules.style == "hold" and self.guard.state == "ready"
        if self._held:
            self._press(key=False)

    def _let_go(self) -> None:
        beat = self._beat.get()
        if beat is not None:
            self._tell(self.guard.let_go(beat() if self._came_up is None else self._came_up))

    def _press(self, *, key: bool) -> None:
        beat = self._beat.get()
        if beat is not None:
            self._tell(self.guard.press(beat(), self._following, major=self._major, key=key))

    def cancel(self) -> bool:
        """Stop a countdown or an arming; returns whether there was one."""
        outcome = self.guard.cancel()
        self._tell(outcome)
        return outcome is not None

    def drop(self, inject: str) -> None:
        """The inject is not to be fired any more."""
        self._tell(self.guard.drop(inject))

    def tick(self) -> None:
        """Let time pass."""
        beat = self._beat.get()
        if beat is not None:
            if self._came_up is not None and beat() - self._came_up >= STILL_DOWN:
                self._released()
            self._tell(self.guard.tick(beat()))
        if not self.guard.until:
            self._timer.stop()
        self.go.retell()

    def _tell(self, outcome: Outcome | None) -> None:
        if outcome is not None:
            self._say(outcome)
        if self.guard.until and not self._timer.isActive():
            self._timer.start()
        self.go.retell()

    def _say(self, outcome: Outcome) -> None:
        if outcome.what == "fire":
            self.fire.emit(outcome.inject)
        elif outcome.what == "refused":
            self._flash(outcome.reason)
            self.go_refused.emit(outcome.reason)
        elif outcome.what == "cancelled":
            self._note(N_("Cancelled: nothing was fired."), "strong")
            self.fire_cancelled.emit(outcome.inject)
        elif outcome.what == "disarmed":
            self._note(N_("Disarmed: nothing was fired."), "muted")
            self.disarmed.emit(outcome.inject)
        elif outcome.what == "let go":
            self._note(N_("Let go: nothing was fired."), "strong")
            self.disarmed.emit(outcome.inject)
        elif outcome.what in ("armed", "counting", "holding"):
            self._note("")
        event = QAccessibleEvent(self.go, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)

    def _flash(self, reason: str) -> None:
        self._note(REFUSALS[reason])
        self.go.refused = _(REFUSALS[reason])
        self._unflash.start()
        self.go.retell()

    def _note(self, message: str, look: str = "error") -> None:
        if self.refusal.property("look") != look:
            set_look(self.refusal, look)
        texts.tr(self.refusal.setText, message)
        self._show_note(bool(message))
        self._forget.start()

    def _show_note(self, shown: bool) -> None:
        """What became of a GO stands where one looks: in place of the line about the next inject."""
        self.refusal.setVisible(shown)
        self.about.setVisible(not shown)

    def forget_note(self) -> None:
        """Take away what became of the last GO."""
        texts.tr(self.refusal.setText, "")
        self._show_note(False)

    def _end_flash(self) -> None:
        self.go.refused = ""
        self.go.retell()

    # the key must come up before it counts again

    def _watch(self) -> None:
        """Follow the keyboard only while a GO key is down, because an application-wide filter costs every event."""
        if not self._watching:
            self._watching = True
            QApplication.instance().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            if event.key() in self.KEYS and not event.isAutoRepeat():
                self._comes_up()
        elif kind in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and isinstance(event, QKeyEvent):
            self._goes_on(event)
        elif kind in (QEvent.Type.ApplicationStateChange, QEvent.Type.WindowDeactivate):
            # The release goes to another program now.
            self._released()
        return False

    def _comes_up(self) -> None:
        """It came up, or seems to: under X11 Qt tells repetitions of a held key as a release and a press in one moment.

        So a release counts only once no press has followed it.
        """
        beat = self._beat.get()
        self._came_up = beat() if beat is not None else None
        self._confirm.start()

    def _goes_on(self, event: QKeyEvent) -> None:
        """A press right behind a release: the key was never let go."""
        beat = self._beat.get()
        if event.key() not in self.KEYS or self._came_up is None or beat is None:
            return
        if event.isAutoRepeat() or beat() - self._came_up < STILL_DOWN:
            self._came_up = None
            self._confirm.stop()

    def _confirmed(self) -> None:
        if self._came_up is not None:
            self._released()

    def _released(self) -> None:
        self._let_go()
        self.guard.release()
        self._came_up = None
        self._confirm.stop()
        if self._watching:
            self._watching = False
            QApplication.instance().removeEventFilter(self)

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self._released()

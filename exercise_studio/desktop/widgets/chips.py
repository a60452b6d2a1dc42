"""Small painted marks: TLP, rating levels, inject states, mode of the run, each told by shape, word and colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.language import N_, _

NOT_OBSERVED: Final = "no"


@dataclass(frozen=True)
class LevelMark:
    """How a rating level is shown: the four channels glyph, digit, word and (through the theme) colour."""

    key: str
    glyph: str
    digit: str
    word: str


LEVEL_MARKS: Final[Mapping[str, LevelMark]] = {
    mark.key: mark
    for mark in (
        LevelMark("4", "◎", "4", N_("Done well")),
        LevelMark("3", "○", "3", N_("Mostly done")),
        LevelMark("2", "△", "2", N_("Partly done")),
        LevelMark("1", "×", "1", N_("Not done")),
        LevelMark(NOT_OBSERVED, "－", "0", N_("Not observed")),
    )
}


def level_key(value: Any) -> str:
    """The key of a rating as it stands in the log: 4 to 1, or "no"; empty for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, int | float):
        return str(max(1, min(4, int(value + 0.5)))) if value > 0 else NOT_OBSERVED
    text = str(value)
    return text if text in ("1", "2", "3", "4") else NOT_OBSERVED


@dataclass(frozen=True)
class StateMark:
    """How the state of an inject is shown."""

    glyph: str
    word: str
    bold: bool = False
    italic: bool = False
    strike: bool = False


STATE_MARKS: Final[Mapping[str, StateMark]] = {
    "pending": StateMark("○", N_("Pending")),
    "next": StateMark("▶", N_("Next"), bold=True),
    "firing": StateMark("◔", N_("Firing"), bold=True),
    "fired": StateMark("✓", N_("Fired")),
    "recalled": StateMark("↶", N_("Recalled"), strike=True),
    "skipped": StateMark("⤼", N_("Skipped"), italic=True),
    "waiting": StateMark("◌", N_("Waiting for its condition")),
}


def state_font(state: str, points: float = theme.BODY) -> QFont:
    """The face of an inject's row: bold when next, struck through when recalled, slanted when skipped."""
    mark = STATE_MARKS[state]
    font = theme.ui_font(points, bold=mark.bold)
    font.setItalic(mark.italic)
    font.setStrikeOut(mark.strike)
    return font


def paint_rating(painter: QPainter, rect: QRectF, level: str, *, word: bool = False, mono: bool = False) -> None:
    """Paint a rating chip into a rectangle: glyph, digit, and the word if asked; `mono` for black-and-white print."""
    mark = LEVEL_MARKS[level]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = rating_ground(painter, rect, level, mono)
    painter.setPen(ink)
    painter.setFont(theme.ui_font(theme.BODY, bold=True))
    said = f"{mark.glyph} {mark.digit} {_(mark.word)}" if word else f"{mark.glyph} {mark.digit}"
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, said)
    painter.restore()


def rating_ground(painter: QPainter, rect: QRectF, level: str, mono: bool) -> QColor:
    """Fills the chip and returns the ink: in print, solid, grey, hatched, framed and dotted tell the levels apart."""
    inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    if not mono:
        pair = theme.current().rating[level]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(pair.fill))
        painter.drawRoundedRect(rect, 4, 4)
        return QColor(pair.on)
    black, white = QColor("#000000"), QColor("#FFFFFF")
    pens = {"1": QPen(black, 2), NOT_OBSERVED: QPen(black, 1, Qt.PenStyle.DotLine)}
    painter.setPen(pens.get(level, QPen(black, 1)))
    painter.setBrush({"4": black, "3": QColor("#D0D0D0")}.get(level, white))
    painter.drawRoundedRect(inner, 4, 4)
    if level == "2":
        painter.setBrush(QBrush(QColor("#909090"), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(inner, 4, 4)
    return white if level == "4" else black


class _Chip(QWidget):
    """A painted mark that is as large as its text."""

    points = theme.BODY

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        texts.on_language(self.refresh)

    def said(self) -> str:
        """What stands on the chip."""
        return ""

    def spoken(self) -> str:
        """What a screen reader says."""
        return self.said()

    def face(self) -> QFont:
        """The chip's font."""
        return theme.ui_font(self.points, bold=True)

    def refresh(self) -> None:
        """Take text, size and accessible name anew."""
        self.setAccessibleName(self.spoken())
        self.setToolTip(self.spoken() if self.spoken() != self.said() else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.face())
        width = metrics.horizontalAdvance(self.said())
        return QSize(round(width) + theme.scaled(16), round(metrics.height()) + theme.scaled(6))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class TlpChip(_Chip):
    """The TLP label: literal, in its reserved colour on black, the same in every language."""

    def __init__(self, tlp: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tlp = ""
        self.set_tlp(tlp)

    def set_tlp(self, tlp: str) -> None:
        """Show "RED", "AMBER", "AMBER+STRICT", "GREEN" or "CLEAR"; empty hides the chip."""
        tlp = tlp.upper().removeprefix("TLP:")
        if tlp and tlp not in theme.TLP_COLOURS:
            raise ValueError(f"unknown TLP label {tlp!r}")
        self._tlp = tlp
        self.setVisible(bool(tlp))
        self.refresh()

    def said(self) -> str:
        return f"TLP:{self._tlp}" if self._tlp else ""

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.TLP_GROUND))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setPen(QColor(theme.TLP_COLOURS.get(self._tlp, "#FFFFFF")))
        painter.setFont(self.face())
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self.said())


class RatingChip(_Chip):
    """One rating: glyph, digit and (unless `short`) the word, on the level's colour."""

    def __init__(self, level: str = "", parent: QWidget | None = None, *, short: bool = False) -> None:
        super().__init__(parent)
        self._level, self._short, self._mono = "", short, False
        self.set_level(level)

    def set_level(self, level: Any) -> None:
        """Show a rating as the log has it (4 to 1, "no"); none shows a dash."""
        self._level = level_key(level)
        self.refresh()

    def set_mono(self, mono: bool) -> None:
        """Paint as it will be printed in black and white."""
        self._mono = mono
        self.update()

    def said(self) -> str:
        mark = LEVEL_MARKS.get(self._level)
        if mark is None:
            return "–"
        return f"{mark.glyph} {mark.digit}" if self._short else f"{mark.glyph} {mark.digit} {_(mark.word)}"

    def spoken(self) -> str:
        mark = LEVEL_MARKS.get(self._level)
        return f"{mark.digit} {_(mark.word)}" if mark else _("Not rated yet")

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        if self._level:
            paint_rating(painter, QRectF(self.rect()), self._level, word=not self._short, mono=self._mono)
            return
        painter.setPen(theme.color("ink.muted"))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self.said())


class StateGlyph(_Chip):
    """The state of an inject: its glyph, with the word behind it unless `short`."""

    def __init__(self, state: str = "pending", parent: QWidget | None = None, *, short: bool = False) -> None:
        super().__init__(parent)
        self._state, self._short = state, short
        self.refresh()

    def set_state(self, state: str) -> None:
        """One of STATE_MARKS."""
        if state not in STATE_MARKS:
            raise ValueError(f"unknown inject state {state!r}")
        self._state = state
        self.refresh()

    def said(self) -> str:
        mark = STATE_MARKS[self._state]
        return mark.glyph if self._short else f"{mark.glyph} {_(mark.word)}"

    def spoken(self) -> str:
        return _(STATE_MARKS[self._state].word)

    def face(self) -> QFont:
        return state_font(self._state)

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setPen(theme.color(f"inject.{self._state}"))
        painter.setFont(self.face())
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self.said())


class ModeBadge(_Chip):
    """Which mode the exercise is in, told without colour: live is filled, a rehearsal striped, preparation plain."""

    WORDS: Final = {
        "live": N_("LIVE"),
        "rehearsal": N_("REHEARSAL"),
        "prepare": N_("In preparation"),
        "ended": N_("Ended"),
    }

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode = ""
        self.set_mode("")

    def set_mode(self, mode: str) -> None:
        """ "live", "rehearsal", "prepare", "ended"; empty hides the badge."""
        if mode and mode not in self.WORDS:
            raise ValueError(f"unknown mode {mode!r}")
        self._mode = mode
        self.setVisible(bool(mode))
        self.refresh()

    @property
    def mode(self) -> str:
        """The mode that is shown."""
        return self._mode

    def said(self) -> str:
        word = _(self.WORDS[self._mode]) if self._mode else ""
        return f"● {word}" if self._mode == "live" else word

    def spoken(self) -> str:
        return _(self.WORDS[self._mode]) if self._mode else ""

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        paint_mode(painter, rect, self._mode)
        ink = {"live": "mode.on_live", "rehearsal": "mode.on_rehearsal"}.get(self._mode, "ink.text")
        painter.setPen(theme.color(ink))
        painter.setFont(self.face())
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.said())


def paint_mode(painter: QPainter, rect: QRectF, mode: str, radius: float = 4) -> None:
    """The ground of a mode: filled for live, striped for a rehearsal, a plain frame otherwise."""
    painter.save()
    if mode in ("live", "rehearsal"):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"mode.{mode}"))
        painter.drawRoundedRect(rect, radius, radius)
    else:
        painter.setPen(QPen(theme.color("line.border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    if mode == "rehearsal":
        painter.setClipRect(rect)
        painter.setPen(QPen(theme.color("mode.stripe"), 4))
        x = rect.left() - rect.height()
        while x < rect.right():
            painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
            x += 12
    painter.restore()

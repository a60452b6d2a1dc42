"""Named colours, palette and type of the windows, in light and dark, at any zoom.

Plain dataclasses that check their file themselves: nothing here waits for pydantic (docs/decisions/0008).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Final, Literal, get_type_hints

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from exercise_studio import paths

ThemeName = Literal["light", "dark"]
ThemeChoice = Literal["system", "light", "dark"]
Level = Literal["4", "3", "2", "1", "no"]
LEVELS: Final[tuple[Level, ...]] = ("4", "3", "2", "1", "no")

ZOOMS: Final = (80, 90, 100, 110, 125, 150, 175, 200)

UI_FAMILIES: Final = ("BIZ UDPGothic", "Yu Gothic UI", "Meiryo UI", "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP")
CLOCK_FAMILIES: Final = ("BIZ UDGothic", "BIZ UDPGothic", "Noto Sans Mono CJK JP", "Consolas")

CAPTION, BODY, STRONG, SECTION, TITLE, CLOCK, HUGE = 9.0, 10.0, 11.0, 13.0, 16.0, 22.0, 28.0
"""The type scale in points at 100 % (UX.md §8.2)."""

TLP_COLOURS: Final[Mapping[str, str]] = {
    "RED": "#FF2B2B",
    "AMBER": "#FFC000",
    "AMBER+STRICT": "#FFC000",
    "GREEN": "#33FF00",
    "CLEAR": "#FFFFFF",
}
"""FIRST TLP 2.0, on black; reserved: nothing but the TLP chip uses them."""
TLP_GROUND: Final = "#000000"


@dataclass(frozen=True)
class Pair:
    """A fill and the ink that is read on it (at least 4.5 : 1)."""

    fill: str
    on: str


@dataclass(frozen=True)
class Ground:
    """What things lie on."""

    bg: str
    surface: str
    raised: str
    hover: str
    pressed: str
    selected: str
    alternate: str
    field: str


@dataclass(frozen=True)
class Ink:
    """Text."""

    text: str
    muted: str
    disabled: str
    link: str
    on_selected: str


@dataclass(frozen=True)
class Line:
    """Borders of controls, decorative dividers, the focus ring."""

    border: str
    divider: str
    focus: str


@dataclass(frozen=True)
class Emphasis:
    """A strong fill for buttons with its states, and a soft ground of the same meaning."""

    fill: str
    hover: str
    pressed: str
    on: str
    soft: str
    on_soft: str


@dataclass(frozen=True)
class Edged:
    """A quiet ground with an edge: banners."""

    fill: str
    on: str
    edge: str


@dataclass(frozen=True)
class InjectInk:
    """Colours of the inject states; the glyph and the word carry the meaning."""

    pending: str
    next: str
    firing: str
    fired: str
    recalled: str
    skipped: str
    waiting: str


@dataclass(frozen=True)
class Mode:
    """The badge of the running mode; filled, striped or plain tells it without colour."""

    live: str
    on_live: str
    rehearsal: str
    on_rehearsal: str
    stripe: str


@dataclass(frozen=True)
class Theme:
    """Every colour of the program by its purpose. `color("ground.bg")` reads one by name."""

    name: str
    dark: bool
    ground: Ground
    ink: Ink
    line: Line
    accent: Emphasis
    danger: Emphasis
    notice: Edged
    calm: Edged
    rating: Mapping[str, Pair]
    inject: InjectInk
    mode: Mode
    team: tuple[Pair, ...]

    def value(self, token: str) -> str:
        """The "#RRGGBB" of a token such as "ink.muted", "rating.4.fill", "team.0.fill"; KeyError when there is none."""
        found: Any = self
        for part in token.split("."):
            try:
                if isinstance(found, Mapping):
                    found = found[part]
                elif isinstance(found, tuple):
                    found = found[int(part) % len(found)]
                else:
                    found = getattr(found, part)
            except (AttributeError, KeyError, ValueError) as error:
                raise KeyError(token) from error
        if not isinstance(found, str):
            raise KeyError(token)
        return found

    def color(self, token: str) -> QColor:
        """The colour of a token."""
        return QColor(self.value(token))

    def tokens(self) -> dict[str, str]:
        """All colours by token, for the style sheet and the tests."""
        found: dict[str, str] = {}

        def walk(prefix: str, value: Any) -> None:
            if isinstance(value, str):
                if value.startswith("#"):
                    found[prefix] = value
            elif isinstance(value, Mapping):
                for key, inner in value.items():
                    walk(f"{prefix}.{key}", inner)
            elif isinstance(value, tuple):
                for index, inner in enumerate(value):
                    walk(f"{prefix}.{index}", inner)
            elif hasattr(value, "__dataclass_fields__"):
                for field in fields(value):
                    walk(f"{prefix}.{field.name}" if prefix else field.name, getattr(value, field.name))

        walk("", self)
        return found

    def palette(self) -> QPalette:
        """Qt's palette from the tokens: the program owns it, whatever the platform says."""
        p = QPalette()
        roles = {
            QPalette.ColorRole.Window: self.ground.surface,
            QPalette.ColorRole.WindowText: self.ink.text,
            QPalette.ColorRole.Base: self.ground.field,
            QPalette.ColorRole.AlternateBase: self.ground.alternate,
            QPalette.ColorRole.Text: self.ink.text,
            QPalette.ColorRole.PlaceholderText: self.ink.muted,
            QPalette.ColorRole.Button: self.ground.surface,
            QPalette.ColorRole.ButtonText: self.ink.text,
            QPalette.ColorRole.BrightText: self.danger.fill,
            QPalette.ColorRole.ToolTipBase: self.ground.raised,
            QPalette.ColorRole.ToolTipText: self.ink.text,
            QPalette.ColorRole.Link: self.ink.link,
            QPalette.ColorRole.LinkVisited: self.ink.link,
            QPalette.ColorRole.Highlight: self.ground.selected,
            QPalette.ColorRole.HighlightedText: self.ink.on_selected,
            QPalette.ColorRole.Light: self.ground.hover,
            QPalette.ColorRole.Midlight: self.line.divider,
            QPalette.ColorRole.Mid: self.line.border,
            QPalette.ColorRole.Dark: self.line.border,
            QPalette.ColorRole.Shadow: self.line.border,
            QPalette.ColorRole.Accent: self.accent.fill,
        }
        for role, value in roles.items():
            p.setColor(role, QColor(value))
        disabled = QColor(self.ink.disabled)
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            p.setColor(QPalette.ColorGroup.Disabled, role, disabled)
        return p


def parse(text: str) -> Theme:
    """A theme from its TOML text; ValueError names the token that is missing, unknown or no colour."""
    return _build(Theme, tomllib.loads(text), "")


def _build(cls: type, data: Mapping[str, Any], prefix: str) -> Any:
    hints = get_type_hints(cls)
    unknown = set(data) - set(hints)
    if unknown:
        raise ValueError(f"unknown token {prefix}{min(unknown)}")
    values: dict[str, Any] = {}
    for name, hint in hints.items():
        token = f"{prefix}{name}"
        if name not in data:
            raise ValueError(f"missing token {token}")
        value = data[name]
        if hasattr(hint, "__dataclass_fields__"):
            values[name] = _build(hint, value, f"{token}.")
        elif name == "rating":
            if set(value) != set(LEVELS):
                raise ValueError(f"{token} needs exactly the levels {', '.join(LEVELS)}")
            values[name] = {level: _build(Pair, value[level], f"{token}.{level}.") for level in LEVELS}
        elif name == "team":
            values[name] = tuple(_build(Pair, pair, f"{token}.{index}.") for index, pair in enumerate(value))
        else:
            if hint is str and name != "name" and not _is_colour(value):
                raise ValueError(f"{token} is no colour: {value!r}")
            values[name] = value
    return cls(**values)


def _is_colour(value: object) -> bool:
    if not (isinstance(value, str) and len(value) == 7 and value.startswith("#")):
        return False
    return all(c in "0123456789ABCDEFabcdef" for c in value[1:])


@cache
def load(name: str) -> Theme:
    """The shipped theme "light" or "dark"."""
    return parse(paths.resources("themes", f"{name}.toml").read_text(encoding="utf-8"))


def contrast(first: str, second: str) -> float:
    """The WCAG 2 contrast ratio of two "#RRGGBB" colours, 1 to 21."""

    def luminance(value: str) -> float:
        channels = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@cache
def _installed_fonts() -> tuple[str, ...]:
    """Loads every font the product ships; returns the families."""
    folder = paths.resources("fonts")
    if not folder.is_dir():
        return ()
    families: list[str] = []
    for file in sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".ttf", ".otf")):
        number = QFontDatabase.addApplicationFont(str(file))
        if number >= 0:
            families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


class ThemeManager(QObject):
    """Holds the theme in use and applies it to the application; there is one, made by app.py or a test.

    Attributes:
        theme: the current colours.
        zoom: percent of the normal size, 80 to 200.
    Signals:
        changed: after a change of theme or zoom, when palette, fonts and style sheet already hold.
    """

    changed = Signal()

    def __init__(self, choice: str = "system", zoom: int = 100, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice = choice
        self.zoom = zoom
        self.theme = load(self._resolved())
        _in_use[:] = [self]
        hints = QGuiApplication.styleHints()
        if hasattr(hints, "colorSchemeChanged"):
            hints.colorSchemeChanged.connect(self._follow_system)

    def apply(self) -> None:
        """Give the application palette, fonts and style sheet of the current theme and zoom."""
        from exercise_studio.desktop import stylesheet

        app = QApplication.instance()
        _installed_fonts()
        if app.style().objectName().lower() != "fusion":
            app.setStyle("Fusion")
        app.setPalette(self.theme.palette())
        app.setFont(ui_font(BODY))
        app.setStyleSheet(stylesheet.build(self.theme, self.zoom))

    def use(self, choice: str) -> None:
        """Switch to "system", "light" or "dark" while running."""
        self.choice = choice
        self._switch()

    def toggle(self) -> None:
        """Switch between light and dark."""
        self.use("light" if self.theme.dark else "dark")

    def set_zoom(self, percent: int) -> None:
        """Set the zoom, kept within 80 and 200 percent."""
        percent = max(ZOOMS[0], min(ZOOMS[-1], percent))
        if percent != self.zoom:
            self.zoom = percent
            self.apply()
            self.changed.emit()

    def zoom_by(self, steps: int) -> None:
        """One step larger or smaller."""
        nearest = min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - self.zoom))
        self.set_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, nearest + steps))])

    def _resolved(self) -> str:
        if self.choice in ("light", "dark"):
            return self.choice
        return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"

    def _follow_system(self) -> None:
        if self.choice == "system":
            self._switch()

    def _switch(self) -> None:
        theme = load(self._resolved())
        if theme is not self.theme:
            self.theme = theme
            self.apply()
            self.changed.emit()


_in_use: list[ThemeManager] = []


def current() -> Theme:
    """The colours in use, for widgets that paint themselves; light before the application has a theme."""
    return _in_use[0].theme if _in_use else load("light")


def zoom() -> int:
    """The zoom in use, in percent."""
    return _in_use[0].zoom if _in_use else 100


def color(token: str) -> QColor:
    """A colour of the current theme by token."""
    return current().color(token)


def scaled(pixels: float) -> int:
    """Pixels of the 4 px grid at the current zoom, rounded."""
    return round(pixels * zoom() / 100)


@cache
def _family(candidates: tuple[str, ...], generation: int) -> str:
    known = set(QFontDatabase.families())
    return next((family for family in candidates if family in known), candidates[0])


def ui_font(points: float = BODY, *, bold: bool = False) -> QFont:
    """The reading face at a size of the type scale, zoomed."""
    return _font(UI_FAMILIES, points, bold)


def clock_font(points: float = CLOCK, *, bold: bool = False) -> QFont:
    """The fixed-width face: clocks, times and numbers do not dance."""
    font = _font(CLOCK_FAMILIES, points, bold)
    font.setFixedPitch(True)
    return font


def _font(candidates: tuple[str, ...], points: float, bold: bool) -> QFont:
    shipped = _installed_fonts()
    family = _family(candidates, len(shipped))
    font = QFont([family, *(c for c in candidates if c != family)])
    font.setPointSizeF(points * zoom() / 100)
    font.setBold(bold)
    return font

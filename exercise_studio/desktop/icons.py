"""Icons: single-colour SVG files, recoloured from the theme when they are painted."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from exercise_studio import paths
from exercise_studio.desktop import theme

BLACK: Final = '"#000"'
INK_OF_MODE: Final = {QIcon.Mode.Disabled: "ink.disabled"}


def available() -> tuple[str, ...]:
    """Names of the icons the product ships."""
    folder = paths.resources("icons")
    return tuple(sorted(file.stem for file in folder.glob("*.svg"))) if folder.is_dir() else ()


@lru_cache(maxsize=512)
def _renderer(name: str, colour: str) -> QSvgRenderer | None:
    """The files are drawn in black, so that any viewer shows them; here the black is replaced."""
    file = paths.resources("icons", f"{name}.svg")
    if not file.is_file():
        return None
    text = file.read_text(encoding="utf-8").replace(BLACK, f'"{colour}"')
    renderer = QSvgRenderer(QByteArray(text.encode()))
    return renderer if renderer.isValid() else None


def paint(painter: QPainter, rect: QRectF, name: str, token: str = "ink.text") -> None:
    """Paint an icon into a rectangle in the colour of a theme token; nothing where there is no such icon."""
    paint_in(painter, rect, name, theme.color(token))


def paint_in(painter: QPainter, rect: QRectF, name: str, colour: QColor) -> None:
    """Paint an icon in any colour."""
    renderer = _renderer(name, colour.name())
    if renderer is not None:
        renderer.render(painter, rect)


class _Engine(QIconEngine):
    """Asks for the colour each time it paints, so that one icon serves light, dark and disabled."""

    def __init__(self, name: str, token: str, checked: str) -> None:
        super().__init__()
        self.name, self.token, self.checked = name, token, checked

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = self.checked if state == QIcon.State.On else self.token
        paint(painter, QRectF(rect), self.name, INK_OF_MODE.get(mode, token))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        found = QPixmap(size)
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return found

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        # `size` is already in device pixels; painting at that size keeps the lines sharp.
        found = self.pixmap(size, mode, state)
        found.setDevicePixelRatio(scale)
        return found

    def clone(self) -> QIconEngine:
        return _Engine(self.name, self.token, self.checked)


def icon(name: str, token: str = "ink.text", checked: str = "") -> QIcon:
    """An icon by name, in the colour of a theme token (another one when checked); empty where there is no such file."""
    if not name or not paths.resources("icons", f"{name}.svg").is_file():
        return QIcon()
    return QIcon(_Engine(name, token, checked or token))

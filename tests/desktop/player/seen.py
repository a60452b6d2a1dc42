"""What a players' screen is given in tests, and a painter that remembers the words it was asked to draw."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from unittest import mock

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from exercise_studio.conduct.showing import Card, Shown
from exercise_studio.desktop.player.pages import Seen
from exercise_studio.desktop.player.stage import paint

CARD = Card(
    "I07", "07", "mail", "管理端末に接続できない", "【演習】\n\n監視の画面が真っ黒になりました。\n\n- 一台目\n- 二台目",
    "保守会社", "全チーム",
)  # fmt: skip
SHOWN = Shown("live", "ja", "港湾演習", "AMBER", clock=datetime(2026, 7, 4, 9, 25), card=CARD)
NARROW, WIDE = (1024, 768), (1920, 1080)


def with_card(**said: Any) -> Shown:
    """The usual screen with another card."""
    return replace(SHOWN, card=replace(CARD, **said))


def picture(seen: Seen, size: tuple[int, int] = NARROW) -> QImage:
    """The screen, painted."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint(painter, QRectF(0, 0, *size), seen)
    painter.end()
    return image


@contextmanager
def drawn() -> Iterator[list[tuple[str, float]]]:
    """Every text that is drawn, with its height in device pixels."""
    found: list[tuple[str, float]] = []
    original = QPainter.drawText

    def noting(painter: QPainter, *said: Any) -> Any:
        text = next(part for part in reversed(said) if isinstance(part, str))
        found.append((text, painter.font().pixelSize() * painter.transform().m22()))
        return original(painter, *said)

    with mock.patch.object(QPainter, "drawText", noting):
        yield found


def words(seen: Seen, size: tuple[int, int] = NARROW) -> str:
    """All that is written on the screen, without spaces."""
    with drawn() as found:
        picture(seen, size)
    return "".join(text for text, _height in found).replace(" ", "")

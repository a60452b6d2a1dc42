"""Where windows may be: a window is never opened on a screen that is no longer there."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize


def clamp(wanted: QRect, screens: Sequence[QRect], smallest: QSize) -> QRect:
    """`wanted` moved and shrunk so that it lies wholly on the screen it overlaps most, or on the first one.

    It never becomes smaller than `smallest`, unless the screen itself is.
    """
    if not screens:
        return wanted

    def overlap(screen: QRect) -> int:
        common = screen.intersected(wanted)
        return common.width() * common.height() if common.isValid() else 0

    screen = max(screens, key=overlap)
    if not overlap(screen):
        screen = screens[0]
    width = min(max(wanted.width(), smallest.width()), screen.width())
    height = min(max(wanted.height(), smallest.height()), screen.height())
    x = min(max(wanted.x(), screen.x()), screen.x() + screen.width() - width)
    y = min(max(wanted.y(), screen.y()), screen.y() + screen.height() - height)
    return QRect(x, y, width, height)

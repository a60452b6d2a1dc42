"""The printed pages one below the other. A newer printing replaces pictures page by page: nothing flickers or jumps."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.report.rendering import Pictures, Place
from exercise_studio.language import N_, _

Zoom = str
""""width" fills the width, "page" shows whole pages, "150" is one and a half times the size on paper."""
PERCENTS: Final = (50, 75, 100, 125, 150, 200, 300)
GAP: Final = 12
POINTS_PER_INCH: Final = 72
KEPT: Final = 5
"""Pictures are kept of so many pages before and after those in sight."""


class Wanted(NamedTuple):
    """Pages in sight that have no picture yet, each with its device pixels a point; of which printing, for which eye."""

    pages: tuple[tuple[int, float], ...]
    generation: int
    eye: str = "colour"


class _Picture(NamedTuple):
    generation: int
    scale: float
    image: QImage
    eye: str


class PagesView(QAbstractScrollArea):
    """Attributes:
        generation: counts the printings that were shown.
        eye: how it is looked at, an id of seeing.EYES; an older picture stays until there is one for the new eye.
    Signals:
        wanted: a Wanted: pictures are needed.
        page_changed: the number of the page in sight, counted from 0.
        zoomed: the zoom was changed with Ctrl and the wheel.
    """

    wanted = Signal(object)
    page_changed = Signal(object)
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.generation = 0
        self.eye = "colour"
        self._mark: Place | None = None
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._pictures: dict[int, _Picture] = {}
        self._greys: dict[int, QImage] = {}
        self._tops: list[float] = []
        self._zoom: Zoom = "width"
        self._page = -1
        self._asked: Wanted | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        texts.name(self, N_("Pages of the report"))
        texts.on_language(self._describe)

    # what is shown

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """The page in sight, counted from 0; −1 without pages."""
        return self._page

    @property
    def zoom(self) -> Zoom:
        """How large it is shown."""
        return self._zoom

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """A newer printing: the place one reads stays, old pictures stay until new ones are there."""
        place = self._place()
        self.generation += 1
        self._sizes = tuple(sizes)
        self._pictures = {number: picture for number, picture in self._pictures.items() if number < len(self._sizes)}
        self._arrange()
        self._go_to(place)
        self._ask()

    def clear(self) -> None:
        """No pages."""
        self._sizes, self._pictures, self._greys, self._mark = (), {}, {}, None
        self._arrange()
        self._scrolled()

    def take(self, pictures: Pictures) -> None:
        """Pictures that were wanted; those of an older printing or for another eye come too late."""
        if pictures.generation != self.generation or pictures.eye != self.eye:
            return
        for number, (scale, image) in pictures.pages.items():
            self._pictures[number] = _Picture(pictures.generation, scale, image, pictures.eye)
            self._greys.pop(number, None)
        first, last = self._in_sight()
        for number in [n for n in self._pictures if n < first - KEPT or n > last + KEPT]:
            del self._pictures[number]
            self._greys.pop(number, None)
        self._asked = None
        self.viewport().update()
        self._ask()

    def set_zoom(self, zoom: Zoom) -> None:
        """How large the pages are shown; the place one reads stays."""
        if zoom != self._zoom:
            place = self._place()
            self._zoom = zoom
            self._arrange()
            self._go_to(place)
            self._ask()

    def set_eye(self, eye: str) -> None:
        """Look at the pages otherwise."""
        if eye != self.eye:
            self.eye = eye
            self._greys = {}
            self.viewport().update()
            self._ask()

    def go(self, page: int) -> None:
        """Bring the top of a page into view."""
        if self._sizes:
            page = max(0, min(len(self._sizes) - 1, page))
            self.verticalScrollBar().setValue(round(self._tops[page] - self._gap() / 2))

    def go_to(self, place: Place) -> None:
        """Bring a place into the upper part of the view and mark it in the margin."""
        if not 0 <= place.page < len(self._sizes):
            return
        self._mark = place
        down = place.down * self._scale(place.page)
        if down < self.viewport().height() * 0.7:
            self.go(place.page)
        else:
            self.verticalScrollBar().setValue(round(self._tops[place.page] + down - self.viewport().height() * 0.3))
        self.viewport().update()

    def unmark(self) -> None:
        """Take the mark in the margin away."""
        self._mark = None
        self.viewport().update()

    # places: a page and how far into it, so that the reader's eye finds the line again

    def _place(self) -> tuple[int, float]:
        if not self._tops or self._page < 0:
            return 0, 0.0
        high = self._sizes[self._page][1] * self._scale(self._page)
        return self._page, (self.verticalScrollBar().value() - self._tops[self._page]) / high if high else 0.0

    def _go_to(self, place: tuple[int, float]) -> None:
        page, part = place
        if page < len(self._tops):
            high = self._sizes[page][1] * self._scale(page)
            self.verticalScrollBar().setValue(round(self._tops[page] + part * high))
        self._scrolled()

    # geometry, in logical pixels

    def _gap(self) -> int:
        return theme.scaled(GAP)

    def _scale(self, number: int) -> float:
        """Logical pixels a point for a page: a landscape page is made to fit as an upright one is."""
        full = self.logicalDpiX() / POINTS_PER_INCH
        if self._zoom.isdigit():
            return full * int(self._zoom) / 100
        width, height = self._sizes[number]
        fit = max(80, self.viewport().width() - 2 * self._gap()) / width
        if self._zoom == "page":
            return max(0.1, min(fit, (self.viewport().height() - 2 * self._gap()) / height))
        return fit

    def _arrange(self) -> None:
        gap = self._gap()
        self._tops, top, widest = [], float(gap), 0.0
        for number, (width, height) in enumerate(self._sizes):
            scale = self._scale(number)
            self._tops.append(top)
            top += height * scale + gap
            widest = max(widest, width * scale)
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, round(top) - self.viewport().height()))
        vertical.setPageStep(self.viewport().height())
        vertical.setSingleStep(theme.scaled(40))
        horizontal.setRange(0, max(0, round(widest + 2 * gap) - self.viewport().width()))
        horizontal.setPageStep(self.viewport().width())
        self.viewport().update()

    def _in_sight(self) -> tuple[int, int]:
        if not self._tops:
            return 0, -1
        top = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, top) - 1)
        last = max(first, bisect_right(self._tops, top + self.viewport().height()) - 1)
        if self._tops[first] + self._sizes[first][1] * self._scale(first) < top and first < last:
            first += 1
        return first, last

    def _rect(self, number: int) -> QRectF:
        width, height = (side * self._scale(number) for side in self._sizes[number])
        room = self.viewport().width()
        left = (
            (room - width) / 2 if width + 2 * self._gap() <= room else self._gap() - self.horizontalScrollBar().value()
        )
        return QRectF(
            round(left), round(self._tops[number] - self.verticalScrollBar().value()), round(width), round(height)
        )

    # asking for pictures

    def _ask(self) -> None:
        if not self.isVisible() or not self._sizes:
            return
        ratio = self.devicePixelRatioF()
        first, last = self._in_sight()
        near = [*range(first, last + 1), *(n for n in (last + 1, first - 1) if 0 <= n < len(self._sizes))]
        missing = tuple((n, s) for n in near if not self._good(n, s := self._scale(n) * ratio))
        if missing:
            wanted = Wanted(missing, self.generation, self.eye)
            if wanted != self._asked:
                self._asked = wanted
                self.wanted.emit(wanted)

    def _good(self, number: int, scale: float) -> bool:
        picture = self._pictures.get(number)
        if picture is None or (picture.generation, picture.eye) != (self.generation, self.eye):
            return False
        return abs(picture.scale - scale) < 1e-6

    def _scrolled(self) -> None:
        self.viewport().update()
        self._ask()
        if self._tops:
            middle = self.verticalScrollBar().value() + self.viewport().height() / 2
            page = max(0, bisect_right(self._tops, middle) - 1)
        else:
            page = -1
        if page != self._page:
            self._page = page
            self._describe()
            self.page_changed.emit(page)

    def _describe(self) -> None:
        said = _("Page {page} of {pages}", page=self._page + 1, pages=self.pages) if self._sizes else ""
        self.setAccessibleDescription(said)

    # Qt

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        place = self._place()
        self._arrange()
        self._go_to(place)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._asked = None
        self._ask()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._next_zoom(larger=event.angleDelta().y() > 0))
            self.zoomed.emit()
            event.accept()
            return
        super().wheelEvent(event)

    def _next_zoom(self, *, larger: bool) -> Zoom:
        """The next percentage from the size that is shown now."""
        now = (
            round(self._scale(max(0, self._page)) * POINTS_PER_INCH / self.logicalDpiX() * 100) if self._sizes else 100
        )
        if larger:
            return str(next((one for one in PERCENTS if one > now + 1), PERCENTS[-1]))
        return str(next((one for one in reversed(PERCENTS) if one < now - 1), PERCENTS[0]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        bar = self.verticalScrollBar()
        if event.key() in steps:
            self.go(self._page + steps[event.key()])
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif event.key() == Qt.Key.Key_Space:
            down = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            bar.setValue(bar.value() + (bar.pageStep() if down else -bar.pageStep()))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.color("ground.surface"))
        first, last = self._in_sight()
        for number in range(first, last + 1):
            rect = self._rect(number)
            # Paper is white in every theme.
            painter.fillRect(rect, Qt.GlobalColor.white)
            picture = self._pictures.get(number)
            if picture is not None:
                # Until the black-and-white file is printed, its colours are taken away here.
                image = self._grey(number) if self.eye == "mono" and picture.eye != "mono" else picture.image
                exact = abs(image.width() - rect.width() * self.devicePixelRatioF()) <= 1
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not exact)
                painter.drawImage(rect, image)
            painter.setPen(QPen(theme.color("line.divider"), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            if self._mark is not None and self._mark.page == number:
                top = rect.top() + self._mark.down * self._scale(number)
                wide = theme.scaled(5)
                painter.fillRect(
                    QRectF(rect.left() + wide, top - theme.scaled(2), wide, theme.scaled(22)), theme.color("line.focus")
                )
        if self.hasFocus():
            painter.setPen(QPen(theme.color("line.focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _grey(self, number: int) -> QImage:
        if number not in self._greys:
            self._greys[number] = self._pictures[number].image.convertToFormat(QImage.Format.Format_Grayscale8)
        return self._greys[number]

"""Figures as pictures, for formats that take no drawings of ours."""

import io
from typing import Any, NamedTuple

from reportlab.graphics import renderPDF
from reportlab.pdfgen.canvas import Canvas

from exercise_studio.reporting import figures, fonts
from exercise_studio.reporting.document import Figure
from exercise_studio.reporting.theme import Theme
from exercise_studio.reporting.typeset import Typesetter

DPI = 200


class Picture(NamedTuple):
    """A PNG; `width` and `height` in points, as it is to be shown."""

    data: bytes
    width: float
    height: float


def picture(figure: Figure, setter: Typesetter, theme: Theme, width: float, room: float) -> Picture:
    """The figure as the PDF shows it, at 200 dots an inch. `width` and `room` in points."""
    import pypdfium2

    drawing = figures.draw(figure.sort, figure.data, setter, width, room, theme)
    page = io.BytesIO()
    make: Any = Canvas
    canvas = make(page, pagesize=(width, drawing.height), invariant=1, initialFontName=fonts.REGULAR)
    renderPDF.draw(drawing, canvas, 0, 0)
    canvas.showPage()
    canvas.save()
    document = pypdfium2.PdfDocument(page.getvalue())
    try:
        bitmap = document[0].render(scale=DPI / 72)
        png = io.BytesIO()
        bitmap.to_pil().save(png, "PNG", optimize=False, dpi=(DPI, DPI))
    finally:
        document.close()
    return Picture(png.getvalue(), width, drawing.height)

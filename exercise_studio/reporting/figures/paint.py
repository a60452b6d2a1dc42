"""A figure written on a page of the report: what reportlab's own renderer does, several times as fast.

Only the shapes that `common` makes are known: groups, rectangles, paths and texts.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from reportlab.graphics.shapes import Drawing, Group, Path, Rect, String

from exercise_studio.reporting import fonts

_OPERATORS: Final = ("%.2f %.2f m", "%.2f %.2f l", "%.2f %.2f %.2f %.2f %.2f %.2f c", "h")


def paint(drawing: Drawing, canvas: Any) -> None:
    """Draws it with its lower left corner at the origin of a `Paper`."""
    code = ["q 0 J 0 j"]
    pen = _Pen(code, canvas)
    for shape, left, bottom in shapes_of(drawing):
        pen.draw(shape, left, bottom)
    code.append("Q")
    canvas._code.append("\n".join(code))


def shapes_of(drawing: Drawing) -> Iterator[tuple[Any, float, float]]:
    """Every shape in the order in which it is drawn, with how far it is moved to the right and up."""
    groups: list[tuple[Any, float, float]] = [(drawing, 0.0, 0.0)]
    while groups:
        group, left, bottom = groups.pop(0)
        for shape in group.contents:
            if isinstance(shape, Group):
                groups.append((shape, left + shape.transform[4], bottom + shape.transform[5]))
            else:
                yield shape, left, bottom


class _Pen:
    """Writes shapes, setting colours, widths and dashes only where they change."""

    def __init__(self, code: list[str], canvas: Any) -> None:
        self.code, self.canvas = code, canvas
        self.fill: Any = None
        self.stroke: Any = None
        self.look: Any = None

    def draw(self, shape: Any, left: float, bottom: float) -> None:
        """Writes one shape."""
        if isinstance(shape, String):
            self._filled(shape.fillColor)
            face = self.canvas.glyphs(fonts.face(shape.fontName))
            self.code.append(
                f"BT {face.name} {shape.fontSize:g} Tf 1 0 0 1 {shape.x + left:.2f} {shape.y + bottom:.2f} Tm"
                f" {face.shown(shape.text)} Tj ET"
            )
            return
        if shape.fillColor is not None:
            self._filled(shape.fillColor)
        if shape.strokeColor is not None:
            self._stroked(shape)
        if isinstance(shape, Rect):
            self.code.append(f"{shape.x + left:.2f} {shape.y + bottom:.2f} {shape.width:.2f} {shape.height:.2f} re")
        else:
            self.code.append(_way(shape, left, bottom))
        self.code.append(
            "B" if shape.fillColor is not None and shape.strokeColor is not None
            else "f" if shape.fillColor is not None else "S" if shape.strokeColor is not None else "n"
        )  # fmt: skip

    def _filled(self, colour: Any) -> None:
        if colour is not self.fill:
            self.fill = colour
            self.code.append(f"{_rgb(colour)} rg")

    def _stroked(self, shape: Any) -> None:
        if shape.strokeColor is not self.stroke:
            self.stroke = shape.strokeColor
            self.code.append(f"{_rgb(shape.strokeColor)} RG")
        dash = " ".join(f"{one:g}" for one in shape.strokeDashArray or ())
        look = (shape.strokeWidth, dash)
        if look != self.look:
            self.look = look
            self.code.append(f"{shape.strokeWidth:g} w [{dash}] 0 d")


def _way(path: Path, left: float, bottom: float) -> str:
    """The operators of a path."""
    own: Any = path
    if own.boxes:
        moved = ((x + left, y + bottom, width, height) for x, y, width, height in own.boxes)
        return " ".join([f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re" for x, y, width, height in moved])
    points = own.points
    if left or bottom:
        points = [point + (bottom if odd % 2 else left) for odd, point in enumerate(points)]
    return " ".join([_OPERATORS[operator] for operator in own.operators]) % tuple(points)


@cache
def _rgb(colour: Any) -> str:
    return f"{colour.red:.4g} {colour.green:.4g} {colour.blue:.4g}"

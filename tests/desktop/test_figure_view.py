"""Figures in a window: the paper's drawing in the window's colours, as wide as there is room, told to screen readers."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from reportlab.graphics.shapes import String

from exercise_studio.desktop import theme
from exercise_studio.desktop.theme import ThemeManager
from exercise_studio.desktop.widgets import figure as widget
from exercise_studio.desktop.widgets.figure import FigureView
from exercise_studio.reporting import figures, fonts
from exercise_studio.reporting.document import Figure
from exercise_studio.reporting.figures.paint import shapes_of
from exercise_studio.reporting.theme import Theme
from exercise_studio.reporting.typeset import Typesetter
from tests.reporting.figure_data import every

SORTS = tuple(figures.FIGURES)


@pytest.fixture
def themes(qtbot: QtBot) -> Iterator[ThemeManager]:
    made = ThemeManager("light", 100)
    made.apply()
    yield made
    ThemeManager("light", 100).apply()


def shown(qtbot: QtBot, sort: str, width: int = 760, count: int = 5) -> FigureView:
    """A figure in a window of its own."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    view = FigureView()
    view.show_figure(Figure(sort, every(count)[sort], f"図1　{sort}", "最高は甲社である。"), "ja")
    layout.addWidget(view)
    layout.addStretch(1)
    qtbot.addWidget(holder)
    holder.resize(width, 900)
    with qtbot.waitExposed(holder):
        holder.show()
    view.holder = holder  # type: ignore[attr-defined]
    return view


def picture(view: QWidget) -> QImage:
    return view.grab().toImage()


def ink(image: QImage) -> int:
    """How many pixels are not of the ground's colour."""
    # Inside of the ring that shows where the keyboard is.
    ground = image.pixel(4, 4)
    return sum(
        1 for y in range(0, image.height(), 3) for x in range(0, image.width(), 3) if image.pixel(x, y) != ground
    )


@pytest.mark.parametrize("sort", SORTS)
def test_a_figure_is_as_wide_as_its_window_and_as_high_as_its_drawing(
    qtbot: QtBot, themes: ThemeManager, sort: str
) -> None:
    view = shown(qtbot, sort)
    drawing = view.drawing(view.width())
    assert drawing is not None
    assert view.width() == 760
    assert abs(drawing.height * widget.SCALE + 2 * widget.MARGIN - view.height()) <= 2
    assert ink(picture(view)) > 200


def test_a_narrow_window_lays_it_out_anew_instead_of_shrinking_it(qtbot: QtBot, themes: ThemeManager) -> None:
    view = shown(qtbot, "timeline")
    wide = view.drawing(760)
    narrow = view.drawing(420)
    assert wide is not None
    assert narrow is not None
    sizes = [{s.fontSize for s, *_ in shapes_of(one) if isinstance(s, String)} for one in (wide, narrow)]
    assert sizes[0] == sizes[1], "print is as large as before"
    assert narrow.width < wide.width


def test_the_window_draws_what_the_paper_has(qtbot: QtBot, themes: ThemeManager) -> None:
    view = shown(qtbot, "stacks")
    drawing = view.drawing(view.width())
    assert drawing is not None
    own = figures.draw("stacks", every(5)["stacks"], Typesetter(language="ja"), drawing.width, 4000.0, Theme("ja"))
    words = [[s.text for s, *_ in shapes_of(one) if isinstance(s, String)] for one in (drawing, own)]
    assert words[0] == words[1]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("kind", ["plain", "long"])
def test_every_colour_of_paper_has_one_for_the_dark(sort: str, kind: str) -> None:
    drawing = figures.draw(sort, every(9, kind)[sort], Typesetter(), 600.0, 4000.0, Theme("ja"))  # type: ignore[arg-type]
    dense = figures.draw("timeline", every(40)["timeline"], Typesetter(), 600.0, 4000.0, Theme("ja"))
    for one in (drawing, dense):
        for shape, *_ in shapes_of(one):
            if isinstance(shape, String):
                assert widget._name(shape.fillColor) in widget.DARK_INKS
                continue
            if shape.fillColor is not None:
                assert widget._name(shape.fillColor) in widget.DARK_FILLS
            if shape.strokeColor is not None:
                assert widget._name(shape.strokeColor) in widget.DARK_EDGES


def test_the_colours_for_the_dark_can_be_read_there() -> None:
    dark = theme.load("dark")
    ground = dark.value("ground.bg")
    on_fills = {"rating.4.on": "rating.4.fill", "rating.3.on": "rating.3.fill", "rating.2.on": "rating.2.fill"}
    for token in widget.DARK_INKS.values():
        on = dark.value(on_fills[token]) if token in on_fills else ground
        assert theme.contrast(dark.value(token), on) >= 4.5, token
    for token in set(widget.DARK_FILLS.values()) | set(widget.DARK_EDGES.values()):
        dark.value(token)


def test_light_and_dark_differ_and_the_theme_can_be_changed_while_it_is_shown(
    qtbot: QtBot, themes: ThemeManager
) -> None:
    view = shown(qtbot, "heat")
    assert QColor(picture(view).pixel(4, 4)).lightness() > 240
    themes.use("dark")
    qtbot.waitUntil(lambda: QColor(picture(view).pixel(4, 4)).lightness() < 60)
    assert ink(picture(view)) > 200


def test_a_screen_reader_gets_caption_and_alternative_text_and_keys_reach_it(
    qtbot: QtBot, themes: ThemeManager
) -> None:
    view = shown(qtbot, "radar")
    assert view.accessibleName() == "図1　radar"
    assert view.accessibleDescription() == "最高は甲社である。"
    view.setFocus()
    assert view.hasFocus()


def test_nothing_is_shown_before_there_is_a_figure(qtbot: QtBot, themes: ThemeManager) -> None:
    view = FigureView()
    qtbot.addWidget(view)
    assert view.heightForWidth(600) == 0
    assert view.drawing(600) is None
    view.resize(600, 40)
    assert view.height() == 0, "it takes no room"


@pytest.mark.parametrize("name", [fonts.REGULAR, fonts.BOLD])
@pytest.mark.parametrize("size", [6.0, 7.5, 8.5])
def test_text_is_as_wide_in_the_window_as_in_the_drawing(
    qtbot: QtBot, themes: ThemeManager, name: str, size: float
) -> None:
    font = widget._font(name, size)
    assert QFontInfo(font).family() == "BIZ UDPGothic"
    words = "システム担当・CSIRT n=1,234 ◎ 3.4"
    advance = fonts.face(name).advance
    wide = QFontMetricsF(font).horizontalAdvance(words) / widget.FINE
    assert wide == pytest.approx(sum(advance[char] for char in words) * size, rel=0.01)

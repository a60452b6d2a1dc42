"""The parts of windows: ratings that never toggle, tables that keep the selection, clocks that stand still, texts in pairs."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from exercise_studio.desktop import icons, theme
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.settings import SettingsFile
from exercise_studio.desktop.widgets.chips import (
    LEVEL_MARKS,
    STATE_MARKS,
    ModeBadge,
    RatingChip,
    StateGlyph,
    TlpChip,
    level_key,
    paint_mode,
    paint_rating,
)
from exercise_studio.desktop.widgets.clock import ClockLabel, format_span
from exercise_studio.desktop.widgets.layout import FlowLayout, Splitter, label
from exercise_studio.desktop.widgets.rating import RatingBar
from exercise_studio.desktop.widgets.search import SearchBox, matches
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.desktop.widgets.text_pair import TextPair
from exercise_studio.domain.text import Text


def test_levels_are_told_by_glyph_digit_and_word() -> None:
    for channel in ("glyph", "digit", "word"):
        assert len({getattr(mark, channel) for mark in LEVEL_MARKS.values()}) == 5
    assert len({mark.glyph for mark in STATE_MARKS.values()}) == len(STATE_MARKS)


@pytest.mark.parametrize(
    ("value", "key"),
    [(4, "4"), ("1", "1"), (2.5, "3"), (2.4, "2"), ("no", "no"), ("NO", "no"), (0, "no"), (None, ""), ("", "")],
)
def test_a_rating_of_the_log_has_its_key(value: object, key: str) -> None:
    assert level_key(value) == key


def painted(level: str, *, mono: bool) -> QImage:
    image = QImage(60, 24, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    paint_rating(painter, QRectF(0, 0, 60, 24), level, mono=mono)
    painter.end()
    return image


def test_black_and_white_print_holds_no_colour_and_five_grounds(desk: Desk) -> None:
    images = {level: painted(level, mono=True) for level in LEVEL_MARKS}
    for image in images.values():
        pixels = [image.pixelColor(x, y) for x in range(60) for y in range(24)]
        assert all(p.red() == p.green() == p.blue() for p in pixels)
    # The ground beside the glyph, without the letters: the left edge of each chip.
    edges = {level: image.copy(0, 0, 10, 24) for level, image in images.items()}
    assert all(edges[a] != edges[b] for a in edges for b in edges if a != b)


def test_a_rehearsal_is_striped_and_live_is_filled(desk: Desk) -> None:
    def shades(mode: str) -> int:
        image = QImage(80, 20, QImage.Format.Format_RGB32)
        image.fill(QColor("#FFFFFF"))
        painter = QPainter(image)
        paint_mode(painter, QRectF(0, 0, 80, 20), mode)
        painter.end()
        return len({image.pixelColor(x, 10).name() for x in range(10, 70)})

    assert shades("live") == 1
    assert shades("rehearsal") > 1
    badge = ModeBadge()
    with pytest.raises(ValueError, match="unknown mode"):
        badge.set_mode("play")
    badge.set_mode("live")
    assert badge.said().startswith("●")
    badge.deleteLater()


def test_tlp_is_literal_and_black(qtbot: QtBot, desk: Desk) -> None:
    chip = TlpChip("amber+strict")
    qtbot.addWidget(chip)
    assert chip.accessibleName() == "TLP:AMBER+STRICT"
    image = chip.grab().toImage()
    assert image.pixelColor(image.width() // 2, 1).name() == "#000000"
    with pytest.raises(ValueError, match="unknown TLP"):
        chip.set_tlp("WHITE")


def test_chips_say_what_they_show(qtbot: QtBot, desk: Desk) -> None:
    chip, glyph = RatingChip("3", short=True), StateGlyph("recalled", short=True)
    for widget in (chip, glyph):
        qtbot.addWidget(widget)
    assert (chip.said(), chip.accessibleName()) == ("○ 3", "3 おおむね")
    assert (glyph.said(), glyph.accessibleName()) == ("↶", "撤回")
    assert glyph.face().strikeOut()


def test_rating_bar_says_its_counts_and_the_gap(qtbot: QtBot, desk: Desk) -> None:
    bar = RatingBar()
    qtbot.addWidget(bar)
    bar.set_counts({4: 3, "no": 1}, total=6)
    assert bar.accessibleName() == "達成 3, おおむね 0, 課題あり 0, 未実施 0, 観察できず 1, 未評価 2件"


# tables


COLUMNS = (
    Column("No.", lambda r: r[0]),
    Column("Text", lambda r: r[1], width=0, least=150),
    Column("Rating", lambda r: str(r[2]), value=lambda r: r[2], paint="rating", width=120, optional=1),
)


@pytest.fixture
def table(qtbot: QtBot, desk: Desk) -> Table:
    model = RowsModel(COLUMNS, [(f"{n:02}", f"row {n}", n % 4 + 1) for n in range(20)])
    made = Table(model, name="Items", sortable=True)
    model.setParent(made)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    return made


def test_appending_resets_nothing(table: Table) -> None:
    model = table.model()
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    table.select_row(5)
    model.append([("20", "new", 4)])
    model.insert(0, [("-1", "first", 4)])
    model.remove(2)
    model.replace(3, ("xx", "other", 1))
    model.set_rows([*model.rows[:-1], ("zz", "last", None)])
    assert resets == []
    assert table.current_row[0] == "05"
    assert model.index(3, 1).data() == "other"


def test_sorting_keeps_the_row_one_is_on(table: Table) -> None:
    table.select_row(7)
    table.horizontalHeader().sectionClicked.emit(2)
    assert table.current_row[0] == "07"
    assert [row[2] for row in table.model().rows] == sorted(row[2] for row in table.model().rows)
    table.horizontalHeader().sectionClicked.emit(2)
    assert table.model().rows[0][2] == 4
    assert table.current_row[0] == "07"


def test_digits_reach_a_table_and_never_an_editor(qtbot: QtBot, table: Table) -> None:
    assert not table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert not any(table.model().flags(table.model().index(0, c)) & Qt.ItemFlag.ItemIsEditable for c in range(3))
    table.select_row(0)
    qtbot.keyClick(table, Qt.Key.Key_3)
    assert table.indexWidget(table.currentIndex()) is None


def test_return_and_double_click_open(qtbot: QtBot, table: Table) -> None:
    opened: list[str] = []
    table.opened.connect(lambda row: opened.append(row[0]))
    table.select_row(4)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.model().index(2, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == ["04", "02"]


def test_optional_columns_make_way(table: Table) -> None:
    assert not table.isColumnHidden(2)
    table.resize(240, 300)
    assert table.isColumnHidden(2)
    table.resize(500, 300)
    assert not table.isColumnHidden(2)


def test_editable_columns_say_whether_they_took_it(qtbot: QtBot, desk: Desk) -> None:
    rows = [["a"]]

    def edit(row: list[str], text: str) -> bool:
        if not text:
            return False
        row[0] = text
        return True

    model = RowsModel((Column("T", lambda r: r[0], edit=edit),), rows)
    index = model.index(0, 0)
    assert model.flags(index) & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(index, "")
    assert model.setData(index, "b")
    assert index.data() == "b"


# the rest


def test_clock_keeps_its_width_and_stops_when_hidden(qtbot: QtBot, desk: Desk) -> None:
    class Source(QWidget):
        text = "00:00:01"

        def read(self) -> str:
            return self.text

    source = Source()
    clock = ClockLabel(source.read)
    for widget in (source, clock):
        qtbot.addWidget(widget)
    clock.show()
    width = clock.sizeHint().width()
    for source.text in ("11:11:11", "08:48:38"):
        clock.tick()
        assert clock.text == source.text
        assert clock.sizeHint().width() == width
    clock.hide()
    assert not clock._timer.isActive()


@pytest.mark.parametrize(
    ("span", "said"), [(0, "00:00:00"), (3_723_999, "01:02:03"), (-10_000, "−00:00:10"), (360_000_000, "100:00:00")]
)
def test_spans(span: int, said: str) -> None:
    assert format_span(span) == said


def test_text_pair_marks_what_is_missing_and_keeps_quiet_when_set(qtbot: QtBot, desk: Desk) -> None:
    pair = TextPair("Title", multiline=True)
    qtbot.addWidget(pair)
    pair.show()
    told: list[int] = []
    pair.changed.connect(lambda: told.append(1))
    pair.set_text(Text(ja="題", en=""))
    assert told == []
    assert pair._missing["en"].isVisible()
    assert not pair._missing["ja"].isVisible()
    qtbot.keyClicks(pair.field("en"), "T")
    assert told == [1]
    assert pair.text() == Text(ja="題", en="T")
    pair.set_text(None)
    assert pair.text() is None
    assert not pair._missing["ja"].isVisible()


def test_flow_layout_begins_a_row_where_one_is_full(qtbot: QtBot, desk: Desk) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box)
    buttons = [QPushButton(f"chip {n}") for n in range(6)]
    for button in buttons:
        flow.addWidget(button)
    width = buttons[0].sizeHint().width()
    box.resize(width * 3 + 20, 300)
    box.show()
    assert len({button.y() for button in buttons}) == 2
    assert flow.heightForWidth(width + 4) > flow.heightForWidth(width * 7)


def test_splitter_remembers_by_screen(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "s.toml")

    def made() -> Splitter:
        splitter = Splitter("x", settings, sizes=(100, 300))
        qtbot.addWidget(splitter)
        for _ in range(2):
            splitter.addWidget(QLabel())
        splitter.resize(408, 100)
        splitter.show()
        splitter.restore()
        return splitter

    first = made()
    first.moveSplitter(250, 1)
    assert made().sizes() == first.sizes() != [100, 300]


def test_labels_show_what_people_wrote_as_it_stands(qtbot: QtBot, desk: Desk) -> None:
    for wrap in (False, True):
        said = label(lambda: "a <b>c</b> & d\ne", wrap=wrap)
        qtbot.addWidget(said)
        assert said.text() == "a <b>c</b> & d\ne"


def test_search_says_once_what_it_means(qtbot: QtBot, desk: Desk) -> None:
    box = SearchBox()
    qtbot.addWidget(box)
    said: list[str] = []
    box.searched.connect(said.append)
    qtbot.keyClicks(box, "abc")
    qtbot.waitUntil(lambda: bool(said))
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert said == ["abc"]
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert (box.text(), said) == ("", ["abc", ""])


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("ﾗﾝｻﾑ", "ランサムウェア", True),
        ("らんさむ 港", "港のランサム", True),
        ("port x", "Port", False),
        ("", "any", True),
    ],
)
def test_matching(query: str, text: str, found: bool) -> None:
    assert matches(query, text) is found


def test_icons_take_the_colour_of_the_theme(desk: Desk) -> None:
    def colours() -> set[str]:
        image = icons.icon("home").pixmap(40, 40).toImage()
        pixels = (image.pixelColor(x, y) for x in range(40) for y in range(40))
        return {p.name().upper() for p in pixels if p.alpha() == 255}

    assert theme.current().ink.text in colours()
    desk.themes.use("dark")
    assert theme.current().ink.text in colours()
    assert icons.icon("no such icon").isNull()


def test_every_icon_is_drawn(desk: Desk) -> None:
    assert len(icons.available()) > 40
    for name in icons.available():
        image = icons.icon(name).pixmap(20, 20).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(20) for y in range(20)), name

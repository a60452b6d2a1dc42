"""Behaviours of every window, numbered as the design has them: what fits, what the keyboard reaches, colours, languages, closing."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from exercise_studio import language
from exercise_studio.desktop.actions import IME_KEYS, check
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Question
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.pages import PAGES, Entry
from exercise_studio.desktop.theme import ThemeManager
from exercise_studio.desktop.widgets.chips import LEVEL_MARKS, RatingChip
from exercise_studio.desktop.widgets.elided import Elided
from tests.desktop.control.conftest import Live, live, ready
from tests.desktop.played import Played, played, played_once
from tests.desktop.test_pages import controls, opened, smallest

__all__ = ["live", "played", "played_once", "ready", "smallest"]
LEVELS = ("4", "3", "2", "1", "no")
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
each_page = pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.id)
each_language = pytest.mark.parametrize("lang", language.LANGUAGES)


def visible(frame: Frame, kind: type) -> Iterator[QWidget]:
    """Widgets of a kind that somebody sees."""
    for widget in frame.findChildren(kind):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def clipped(frame: Frame) -> list[str]:
    """Texts that are wider than the widget that shows them."""
    found = []
    for label in visible(frame, QLabel):
        if isinstance(label, Elided) or label.wordWrap() or not label.text():
            continue
        needed = label.fontMetrics().horizontalAdvance(label.text().split("\n")[0])
        if needed > label.contentsRect().width() + 1 and label.sizePolicy().horizontalPolicy().name != "Ignored":
            found.append(f"{label.text()!r} needs {needed} of {label.contentsRect().width()}")
    for button in visible(frame, QAbstractButton):
        plain = isinstance(button, QPushButton) or (
            isinstance(button, QToolButton) and button.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        shown = re.sub("&(?!&)", "", button.text())
        needed = button.fontMetrics().horizontalAdvance(shown)
        if plain and shown and needed > button.width() and button.sizePolicy().horizontalPolicy().name != "Ignored":
            found.append(f"{shown!r} needs {needed} of {button.width()}")
    return found


# 35


@each_page
@each_language
@pytest.mark.parametrize("zoom", [100, 150])
def test_35_nothing_is_clipped_and_no_page_scrolls_sideways(
    qtbot: QtBot, desk: Desk, smallest: Frame, played: Played, entry: Entry, lang: str, zoom: int
) -> None:
    # At 150 % of the screen the window has as many points; at 150 % of the program it is asked for on a larger one.
    smallest.use_language(lang)
    desk.themes.set_zoom(zoom)
    smallest.resize(QSize(1024, 660) * (zoom / 100))
    opened(qtbot, desk, smallest, played, entry)
    QTest.qWait(50)
    assert clipped(smallest) == []
    assert smallest._holders[entry.id].horizontalScrollBar().maximum() == 0


def test_35_the_check_sees_a_text_that_is_clipped(qtbot: QtBot, frame: Frame) -> None:
    frame.show()
    label, button = QLabel("長い文字がここにあります", frame), QPushButton("長い文字がここにあります", frame)
    for widget in (label, button):
        widget.setGeometry(300, 300, 40, 24)
        widget.show()
    QTest.qWait(20)
    assert len([one for one in clipped(frame) if "長い文字" in one]) == 2


# 36


@each_page
def test_36_no_two_acts_share_a_key_and_none_is_the_input_methods(frame: Frame, entry: Entry) -> None:
    table = entry.load().ACTIONS
    check(frame.acts.table, table)
    keys = {key for act in (*frame.acts.table, *table) for key in act.keys}
    assert not keys & IME_KEYS


@each_page
def test_36_the_key_in_the_tooltip_is_the_one_that_works(
    qtbot: QtBot, desk: Desk, smallest: Frame, played: Played, entry: Entry
) -> None:
    opened(qtbot, desk, smallest, played, entry)
    for acts in (smallest.acts, smallest.pages[entry.id].acts):
        for action in acts:
            said = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
            assert all(key in action.toolTip() for key in said)
    for button in visible(smallest, QToolButton):
        action = button.defaultAction()
        if action is not None and not action.shortcut().isEmpty():
            assert action.shortcut().toString(QKeySequence.SequenceFormat.NativeText) in button.toolTip()


@each_page
def test_36_tab_reaches_everything_that_can_be_used(
    qtbot: QtBot, desk: Desk, smallest: Frame, played: Played, entry: Entry
) -> None:
    opened(qtbot, desk, smallest, played, entry)
    smallest.activateWindow()
    qtbot.waitUntil(smallest.isActiveWindow)
    wanted = {w for w in controls(smallest, entry) if w.focusPolicy() & Qt.FocusPolicy.TabFocus}
    wanted = {w for w in wanted if not _one_of_a_group(w)}
    first = min(wanted, key=lambda w: (w.mapTo(smallest, QPoint()).y(), w.mapTo(smallest, QPoint()).x()))
    first.setFocus()
    reached: set[QWidget] = set()
    for _step in range(400):
        now = QApplication.focusWidget()
        if now is None or (now is first and len(reached) > 1):
            break
        reached.add(now)
        reached |= {one for one in wanted if now.focusProxy() is one or one.focusProxy() is now}
        QTest.keyClick(now, Qt.Key.Key_Tab)
    missed = [f"{type(w).__name__} {w.accessibleName()}" for w in wanted - reached if w.isVisible() and w.isEnabled()]
    assert missed == []


def _one_of_a_group(widget: QWidget) -> bool:
    """Of buttons that exclude one another Tab reaches the chosen one; arrows reach the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    exclusive = group is not None and group.exclusive()
    return exclusive and not widget.isChecked()  # type: ignore[attr-defined]


# 37

SIMULATED = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}
"""Machado, Oliveira and Fernandes (2009), severity 1.0; grey by luminance."""


def seen_as(image: QImage, matrix: tuple[tuple[float, ...], ...]) -> list[tuple[int, int, int]]:
    """The pixels as somebody with that sight has them."""
    pixels = []
    for y in range(image.height()):
        for x in range(image.width()):
            colour = image.pixelColor(x, y)
            rgb = (colour.red(), colour.green(), colour.blue())
            pixels.append(tuple(round(sum(m * c for m, c in zip(row, rgb, strict=True))) for row in matrix))
    return pixels  # type: ignore[return-value]


def glyph_of(pixels: list[tuple[int, int, int]]) -> list[bool]:
    """Where something is written: pixels that stand off the ground, which is the commonest one."""
    ground = max(set(pixels), key=pixels.count)
    return [sum(abs(a - b) for a, b in zip(pixel, ground, strict=True)) > 120 for pixel in pixels]


@pytest.mark.parametrize("sight", SIMULATED)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_37_each_rating_is_told_apart_by_its_glyph_whatever_the_sight(qtbot: QtBot, sight: str, theme: str) -> None:
    ThemeManager(theme, 100).apply()
    shapes = {}
    for level in LEVELS:
        chip = RatingChip(level, short=True)
        qtbot.addWidget(chip)
        chip.resize(28, 24)
        shape = glyph_of(seen_as(chip.grab().toImage(), SIMULATED[sight]))
        assert 10 < sum(shape) < len(shape) / 2, level
        shapes[level] = shape
    for number, one in enumerate(LEVELS):
        for other in LEVELS[number + 1 :]:
            differing = sum(a != b for a, b in zip(shapes[one], shapes[other], strict=True))
            assert differing > 12, (one, other)


def test_37_each_rating_has_a_glyph_and_a_word_of_its_own() -> None:
    assert len({LEVEL_MARKS[level].glyph for level in LEVELS}) == len(LEVELS)
    assert len({LEVEL_MARKS[level].word for level in LEVELS}) == len(LEVELS)


# 38


def said(frame: Frame) -> list[str]:
    """Everything that stands on the screen in words of the program."""
    found = [label.text() for label in visible(frame, QLabel)]
    found += [button.text() for button in visible(frame, QAbstractButton)]
    found += [line.placeholderText() for line in visible(frame, QLineEdit)]
    found += [box.itemText(at) for box in visible(frame, QComboBox) for at in range(box.count())]
    found += [bar.tabText(at) for bar in visible(frame, QTabBar) for at in range(bar.count())]
    found += [action.text() for action in frame.acts] + [action.toolTip() for action in frame.page_actions()]
    return [text for text in found if text]


@each_page
def test_38_after_switching_to_english_no_word_of_the_program_is_japanese(
    qtbot: QtBot, desk: Desk, smallest: Frame, played: Played, entry: Entry
) -> None:
    smallest.use_language("ja")
    opened(qtbot, desk, smallest, played, entry)
    assert any(JAPANESE.search(text) for text in said(smallest))
    smallest.use_language("en")
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    typed = " ".join(_typed(desk))
    if entry.id == "report":
        typed += repr(smallest.pages["report"].content)  # a report keeps its own language
    left = [text for text in said(smallest) if JAPANESE.search(text) and not _in(text, typed)]
    left = [text for text in left if text != "日本語"]  # the name of a language, in it
    smallest.use_language("ja")
    assert left == []


def _typed(desk: Desk) -> Iterator[str]:
    """What people wrote in the played exercise: it stays as it is."""
    for entry in desk.exercise.entries if desk.exercise is not None else ():
        yield repr(entry.payload)


def _in(text: str, typed: str) -> bool:
    return all(part in typed for part in re.findall("[\u3040-\u30ff\u4e00-\u9fff]{2,}", text))


def test_38_switching_loses_neither_what_is_typed_nor_what_is_selected(live: Live) -> None:
    room = live.page.room
    room.show_cues()
    room.cues.select_key("I05")
    room.composer.line.setFocus()
    room.composer.line.insertPlainText("@経営 まだ書いている途中")
    draft = room.composer.line.draft()
    live.frame.switch_language()
    assert room.composer.line.draft() == draft
    assert room.cues.selected_key() == "I05"
    assert room.composer.line.hasFocus()
    live.frame.switch_language()
    assert room.composer.line.draft() == draft
    assert room.cues.selected_key() == "I05"


# 31, 32


def test_31_escape_in_the_closing_question_returns_with_everything_open(live: Live) -> None:
    live.page.closing = False
    live.write("残る")
    live.page.room.composer.line.insertPlainText("書きかけ")
    live.frame.close()
    question = live.frame.findChild(Question)
    assert question is not None
    QTest.keyClick(question, Qt.Key.Key_Escape)
    live.settle()
    assert live.frame.isVisible()
    assert live.desk.exercise is not None
    assert live.page.exercise.state.clock.mode == "running"
    assert live.page.room.composer.line.toPlainText() == "書きかけ"
    live.write("あとから")
    assert len(live.entries("response_logged")) == 2
    live.page.closing = True


def test_32_the_safe_answer_is_the_one_that_enter_takes(live: Live) -> None:
    live.page.closing = False
    live.frame.close()
    question = live.frame.findChild(Question)
    defaults = [button for button in question.findChildren(QPushButton) if button.isDefault()]
    assert [button.property("look") for button in defaults] == ["primary"]
    assert live.entries("run_ended") == []
    question.reject()
    live.page.closing = True


@each_page
def test_36_every_text_field_lets_tab_go_on(
    qtbot: QtBot, desk: Desk, smallest: Frame, played: Played, entry: Entry
) -> None:
    opened(qtbot, desk, smallest, played, entry)
    from exercise_studio.desktop.widgets.log_line import LogLineEdit

    trapped = [
        field.accessibleName()
        for field in visible(smallest, QPlainTextEdit)
        if not field.tabChangesFocus() and not field.isReadOnly() and not isinstance(field, LogLineEdit)
    ]
    assert trapped == []

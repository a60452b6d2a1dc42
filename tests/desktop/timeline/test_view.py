"""The timeline with its overview, its buttons and its table twin."""

import random

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.theme import ThemeManager
from exercise_studio.desktop.timeline.scene import BIN, CROWD, drawing
from exercise_studio.desktop.timeline.strip import hover_text
from exercise_studio.desktop.timeline.tracks import Arrow, Card, Coverage, Jump, Lane, Pause, Planned
from exercise_studio.desktop.timeline.view import TimelineView
from exercise_studio.domain.times import HOUR, MINUTE

LEFT = Qt.MouseButton.LeftButton
ALONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def view(qtbot: QtBot) -> TimelineView:
    """Two lanes with three marks, two injects, a pause, a freeze and a jump."""
    ThemeManager("light", 100).apply()
    made = TimelineView()
    qtbot.addWidget(made)
    sheet = made.sheet
    sheet.set_lanes((Lane("a", "A"), Lane("b", "B", 1, "Beta in full")))
    sheet.duration = 3 * HOUR
    sheet.planned = (
        Planned("I01", "First", 10 * MINUTE, 22 * MINUTE, "fired", "e-fired"),
        Planned("I02", "Second", 2 * HOUR),
    )
    sheet.add("a", 30 * MINUTE, "decision", "e1", "Decided")
    sheet.add("a", 60 * MINUTE, "response", "e2", "Answered")
    sheet.add("b", 61 * MINUTE, "share", "e3", "Told")
    sheet.pauses = (Pause(40 * MINUTE, 12 * MINUTE), Pause(50 * MINUTE, None, frozen=True))
    sheet.jumps = (Jump(90 * MINUTE, "07/05 07:00"),)
    made.resize(900, 200)
    made.show()
    made.begin()
    return made


def press(view: TimelineView, *keys: Qt.Key, held: Qt.KeyboardModifier = ALONE) -> None:
    for key in keys:
        QTest.keyClick(view.strip, key, held)


def crowd(view: TimelineView, lanes: int, events: int) -> None:
    chance = random.Random(1)
    view.sheet.set_lanes(tuple(Lane(f"l{number}", f"Lane {number}") for number in range(lanes)))
    for number in range(events):
        play = chance.randrange(3 * HOUR)
        view.sheet.add(f"l{number % lanes}", play, "response", f"m{number}", "")
    view.changed()


# the table twin


def test_the_table_holds_every_mark_by_its_moment_also_pauses_and_jumps(view: TimelineView) -> None:
    view.table.click()
    rows = view.twin.model_.rows
    assert [row.entry for row in rows if row.entry] == ["e-fired", "e1", "e2", "e3", "inject/I02"]
    assert [row.play for row in rows] == sorted(row.play for row in rows)
    texts = [row.text for row in rows]
    assert any("12" in text and "‖" in text for text in texts)
    assert any("07/05 07:00" in text for text in texts)
    assert next(row for row in rows if row.entry == "e3").lane == "Beta in full"
    assert "12" in next(row for row in rows if row.entry == "e-fired").text, "twelve minutes late"


def test_table_and_strip_have_one_selection(view: TimelineView) -> None:
    view.strip.select("e2")
    view.toggle_table()
    assert view.twin.current_row.entry == "e2"
    QTest.keyClick(view.twin, Qt.Key.Key_Down)
    assert view.strip.selected == "e3"
    view.toggle_table()
    press(view, Qt.Key.Key_Up)
    assert view.strip.selected == "e2"


def test_moving_through_the_table_brings_marks_into_sight(view: TimelineView) -> None:
    view.strip.axis = view.strip.axis.zoomed(0.05, 0)
    assert view.strip.axis.end < 30 * MINUTE
    view.toggle_table()
    view.twin.select_row(view.twin.model_.number_of("e1"))
    assert view.strip.axis.start <= 30 * MINUTE <= view.strip.axis.end


def test_enter_in_the_table_picks_and_a_pause_cannot_be_picked(view: TimelineView, qtbot: QtBot) -> None:
    picked: list[str] = []
    view.picked.connect(picked.append)
    view.toggle_table()
    for row in range(len(view.twin.model_.rows)):
        view.twin.select_row(row)
        QTest.keyClick(view.twin, Qt.Key.Key_Return)
    assert picked == ["e-fired", "e1", "e2", "e3", "inject/I02"]


def test_a_new_mark_in_the_table_leaves_the_selection_where_it_is(view: TimelineView, qtbot: QtBot) -> None:
    view.toggle_table()
    view.twin.select_row(view.twin.model_.number_of("e2"))
    resets: list[bool] = []
    view.twin.model_.modelReset.connect(lambda: resets.append(True))
    view.sheet.add("a", 20 * MINUTE, "response", "e0", "Earlier")
    view.changed()
    qtbot.waitUntil(lambda: view.twin.model_.number_of("e0") >= 0)
    assert view.twin.current_row.entry == "e2"
    assert resets == []


def test_t_changes_between_strip_and_table_and_takes_the_keyboard_along(view: TimelineView, qtbot: QtBot) -> None:
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.strip.setFocus()
    press(view, Qt.Key.Key_T)
    assert view.as_table
    assert view.twin.hasFocus()
    assert view.table.isChecked()
    QTest.keyClick(view.twin, Qt.Key.Key_T)
    assert not view.as_table
    assert view.strip.hasFocus()


# the keyboard on the strip


def test_arrows_go_from_mark_to_mark_and_between_the_lanes(view: TimelineView) -> None:
    press(view, Qt.Key.Key_Right)
    assert view.strip.selected == "e-fired"
    press(view, Qt.Key.Key_Down)
    assert view.strip.selected == "e1"
    press(view, Qt.Key.Key_Right)
    assert view.strip.selected == "e2"
    press(view, Qt.Key.Key_Right)
    assert view.strip.selected == "e2", "there is none behind it"
    press(view, Qt.Key.Key_Down)
    assert view.strip.selected == "e3"
    picked: list[str] = []
    view.picked.connect(picked.append)
    press(view, Qt.Key.Key_Return)
    assert picked == ["e3"]


def test_shift_with_the_arrows_moves_along_the_time(view: TimelineView) -> None:
    view.strip.axis = view.strip.axis.zoomed(0.2, 0)
    before = view.strip.axis
    press(view, Qt.Key.Key_Right, held=Qt.KeyboardModifier.ShiftModifier)
    assert view.strip.axis.start > before.start
    assert view.strip.axis.span == before.span
    assert view.strip.selected == ""


def test_a_screen_reader_hears_the_stretch_in_sight(view: TimelineView) -> None:
    whole = view.strip.accessibleDescription()
    assert "T+00:00:00" in whole
    assert "3" in whole
    view.strip.axis = view.strip.axis.zoomed(0.05, 0)
    assert view.strip.accessibleDescription() != whole


# the overview


def test_a_click_on_the_overview_goes_there_and_its_frame_can_be_dragged(view: TimelineView) -> None:
    view.strip.axis = view.strip.axis.zoomed(0.2, 0)
    overview = view.overview
    span = view.strip.axis.span
    x = overview.width() // 2
    QTest.mouseClick(overview, LEFT, ALONE, QPoint(x, 8))
    middle = view.strip.axis.start + span / 2
    assert abs(overview.whole().x(middle) - x) <= 1
    assert view.strip.axis.span == span
    QTest.mousePress(overview, LEFT, ALONE, QPoint(x, 8))
    QTest.mouseMove(overview, QPoint(x + 40, 8))
    event_x = overview.frame[0]
    QTest.mouseRelease(overview, LEFT, ALONE, QPoint(x + 40, 8))
    assert event_x == overview.frame[0]


def test_the_overview_begins_where_the_axis_begins(view: TimelineView) -> None:
    view.sheet.set_lanes((Lane("a", "The organisation with a long name"),))
    view.changed()
    QApplication.processEvents()
    assert abs(view.overview.x() - view.strip.title_width) <= 12


def test_follow_now_says_whether_it_follows(view: TimelineView) -> None:
    view.set_now(HOUR)
    assert view.follow.isChecked()
    view.strip.zoom(0.2)
    assert not view.follow.isChecked()
    view.follow.click()
    assert view.strip.following
    view.strip.show_from(0)
    assert not view.follow.isChecked()


def test_19_the_whole_button_fits_and_goes_back(view: TimelineView) -> None:
    view.strip.zoom(0.2, 300)
    near = view.strip.axis
    view.fit.click()
    assert view.strip.axis.fits
    view.fit.click()
    assert view.strip.axis == near


# many


@pytest.mark.parametrize("zoom", [1.0, 0.3, 0.05])
def test_19_however_many_events_there_are_what_is_drawn_stays_bounded(view: TimelineView, zoom: float) -> None:
    crowd(view, 5, 10_000)
    view.strip.axis = view.strip.axis.fitted().zoomed(zoom, 200)
    view.strip.grab()
    width = view.strip.axis.width
    assert 0 < view.strip.painting.drawn <= 5 * max(width / CROWD, width / BIN) + 10


def test_19_bars_count_every_event(view: TimelineView) -> None:
    crowd(view, 2, 10_000)
    found = drawing(view.sheet.tracks["l0"], view.strip.axis.fitted())
    assert isinstance(found, list)
    assert sum(found) == 5_000


def test_a_thousand_lanes_scroll_and_only_those_in_sight_are_looked_at(view: TimelineView) -> None:
    crowd(view, 1_000, 3_000)
    assert view.strip.bar.isVisible()
    assert len(view.strip.scene().lanes()) < 20
    assert view.strip.sizeHint().height() < 400
    first = view.strip.scene().lanes()[0][0].key
    turn = QWheelEvent(
        QPointF(400, 100), QPointF(view.strip.mapToGlobal(QPoint(400, 100))), QPoint(), QPoint(0, -600),
        Qt.MouseButton.NoButton, ALONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    axis = view.strip.axis
    QApplication.sendEvent(view.strip, turn)
    assert view.strip.scene().lanes()[0][0].key != first
    assert view.strip.axis == axis
    view.strip.select("m999", reveal=True)
    assert "l999" in [lane.key for lane, _rect in view.strip.scene().lanes()]


# what is said under the pointer


def test_pauses_jumps_and_heads_of_lanes_are_told_under_the_pointer(view: TimelineView) -> None:
    view.sheet.coverage = {"b": Coverage(7, 5, 1, 1, 3, "BCM-01 (+4:10)")}
    view.changed()
    scene = view.strip.scene()
    middle = scene.top + 10
    assert "12" in view.strip.told(scene.x(40 * MINUTE), middle).text
    assert "07/05 07:00" in view.strip.told(scene.x(90 * MINUTE), middle).text
    head = view.strip.told(20, scene.lanes()[1][1].center().y())
    assert head.heading == "Beta in full"
    assert all(figure in " ".join(head.notes) for figure in ("5", "7", "3", "BCM-01 (+4:10)"))
    assert len(view.strip.told(5, 5).notes) >= 8, "the legend"
    assert view.strip.told(scene.x(150 * MINUTE), middle) is None


def test_what_people_typed_is_no_markup_on_the_card() -> None:
    assert "<i>" not in hover_text(Card("T+0", "IT", "<i>x</i>"))


def test_an_arrow_joins_two_lanes_only_when_both_are_shown(view: TimelineView) -> None:
    view.sheet.pass_on(Arrow(61 * MINUTE, "b", "a", "e3"))
    view.sheet.pass_on(Arrow(62 * MINUTE, "b", "elsewhere", "e4"))
    view.sheet.pass_on(Arrow(62 * MINUTE, "b", "b", "e5"))
    assert [one.entry for one in view.sheet.arrows_between(0, 3 * HOUR)] == ["e3"]
    before = view.strip.grab().toImage()
    view.sheet.arrows = []
    view.sheet.version += 1
    assert view.strip.grab().toImage() != before

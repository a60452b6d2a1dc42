"""The painted timeline, handled with wheel, keys and pointer."""

import random

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.theme import ThemeManager
from exercise_studio.desktop.timeline.strip import Timeline
from exercise_studio.desktop.timeline.tracks import Lane, Planned
from exercise_studio.domain.times import HOUR, MINUTE


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    """Two teams, an inject planned and one fired, at 900 pixels."""
    ThemeManager("light", 100).apply()
    made = Timeline()
    qtbot.addWidget(made)
    made.sheet.set_lanes((Lane("a/csirt", "CSIRT", 3), Lane("a/legal", "Legal", 7)))
    made.sheet.duration = 3 * HOUR
    made.sheet.planned = (
        Planned("I01", "First", 10 * MINUTE, 12 * MINUTE, "fired", "e-fired"),
        Planned("I02", "Second", 2 * HOUR),
    )
    made.sheet.add("a/csirt", 30 * MINUTE, "decision", "e-decision", "Decided")
    made.resize(900, 120)
    made.show()
    made.begin()
    return made


def wheel(timeline: Timeline, x: int, turns: int, *, ctrl: bool) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        QPointF(x, 60), QPointF(timeline.mapToGlobal(QPoint(x, 60))), QPoint(), QPoint(0, turns * 120),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(timeline, event)


def place(timeline: Timeline, play: int) -> int:
    return round(timeline.title_width + timeline.axis.x(play))


def test_19_ctrl_wheel_keeps_the_moment_under_the_pointer(timeline: Timeline) -> None:
    x = 500
    before = timeline.axis.play(x - timeline.title_width)
    wheel(timeline, x, 4, ctrl=True)
    assert timeline.axis.span < 2 * HOUR
    assert abs(timeline.title_width + timeline.axis.x(before) - x) <= 1


def test_19_zero_shows_everything_and_zero_again_goes_back(timeline: Timeline) -> None:
    wheel(timeline, 500, 5, ctrl=True)
    near = timeline.axis
    QTest.keyClick(timeline, Qt.Key.Key_0)
    assert timeline.axis.fits
    QTest.keyClick(timeline, Qt.Key.Key_0)
    assert timeline.axis == near


def test_n_brings_now_into_sight_and_follows_it(timeline: Timeline) -> None:
    timeline.set_now(2 * HOUR)
    wheel(timeline, timeline.title_width + 5, 12, ctrl=True)
    assert not timeline.axis.start <= 2 * HOUR <= timeline.axis.end
    QTest.keyClick(timeline, Qt.Key.Key_N)
    assert timeline.axis.start <= 2 * HOUR <= timeline.axis.end
    timeline.set_now(2 * HOUR + 50 * MINUTE)
    assert timeline.axis.start <= 2 * HOUR + 50 * MINUTE <= timeline.axis.end


def test_marks_are_found_under_the_pointer_and_told(timeline: Timeline, qtbot: QtBot) -> None:
    lane = timeline.scene().lanes()[0][1].center().toPoint()
    x = place(timeline, 30 * MINUTE)
    with qtbot.waitSignal(timeline.picked) as told:
        QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x, lane.y()))
    assert told.args == ["e-decision"]
    assert timeline.label_of("e-decision") == "Decided"
    plan = timeline.scene().head + 8
    assert timeline.hit(place(timeline, 2 * HOUR), plan) == "inject/I02"
    assert timeline.hit(place(timeline, 12 * MINUTE), plan) == "e-fired"
    assert timeline.hit(place(timeline, 60 * MINUTE), plan) == ""


def test_planned_injects_are_hollow_and_fired_ones_filled(timeline: Timeline) -> None:
    picture = QImage(timeline.size(), QImage.Format.Format_RGB32)
    timeline.render(picture)
    middle = timeline.scene().head + 11
    fill = QColor("#0B5CAD").rgb()
    assert picture.pixel(place(timeline, 12 * MINUTE), middle) == fill
    assert picture.pixel(place(timeline, 2 * HOUR), middle) != fill


def test_a_screen_reader_hears_how_much_there_is(timeline: Timeline) -> None:
    assert timeline.accessibleName()
    assert "1" in timeline.accessibleDescription()


def test_many_events_become_bars_and_stay_countable(timeline: Timeline) -> None:
    chance = random.Random(1)
    for number in range(5_000):
        timeline.sheet.add("a/legal", chance.randrange(3 * HOUR), "response", f"m{number}", "")
    timeline.changed()
    picture = QImage(timeline.size(), QImage.Format.Format_RGB32)
    timeline.render(picture)
    rect = timeline.scene().lanes()[1][1]
    row = round(rect.bottom()) - 3
    painted = sum(picture.pixel(x, row) != QColor("#FFFFFF").rgb() for x in range(timeline.title_width + 2, 880))
    assert painted > 450

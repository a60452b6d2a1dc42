"""Rating as an observer does it, in the window, with a real workspace."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractListModel, QObject, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from exercise_studio import language
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.observer.handing_in import HandIn
from exercise_studio.desktop.observer.page import ObserverPage
from exercise_studio.domain import payloads as p
from exercise_studio.journeys import observing
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace
from tests.desktop.played import Played, kept, settle, show

SENTINEL = "見えてはならない所見"


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, frame: Frame, played: Played) -> ObserverPage:
    """The page with the first seat taken, the cursor on the first item."""
    found = show(qtbot, desk, frame, played.file, played.running, "observe")
    assert isinstance(found, ObserverPage)
    found.take_seat("OBS-01")
    settle(qtbot, desk)
    blank = next(r for r in found.list.sheet.rows() if r.value is None and not r.note)
    found.list.select(blank.team, blank.item)
    return found


def press(qtbot: QtBot, page: ObserverPage, key: Any, on: QWidget | None = None) -> None:
    target = on or page.list
    target.setFocus()
    QTest.keyClick(target, key)
    settle(qtbot, page.desk)


def value(page: ObserverPage) -> object:
    assert page.list.current is not None
    return page.list.current.value


@pytest.mark.parametrize(
    ("key", "level"), [("4", 4), ("3", 3), ("2", 2), ("1", 1), ("0", "NO"), ("p", 4), ("s", 3), ("m", 2), ("u", 1)]
)
def test_20_digits_and_their_letters_rate_in_the_list(
    qtbot: QtBot, page: ObserverPage, played: Played, key: str, level: object
) -> None:
    current = page.list.current
    assert current is not None

    press(qtbot, page, key)

    assert value(page) == level
    last = kept(played.file, played.running, "item_rated")[-1]
    assert (last.observer, last.team, last.item, last.value) == ("OBS-01", current.team, current.item, level)


def test_20_the_list_keeps_the_input_method_off_and_nothing_in_it_can_be_edited(page: ObserverPage) -> None:
    assert not page.list.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    model = page.list.model()
    flags = [model.flags(model.index(n, 0)) for n in range(model.rowCount())]
    assert flags
    assert not any(flag & Qt.ItemFlag.ItemIsEditable for flag in flags)
    assert page.list.editTriggers() == QAbstractItemView.EditTrigger.NoEditTriggers


def test_20_digits_typed_into_the_note_are_digits(qtbot: QtBot, page: ObserverPage) -> None:
    press(qtbot, page, Qt.Key.Key_Return)
    assert page.detail.note.hasFocus()

    QTest.keyClicks(page.detail.note, "4310")
    settle(qtbot, page.desk)

    assert page.detail.note.toPlainText() == "4310"
    assert value(page) is None


def test_21_the_same_rating_twice_stays_and_backspace_keeps_the_note(
    qtbot: QtBot, page: ObserverPage, played: Played
) -> None:
    press(qtbot, page, "2")
    press(qtbot, page, "2")
    assert value(page) == 2

    press(qtbot, page, Qt.Key.Key_Return)
    QTest.keyClicks(page.detail.note, "prompted")
    press(qtbot, page, Qt.Key.Key_Escape, page.detail.note)
    assert page.list.current is not None
    assert (page.list.current.value, page.list.current.note) == (2, "prompted")
    assert page.list.hasFocus()

    press(qtbot, page, Qt.Key.Key_Backspace)
    assert page.list.current is not None
    assert (page.list.current.value, page.list.current.note) == (None, "prompted")
    assert page.detail.note.toPlainText() == "prompted"
    assert kept(played.file, played.running, "rating_cleared")[-1].observer == "OBS-01"


def test_22_the_figure_beside_the_bar_counts_not_observed_as_done_and_blank_as_open(
    qtbot: QtBot, page: ObserverPage
) -> None:
    language.use("en")

    def counts() -> list[int]:
        return [
            int(t)
            for b in (page.filters.buttons["blank"], page.filters.buttons["unseen"])
            for t in b.text().split()
            if t.isdigit()
        ]

    blank, unseen = counts()

    press(qtbot, page, "0")
    assert counts() == [blank - 1, unseen + 1]
    press(qtbot, page, "1")
    assert counts() == [blank - 1, unseen]
    press(qtbot, page, Qt.Key.Key_Backspace)
    assert counts() == [blank, unseen]


def everything_said(root: QObject) -> Iterator[str]:
    """Every text that any object of a page holds: properties, and every role of every model."""
    for thing in [root, *root.findChildren(QObject)]:
        meta = thing.metaObject()
        for number in range(meta.propertyCount()):
            found = meta.property(number)
            if found.typeName() == "QString":
                yield str(found.read(thing))
        for name in ("toPlainText",):
            if hasattr(thing, name):
                yield getattr(thing, name)()
        if isinstance(thing, QAbstractItemView) and thing.model() is not None:
            model = thing.model()
            for row in range(model.rowCount()):
                for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
                    for role in [
                        *range(16),
                        Qt.ItemDataRole.UserRole,
                        Qt.ItemDataRole.UserRole + 1,
                        Qt.ItemDataRole.UserRole + 2,
                    ]:
                        yield str(model.index(row, column).data(role))


def test_23_no_widget_reaches_another_observers_ratings(qtbot: QtBot, desk: Desk, frame: Frame, played: Played) -> None:
    with Workspace.open(played.file) as workspace:
        session = Session.open(workspace, played.running)
        row = observing.rating_sheet(session.state, "OBS-02", "ja")[0]
        observing.rate(session, "OBS-02", row.team, row.item, 1, note=SENTINEL)
        observing.note(session, "OBS-02", SENTINEL)
        observing.rate(session, "OBS-01", row.team, row.item, 4, note="自分の所見")
    page = show(qtbot, desk, frame, played.file, played.running, "observe")
    assert isinstance(page, ObserverPage)
    assert not any(SENTINEL in said for said in everything_said(page)), "on the choice of seats"

    page.take_seat("OBS-01")
    settle(qtbot, desk)
    page.list.select(row.team, row.item)
    said = list(everything_said(page))

    assert any("自分の所見" in text for text in said), "the search finds what the page does hold"
    assert not any(SENTINEL in text for text in said)
    page.take_seat("OBS-02")
    settle(qtbot, desk)
    page.leave_seat()
    assert not any(SENTINEL in text for text in everything_said(page)), "nothing stays behind when a seat is left"


def test_the_note_is_stamped_at_the_first_key_even_of_a_conversion(
    qtbot: QtBot, page: ObserverPage, played: Played
) -> None:
    note = page.detail.note
    times = iter([1_000_000, 2_000_000, 3_000_000])
    note._now = lambda: next(times)
    page.focus_note()

    QApplication.sendEvent(note, QInputMethodEvent("おく", []))
    event = QInputMethodEvent()
    event.setCommitString("遅れた")
    QApplication.sendEvent(note, event)
    assert note.began_at == 1_000_000
    assert "❄" in page.detail.stamp.text()
    press(qtbot, page, Qt.Key.Key_Return, note)

    with Workspace.open(played.file, read_only=True) as workspace:
        last = workspace.entries(played.running)[-1]
    assert (last.payload.note, last.began_at) == ("遅れた", 1_000_000)
    assert page.list.hasFocus()


def test_enter_during_a_conversion_neither_saves_nor_leaves(qtbot: QtBot, page: ObserverPage) -> None:
    note = page.detail.note
    page.focus_note()
    QApplication.sendEvent(note, QInputMethodEvent("みかくてい", []))

    press(qtbot, page, Qt.Key.Key_Return, note)

    assert note.hasFocus()
    assert page.list.current is not None
    assert page.list.current.note == ""


def test_going_to_another_item_keeps_the_half_written_note(qtbot: QtBot, page: ObserverPage, played: Played) -> None:
    first = page.list.current
    assert first is not None
    page.focus_note()
    QTest.keyClicks(page.detail.note, "half")

    press(qtbot, page, Qt.Key.Key_Down)

    assert kept(played.file, played.running, "rating_cleared")[-1].note == "half"
    assert page.detail.note.toPlainText() != "half"
    page.list.select(first.team, first.item)
    assert page.detail.note.toPlainText() == "half"
    assert value(page) is None, "a note is no rating"


def test_a_note_that_cannot_be_kept_comes_back_with_its_item(
    qtbot: QtBot, desk: Desk, frame: Frame, played: Played
) -> None:
    page = show(qtbot, desk, frame, played.file, played.running, "observe")
    assert isinstance(page, ObserverPage)
    page.take_seat("OBS-01")
    with qtbot.waitSignal(desk.workspace_changed):
        desk.open_workspace(played.file, read_only=True)
    with qtbot.waitSignal(desk.exercise_changed):
        desk.open_exercise(played.running, page="observe")
    settle(qtbot, desk)
    page.take_seat("OBS-01")
    first = page.list.current
    assert first is not None
    page.focus_note()
    QTest.keyClicks(page.detail.note, "precious")

    press(qtbot, page, Qt.Key.Key_Down)
    assert page.has_unsaved_text()
    page.list.select(first.team, first.item)

    assert page.detail.note.toPlainText() == "precious"
    assert not page.may_close(), "it asks before it loses the note"
    page.rater.unsaved.clear()
    assert frame.leave()


def test_a_click_on_an_anchor_rates_and_a_tag_goes_into_note_and_entry(
    qtbot: QtBot, page: ObserverPage, played: Played
) -> None:
    page.detail.levels["3"].click()
    settle(qtbot, page.desk)
    assert value(page) == 3
    assert page.detail.levels["3"].isChecked()

    page.list.setFocus()
    QTest.keyClick(page.list, "t")
    QTest.keyClick(page.list, "1")
    settle(qtbot, page.desk)

    last = kept(played.file, played.running, "item_rated")[-1]
    assert (last.value, last.note, last.tags) == (3, "#遅れ", ("遅れ",))


def test_an_observation_is_kept_and_the_line_is_empty_again(qtbot: QtBot, page: ObserverPage, played: Played) -> None:
    page.focus_log()
    QTest.keyClicks(page.observations.edit, "Phones rang unanswered")
    press(qtbot, page, Qt.Key.Key_Return, page.observations.edit)

    assert kept(played.file, played.running, "observation_noted")[-1].text == "Phones rang unanswered"
    assert page.observations.edit.toPlainText() == ""
    assert "Phones rang unanswered" in page.observations.last.text()


def test_closing_keeps_a_half_written_observation(qtbot: QtBot, page: ObserverPage, played: Played) -> None:
    page.focus_log()
    QTest.keyClicks(page.observations.edit, "half a word")

    assert page.may_close()
    settle(qtbot, page.desk)

    assert kept(played.file, played.running, "observation_noted")[-1].text == "half a word"


def test_n_goes_to_the_next_blank_and_the_filter_narrows(qtbot: QtBot, page: ObserverPage) -> None:
    before = page.list.current
    press(qtbot, page, "n")
    after = page.list.current
    assert before is not None
    assert after is not None
    assert after.value is None
    assert (after.team, after.item) != (before.team, before.item)

    press(qtbot, page, "/")
    assert page.filters.search.hasFocus()
    QTest.keyClicks(page.filters.search, after.item)
    QTest.keyClick(page.filters.search, Qt.Key.Key_Return)
    assert [r.item for r in page.list.sheet.rows()] == [after.item]
    assert page.list.hasFocus()


def test_a_row_that_is_rated_stays_in_the_list_of_unrated_until_the_cursor_leaves(
    qtbot: QtBot, page: ObserverPage
) -> None:
    page.filters.buttons["blank"].click()
    current = page.list.current
    assert current is not None

    press(qtbot, page, "4")
    assert page.list.current is not None
    assert (page.list.current.item, page.list.current.value) == (current.item, 4)


def test_handing_in_says_what_is_open_and_is_not_stopped_by_it(
    qtbot: QtBot, page: ObserverPage, played: Played, frame: Frame
) -> None:
    press(qtbot, page, "1")
    page.acts["hand_in"].trigger()
    dialog = page.findChild(HandIn)
    assert dialog is not None
    assert any("×" in label.text() for label in dialog.findChildren(QWidget) if hasattr(label, "text")), (
        "warned of the × without a note"
    )

    dialog._give()
    settle(qtbot, page.desk)
    handed = kept(played.file, played.running, "work_handed_in")
    assert [(one.observer, one.edition) for one in handed] == [("OBS-01", 1)]
    assert handed[0].digest
    press(qtbot, page, "2")
    page.rater.hand_in()
    settle(qtbot, page.desk)
    assert kept(played.file, played.running, "work_handed_in")[-1].edition == 2


def test_undo_names_what_it_undoes_and_adds_to_the_log(qtbot: QtBot, page: ObserverPage, played: Played) -> None:
    item = page.list.current.item
    press(qtbot, page, "4")
    press(qtbot, page, "1")
    assert item in page.acts["undo"].toolTip()
    before = len(kept(played.file, played.running, "item_rated"))

    press_undo = (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    page.list.setFocus()
    QTest.keyClick(page.list, *press_undo)
    settle(qtbot, page.desk)
    assert value(page) == 4
    assert len(kept(played.file, played.running, "item_rated")) == before + 1
    QTest.keyClick(page.list, *press_undo)
    settle(qtbot, page.desk)
    assert value(page) is None
    assert not page.acts["undo"].isEnabled()


def test_the_language_changes_while_rating_and_nothing_is_lost(qtbot: QtBot, page: ObserverPage, frame: Frame) -> None:
    current = page.list.current
    page.focus_note()
    QTest.keyClicks(page.detail.note, "kept")

    frame.use_language("en")

    assert page.list.current is not None
    assert current is not None
    assert (page.list.current.team, page.list.current.item) == (current.team, current.item)
    assert page.detail.note.toPlainText() == "kept"
    assert page.list.current.title != current.title


def test_every_field_and_button_has_a_name(page: ObserverPage) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit

    nameless = [
        widget
        for kind in (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView)
        for widget in page.findChildren(kind)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and widget.isVisibleTo(page)
    ]
    assert not nameless


def test_before_the_start_the_page_says_what_to_do(
    qtbot: QtBot, desk: Desk, frame: Frame, tmp_path: Path, played: Played
) -> None:
    from exercise_studio.journeys import authoring, library
    from tests.desktop.played import SCENARIO

    scenario, _ = library.find_scenario(SCENARIO)
    with Workspace.open(played.file) as workspace:
        from datetime import datetime

        plan = authoring.new_plan(
            scenario, library.load_checklists(scenario.checklists), starts_at=datetime(2027, 1, 1, 13, 0)
        )
        draft = authoring.create_exercise(workspace, plan)
    page = show(qtbot, desk, frame, played.file, draft, "observe")
    assert isinstance(page, ObserverPage)
    assert page.stack.currentWidget() is page.no_run


def test_rating_values_of_the_domain_are_all_reachable() -> None:
    from typing import get_args

    from exercise_studio.desktop.observer.rater import VALUES

    assert set(VALUES.values()) == set(get_args(p.RatingValue))

"""The plan page over a real workspace file: write, take back, move, remove, switch the language, freeze."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from exercise_studio import language
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.editor.msel import InjectRow, PhaseRow
from exercise_studio.desktop.editor.page import CHECKLIST, INJECTS, SETUP, PlanPage
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.times import MINUTE
from exercise_studio.journeys import authoring, conducting

OnDisk = Callable[[], Plan]


def rewrite(qtbot: QtBot, field: QLineEdit | QPlainTextEdit, text: str) -> None:
    """What a person does: select all, type, go on to the next field."""
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Tab)


def test_an_adapted_inject_is_on_disk_without_any_save_button(page: PlanPage, qtbot: QtBot, on_disk: OnDisk) -> None:
    page.msel.show_inject("I05")
    rewrite(qtbot, page.msel.inspector.message.title.fields["en"], "The queue reaches the motorway")
    kept = on_disk().scenario.inject_by_id["I05"]
    assert kept.title.en == "The queue reaches the motorway"
    assert kept.title.ja == "ゲート前の列が公道に達する"
    language.use("en")
    assert page.saved.text().startswith("Saved ")
    assert page.saved.text().endswith("✓")


def test_typing_in_one_field_is_undone_as_a_whole_and_said_in_words(
    page: PlanPage, qtbot: QtBot, on_disk: OnDisk
) -> None:
    language.use("en")
    page.msel.show_inject("I05")
    before = page.draft.plan.scenario.inject_by_id["I05"].title
    field = page.msel.inspector.message.title.fields["ja"]
    rewrite(qtbot, field, "A")
    rewrite(qtbot, field, "AB")
    assert page.acts["undo"].iconText() == "Undo: change title of I05"
    page.acts["undo"].trigger()
    assert page.draft.plan.scenario.inject_by_id["I05"].title == before
    assert field.text() == before.ja
    assert on_disk().scenario.inject_by_id["I05"].title == before
    page.acts["redo"].trigger()
    assert on_disk().scenario.inject_by_id["I05"].title.ja == "AB"


def test_alt_and_arrows_move_an_inject_by_minutes_and_the_undo_names_the_time(
    page: PlanPage, qtbot: QtBot, on_disk: OnDisk
) -> None:
    language.use("en")
    page.msel.show_inject("I08")
    page.msel.table.setFocus()
    for _press in range(5):
        qtbot.keyClick(page.msel.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.draft.plan.scenario.inject_by_id["I08"].at == 65 * MINUTE
    assert page.acts["undo"].iconText() == "Undo: move I08 to T+1:05"
    assert page.msel.table.current_row.id == "I08"
    language.use("ja")
    assert page.acts["undo"].iconText() == "元に戻す：I08をT+1:05へ移動"
    assert on_disk().scenario.inject_by_id["I08"].at == 65 * MINUTE
    page.acts["undo"].trigger()
    assert page.draft.plan.scenario.inject_by_id["I08"].at == 60 * MINUTE


def test_the_dialog_moves_an_inject_with_all_that_follow(page: PlanPage, on_disk: OnDisk) -> None:
    page.msel.show_inject("I06")
    page.msel.move()
    dialog = page.msel.dialog
    dialog.time.setText("０：５５")  # full-width signs, as a Japanese keyboard gives them
    dialog.all.setChecked(True)
    dialog.accept()
    kept = on_disk().scenario.inject_by_id
    assert [kept[i].at for i in ("I05", "I06", "I08", "I20")] == [25 * MINUTE, 55 * MINUTE, 70 * MINUTE, 175 * MINUTE]


def test_ins_adds_an_inject_whose_title_waits_to_be_written(page: PlanPage, qtbot: QtBot, on_disk: OnDisk) -> None:
    page.msel.show_inject("I06")
    page.msel.table.setFocus()
    qtbot.keyClick(page.msel.table, Qt.Key.Key_Insert)
    assert page.msel.current_id == "I21"
    field = page.msel.inspector.message.title.fields["ja"]
    assert field.selectedText() == field.text() != ""
    qtbot.keyClicks(field, "Neu")
    page.flush()
    assert on_disk().scenario.inject_by_id["I21"].title.ja == "Neu"
    assert on_disk().scenario.inject_by_id["I21"].at == 50 * MINUTE


def test_a_removed_inject_comes_back_with_undo_and_one_that_others_need_stays(
    page: PlanPage, qtbot: QtBot, on_disk: OnDisk
) -> None:
    refused: list[object] = []
    page.draft.refused.connect(refused.append)
    page.msel.show_inject("I06")  # a branch is asked there
    page.msel.table.setFocus()
    qtbot.keyClick(page.msel.table, Qt.Key.Key_Delete)
    assert "I06" in page.draft.plan.scenario.inject_by_id
    assert len(refused) == 1
    page.msel.show_inject("I11")
    qtbot.keyClick(page.msel.table, Qt.Key.Key_Delete)
    assert "I11" not in on_disk().scenario.inject_by_id
    assert page.msel.current_id == "I12"
    page.acts["undo"].trigger()
    assert "I11" in on_disk().scenario.inject_by_id
    assert page.msel.current_id == "I11"


def test_a_copy_has_a_number_of_its_own(page: PlanPage, qtbot: QtBot) -> None:
    page.msel.show_inject("I12")
    page.msel.table.setFocus()
    qtbot.keyClick(page.msel.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    copy = page.draft.plan.scenario.inject_by_id["I21"]
    assert copy.body == page.draft.plan.scenario.inject_by_id["I12"].body
    assert copy.at == 100 * MINUTE
    # The key that is still held takes nothing away from the selection.
    assert page.msel.table.selectionModel().isRowSelected(page.msel.table.currentIndex().row())


def test_arrow_keys_walk_over_the_headings_of_the_phases(page: PlanPage, qtbot: QtBot) -> None:
    page.msel.show_inject("I05")
    page.msel.table.setFocus()
    assert isinstance(page.msel.model.rows[page.msel.table.currentIndex().row() + 1], PhaseRow)
    qtbot.keyClick(page.msel.table, Qt.Key.Key_Down)
    assert page.msel.current_id == "I06"


def test_the_filter_finds_by_word_whatever_the_width_of_its_letters(page: PlanPage, qtbot: QtBot) -> None:
    page.msel.search.setText("ＢＣＭ")
    qtbot.waitUntil(lambda: len(page.msel.model.rows) < 24)
    shown = [row.inject for row in page.msel.model.rows if isinstance(row, InjectRow)]
    assert shown
    assert all(any(e.item.startswith("BCM") for e in inject.expects) or "BCM" in str(inject.body) for inject in shown)
    page.msel.search.setText("qqqq")
    qtbot.waitUntil(lambda: not page.msel.model.rows)
    assert page.msel.nothing.isVisible()
    page.msel.show_inject("I03")
    assert page.msel.current_id == "I03"


def test_switching_the_language_keeps_what_is_being_typed(page: PlanPage, qtbot: QtBot) -> None:
    page.msel.show_inject("I05")
    title = page.msel.inspector.message.title.fields["en"]
    title.setFocus()
    title.selectAll()
    qtbot.keyClicks(title, "Half a sent")
    condition = page.msel.inspector.delivery.condition
    page.msel.inspector.tabs.setCurrentIndex(1)
    condition.setFocus()
    qtbot.keyClicks(condition, "late(BCM-01")
    language.use("en")
    assert page.tabs.tabText(INJECTS) == "Injects"
    assert page.msel.inspector.tabs.tabText(1) == "Delivery"
    assert title.text() == "Half a sent"
    assert condition.text() == "late(BCM-01"
    assert page.msel.current_id == "I05"


def test_a_condition_says_at_once_what_is_wrong_and_is_taken_when_it_can_be_read(
    page: PlanPage, qtbot: QtBot, on_disk: OnDisk
) -> None:
    language.use("en")
    page.msel.show_inject("I05")
    delivery = page.msel.inspector.delivery
    delivery.condition.setFocus()
    qtbot.keyClicks(delivery.condition, "late(BCM-01, ")
    assert "cannot be read from character 14" in delivery.condition_said.text()
    page.check()
    assert page.problems.problems[0].check == "condition"
    assert page.has_unsaved_text() != ""
    qtbot.keyClicks(delivery.condition, "45m) and fired(I99)")
    assert "I99" in delivery.condition_said.text()
    page.flush()
    assert page.draft.plan.scenario.inject_by_id["I05"].when is None
    for _sign in "I99)":
        qtbot.keyClick(delivery.condition, Qt.Key.Key_Backspace)
    qtbot.keyClicks(delivery.condition, "I04)")
    page.flush()
    assert on_disk().scenario.inject_by_id["I05"].when.text == "late(BCM-01, 45m) and fired(I04)"
    assert page.has_unsaved_text() == ""


def test_what_cannot_be_read_stays_with_its_own_inject(page: PlanPage, qtbot: QtBot) -> None:
    page.msel.show_inject("I05")
    delivery = page.msel.inspector.delivery
    qtbot.keyClicks(delivery.condition, "late(")
    delivery.at.selectAll()
    qtbot.keyClicks(delivery.at, "soon")
    page.flush()
    assert delivery.at.property("fault") is True
    page.msel.show_inject("I06")
    assert delivery.condition.text() == ""
    assert delivery.at.text() == "0:45"
    assert delivery.at.property("fault") is False
    page.msel.show_inject("I05")
    assert delivery.at.text() == "0:25"


def test_an_inject_can_follow_another_or_its_condition_alone(page: PlanPage, on_disk: OnDisk) -> None:
    page.msel.show_inject("I07")
    delivery = page.msel.inspector.delivery
    delivery.timing.show_code("after")
    delivery.timing.chosen.emit("after")
    delivery.after.show_code("I06")
    delivery.after.chosen.emit("I06")
    kept = on_disk().scenario.inject_by_id["I07"]
    assert (kept.at, kept.after.inject, kept.after.delay) == (None, "I06", 10 * MINUTE)
    delivery.timing.show_code("when")
    delivery.timing.chosen.emit("when")
    kept = on_disk().scenario.inject_by_id["I07"]
    assert (kept.at, kept.after) == (None, None)
    assert kept.when is not None


def test_an_emptied_title_keeps_the_wording_before(page: PlanPage, qtbot: QtBot) -> None:
    page.msel.show_inject("I05")
    title = page.msel.inspector.message.title
    before = page.draft.plan.scenario.inject_by_id["I05"].title
    for field in title.fields.values():
        field.setFocus()
        field.selectAll()
        qtbot.keyClick(field, Qt.Key.Key_Delete)
        field.flush()
    assert title.error.isVisibleTo(title)
    assert page.draft.plan.scenario.inject_by_id["I05"].title.ja == ""
    assert page.draft.plan.scenario.inject_by_id["I05"].title.en == before.en


def test_enter_ends_a_conversion_and_takes_nothing(page: PlanPage, qtbot: QtBot) -> None:
    page.msel.show_inject("I05")
    field = page.msel.inspector.message.title.fields["ja"]
    field.setFocus()
    written: list[str] = []
    field.written.connect(written.append)
    QApplication.sendEvent(field, QInputMethodEvent("へんかん", []))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert written == []
    commit = QInputMethodEvent()
    commit.setCommitString("変換")
    QApplication.sendEvent(field, commit)
    field.flush()
    assert len(written) == 1
    assert "変換" in written[0]


def test_expected_actions_are_added_from_the_checklist_with_its_target(page: PlanPage, on_disk: OnDisk) -> None:
    page.msel.show_inject("I14")
    panel = page.msel.inspector.facilitation
    panel.choose_items()
    dialog = panel.dialog
    dialog.search.setText("DET-01")
    dialog.search.returnPressed.emit()
    dialog.accept()
    kept = on_disk().scenario.inject_by_id["I14"].expects
    assert [(e.item, e.within) for e in kept] == [("DET-01", 15 * MINUTE)]
    panel.remove_item()
    assert on_disk().scenario.inject_by_id["I14"].expects == ()


def test_of_one_item_expected_twice_only_the_chosen_one_changes(page: PlanPage, on_disk: OnDisk) -> None:
    plan = page.draft.plan
    inject = plan.scenario.inject_by_id["I02"]
    twice = (inject.expects[0], inject.expects[0].changed(by="chemical/strategy"))
    page.draft.change(authoring.with_inject(plan, inject.changed(expects=twice)), "twice")
    page.msel.show_inject("I02")
    panel = page.msel.inspector.facilitation
    panel.expects.select_row(1)
    panel.within.timed.emit(MINUTE)
    first, second = on_disk().scenario.inject_by_id["I02"].expects
    assert (first.within, second.within) == (inject.expects[0].within, MINUTE)
    panel.remove_item()
    assert on_disk().scenario.inject_by_id["I02"].expects == (first,)


def test_the_players_preview_shows_the_body_and_nothing_for_controllers(page: PlanPage) -> None:
    plan = page.draft.plan
    page.msel.show_inject("I01")
    preview = page.msel.inspector.preview
    said = preview._body.toPlainText()
    inject = plan.scenario.inject_by_id["I01"]
    assert "南ゲート" in said
    assert inject.notes.ja.strip()[:20] not in said
    assert inject.prompts[0].ja not in said


def test_problems_lead_to_their_place(page: PlanPage, qtbot: QtBot) -> None:
    page.msel.show_inject("I05")
    field = page.msel.inspector.message.text.fields["en"]
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    page.flush()
    page.check()
    assert page.problems.problems
    row = next(r for r in page.problems.model.rows if r.place() == "I05")
    assert "英語" in row.said()
    page.tabs.setCurrentIndex(SETUP)
    page.go_to(row.problem)
    assert page.tabs.currentIndex() == INJECTS
    assert page.msel.current_id == "I05"
    assert page.msel.inspector.message.text.fields["en"].hasFocus()
    shown = {r.id: r.problems for r in page.msel.model.rows if isinstance(r, InjectRow)}
    assert shown["I05"] == 1
    assert shown["I06"] == 0


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("from", "delivery.source"), ("to", "delivery.to.button"), ("when", "delivery.condition"), ("at", "delivery.at"),
        ("expects.0.why.en", "facilitation.why.fields.ja"), ("notes.ja", "facilitation.notes.fields.ja"),
    ],
)  # fmt: skip
def test_each_kind_of_problem_puts_the_cursor_into_its_field(page: PlanPage, place: str, wanted: str) -> None:
    page.msel.show_inject("I05")
    page.msel.inspector.focus_field(place)
    target: Any = page.msel.inspector
    for part in wanted.split("."):
        target = target[part] if isinstance(target, dict) else getattr(target, part)
    assert target.hasFocus()


def test_the_set_up_changes_organisations_teams_and_observers(page: PlanPage, on_disk: OnDisk) -> None:
    page.tabs.setCurrentIndex(SETUP)
    slots = page.setup.participants.slots
    slots["haulier"].filled.click()
    assert [o.id for o in on_disk().organisations] == ["terminal", "haulier"]
    slots["haulier"].add.click()
    assert [o.id for o in on_disk().organisations] == ["terminal", "haulier", "haulier-2"]
    slots["terminal"].houses["terminal"].ticks["legal"].click()
    assert "terminal/legal" not in on_disk().teams
    page.setup.observers.add_button.click()
    page.setup.observers.rows[1].scope.chosen.emit(("haulier",))
    assert [(s.code, s.scope) for s in on_disk().observers] == [("OBS-01", ()), ("OBS-02", ("haulier",))]
    page.setup.attendance.spins["EXEC"].setValue(3)
    assert on_disk().attendance == {"EXEC": 3}
    while page.draft.stack.canUndo():
        page.acts["undo"].trigger()
    assert [o.id for o in on_disk().organisations] == ["terminal"]
    assert len(page.setup.observers.rows) == 1


def test_an_observer_code_that_is_taken_is_refused(page: PlanPage, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(SETUP)
    page.setup.observers.add()
    rewrite(qtbot, page.setup.observers.rows[1].code, "OBS-01")
    assert page.setup.observers.rows[1].code.property("fault") is True
    assert [s.code for s in page.draft.plan.observers] == ["OBS-01", "OBS-02"]


def test_a_tick_applies_an_item_to_a_team_and_the_count_follows(page: PlanPage, qtbot: QtBot, on_disk: OnDisk) -> None:
    page.tabs.setCurrentIndex(CHECKLIST)
    panel = page.checklist
    before = len(page.draft.plan.items_of("terminal/legal"))
    column = 3 + [address for address, _title in panel.model.teams].index("terminal/legal")
    row = next(
        n for n, item in enumerate(panel.model.items) if item.id not in page.draft.plan.items_of("terminal/legal")
    )
    item = panel.model.items[row].id
    panel.table.setCurrentIndex(panel.model.index(row, column))
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Space)
    assert item in on_disk().items_of("terminal/legal")
    assert str(panel.model.headerData(column, Qt.Orientation.Horizontal)).endswith(f"\n{before + 1}")
    panel.restore.click()
    assert len(on_disk().items_of("terminal/legal")) == before


def test_an_item_of_one_house_leaves_the_others_in_its_slot_alone(page: PlanPage) -> None:
    page.setup.participants.add("terminal")
    plan = page.draft.plan
    item = plan.items_of("terminal/legal")[0]
    page.checklist.apply(item, "terminal/legal", False)
    assert item not in page.draft.plan.items_of("terminal/legal")
    assert item in page.draft.plan.items_of("terminal-2/legal")


def test_a_plan_whose_run_has_started_is_read_only_and_says_so(page: PlanPage, desk: Desk, qtbot: QtBot) -> None:
    language.use("en")
    assert not page.notice.isVisible()
    page.msel.show_inject("I05")
    rewrite(qtbot, page.msel.inspector.message.title.fields["en"], "Changed just before the start")
    desk.exercise.do(conducting.start_run)
    qtbot.waitUntil(lambda: page.draft.read_only, timeout=10_000)
    # What was written last is what is played.
    assert desk.exercise.plan.scenario.inject_by_id["I05"].title.en == "Changed just before the start"
    assert page.notice.isVisible()
    assert "frozen" in page.notice_text.text()
    page.window().resize(1024, 660)
    QApplication.processEvents()
    assert page.height() <= page.parentWidget().height()  # nothing of it has to be scrolled to
    assert page.msel.inspector.message.title.fields["en"].isReadOnly()
    for act in ("add", "duplicate", "remove", "move", "undo"):
        assert not page.acts[act].isEnabled()
    before = page.draft.plan
    page.msel.add()
    page.setup.participants.add("haulier")
    page.checklist.apply("DET-01", "terminal/legal", True)
    assert page.draft.plan is before


def test_after_a_run_the_plan_can_be_changed_for_the_next_one(
    page: PlanPage, desk: Desk, qtbot: QtBot, on_disk: OnDisk
) -> None:
    desk.exercise.do(conducting.start_run)
    desk.exercise.do(conducting.end_run)
    qtbot.waitUntil(lambda: page.again.isVisible(), timeout=10_000)
    page.again.click()
    qtbot.waitUntil(lambda: not page.draft.read_only, timeout=10_000)
    page.msel.show_inject("I05")
    rewrite(qtbot, page.msel.inspector.message.title.fields["en"], "For the next run")
    assert on_disk().scenario.inject_by_id["I05"].title.en == "For the next run"
    assert desk.exercise.plan.scenario.inject_by_id["I05"].title.en != "For the next run"


def test_start_leads_to_the_live_page_and_starts_nothing(page: PlanPage, desk: Desk) -> None:
    wanted: list[str] = []
    desk.page_wanted.disconnect()
    desk.page_wanted.connect(wanted.append)
    page.start_button.click()
    assert wanted == ["live"]
    assert desk.exercise.live is None


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_everything_has_a_name_and_fits_a_small_window(page: PlanPage, qtbot: QtBot, lang: str) -> None:
    language.use(lang)
    window = page.window()
    window.resize(1024, 660)
    for tab in (SETUP, INJECTS, CHECKLIST):
        page.tabs.setCurrentIndex(tab)
        QApplication.processEvents()
        assert (window.width(), window.height()) == (1024, 660)
        for kind in (QLineEdit, QPlainTextEdit, QComboBox, QPushButton, QToolButton):
            for widget in page.stack.currentWidget().findChildren(kind):
                if not widget.isVisible() or widget.objectName().startswith("qt_"):
                    continue
                if isinstance(widget.parent(), QLineEdit):
                    continue  # the sign inside a search field: a decoration that takes no focus
                named = widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")
                assert named, f"{type(widget).__name__} in tab {tab} has no name"
        for button in page.stack.currentWidget().findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.minimumSizeHint().width(), button.text()

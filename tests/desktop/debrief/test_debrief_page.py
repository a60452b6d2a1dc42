"""The debrief as a facilitator holds it, in the window, with a real workspace."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from exercise_studio import language
from exercise_studio.desktop.debrief.page import BOARD, FINDINGS, PLAN, RESULTS, SETTLE, DebriefPage
from exercise_studio.desktop.debrief.picking import Pick
from exercise_studio.desktop.debrief.words import today
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Question
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.report.taking_in import TakingIn
from exercise_studio.domain import payloads as p
from exercise_studio.journeys import debriefing, observing
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace
from tests.desktop.played import Played, kept, settle, show
from tests.qt_guards import Modals


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, frame: Frame, played: Played) -> DebriefPage:
    """The page on the exercise that is over."""
    found = show(qtbot, desk, frame, played.file, played.over, "debrief")
    assert isinstance(found, DebriefPage)
    settle(qtbot, desk)
    return found


def press(
    qtbot: QtBot, page: DebriefPage, on: QWidget, key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier
) -> None:
    on.setFocus()
    QTest.keyClick(on, key, modifier)
    settle(qtbot, page.desk)


def write_card(qtbot: QtBot, page: DebriefPage, column: Any, text: str) -> None:
    line = page.board.lines[column]
    line.setFocus()
    QTest.keyClicks(line, text)
    press(qtbot, page, line, Qt.Key.Key_Return)


# hot wash


def test_a_card_is_written_voted_for_and_moved_by_keys(qtbot: QtBot, page: DebriefPage, played: Played) -> None:
    write_card(qtbot, page, "keep", "Calls were short")
    card = page.board.lists["keep"].cards.cards[-1]
    assert card.text == "Calls were short"
    assert page.board.lines["keep"].toPlainText() == ""

    page.board.lists["keep"].setFocus()
    page.board.lists["keep"].select(card.id)
    press(qtbot, page, page.board.lists["keep"], Qt.Key.Key_3)
    assert page.board.current.votes == 3
    press(qtbot, page, page.board.lists["keep"], Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)

    assert (page.board.current.id, page.board.current.column) == (card.id, "improve")
    assert page.board.lists["improve"].hasFocus() or page.board.lists["improve"].current is not None
    assert [(one.card, one.column) for one in kept(played.file, played.over, "card_moved")] == [(card.id, "improve")]
    assert kept(played.file, played.over, "card_voted")[-1].votes == 3


def test_enter_during_a_conversion_puts_no_half_card_on_the_board(qtbot: QtBot, page: DebriefPage) -> None:
    before = len(page.board.lists["improve"].cards.cards)
    line = page.board.lines["improve"]
    line.setFocus()
    QApplication.sendEvent(line, QInputMethodEvent("れんらく", []))

    press(qtbot, page, line, Qt.Key.Key_Return)

    assert len(page.board.lists["improve"].cards.cards) == before


def test_the_lists_of_cards_keep_the_input_method_off(page: DebriefPage) -> None:
    for cards in page.board.lists.values():
        assert not cards.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_questions_parked_during_the_run_come_to_the_board_once(
    qtbot: QtBot, desk: Desk, frame: Frame, played: Played
) -> None:
    with Workspace.open(played.file) as workspace:
        session = Session.open(workspace, played.over)
        session.say(p.QuestionParked(text="Who signs the press release?"))
    page = show(qtbot, desk, frame, played.file, played.over, "debrief")
    assert isinstance(page, DebriefPage)
    assert not page.board.pull.isHidden()

    page.board.pull.click()
    settle(qtbot, desk)

    assert [card.text for card in page.board.lists["question"].cards.cards] == ["Who signs the press release?"]
    assert page.board.pull.isHidden()
    page.board.pull_parked()
    settle(qtbot, desk)
    assert len(page.board.lists["question"].cards.cards) == 1


def test_a_card_becomes_a_finding_and_says_so(qtbot: QtBot, page: DebriefPage) -> None:
    write_card(qtbot, page, "improve", "Contact list was two years old")
    card = page.board.lists["improve"].cards.cards[-1]
    page.board.lists["improve"].setFocus()
    page.board.lists["improve"].select(card.id)
    press(qtbot, page, page.board.lists["improve"], Qt.Key.Key_F)
    assert page.tabs.currentIndex() == FINDINGS
    assert page.findings.form.title.text() == "Contact list was two years old"

    page.acts["finding.save"].trigger()
    settle(qtbot, page.desk)

    made = next(c for c in page.board.lists["improve"].cards.cards if c.id == card.id)
    assert made.finding
    assert made.finding in {row.finding.id for row in page.findings.rows.rows}


# settling


def disagree(played: Played) -> tuple[str, str]:
    """Two observers who handed in differ on an item that both had the same before."""
    with Workspace.open(played.file) as workspace:
        session = Session.open(workspace, played.over)
        row = next(
            r
            for r in observing.rating_sheet(session.state, "OBS-01", "ja")
            if (r.team, r.item) not in session.state.settled
        )
        observing.rate(session, "OBS-01", row.team, row.item, 4, note="自発的に行った")
        observing.rate(session, "OBS-02", row.team, row.item, 1, note="促されて行った")
        assert any((d.team, d.item) == (row.team, row.item) for d in debriefing.disagreements(session))
    return row.team, row.item


def test_a_disagreement_is_settled_with_a_reason(qtbot: QtBot, desk: Desk, frame: Frame, played: Played) -> None:
    team, item = disagree(played)
    page = show(qtbot, desk, frame, played.file, played.over, "debrief")
    assert isinstance(page, DebriefPage)
    page.tabs.setCurrentIndex(SETTLE)
    settle(qtbot, desk)
    place = next(n for n, r in enumerate(page.settling.rows.rows) if (r.found.team, r.found.item) == (team, item))
    page.settling.table.select_row(place)
    said = [label.text() for label in page.settling.findChildren(QLabel)]
    assert "自発的に行った" in said
    assert "促されて行った" in said, "both notes can be read side by side"

    page.settling.levels["2"].click()
    page.acts["settle"].trigger()
    settle(qtbot, desk)
    assert not [one for one in kept(played.file, played.over, "value_settled") if (one.team, one.item) == (team, item)]
    assert page.settling.reason.edit.hasFocus(), "a reason is asked for"

    QTest.keyClicks(page.settling.reason.edit, "Prompted twice")
    page.acts["settle"].trigger()
    settle(qtbot, desk)

    last = kept(played.file, played.over, "value_settled")[-1]
    assert (last.team, last.item, last.value, last.reason) == (team, item, 2, "Prompted twice")
    shown = next(r for r in page.settling.rows.rows if (r.found.team, r.found.item) == (team, item))
    assert shown.found.settled == 2


# results


def test_results_show_every_group_with_its_n_and_coverage(qtbot: QtBot, page: DebriefPage) -> None:
    page.tabs.setCurrentIndex(RESULTS)
    settle(qtbot, page.desk)

    assert page.results.figures is not None
    overall = page.results.figures.overall
    said = [label.text() for label in page.results.findChildren(QLabel)]
    assert f"n={overall.valued}" in said
    pillars = page.results.figures.groups["pillar"]
    assert {str(score.valued) for score in pillars.values()} <= set(said)


def test_an_item_that_went_badly_becomes_a_finding_with_its_ratings(
    qtbot: QtBot, page: DebriefPage, played: Played
) -> None:
    page.tabs.setCurrentIndex(RESULTS)
    settle(qtbot, page.desk)
    weak = page.results.weak_rows.rows[0]
    page.results.weak_table.select_row(0)

    page.results.make.click()
    finding = page.findings.form.value()
    assert finding.items == (weak.item,)
    assert finding.teams == (weak.team,)
    assert finding.evidence
    page.acts["finding.save"].trigger()
    settle(qtbot, page.desk)

    assert kept(played.file, played.over, "finding_written")[-1].finding.items == (weak.item,)


# findings and actions


def test_finding_then_action_then_shown_in_the_improvement_plan(
    qtbot: QtBot, page: DebriefPage, played: Played
) -> None:
    page.acts["finding.new"].trigger()
    form = page.findings.form
    QTest.keyClicks(form.title, "The contact list is not maintained")
    QTest.keyClicks(form.fact.edit, "Three numbers of ten were dead at 14:12.")
    QTest.keyClicks(form.cause.edit, "No owner in the plan.")
    form.severity.setCurrentIndex(form.severity.findData("high"))
    form.standards.add_line().setText("Incident procedure")
    press(qtbot, page, form.title, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    written = kept(played.file, played.over, "finding_written")[-1].finding
    assert (written.title, written.severity, written.standards[0].document) == (
        "The contact list is not maintained",
        "high",
        "Incident procedure",
    )
    assert page.findings.table.current_row.finding == written

    panel = page.findings.actions_panel
    form.tabs.setCurrentIndex(page.findings.actions_tab)
    panel.add.click()
    QTest.keyClicks(panel.text.edit, "Name an owner")
    panel.owner.setCurrentText("BCP officer")
    due = today(page.desk.exercise) - timedelta(days=3)
    panel.due.setDate(QDate(due.year, due.month, due.day))
    panel.criterion.setText("Named in section 3")
    panel.keep.click()
    settle(qtbot, page.desk)

    planned = kept(played.file, played.over, "action_planned")[-1].action
    assert (planned.finding, planned.text, planned.owner, planned.due, planned.priority) == (
        written.id,
        "Name an owner",
        "BCP officer",
        due,
        "high",
    )
    page.tabs.setCurrentIndex(PLAN)
    shown = next(row for row in page.plan.rows.rows if row.action.id == planned.id)
    assert page.plan._due(shown).endswith("▲3日"), "three days overdue, told by a sign and not by colour alone"
    assert "1" in page.findings.rows.data(page.findings.rows.index(page.findings.table.currentIndex().row(), 2))


def test_closing_an_action_needs_evidence_and_shows_its_history(
    qtbot: QtBot, page: DebriefPage, played: Played
) -> None:
    page.tabs.setCurrentIndex(PLAN)
    place = next(n for n, row in enumerate(page.plan.rows.rows) if row.state in ("planned", "doing"))
    action = page.plan.rows.rows[place].action.id
    page.plan.table.select_row(place)
    page.plan.state.setCurrentIndex(page.plan.state.findData("done"))

    page.plan.record.click()
    settle(qtbot, page.desk)
    assert not [
        c for c in kept(played.file, played.over, "action_state_changed") if c.action == action and c.state == "done"
    ]

    page.plan.evidence.setText("Procedure, edition 2")
    page.plan.record.click()
    settle(qtbot, page.desk)
    last = kept(played.file, played.over, "action_state_changed")[-1]
    assert (last.action, last.state, last.evidence) == (action, "done", "Procedure, edition 2")
    assert "Procedure, edition 2" in page.plan.history.text()


def test_a_person_in_a_finding_is_warned_of_and_replaced_by_a_role(qtbot: QtBot, page: DebriefPage) -> None:
    page.acts["finding.new"].trigger()
    fact = page.findings.form.fact
    page.findings.form.title.setText("連絡の遅れ")
    fact.edit.setPlainText("担当の田中さんが連絡を忘れた。")
    qtbot.waitUntil(fact.warning.isVisible)
    assert "田中さん" in fact.warning.text.text()

    role = fact.warning.menu.actions()[0]
    role.trigger()

    assert fact.value() == f"担当の{role.data()}が連絡を忘れた。"
    assert fact.warning.isHidden()
    fact.edit.setPlainText("担当の田中さんが連絡を忘れた。")
    page.acts["finding.save"].trigger()
    settle(qtbot, page.desk)
    row = page.findings.table.current_row
    assert row.warned, "it can be saved all the same, and the list says so"


def test_what_is_typed_is_kept_when_one_goes_to_another_finding(
    qtbot: QtBot, page: DebriefPage, played: Played
) -> None:
    page.tabs.setCurrentIndex(FINDINGS)
    page.findings.table.select_row(0)
    first = page.findings.table.current_row.finding
    page.findings.form.cause.edit.setPlainText("Another cause")
    assert page.has_unsaved_text()

    page.findings.table.select_row(1)
    settle(qtbot, page.desk)

    last = kept(played.file, played.over, "finding_written")[-1].finding
    assert (last.id, last.cause) == (first.id, "Another cause")
    assert page.findings.table.current_row.finding.id != first.id
    assert not page.has_unsaved_text()


def test_evidence_is_picked_from_the_log(qtbot: QtBot, page: DebriefPage) -> None:
    page.tabs.setCurrentIndex(FINDINGS)
    page.findings.table.select_row(0)
    form = page.findings.form
    before = form.evidence_ids
    form.pick_evidence()
    dialog = page.findChild(Pick)
    assert dialog is not None
    line = next(
        dialog.list.item(n)
        for n in range(dialog.list.count())
        if dialog.list.item(n).checkState() == Qt.CheckState.Unchecked
    )
    line.setCheckState(Qt.CheckState.Checked)

    dialog._use()

    assert set(form.evidence_ids) == {*before, line.data(Qt.ItemDataRole.UserRole)}
    assert page.findings.form.changed_since


def test_a_finding_leaves_the_report_only_after_a_question(qtbot: QtBot, page: DebriefPage, played: Played) -> None:
    page.tabs.setCurrentIndex(FINDINGS)
    page.findings.table.select_row(0)
    finding = page.findings.table.current_row.finding.id

    page.acts["finding.withdraw"].trigger()
    question = page.findChild(Question)
    assert question is not None
    question.reject()
    settle(qtbot, page.desk)
    assert not kept(played.file, played.over, "finding_withdrawn")

    page.acts["finding.withdraw"].trigger()
    next(q for q in page.findChildren(Question) if q.isVisible()).choose("withdraw")
    settle(qtbot, page.desk)
    assert kept(played.file, played.over, "finding_withdrawn")[-1].finding == finding
    assert finding not in {row.finding.id for row in page.findings.rows.rows}


def test_closing_keeps_what_can_be_kept_and_asks_about_the_rest(
    qtbot: QtBot, page: DebriefPage, frame: Frame, played: Played
) -> None:
    page.board.lines["keep"].insertPlainText("Half a card")
    page.acts["finding.new"].trigger()
    page.findings.form.fact.edit.setPlainText("A fact without a title")

    assert not frame.leave()
    question = page.findChild(Question)
    assert question is not None
    question.reject()
    settle(qtbot, page.desk)
    assert page.findings.form.fact.value() == "A fact without a title", "going back leaves everything as it was"
    assert kept(played.file, played.over, "card_added")[-1].text == "Half a card"

    page.findings.form.title.setText("Now with a title")
    assert page.may_close()
    settle(qtbot, page.desk)
    assert kept(played.file, played.over, "finding_written")[-1].finding.title == "Now with a title"


def test_the_language_changes_and_half_written_words_stay(qtbot: QtBot, page: DebriefPage, frame: Frame) -> None:
    page.acts["finding.new"].trigger()
    page.findings.form.title.setText("書きかけ")

    frame.use_language("en")

    assert page.tabs.tabText(BOARD) == "Hot wash"
    assert page.tabs.tabText(FINDINGS).startswith("Findings (")
    assert page.findings.form.title.text() == "書きかけ"
    assert language.current() == "en"


def test_every_field_and_button_has_a_name(qtbot: QtBot, page: DebriefPage) -> None:
    page.tabs.setCurrentIndex(RESULTS)
    settle(qtbot, page.desk)
    nameless = [
        widget
        for kind in (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView)
        for widget in page.findChildren(kind)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not (isinstance(widget.parent(), QComboBox | QAbstractItemView) or "qt_" in widget.objectName())
        and type(widget).__module__.startswith("exercise_studio")
    ]
    assert not nameless


def test_a_draft_exercise_has_nothing_to_settle_and_no_results(
    qtbot: QtBot, desk: Desk, frame: Frame, played: Played
) -> None:
    from datetime import datetime

    from exercise_studio.journeys import authoring, library
    from tests.desktop.played import SCENARIO

    scenario, _ = library.find_scenario(SCENARIO)
    with Workspace.open(played.file) as workspace:
        plan = authoring.new_plan(
            scenario, library.load_checklists(scenario.checklists), starts_at=datetime(2027, 1, 1, 13, 0)
        )
        draft = authoring.create_exercise(workspace, plan)
    page = show(qtbot, desk, frame, played.file, draft, "debrief")
    assert isinstance(page, DebriefPage)
    page.tabs.setCurrentIndex(RESULTS)
    settle(qtbot, desk)

    assert page.settling.stack.currentWidget() is page.settling.none
    assert page.results.stack.currentWidget() is page.results.none


def test_actions_go_out_as_a_workbook_and_come_back_edited(
    qtbot: QtBot, desk: Desk, page: DebriefPage, modals: Modals, tmp_path: Path
) -> None:
    menu = next(b.menu() for b in page.findChildren(QPushButton) if b.menu() is not None and b.text() == "Excel")
    out, back = menu.actions()
    book = tmp_path / "actions.xlsx"
    modals.expect("QFileDialog.getSaveFileName", (str(book), ""))
    out.trigger()
    qtbot.waitUntil(book.exists, timeout=30_000)
    settle(qtbot, desk)
    opened = openpyxl.load_workbook(book)
    sheet = opened.worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value == "担当")
    sheet.cell(2, column).value = "法務部"
    opened.save(book)

    modals.expect("QFileDialog.getOpenFileName", (str(book), ""))
    back.trigger()
    qtbot.waitUntil(lambda: bool(page.findChildren(TakingIn)), timeout=20_000)
    page.findChildren(TakingIn)[0].take.click()
    settle(qtbot, desk)
    assert desk.exercise is not None
    assert "法務部" in {one.action.owner for one in desk.exercise.learning.actions.values()}

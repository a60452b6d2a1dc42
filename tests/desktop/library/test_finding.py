"""Finding a scenario: filters, search, the card, and what is damaged."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.library.page import LibraryPage
from exercise_studio.domain.times import MINUTE
from exercise_studio.journeys import library
from tests.desktop.library.conftest import PORT, choose, copy_port, ids, write_broken
from tests.desktop.opened import Opened
from tests.desktop.played import settle


def shipped() -> list[library.ScenarioCard]:
    return [card for card in library.list_scenarios() if card.scenario is not None]


def said(widget: object) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))  # type: ignore[attr-defined]


def test_everything_is_listed_and_the_first_one_is_on_the_card(page: LibraryPage) -> None:
    assert ids(page) == [card.id for card in library.list_scenarios()]
    assert page.panel.card is page.model.rows[0]
    assert str(len(page.cards)) in page.count.text()


def test_filters_are_joined_and_the_button_says_what_is_chosen(page: LibraryPage) -> None:
    page.bar.sector.choose("port", "power")
    expected = [c.id for c in shipped() if c.scenario is not None and {"port", "power"} & set(c.scenario.sectors)]
    assert 0 < len(expected) < len(page.cards)
    assert [one for one in ids(page) if one in {c.id for c in shipped()}] == expected
    assert "電力" in page.bar.sector.text()
    page.bar.threat.choose("cyber_attack")
    page.bar.layer.choose("EXEC")
    page.bar.level.choose("standard")
    assert PORT in ids(page)
    page.bar.tag.choose("ransomware")
    assert PORT in ids(page)
    for card in page.model.rows:
        assert card.scenario is None or "ransomware" in card.scenario.tags
    assert page.bar.clear.isVisible()
    page.bar.clear.click()
    assert ids(page) == [card.id for card in page.cards]
    assert page.bar.sector.text() == "分野"
    assert not page.bar.clear.isVisible()


def test_the_longest_playing_time_is_one_answer_and_can_be_taken_back(page: LibraryPage) -> None:
    page.bar.length.choose("180")
    shown = [card.scenario for card in page.model.rows if card.scenario is not None]
    assert shown
    assert all(scenario.duration <= 180 * MINUTE for scenario in shown)
    page.bar.length.choose("45")
    assert page.bar.length.chosen() == {"45"}
    assert PORT not in ids(page)
    page.bar.length.choose()
    assert PORT in ids(page)


def test_only_in_both_languages_leaves_out_what_lacks_one(qtbot: QtBot, page: LibraryPage) -> None:
    file = copy_port("half")
    text = file.read_text("utf-8")
    title = "  en: Port terminal ransomware and logistics gridlock\n"
    assert title in text
    file.write_text(text.replace(title, "", 1), "utf-8")
    page.reload()
    settle(qtbot, page.desk)
    assert "half" in ids(page)
    page.bar.both.setChecked(True)
    assert "half" not in ids(page)
    assert PORT in ids(page)


@pytest.mark.parametrize(
    "query", ["らんさむうぇあ 港湾", "ＲＡＮＳＯＭＷＡＲＥ port", "dangerous goods", "物流 サイバー攻撃 かいじょう"]
)
def test_search_folds_and_looks_into_titles_tags_sectors_and_threats(
    qtbot: QtBot, page: LibraryPage, query: str
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()
    page.search.setText(query)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert (PORT in ids(page)) == ("かいじょう" not in query)


def test_when_nothing_fits_one_press_shows_all_again(qtbot: QtBot, page: LibraryPage) -> None:
    page.search.setText("no scenario has this word")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    damaged = [card.id for card in page.cards if card.scenario is None]
    assert page.nothing.isVisible() == (not damaged), "what is damaged is always shown"
    page.show_all()
    assert page.table.isVisible()
    assert page.search.text() == ""
    assert len(ids(page)) == len(page.cards)


def test_the_chosen_one_stays_chosen_while_filters_change(qtbot: QtBot, page: LibraryPage) -> None:
    choose(qtbot, page, PORT)
    page.bar.sector.choose("port")
    assert page.table.current_row.id == PORT
    page.bar.sector.choose()
    assert page.table.current_row.id == PORT
    assert page.panel.card.id == PORT  # type: ignore[union-attr]


def test_the_card_has_size_story_cast_and_load(qtbot: QtBot, page: LibraryPage) -> None:
    choose(qtbot, page, PORT)
    panel = page.panel
    scenario = panel.card.scenario  # type: ignore[union-attr]
    assert scenario is not None
    assert panel.title.text() == scenario.title.ja
    assert "3時間" in panel.facts.extent.text()
    assert "港湾" in panel.facts.facts.value(panel.facts.SECTORS)
    story = said(panel.story)
    for text in (*(aim.text for aim in scenario.objectives), *(phase.title for phase in scenario.phases)):
        assert text.ja in story
    assert "7/5 07:00" in story, "the jump's moment"
    for member in scenario.cast:
        assert member.title.ja in story
    assert "T+0:10" in panel.figure.sentence()
    assert panel.figure.accessibleDescription() == panel.figure.sentence() == panel.load_note.text()


def test_the_figure_says_what_is_under_the_pointer(qtbot: QtBot, page: LibraryPage) -> None:
    choose(qtbot, page, PORT)
    figure = page.panel.figure
    area = figure._area()
    tips = {
        figure.tip(QPointF(area.left() + area.width() * x / 20, area.top() + area.height() * y / 40))
        for x in range(20)
        for y in range(40)
    }
    assert any("システム担当・CSIRT" in tip and "8" in tip for tip in tips)
    assert any("碧浜港コンテナターミナル" in tip for tip in tips)


def test_the_card_follows_the_language(qtbot: QtBot, page: LibraryPage, frame: Frame) -> None:
    choose(qtbot, page, PORT)
    frame.use_language("en")
    settle(qtbot, page.desk)
    assert page.panel.title.text() == "Port terminal ransomware and logistics gridlock"
    assert "Ports and harbours" in page.panel.facts.facts.value(page.panel.facts.SECTORS)
    assert "Aohama Container Terminal" in said(page.panel.story)
    assert page.bar.sector.text() == "Sector"
    assert page.table.current_row.id == PORT


def test_a_sound_scenario_has_no_problems_and_a_doubtful_one_says_where_and_what_to_do(
    qtbot: QtBot, page: LibraryPage
) -> None:
    choose(qtbot, page, PORT)
    assert page.panel.problems == []
    assert "0" in page.panel.tabs.tabText(2)
    file = copy_port("doubtful")
    text = file.read_text("utf-8")
    file.write_text(text.replace("from: terminal-floor", "from: nobody-at-all", 1), "utf-8")
    line = next(n for n, said in enumerate(file.read_text("utf-8").splitlines(), 1) if "nobody-at-all" in said)
    page.reload()
    settle(qtbot, page.desk)
    choose(qtbot, page, "doubtful")
    assert [p.check for p in page.panel.problems or []] == ["unknown-sender"]
    checks = said(page.panel.checks)
    assert "×" in checks
    assert "nobody-at-all" in checks
    assert f"scenario.yaml:{line}" in checks
    assert "識別名を直すか" in checks


def test_a_damaged_scenario_shows_its_error_and_harms_no_other(
    qtbot: QtBot, page: LibraryPage, desk: Desk, opened: Opened
) -> None:
    file = write_broken()
    page.reload()
    settle(qtbot, desk)
    page.bar.sector.choose("gas")
    assert "broken" in ids(page), "hiding it would hide the damage"
    page.bar.clear.click()
    choose(qtbot, page, "broken")
    panel = page.panel
    assert "scenario.yaml:" in panel.facts.problems.text()
    assert not panel.use.isVisible()
    assert not panel.read.isVisible()
    assert not panel.play.isEnabled()
    page.table.opened.emit(page.table.current_row)
    panel.folder.trigger()
    assert opened.paths == [file.parent]
    choose(qtbot, page, PORT)
    assert panel.use.isVisible()
    assert panel.facts.summary.isVisible()


def test_making_an_exercise_needs_a_workspace_and_says_so(
    qtbot: QtBot, page: LibraryPage, desk: Desk, frame: Frame, tmp_path: Path
) -> None:
    choose(qtbot, page, PORT)
    wanted = list[str]()
    desk.new_exercise_wanted.disconnect(frame._new_exercise)
    desk.new_exercise_wanted.connect(wanted.append)
    page.panel.use.click()
    assert wanted == []
    assert frame.banners.shown
    with qtbot.waitSignal(desk.workspace_changed):
        desk.open_workspace(tmp_path / "new.estudio", create=True)
    settle(qtbot, desk)
    page.panel.use.click()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert wanted == [PORT, PORT]


def test_it_can_be_seen_played(qtbot: QtBot, page: LibraryPage, desk: Desk, tmp_path: Path) -> None:
    with qtbot.waitSignal(desk.workspace_changed):
        desk.open_workspace(tmp_path / "new.estudio", create=True)
    settle(qtbot, desk)
    choose(qtbot, page, PORT)
    with qtbot.waitSignal(desk.exercise_changed, timeout=30_000):
        page.panel.play.trigger()
    settle(qtbot, desk)
    assert desk.exercise is not None
    assert desk.exercise.plan.scenario.id == PORT
    assert desk.exercise.mode == "ended"


def test_the_menu_of_a_filter_stays_open_while_answers_are_ticked(qtbot: QtBot, page: LibraryPage) -> None:
    menu = page.bar.sector.menu()
    menu.popup(page.mapToGlobal(page.rect().center()))
    first = menu.actions()[0]
    menu.setActiveAction(first)
    qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert first.isChecked()
    assert menu.isVisible()
    place = menu.actionGeometry(menu.actions()[1]).center()
    qtbot.mouseMove(menu, place)
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
    assert menu.actions()[1].isChecked()
    assert menu.isVisible()
    menu.hide()
    assert page.bar.sector.chosen() == {"ict", "finance"}

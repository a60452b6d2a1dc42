"""Start from the service that fails: where it spreads, that it is an estimate, and which scenarios there are."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.library.outage import REACHED, OutageView
from exercise_studio.desktop.library.page import LibraryPage
from exercise_studio.journeys import browsing
from exercise_studio.journeys.reference_data import copy_reference
from tests.desktop.played import settle


@pytest.fixture
def view(qtbot: QtBot, page: LibraryPage) -> OutageView:
    page.tabs.setCurrentIndex(1)
    settle(qtbot, page.desk)
    return page.outage


def cells(view: OutageView) -> list[list[str]]:
    return [[str(view.reached.index(r, c).data()) for c in range(len(REACHED))] for r in range(view.reached.rowCount())]


def test_all_fifteen_services_can_fail_in_the_order_of_the_source(view: OutageView) -> None:
    assert [one.sector.id for one in view.choices.rows] == list(browsing.reference().sector)
    assert view.choices.rowCount() == 15


def test_the_outage_of_power_says_when_and_through_whom_it_is_felt(qtbot: QtBot, view: OutageView, desk: Desk) -> None:
    view.choose("power")
    settle(qtbot, desk)
    found = browsing.outage("power")
    rows = cells(view)
    assert rows[0][:3] == ["電力", "直ちに", "–"]
    by_name = {row[0]: row for row in rows}
    hours = {sector: (hour, provider) for sector, hour, provider in found.spread}
    assert len(rows) == len(hours)
    ict = by_name["情報通信"]
    assert ict[1] == f"約{hours['ict'][0]:.0f}時間後"
    assert ict[2] == "電力"
    assert by_name["航空"][2] == "空港"
    assert ict[3] == f"{min(found.level('ict', h) for h in range(73)):.0%}"
    assert "電力" in view.title.text()
    assert "発電" in view.services.text()


def test_it_is_called_an_estimate_in_both_languages(qtbot: QtBot, view: OutageView, desk: Desk, frame: Frame) -> None:
    assert view.estimate.isVisible()
    assert view.estimate.said.text() == "推定値・演習用"
    assert view.estimate.caution.text()
    frame.use_language("en")
    settle(qtbot, desk)
    assert view.estimate.said.text() == "Estimates, for exercises"


def test_the_chosen_row_says_why(qtbot: QtBot, view: OutageView, desk: Desk) -> None:
    view.choose("power")
    settle(qtbot, desk)
    number = next(n for n, one in enumerate(view.reached.rows) if one.sector == "ict")
    view.table.select_row(number)
    edge = next(e for e in browsing.reference().dependencies.edges if (e.dependent, e.provider) == ("ict", "power"))
    assert edge.rationale.ja in view.why.text()
    view.table.select_row(0)
    assert view.why.text() == "", "the sector that fails by itself has no provider"


def test_its_scenarios_are_listed_and_lead_to_their_cards(
    qtbot: QtBot, view: OutageView, page: LibraryPage, desk: Desk
) -> None:
    page.search.setText("something else")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    view.choose("port")
    settle(qtbot, desk)
    expected = browsing.that_begin_with("port", page.cards)
    assert [card.id for card in view.scenarios.rows] == [card.id for card in expected]
    assert next(c for c in view.choices.rows if c.sector.id == "port").scenarios == len(expected)
    view.scenario_table.select_row(len(expected) - 1)
    view.look.click()
    assert page.table.isVisible()
    assert page.table.current_row.id == expected[-1].id
    settle(qtbot, desk)


def test_an_edited_dependency_changes_the_picture(qtbot: QtBot, view: OutageView, desk: Desk) -> None:
    view.choose("power")
    settle(qtbot, desk)
    file = copy_reference("dependencies")
    text = file.read_text("utf-8")
    edge = "  - dependent: ict\n    provider: power\n    time_to_impact_h: 4.0\n"
    assert edge in text
    file.write_text(text.replace(edge, edge.replace("4.0", "30.0")), "utf-8")

    def felt() -> float:
        return next((one.hour for one in view.reached.rows if one.sector == "ict"), 0.0)

    qtbot.waitUntil(lambda: felt() > 4.5)
    assert view.sectors.current_row.sector.id == "power"
    settle(qtbot, desk)

"""The report's figures in the debrief's results."""

import pytest
from pytestqt.qtbot import QtBot

from exercise_studio import language
from exercise_studio.desktop.debrief.page import BOARD, RESULTS, DebriefPage
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.journeys import debriefing, reporting
from exercise_studio.reporting.document import Figure
from tests.desktop.played import Played, settle, show


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, frame: Frame, played: Played) -> DebriefPage:
    """The page on the exercise that is over."""
    found = show(qtbot, desk, frame, played.file, played.over, "debrief")
    assert isinstance(found, DebriefPage)
    settle(qtbot, desk)
    return found


def open_figures(qtbot: QtBot, page: DebriefPage) -> list[str]:
    """Shows them and gives their captions."""
    page.tabs.setCurrentIndex(RESULTS)
    settle(qtbot, page.desk)
    page.results.show_figures()
    settle(qtbot, page.desk)
    return [panel.caption.text() for panel in page.results.drawn.panels]


def test_the_debrief_shows_the_figures_that_the_report_will_have(qtbot: QtBot, page: DebriefPage) -> None:
    captions = open_figures(qtbot, page)

    session = page.desk.exercise.session
    content = reporting.build_content(session, lang="en" if language.current() == "en" else "ja")
    figures = [block for part in content.sections for block in part.blocks if isinstance(block, Figure)]
    assert captions == [figure.caption for figure in figures]
    assert len(captions) > 5
    for panel, figure in zip(page.results.drawn.panels, figures, strict=True):
        assert panel.view.isVisibleTo(page)
        assert panel.view.accessibleDescription() == figure.alt
        assert panel.view.height() >= panel.view.heightForWidth(panel.view.width()) - 1, "nothing is cut off"
    assert page.results.drawn.horizontalScrollBar().maximum() == 0


def test_figures_follow_what_is_settled_while_they_are_looked_at(
    qtbot: QtBot, page: DebriefPage, played: Played
) -> None:
    open_figures(qtbot, page)
    before = [panel.view.figure for panel in page.results.drawn.panels]
    unit = page.results.weak_rows.rows[0]

    page.desk.exercise.do(debriefing.settle, unit.team, unit.item, 4, "Evidence was found")
    settle(qtbot, page.desk)
    after = [panel.view.figure for panel in page.results.drawn.panels]
    assert after != before
    assert page.results.drawn.panels[0].view.isVisibleTo(page), "they stay where they are"


def test_figures_are_only_made_when_they_are_looked_at(qtbot: QtBot, page: DebriefPage) -> None:
    page.tabs.setCurrentIndex(RESULTS)
    settle(qtbot, page.desk)
    assert not page.results.drawn.panels
    page.tabs.setCurrentIndex(BOARD)
    settle(qtbot, page.desk)
    assert not page.results.drawn.panels


def test_figures_speak_the_language_of_the_window(qtbot: QtBot, page: DebriefPage) -> None:
    language.use("en")
    english = open_figures(qtbot, page)
    language.use("ja")
    settle(qtbot, page.desk)
    japanese = [panel.caption.text() for panel in page.results.drawn.panels]
    assert all(one.startswith("Figure ") for one in english)
    assert all(one.startswith("図") for one in japanese)
    assert len(english) == len(japanese)


def test_a_group_is_shown_again_after_the_figures(qtbot: QtBot, page: DebriefPage) -> None:
    open_figures(qtbot, page)
    assert page.results.body.currentWidget() is page.results.drawn
    next(one for one in page.results._choices.buttons() if one.property("group") == "phase").click()
    assert page.results.body.currentWidget() is page.results.splitter

"""Steering what players see from the live room, as a facilitator does it, and what never changes it."""

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from exercise_studio.desktop.player.window import PlayerWindow
from exercise_studio.domain.times import MINUTE
from tests.desktop.control.conftest import Live, houses, live, ready

__all__ = ["houses", "live", "ready"]


def opened(room: Live, organisation: str = "") -> PlayerWindow:
    """The players' window, as the menu opens it."""
    window = room.page.room.director.open("", organisation)
    room.qtbot.addWidget(window)
    room.qtbot.waitExposed(window)
    return window


def pixels(window: PlayerWindow) -> QImage:
    return window.grab().toImage()


def press(room: Live, key: Qt.Key) -> None:
    """A key on the cue list."""
    room.page.room.cues.setFocus()
    QTest.keyClick(room.page.room.cues, key)
    room.settle()
    room.page.room.director.tick()


def seen(room: Live, organisation: str = "") -> tuple[str, str]:
    """Mode and inject on a screen."""
    shown = room.page.room.director.seen_for(organisation).first
    return shown.mode, shown.card.inject if shown.card else ""


def test_01_selecting_clicking_and_typing_never_change_a_pixel_of_the_player_display(live: Live) -> None:
    live.go()
    window = opened(live)
    before = pixels(window)
    cues = live.page.room.cues
    for row in range(cues.cues.rowCount()):
        cues.select_row(row)
        place = cues.visualRect(cues.cues.index(row, 1)).center()
        QTest.mouseClick(cues.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        QTest.mouseDClick(cues.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        live.page.room.show_cues()
    QTest.keyClicks(live.page.room.composer.line, "black live hold bwl")
    live.page.room.composer.line.take()
    live.write("@IT 遮断した")
    live.desk.themes.toggle()
    live.page.room.director.tick()
    assert pixels(window) == before
    assert live.entries("display_changed") == []
    assert len(live.fired()) == 1


def test_what_is_fired_is_seen_at_once(live: Live) -> None:
    window = opened(live)
    assert window.seen.first.mode == "holding"
    before = pixels(window)
    live.go()
    live.page.room.director.tick()
    assert (window.seen.first.card.inject, window.seen.first.mode) == (live.fired()[0], "live")  # type: ignore[union-attr]
    assert pixels(window) != before


def test_08_a_recall_shows_the_correction_card(live: Live) -> None:
    live.go()
    window = opened(live)
    live.page.recall()
    live.settle()
    live.page.room.director.tick()
    card = window.seen.first.card
    assert card is not None
    assert card.title == "訂正：付与01は取り消されました"
    assert len(live.entries("inject_fired")) == len(live.entries("inject_recalled")) == 1
    assert card.title in window.accessibleDescription()


@pytest.mark.parametrize(("key", "mode"), [(Qt.Key.Key_B, "black"), (Qt.Key.Key_W, "holding"), (Qt.Key.Key_L, "live")])
def test_b_w_and_l_on_the_cue_list_set_a_state_and_never_toggle_it(live: Live, key: Qt.Key, mode: str) -> None:
    live.go()
    for _time in range(2):
        press(live, key)
        assert seen(live)[0] == mode
        panel = live.page.room.players
        panel.refresh()
        assert [name for name, choice in panel.modes.items() if choice.isChecked()] == [mode]
    assert [entry.payload.mode for entry in live.entries("display_changed")] == [mode, mode]


def test_b_w_and_l_in_the_log_are_letters(live: Live) -> None:
    live.go()
    line = live.page.room.composer.line
    line.setFocus()
    for key in (Qt.Key.Key_B, Qt.Key.Key_W, Qt.Key.Key_L):
        QTest.keyClick(line, key)
    live.settle()
    assert line.toPlainText() == "bwl"
    assert live.entries("display_changed") == []


def test_the_buttons_say_which_state_holds_and_pressing_one_twice_changes_nothing(live: Live) -> None:
    live.go()
    black = live.page.room.players.modes["black"]
    for _time in range(2):
        black.click()
        live.settle()
        live.page.room.players.refresh()
        assert black.isChecked()
    assert seen(live)[0] == "black"
    assert black.toolTip().startswith(live.page.acts["screen_black"].iconText())
    assert "(B)" in black.toolTip()


def test_a_locked_screen_keeps_what_it_shows_and_follows_again_when_told(live: Live) -> None:
    live.go()
    first = live.fired()[0]
    live.page.room.players.lock.click()
    live.settle()
    live.move(3_000)
    live.go()
    assert len(live.fired()) == 2
    assert seen(live) == ("live", first)
    live.page.room.players.refresh()
    assert live.page.room.players.lock.isChecked()
    live.page.acts["screen_follow"].trigger()
    live.settle()
    assert seen(live) == ("live", live.fired()[1])


def test_an_earlier_inject_can_be_shown_again_and_a_pending_one_cannot(live: Live) -> None:
    live.go()
    live.move(3_000)
    live.go()
    first, second = live.fired()
    cues = live.page.room.cues
    cues.select_key("I05")
    live.page.enable()
    assert not live.page.acts["screen_show"].isEnabled()
    cues.select_key(first)
    live.page.enable()
    live.page.acts["screen_show"].trigger()
    live.settle()
    assert seen(live) == ("live", first)
    assert live.page.room.director.seen_for("").first.earlier[0][0] == second.removeprefix("I")


def test_take_back_puts_the_holding_card_up(live: Live) -> None:
    live.go()
    live.page.acts["screen_back"].trigger()
    live.settle()
    assert seen(live) == ("holding", "")


def test_prompts_reach_players_only_when_they_are_ticked(live: Live) -> None:
    live.go()
    inject = live.desk.exercise.plan.scenario.inject_by_id[live.fired()[0]]
    prompts = [prompt.ja for prompt in inject.prompts]
    assert len(prompts) > 1
    assert not [prompt for prompt in prompts if prompt in repr(live.page.room.director.seen_for(""))]
    live.page.acts["screen_ask"].trigger()
    sheet = live.page.room.questions
    assert live.page.room.middle.currentWidget() is sheet
    assert [prompt for _box, prompt in sheet.boxes][: len(prompts)] == prompts
    sheet.boxes[1][0].click()
    sheet.own.setPlainText("ほかに困ることはありますか。\n\n")
    sheet.up.click()
    live.settle()
    assert live.page.room.director.seen_for("").first.questions == (prompts[1], "ほかに困ることはありますか。")
    assert live.page.room.middle.currentWidget() is live.page.room.split
    live.page.acts["screen_ask"].trigger()
    assert [box.isChecked() for box, _prompt in sheet.boxes][:2] == [False, True]
    assert sheet.own.toPlainText() == "ほかに困ることはありますか。"
    sheet.down.click()
    live.settle()
    assert live.page.room.director.seen_for("").first.questions == ()


def test_the_discussion_counts_play_and_stands_still_with_the_clock(live: Live) -> None:
    live.go()
    live.page.room.players.discussion_wanted.emit(10)
    live.settle()
    director = live.page.room.director
    live.move(4 * MINUTE)
    assert director.seen_for("").first.left == 360
    live.page.pause()
    live.settle()
    live.move(20 * MINUTE)
    assert director.seen_for("").first.left == 360
    live.page.room.players.discussion_wanted.emit(0)
    live.settle()
    assert director.seen_for("").first.left is None


def test_pages_are_turned_from_the_room_and_by_themselves(live: Live) -> None:
    live.go()
    window = opened(live)
    director = live.page.room.director
    count = director.page_count("")
    assert count > 1
    acts = live.page.acts
    assert not acts["screen_page_back"].isEnabled()
    for page in range(1, count):
        acts["screen_page_on"].trigger()
        live.settle()
        assert window.seen.first.page == page
    live.page.enable()
    assert (acts["screen_page_on"].isEnabled(), acts["screen_page_back"].isEnabled()) == (False, True)
    acts["screen_page_back"].trigger()
    live.settle()
    assert window.seen.first.page == count - 2
    kept = len(live.entries("display_changed"))
    director.beat = live.time.beat
    director.turn_after(15)
    pictured = []
    for _turn in range(count + 1):
        pictured.append(director.seen_for("").first.page)
        live.time.move(15_000)
    assert pictured == [*range(count), 0]
    assert len(live.entries("display_changed")) == kept


def test_the_small_picture_is_the_real_render(live: Live) -> None:
    live.go()
    window = opened(live)
    thumb = live.page.room.players.thumb
    live.page.room.players.refresh()
    assert thumb.seen == window.seen
    assert (thumb.size_there, thumb.missing) == (QSizeF(window.size()), False)
    small = thumb.grab().toImage()
    rect = thumb.picture()
    large = pixels(window)
    near = 0
    points = [(x / 20, y / 12) for x in range(1, 20) for y in range(1, 12)]
    for x, y in points:
        one = small.pixelColor(int(rect.x() + x * rect.width()), int(rect.y() + y * rect.height()))
        other = large.pixelColor(int(x * large.width()), int(y * large.height()))
        near += abs(one.lightness() - other.lightness()) < 60
    assert near > len(points) * 0.8


def test_every_organisation_can_have_a_window_of_its_own(houses: Live) -> None:
    ids = [house.id for house in houses.desk.exercise.plan.organisations]
    houses.go()
    windows = [opened(houses, house) for house in (*ids, "")]
    assert len({id(window) for window in windows}) == len(ids) + 1
    assert [window.seen.first.organisation for window in windows[:-1]] == [
        house.name.ja for house in houses.desk.exercise.plan.organisations
    ]
    panel = houses.page.room.players
    panel.steer(ids[0])
    houses.page.screen_black()
    houses.settle()
    assert [window.seen.first.mode for window in windows].count("black") == 1
    assert windows[0].seen.first.mode == "black"
    addressed = [houses.desk.exercise.plan.is_addressed(_inject(houses), house) for house in ids]
    assert [window.seen.first.card is not None for window in windows[1:-1]] == addressed[1:]


def _inject(room: Live) -> object:
    return room.desk.exercise.plan.scenario.inject_by_id[room.fired()[0]]


def test_the_window_is_a_tree_of_its_own_with_one_node(live: Live) -> None:
    live.go()
    window = opened(live)
    assert window.parent() is None
    assert window.isWindow()
    assert window.findChildren(QWidget) == []
    assert window.windowTitle() == "参加者画面 – 演習"
    assert window.accessibleName() == "参加者画面"
    assert not window.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)


def test_languages_of_the_screen_are_its_own_and_remembered(live: Live) -> None:
    live.go()
    window = opened(live)
    director = live.page.room.director
    director.use_languages("en")
    assert (window.seen.first.lang, window.seen.second) == ("en", None)
    director.use_languages("both")
    assert (window.seen.first.lang, window.seen.second.lang) == ("ja", "en")  # type: ignore[union-attr]
    assert live.desk.settings.now.choices["player-language"] == "both"
    live.frame.switch_language()
    assert window.seen.first.lang == "ja"


def test_before_the_start_and_after_the_end_nothing_of_the_script_is_seen(ready: Live) -> None:
    window = opened(ready)
    assert (window.seen.first.mode, window.seen.first.card) == ("holding", None)
    ready.start()
    ready.go()
    ready.page.suspend()
    ready.settle()
    ready.page.room.director.tick()
    assert window.seen.first.mode == "frozen"
    ready.page._end("")
    ready.settle()
    ready.page.room.director.tick()
    assert (window.seen.first.mode, window.seen.first.card) == ("ended", None)
    assert not ready.page.acts["screen_black"].isEnabled()


def test_closing_the_window_by_its_own_button_only_closes_it(live: Live) -> None:
    window = opened(live)
    window.close()
    assert live.page.room.director.windows == {}
    assert live.page.room.state.clock.mode == "running"
    again = opened(live)
    assert again.isVisible()


def test_the_display_can_be_opened_before_the_start_by_its_key(ready: Live) -> None:
    QTest.keyClick(ready.page, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    window = ready.page.room.director.windows[""]
    ready.qtbot.addWidget(window)
    assert window.seen.first.exercise == ready.desk.exercise.plan.title.ja
    assert window.seen.first.mode == "holding"


def test_another_exercise_closes_the_window_of_the_one_before(live: Live) -> None:
    window = opened(live)
    live.desk.close_exercise()
    live.page.room.director.tick()
    assert live.page.room.director.windows == {}
    assert not window.isVisible()


def test_where_a_window_stood_is_remembered_and_never_off_the_screens(live: Live) -> None:
    window = opened(live)
    window.setGeometry(5_000, 5_000, 640, 480)
    live.page.room.director.close("")
    assert live.desk.settings.now.sizes["player-"][:2] == (5_000, 5_000)
    again = opened(live)
    screen = again.screen().availableGeometry()
    assert screen.contains(again.geometry())
    assert (again.width(), again.height()) == (640, 480)


def test_the_menu_has_the_rest_and_is_made_anew_each_time(houses: Live) -> None:
    houses.go()
    panel = houses.page.room.players
    for _time in range(2):
        panel.fill_menu()
    said = {action.text().replace("&&", "&"): action for action in panel.menu.actions()}
    for wanted in (
        "参加者への問いかけ…",
        "討議の時間",
        "ページを自動でめくる",
        "参加者画面の言語",
        "どの組織の画面か",
        "ウィンドウで出す",
        "画面の番号を表示する",
    ):
        assert wanted in said, list(said)
    assert not said["参加者画面を閉じる"].isEnabled()
    said["ウィンドウで出す"].trigger()
    window = houses.page.room.director.windows[""]
    houses.qtbot.addWidget(window)
    assert window.isVisible()
    submenu = {action.text(): action for action in said["討議の時間"].menu().actions()}
    submenu["10分"].trigger()
    houses.settle()
    assert houses.page.room.director.seen_for("").first.left == 600
    whose = said["どの組織の画面か"].menu().actions()
    assert [action.isChecked() for action in whose] == [True, False, False, False]
    whose[2].trigger()
    assert panel.house == houses.desk.exercise.plan.organisations[1].id
    panel.fill_menu()
    closing = next(action for action in panel.menu.actions() if action.text() == "参加者画面を閉じる")
    assert not closing.isEnabled()  # that organisation has none

"""What the live room does with the players' screens: each act is a command of the journey and one entry."""

from collections.abc import Callable
from typing import Any

from exercise_studio.conduct.showing import can_be_shown
from exercise_studio.desktop.player.director import LANGUAGES
from exercise_studio.journeys import showing
from exercise_studio.language import N_, _


class Showing:
    """The part of the live page that steers what players see; selecting and typing never do."""

    def showing_handlers(self) -> dict[str, Callable[..., object]]:
        """Act to method."""
        return {
            "screen_live": self.screen_live, "screen_holding": self.screen_holding, "screen_black": self.screen_black,
            "screen_open": self.screen_open,
            "screen_lock": self.screen_lock, "screen_show": self.screen_show, "screen_follow": self.screen_follow,
            "screen_back": self.screen_holding, "screen_ask": self.open_questions,
            "screen_page_back": self.page_back, "screen_page_on": self.page_on,
        }  # fmt: skip

    def wire_showing(self) -> None:
        """Connect panel and sheet."""
        room = self.room
        for name in ("screen_live", "screen_holding", "screen_black"):
            self.acts.move(name, room.cues)
        room.players.discussion_wanted.connect(self._discuss)
        room.players.house_changed.connect(self.enable)
        room.director.changed.connect(self.enable_showing)
        room.questions.wanted.connect(self._ask)
        room.questions.left.connect(self._lists)

    def _steer(self, command: Callable[..., Any], *said: Any) -> None:
        if self.exercise is not None and self.room.state is not None:
            self.exercise.do(command, *said, self.room.players.house, then=self._steered)

    def _steered(self, _changes: object) -> None:
        self.room.director.tick()

    def screen_open(self) -> None:
        """Open the players' window where players are likely to look."""
        free = self.room.director.free_screens()
        self.room.director.open(free[0].name() if free else "", self.room.players.house)

    def screen_live(self) -> None:
        """Players see what was fired."""
        self._steer(showing.set_mode, "live")

    def screen_holding(self) -> None:
        """Players see the holding card."""
        self._steer(showing.set_mode, "holding")

    def screen_black(self) -> None:
        """Players see nothing but the word EXERCISE."""
        self._steer(showing.set_mode, "black")

    def screen_lock(self) -> None:
        """What is fired leaves the screen as it is, or no longer."""
        self._steer(showing.lock, not self.room.players.screen_state.locked)

    def screen_show(self) -> None:
        """The selected inject, once more."""
        inject = self.room.cues.selected_key()
        if inject:
            self._steer(showing.show_inject, inject)

    def screen_follow(self) -> None:
        """What is fired last, again."""
        self._steer(showing.follow)

    def page_back(self) -> None:
        """The page before."""
        self._turn(-1)

    def page_on(self) -> None:
        """The next page."""
        self._turn(1)

    def _page(self) -> tuple[int, int]:
        """The page that is up, and how many there are."""
        count = self.room.director.page_count(self.room.players.house)
        return min(self.room.players.screen_state.page, count - 1), count

    def _turn(self, by: int) -> None:
        page, count = self._page()
        if 0 <= page + by < count:
            self._steer(showing.turn_page, page + by)

    def _discuss(self, minutes: int) -> None:
        self._steer(showing.discuss, minutes)

    def open_questions(self) -> None:
        """Choose which prompts players are asked."""
        state, sheet = self.room.state, self.room.sheet
        if state is None or sheet is None:
            return
        lang = LANGUAGES[self.room.director.languages][0]
        card = self.room.director.seen_for(self.room.players.house).first.card
        following = sheet.following.inject.id if sheet.following is not None else ""
        groups = []
        for inject, heading in (
            (card.inject if card else "", N_("On the screen: {inject}")),
            (following, N_("Next: {inject}")),
        ):
            found = state.plan.scenario.inject_by_id.get(inject)
            if found is not None:
                groups.append((_(heading, inject=inject), [prompt.get(lang) for prompt in found.prompts]))
        self.room.questions.begin(groups, self.room.players.screen_state.questions)
        self.room.open_sheet(self.room.questions)

    def _ask(self, questions: list[str]) -> None:
        self._steer(showing.ask, questions)
        self._lists()

    def enable_showing(self) -> None:
        """What can be done with the screen now."""
        state = self.room.state if self.stack.currentWidget() is self.room else None
        on = state is not None and state.clock.mode in ("running", "paused", "suspended")
        house = self.room.players.house
        inject = self.room.cues.selected_key()
        page, count = self._page() if on else (0, 1)
        screen = self.room.players.screen_state
        allowed = {
            "screen_open": self.exercise is not None,
            "screen_live": on, "screen_holding": on, "screen_black": on, "screen_lock": on, "screen_back": on,
            "screen_ask": on, "screen_follow": on and bool(screen.inject or screen.locked),
            "screen_show": on and bool(inject) and state is not None and can_be_shown(state, inject, house),
            "screen_page_back": on and page > 0, "screen_page_on": on and page + 1 < count,
        }  # fmt: skip
        for name, is_allowed in allowed.items():
            self.acts[name].setEnabled(is_allowed)
        for part in (*self.room.players.modes.values(), self.room.players.lock):
            part.setEnabled(on)

"""What the live room does with many organisations and with its plan: the board, one organisation, and changes during the run."""

from collections.abc import Callable, Sequence
from typing import Any

from exercise_studio.desktop.control.amend_forms import Wanted
from exercise_studio.domain.errors import KnownError
from exercise_studio.domain.log import ChangeSet
from exercise_studio.journeys import amending, conducting
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_


def for_each(session: Session, command: Callable[..., ChangeSet], inject: str, houses: Sequence[str]) -> ChangeSet:
    """One act on an inject for some organisations, in one transaction."""
    with session.together():
        for house in houses:
            command(session, inject, organisation=house)
    return conducting.committed(session)


class Many:
    """The part of the live page that shows one organisation or the board, and opens the sheet of changes."""

    def many_handlers(self) -> dict[str, Callable[..., object]]:
        """Act to method."""
        return {"board": self.show_board, "automatic": self.toggle_automatic}

    def wire_many(self) -> None:
        """Connect the board, the bar over the cue list and the sheet."""
        room = self.room
        room.board.opened.connect(self.open_house)
        room.board.lists_wanted.connect(self.leave_house)
        room.board.targets_changed.connect(self._targets_changed)
        room.bar.board_wanted.connect(self.show_board)
        room.bar.all_wanted.connect(self.leave_house)
        room.bar.change_wanted.connect(self.open_change)
        room.amend.wanted.connect(self._amend)
        room.amend.left.connect(self._lists)

    def enable_many(self, on: bool) -> dict[str, bool]:
        """What can be done now."""
        state, row = self.room.state, self.room.cues.current_row
        plan = state.plan if state is not None else None
        chosen = plan.scenario.inject_by_id.get(row.key) if plan is not None and row is not None else None
        open_one = chosen is not None and row.state not in ("fired", "recalled", "skipped", "missed")
        self.acts["automatic"].setChecked(
            plan is not None and chosen is not None and chosen.id in plan.settings.automatic
        )
        self.room.bar.setEnabled(plan is not None)
        self.room.bar.change.setEnabled(on)
        return {
            "board": plan is not None and len(plan.organisations) > 1,
            "automatic": on and open_one and chosen is not None and chosen.guard != "major",
        }

    # one organisation, or all

    def show_board(self) -> None:
        """How every organisation stands."""
        if self.exercise is not None and len(self.exercise.plan.organisations) > 1:
            self.room.go.cancel()
            self.room.look_into("")
            self.room.show_board()

    def open_house(self, house: str) -> None:
        """Look into one organisation: its cue list, log, checklist and timeline; GO reaches it alone."""
        self.room.go.cancel()
        self.room.look_into(house)
        self.room.open_sheet(None)
        self._after()

    def leave_house(self) -> None:
        """The lists of all organisations together."""
        self.room.go.cancel()
        self.room.look_into("")
        self.room.open_sheet(None)
        self._after()

    def _targets_changed(self) -> None:
        self.room.go.cancel()
        self.room.refresh()
        self._after()

    # changes of the plan

    def open_change(self, what: str) -> None:
        """The sheet that changes the plan, for the selected inject where it is about one."""
        room, state = self.room, self.room.state
        if state is None or state.clock.mode not in ("running", "paused", "suspended"):
            return
        inject = state.plan.scenario.inject_by_id.get(room.cues.selected_key())
        if what in ("change", "adapt"):
            houses = [None, *(house.id for house in state.plan.organisations)]
            had = inject is not None and any(
                state.inject_state(inject.id, house).status in ("fired", "recalled") for house in houses
            )
            if inject is None or (had and what == "change"):
                self.desk.tell(
                    N_("Select an inject in the cue list that has not been fired; then change it."),
                    kind="calm",
                    key="amend",
                )
                return
        room.amend.begin(what, state, room.play(), inject, room.house)
        room.open_sheet(room.amend)

    def _amend(self, wanted: Wanted) -> None:
        if self.exercise is not None:
            self.exercise.do(
                wanted.command, *wanted.args, then=self._amended, failed=self._amend_refused, **wanted.named
            )

    def _amended(self, changes: ChangeSet) -> None:
        self._remember(changes)
        self._lists()

    def _amend_refused(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.room.amend.refused(error)
        else:
            self.desk.bug(error)

    def toggle_automatic(self, on: bool) -> None:
        """The selected inject fires by itself, or waits for GO again. Showing what the plan has changes nothing."""
        inject, state = self.room.cues.selected_key(), self.room.state
        if self.exercise is None or not inject or state is None:
            return
        if on != (inject in state.plan.settings.automatic):
            self.exercise.do(amending.set_automatic, inject, on, then=self._remember)

    def _about(self, command: Callable[..., Any], inject: str) -> None:
        """An act on an inject for those that GO would reach."""
        houses = self.room.targets()
        if not houses:
            self.exercise.do(command, inject, then=self._remember)
        elif len(houses) == 1:
            self.exercise.do(command, inject, organisation=houses[0], then=self._remember)
        else:
            self.exercise.do(for_each, command, inject, houses, then=self._remember)

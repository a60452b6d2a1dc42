"""Observe: an observer takes a seat, rates expected actions by single keys, writes notes, and hands in."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from exercise_studio.conduct.describe import inject_name
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.actions import Act, Scope
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Choice, Question
from exercise_studio.desktop.exercise import OpenExercise
from exercise_studio.desktop.frame import Elided
from exercise_studio.desktop.observer import sheet
from exercise_studio.desktop.observer.detail import ItemDetail, tag_at
from exercise_studio.desktop.observer.filters import Filters
from exercise_studio.desktop.observer.handing_in import HandIn, sample
from exercise_studio.desktop.observer.observations import ObservationLine
from exercise_studio.desktop.observer.rater import VALUES, Rater
from exercise_studio.desktop.observer.seats import SeatChoice, seat_rows
from exercise_studio.desktop.observer.sheet_list import SheetList
from exercise_studio.desktop.page import Page
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import INSIDE, EmptyState, Splitter, button, column, label, row
from exercise_studio.desktop.widgets.rating import RatingBar
from exercise_studio.journeys import observing
from exercise_studio.journeys.observing import RatingRow
from exercise_studio.journeys.session import local_of, wall_clock
from exercise_studio.language import N_, _

OWN: Final = frozenset({"item_rated", "rating_cleared", "observation_noted", "work_handed_in", "observer_joined"})
PAUSE: Final = 1500
"""Milliseconds without a key after which a half-written note is kept."""


class ObserverPage(Page):
    """The choice of a seat, then its sheet with the item's detail beside it."""

    ACTIONS = (
        Act("rate.4", N_("Rate ◎ 4 Done well"), ("4", "P"), scope=Scope.WIDGET),
        Act("rate.3", N_("Rate ○ 3 Mostly done"), ("3", "S"), scope=Scope.WIDGET),
        Act("rate.2", N_("Rate △ 2 Partly done"), ("2", "M"), scope=Scope.WIDGET),
        Act("rate.1", N_("Rate × 1 Not done"), ("1", "U"), scope=Scope.WIDGET),
        Act("rate.no", N_("Rate － 0 Not observed"), ("0",), scope=Scope.WIDGET),
        Act("clear", N_("Clear the rating, keep the note"), ("Backspace",), scope=Scope.WIDGET),
        Act("note", N_("Write the note; Esc goes back to the list"), ("Return",), native=True),
        Act("gap", N_("Next gap"), ("N",), icon="next", scope=Scope.WIDGET),
        Act("filter", N_("Filter the items"), ("/",), scope=Scope.WIDGET),
        *(Act(f"tag.{n}", tag, (f"T, {n}",), scope=Scope.WIDGET) for n, tag in enumerate(sheet.QUICK_TAGS, start=1)),
        Act("log", N_("Write down an observation"), ("Ctrl+L",)),
        Act("list", N_("Back to the list"), ("Alt+L",)),
        Act("undo", N_("Undo the last rating"), ("Ctrl+Z",), icon="undo", scope=Scope.WIDGET),
        Act("hand_in", N_("Hand in…"), ("Ctrl+S",), icon="export"),
        Act("leave", N_("Leave the seat")),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.closing = False
        self.rater = Rater(desk, self)
        self.rater.undo_changed.connect(self._describe_undo)
        self._rows: list[RatingRow] = []
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack)
        self.seats = SeatChoice()
        self.seats.taken.connect(self.take_seat)
        self.no_run = EmptyState(
            N_("The exercise has not been started yet"),
            N_("Observers take their seats when the run begins. Start it on the live page."),
            icon="rate",
        )
        self.no_seats = EmptyState(
            N_("The plan has no observers"), N_("Add observers and whom they watch on the plan page."), icon="observer"
        )
        self.sheet_page = QWidget()
        for part in (self.no_run, self.no_seats, self.seats, self.sheet_page):
            self.stack.addWidget(part)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._paused)
        self._build()
        texts.on_language(self._reread)

    def handlers(self) -> dict[str, Callable[..., object]]:
        return {
            **{f"rate.{key}": getattr(self, f"rate_{key}") for key in VALUES},
            "clear": self.clear, "gap": self.go_to_gap, "filter": self.focus_filter, "log": self.focus_log,
            "list": self.focus_list, "hand_in": self.ask_hand_in, "leave": self.leave_seat, "undo": self.undo,
        }  # fmt: skip

    # building

    def _build(self) -> None:
        whole = QVBoxLayout(self.sheet_page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(INSIDE)
        self.seat = Elided("section")
        self.now_at = Elided("muted")
        hand_in = button(N_("Hand in…"), None, "primary")
        self.acts.attach(hand_in, "hand_in")
        top = row(self.seat, self.now_at, self.acts.button("leave", "quiet"), hand_in)
        top.setStretchFactor(self.seat, 3)
        top.setStretchFactor(self.now_at, 2)
        whole.addLayout(top)
        self.counts = label()
        self.bar = RatingBar()
        self.bar.setMaximumWidth(theme.scaled(170))
        self.filters = Filters(self)
        middle = row(self.bar, self.counts, self.filters.chips)
        middle.setStretchFactor(self.filters.chips, 1)
        whole.addLayout(middle)
        self.list = SheetList()
        self.detail = ItemDetail(wall_clock, self._local)
        self.nothing = EmptyState(
            N_("No item passes the filter"), actions=(button(N_("Show all items"), self.show_all),)
        )
        self.left_side = QStackedWidget()
        self.left_side.addWidget(self.list)
        self.left_side.addWidget(self.nothing)
        narrow = row(self.filters.search, self.filters.phases, self.acts.button("gap"))
        narrow.setStretchFactor(self.filters.search, 3)
        narrow.setStretchFactor(self.filters.phases, 2)
        left = QWidget()
        left.setLayout(column(narrow, self.left_side))
        self.splitter = Splitter("observer", self.desk.settings, sizes=(560, 440))
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 4)
        self.list.setMinimumWidth(theme.scaled(360))
        self.detail.setMinimumWidth(theme.scaled(320))
        self.splitter.restore()
        whole.addWidget(self.splitter, 1)
        self.observations = ObservationLine(wall_clock, self._local)
        self.observations.written.connect(self.rater.note)
        self.rater.noted.connect(self.observations.kept)
        self.rater.refused.connect(self.observations.give_back)
        whole.addWidget(self.observations)
        self._wire()

    def _wire(self) -> None:
        for action in ("rate.4", "rate.3", "rate.2", "rate.1", "rate.no", "clear", "gap", "filter", "undo"):
            self.acts.move(action, self.list)
        for number in range(1, len(sheet.QUICK_TAGS) + 1):
            self.acts.move(f"tag.{number}", self.list)
        for level in self.detail.levels.values():
            level.addActions(self.list.actions())
        self.list.current_changed.connect(self._row_chosen)
        self.list.note_wanted.connect(self.focus_note)
        self.detail.rated.connect(self.rate)
        self.detail.note_left.connect(self.save_note)
        self.detail.back.connect(self.focus_list)
        self.detail.note.draft_changed.connect(self._writing)
        self.filters.changed.connect(self._refilter)
        self.filters.search.returnPressed.connect(self.focus_list)
        self.acts.triggered.connect(self._act)

    # the exercise

    @property
    def observer(self) -> str:
        """The code of the seat that is taken here; empty for none."""
        return self.rater.observer

    @property
    def exercise(self) -> OpenExercise | None:
        """The exercise on screen."""
        return self.desk.exercise

    def open_exercise(self) -> None:
        self.rater.sit("")
        self._rows = []
        self._pause.stop()
        self.detail.show_row(None)
        self.observations.forget()
        self._place()

    def refresh(self, changes: Any) -> None:
        exercise = self.exercise
        if exercise is None:
            return
        if not self.observer:
            self._place()
            return
        kinds = changes.kinds
        if kinds & {"plan_amended", "run_started", "entry_withdrawn"} or self._own(changes):
            self.reread()
        if "inject_fired" in kinds or "inject_recalled" in kinds:
            self._say_now()

    def left(self) -> None:
        self.save_note()

    def has_unsaved_text(self) -> str:
        if self.rater.unsaved or self.detail.changed:
            return _("one note")
        return _("one observation") if self.observations.edit.draft().strip() else ""

    def may_close(self) -> bool:
        """What is half written is kept; only what cannot be kept is asked about."""
        if self.observer:
            self.observations.edit.commit()
            self.save_note()
        if not self.rater.unsaved or self.closing:
            return True
        question = Question(
            N_("A note could not be saved"),
            N_("It is still here and can be copied from its item. Close the program without it?"),
            (Choice("close", N_("Close without it"), "danger"),),
            parent=self,
        )
        question.ask(self._close_answered)
        return False

    def _close_answered(self, answer: str) -> None:
        if answer == "close":
            self.closing = True
            self.window().close()

    def _own(self, changes: Any) -> bool:
        """Whether anything in it was written by this seat: nothing else may change what is shown here."""
        entries = (self.exercise.by_id.get(one) for one in changes.entries) if self.exercise else ()
        return any(entry is not None and entry.kind in OWN and entry.author == self.observer for entry in entries)

    def _place(self) -> None:
        """Show what fits the state of the exercise."""
        exercise = self.exercise
        seated = bool(self.observer)
        self.acts["hand_in"].setEnabled(seated)
        self.acts["leave"].setEnabled(seated)
        if exercise is None or exercise.state is None:
            self.stack.setCurrentWidget(self.no_run)
        elif not exercise.plan.observers:
            self.stack.setCurrentWidget(self.no_seats)
        elif seated:
            self.stack.setCurrentWidget(self.sheet_page)
        else:
            self.seats.show_seats(seat_rows(exercise.plan, exercise.state, sheet.lang()))
            self.stack.setCurrentWidget(self.seats)

    # the seat

    def take_seat(self, code: str) -> None:
        """Rate from a seat; joining is written down the first time."""
        exercise = self.exercise
        if exercise is None or exercise.state is None:
            return
        if code in exercise.state.observers:
            self._seated(code)
        else:
            self._joining = code
            exercise.do(observing.join, code, then=self._joined)

    def _joined(self, result: Any) -> None:
        self._seated(self._joining)

    def _seated(self, code: str) -> None:
        self.rater.sit(code)
        self.filters.reset()
        self._fill_phases()
        self.reread()
        self._place()
        self.list.select_first()
        self.focus_list()

    def leave_seat(self) -> None:
        """Go back to the choice of seats; everything is kept."""
        self.save_note()
        self.rater.sit("")
        self._rows = []
        self.list.sheet.show([], {}, {})
        self.detail.show_row(None)
        self.observations.forget()
        self._place()

    # reading

    def reread(self) -> None:
        """Take the sheet anew; the cursor stays on its item."""
        exercise = self.exercise
        if exercise is None or exercise.state is None or not self.observer:
            return
        state = exercise.state
        self._rows = sheet.short_teams(observing.rating_sheet(state, self.observer, sheet.lang()), exercise.plan)
        at = self.list.current
        self._times = {
            (r.team, r.item): f"{state.clock.scenario_of(r.rated_at):%H:%M}"
            for r in self._rows
            if r.rated_at is not None
        }
        self._show(at)
        self._say_counts()
        self._say_seat()
        self._say_now()

    def _show(self, at: RatingRow | None) -> None:
        """Show what passes the filters. The row one works on stays until the cursor leaves it, whatever it is rated."""
        rows = self.filters.passing(self._rows)
        if at is not None and self.filters.kind != "all":
            rows = sheet.with_row(self._rows, rows, at)
        titles = {phase.id: texts.authored(phase.title) for c in self.exercise.plan.checklists for phase in c.phases}
        with QSignalBlocker(self.list):
            self.list.sheet.show(rows, titles, self._times)
            found = at is not None and self.list.select(at.team, at.item)
        self.left_side.setCurrentWidget(self.list if rows else self.nothing)
        if not found:
            self.list.select_first()
        else:
            self._update_detail()

    def _update_detail(self) -> None:
        current = self.list.current
        shown = self.detail.shown
        same = current is not None and shown is not None and (current.team, current.item) == (shown.team, shown.item)
        if not same:
            self._show_detail(current)
            return
        writing = self.detail.note.draft().strip() != shown.note.strip()  # type: ignore[union-attr]
        self.detail.show_row(current, keep_note=writing or self.detail.note.hasFocus())

    def _reread(self) -> None:
        if self.observer:
            self._fill_phases()
            self.reread()
        elif self.exercise is not None:
            self._place()

    def _fill_phases(self) -> None:
        exercise = self.exercise
        if exercise is None or exercise.state is None:
            return
        present = {r.phase for r in observing.rating_sheet(exercise.state, self.observer, sheet.lang())}
        titles = {phase.id: texts.authored(phase.title) for c in exercise.plan.checklists for phase in c.phases}
        self.filters.set_phases({phase: title for phase, title in titles.items() if phase in present})

    def _say_counts(self) -> None:
        held = sheet.coverage(self._rows)
        self.bar.set_counts({**held.levels, "no": held.not_observed}, held.applicable)
        tr(
            self.counts.setText, N_("{done} of {all} done"),
            done=held.done, all=held.applicable,
        )  # fmt: skip
        self.filters.count(self._rows)

    def _say_seat(self) -> None:
        seats = seat_rows(self.exercise.plan, self.exercise.state, sheet.lang())
        seat = next((one for one in seats if one.code == self.observer), None)
        if seat is None:
            return
        source = N_("{observer}  ·  watches {teams}")
        if seat.edition:
            source = N_("{observer}  ·  watches {teams}  ·  handed in, edition {edition}")
        tr(self.seat.set_full, source, observer=seat.code, teams=seat.watches or _("All teams"), edition=seat.edition)

    def _say_now(self) -> None:
        """The inject that was fired last, so that an observer knows what the room is dealing with."""
        exercise = self.exercise
        state = exercise.state if exercise else None
        if state is None:
            return
        fired = sheet.last_fired(state)
        said = inject_name(state.plan, fired, sheet.lang()) if fired else ""
        self.now_at.set_full(_("Now: {inject}", inject=said) if said else "")

    def _local(self, instant: int) -> datetime:
        zone = self.exercise.plan.time_zone if self.exercise else "Asia/Tokyo"
        return local_of(instant, zone)

    # filters

    def _refilter(self) -> None:
        if self.observer:
            self.save_note()
            at = self.list.current
            rows = self.filters.passing(self._rows)
            inside = at is not None and any((r.team, r.item) == (at.team, at.item) for r in rows)
            self._show(at if inside else None)

    def show_all(self) -> None:
        """Take all filters away."""
        self.filters.reset()
        self._refilter()
        self.focus_list()

    # rating

    def rate(self, level: str) -> None:
        """Rate the current item; what is being written in its note goes along. Shown when it is on disk."""
        current = self.list.current
        if current is None or not self.observer:
            return
        note, began = self._note_now()
        self.rater.rate(current, level, note, began)

    def rate_4(self) -> None:
        """◎"""
        self.rate("4")

    def rate_3(self) -> None:
        """○"""
        self.rate("3")

    def rate_2(self) -> None:
        """△"""
        self.rate("2")

    def rate_1(self) -> None:
        """×"""
        self.rate("1")

    def rate_no(self) -> None:
        """Not observed."""
        self.rate("no")

    def clear(self) -> None:
        """Back to blank; the note stays."""
        if self.list.current is not None:
            self.save_note()
            self.rater.clear(self.list.current)

    def undo(self) -> None:
        """The rating before the last one again."""
        before = self.rater.undo()
        if before is not None:
            self.list.select(before.team, before.item)

    def _describe_undo(self, item: str) -> None:
        self.acts["undo"].setEnabled(bool(item))
        if item:
            self.acts.describe("undo", N_("Undo the rating of {item}"), item=item)
        else:
            self.acts.describe("undo", N_("Undo the last rating"))

    # notes

    def _note_now(self) -> tuple[str | None, int | None]:
        """What stands in the note if it is not saved yet, and when it was begun."""
        self.detail.note.end_conversion()
        if not self.detail.changed:
            return None, None
        return self.detail.note.toPlainText().strip(), self.detail.note.began_at

    def save_note(self) -> None:
        """Keep the note of the item that is shown, if it is not kept yet."""
        self._pause.stop()
        shown = self.detail.shown
        if shown is None or not self.observer:
            return
        note, began = self._note_now()
        if note is not None:
            self.rater.annotate(shown, note, began)

    def _writing(self, draft: str) -> None:
        if self.detail.changed:
            self._pause.start()

    def _paused(self) -> None:
        # A conversion under way is not ended by a pause: the next key would land in other words.
        if self.detail.note.composing:
            self._pause.start()
        else:
            self.save_note()

    def _row_chosen(self, chosen: RatingRow | None) -> None:
        self.save_note()
        self._show_detail(chosen)

    def _show_detail(self, shown: RatingRow | None) -> None:
        """An item with its note, or with the one that could not be kept."""
        self.detail.show_row(shown)
        lost = self.rater.unsaved.get((shown.team, shown.item)) if shown is not None else None
        if lost is not None:
            self.detail.note.set_draft(lost)

    def _act(self, name: str) -> None:
        """The quick tags, which come as a family."""
        family, _dot, number = name.partition(".")
        tag = tag_at(int(number)) if family == "tag" else None
        if tag is not None and self.list.current is not None:
            self.detail.add_tag(tag)

    # moving

    def go_to_gap(self) -> None:
        """The next item that needs a word: first blanks, then low ratings without a note."""
        rows = self.list.sheet.rows()
        current = self.list.current
        at = rows.index(current) if current in rows else -1
        found = sheet.next_gap(rows, at)
        if found is None and self._rows != rows:
            self.show_all()
            rows = self.list.sheet.rows()
            found = sheet.next_gap(rows, -1)
        if found is None:
            self.desk.tell(N_("Every item is done, and every low rating says why."), kind="calm", key="observer/gap")
            return
        self.list.select(rows[found].team, rows[found].item)
        self.focus_list()

    def focus_list(self) -> None:
        """To the list."""
        self.list.setFocus()

    def focus_note(self) -> None:
        """To the note, behind its last word."""
        self.detail.note.setFocus()
        self.detail.note.moveCursor(self.detail.note.textCursor().MoveOperation.End)

    def focus_filter(self) -> None:
        """To the filter."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def focus_log(self) -> None:
        """To the line for observations."""
        self.observations.edit.setFocus()

    # handing in

    def ask_hand_in(self) -> None:
        """Show what would be handed in."""
        if not self.observer or self.exercise is None or self.exercise.state is None:
            return
        self.save_note()
        edition = self.exercise.state.handed_in.get(self.observer, 0) + 1
        dialog = HandIn(self._rows, self.observer, edition, self.rater.hand_in, self.go_to_gap, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # pictures

    def gallery_states(self) -> Iterable[tuple[str, Callable[[], object]]]:
        yield "sheet", self._gallery_sheet

    def _gallery_sheet(self) -> None:
        if self.exercise is not None and self.exercise.plan.observers:
            self.take_seat(self.exercise.plan.observers[0].code)
            rated = [r for r in self._rows if r.note]
            if rated:
                self.list.select(rated[0].team, rated[0].item)

    @classmethod
    def gallery_dialogs(cls) -> Iterable[tuple[str, Callable[[Desk], QWidget]]]:
        yield "hand-in", sample

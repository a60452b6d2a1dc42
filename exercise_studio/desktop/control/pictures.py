"""The states in which the gallery paints the live room. They touch the mirror only: nothing is written."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from exercise_studio.journeys.logging_acts import GivenFile
from exercise_studio.language import _

if TYPE_CHECKING:
    from exercise_studio.desktop.control.page import LivePage


def states(page: "LivePage") -> Iterable[tuple[str, Callable[[], object]]]:
    """Name and function of each state, in an order in which one follows from the other."""
    for name, bring in (
        ("start", _start), ("armed", _armed), ("locked", _locked), ("board", _board), ("house", _house),
        ("change", _change), ("late", _late), ("jump", _jump), ("inspector", _inspector),
        ("timeline", _timeline), ("timeline-table", _table), ("checklist", _checklist), ("decision", _decision),
        ("share", _share), ("typing", _typing), ("entry", _entry), ("item", _item), ("ask", _ask), ("paused", _paused), ("end", _end),
        ("frozen", _frozen), ("palette", _palette),
    ):  # fmt: skip
        yield name, partial(bring, page)


def _start(page: "LivePage") -> None:
    page.show_start()


def _armed(page: "LivePage") -> None:
    page.show_room()
    page.beat = _still
    page.room.chosen = next((row.key for row in page.room.cue_model.rows if row.major), "")
    page.room.refresh()
    page.room.go.guard.press(0, page.room.chosen, major=True)
    page.room.go.go.retell()
    page.enable()


def _locked(page: "LivePage") -> None:
    page.room.go.guard.cancel()
    page.room.chosen = ""
    page.room.refresh()
    guard = page.room.go.guard
    guard.state, guard.since, guard.until = "locked", 400, 2_400
    page.room.go.press_key()


def _board(page: "LivePage") -> None:
    page.room.go.guard.tick(10_000)
    page.room.go.forget_note()
    page.room.go.forget_note()
    page.show_board()
    page.room.board.model.ticked = {row.organisation for row in page.room.board.model.rows[:2]}
    page.room.refresh()
    page.room.automatic.show_coming("I05", 35_000)


def _house(page: "LivePage") -> None:
    page.room.board.untick_all()
    page.open_house(page.room.state.plan.organisations[-1].id)


def _change(page: "LivePage") -> None:
    page.leave_house()
    row = next(row for row in page.room.cue_model.rows if row.state in ("pending", "next"))
    page.room.cues.select_key(row.key)
    page.open_change("adapt")


def _late(page: "LivePage") -> None:
    page.open_change("organisation")


def _jump(page: "LivePage") -> None:
    page.room.go.guard.tick(10_000)
    page.room.go.forget_note()
    page.open_jump()


def _inspector(page: "LivePage") -> None:
    page.room.open_sheet(None)
    row = next(row for row in page.room.cue_model.rows if not row.section)
    page.room.cues.opened.emit(row)


def _timeline(page: "LivePage") -> None:
    page.room.show_cues()
    timeline = page.room.timeline
    if timeline.sheet.planned:
        first = timeline.sheet.planned[0]
        timeline.select(first.entry or f"inject/{first.inject}")
    timeline.strip.zoom(0.3, 0)


def _table(page: "LivePage") -> None:
    page.room.timeline.strip.fit_or_back()
    page.room.timeline.show_table(True)


def _checklist(page: "LivePage") -> None:
    page.room.timeline.show_table(False)
    page.room.show_cues()
    page.room.tabs.setCurrentWidget(page.room.checklist)
    page.room.checklist.table.select_row(0)


def _decision(page: "LivePage") -> None:
    page.room.tabs.setCurrentIndex(0)
    page.room.composer.line.set_draft(_("* Stop the gates until noon"), int(page.now()))
    page.room.composer.line.commit()


def _share(page: "LivePage") -> None:
    composer = page.room.composer
    composer.decision.leave()
    receivers = composer.sharing._names
    body = next(one for one in receivers if "/" not in one)
    composer.line.set_draft(f">{body} " + _("Gates stopped, reopening at noon at the earliest"), int(page.now()))
    composer.line.commit()


def _typing(page: "LivePage") -> None:
    composer = page.room.composer
    composer.sharing.leave()
    composer.line.set_draft(_("! #delay Line of lorries reaches the public road"), int(page.now()))
    composer.files.add(GivenFile(_("queue at the gate.jpg"), data=b"x"))


def _entry(page: "LivePage") -> None:
    page.room.composer.files.take()
    page.room.composer.line.set_draft("")
    rows = page.room.log_model.rows
    page.room.log.select_row(len(rows) - 1)
    page.room.log.opened.emit(rows[-1])


def _item(page: "LivePage") -> None:
    page.room.checklist.opened.emit(page.room.checklist.model.rows[0])


def _ask(page: "LivePage") -> None:
    page.room.composer.escape()
    page.open_questions()
    for box, _prompt in page.room.questions.boxes[:1]:
        box.setChecked(True)


def _paused(page: "LivePage") -> None:
    page.room.show_cues()
    page.room.composer.escape()
    page.room.open_sheet(None)
    state = page.room.state
    if state is not None:
        state.clock.stop(page.now(), "paused")
        page.room.refresh()
        page.enable()


def _end(page: "LivePage") -> None:
    page.open_end()


def _frozen(page: "LivePage") -> None:
    state = page.room.state
    if state is not None:
        state.clock.mode = "suspended"
        page.room.refresh()
        page.enable()


def _palette(page: "LivePage") -> None:
    frame = page.window()
    if hasattr(frame, "open_palette"):
        frame.open_palette()


def _still() -> int:
    return 1_000

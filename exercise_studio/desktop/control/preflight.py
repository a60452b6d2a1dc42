"""What is looked at before a run starts: each line with its state and how it is put right.

Without Qt; the probing is in surroundings.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from exercise_studio.design.plan_checks import check_plan
from exercise_studio.domain.exercise import Plan
from exercise_studio.language import N_

State = Literal["ok", "advice", "block"]
Fix = Literal[
    "", "plan", "home", "backup", "print", "rehearse", "look", "displays", "power", "clock", "input", "observe", "seen",
]  # fmt: skip
"""How a line is put right: a page, an act of the program, a place of the system's settings, or looking once more."""
FIXES: Final[dict[str, str]] = {
    "plan": N_("Open the plan"),
    "home": N_("Choose another place"),
    "observe": N_("Open the observers' page"),
    "backup": N_("Back up now"),
    "print": N_("Print the run sheet…"),
    "rehearse": N_("Choose a rehearsal"),
    "look": N_("Look again"),
    "seen": N_("I have seen to it"),
    "displays": N_("Display settings"),
    "power": N_("Power settings"),
    "clock": N_("Date and time settings"),
    "input": N_("Keyboard settings"),
}
MEGABYTE: Final = 1_000_000
ENOUGH: Final = 500 * MEGABYTE
MOST_DRIFT: Final = 5_000
"""Milliseconds by which an observer's clock may differ before it is told (UX.md F7)."""
LEAST_SCREEN: Final = (1024, 660)
PLAYERS_SCREEN: Final = (1024, 768)
LOW_BATTERY: Final = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list.

    Attributes:
        message, params: a message of the catalogue and its values.
        fix: how it is put right, or "" where it is in order.
    """

    id: str
    state: State
    message: str
    params: dict[str, Any] = field(default_factory=dict)
    fix: Fix = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was found around the plan; the defaults are those of a machine on which everything is in order.

    Attributes:
        screens: width and height of each screen in logical pixels, this window's own first.
        ui_font, clock_font: whether Japanese faces for text and for clocks were found.
        free_bytes: of the workspace's disk, None where that cannot be known.
        read_only: the workspace cannot be written; `held_by` is who has it open, where that is why.
        shared: what makes its folder unfit ("nfs", "OneDrive"), or "".
        backup: "made" (the newest holds everything), "stale", "none", "server", or the reason why none can be made.
        behind: milliseconds by which the clock stands before the newest entry of the log; 0 when it does not.
        zone_differs: minutes between the system's zone and the exercise's.
        drift: the largest difference of an observer's clock in milliseconds, by what they announced.
        power: "mains", "battery", "none" (no battery) or "unknown"; `charge` percent or None.
        awake: how the computer is kept from sleeping, or "" where it cannot be.
        input: the Japanese input method that was found, or "".
        printed: "yes" (this very plan), "older" or "no".
        rehearsed: how often the exercise was rehearsed.
        joined: how many observers have taken their seats.
    """

    screens: tuple[tuple[int, int], ...] = ((1920, 1080), (1920, 1080))
    ui_font: bool = True
    clock_font: bool = True
    free_bytes: int | None = None
    read_only: bool = False
    held_by: str = ""
    shared: str = ""
    backup: str = "made"
    behind: int = 0
    zone_differs: int = 0
    drift: int = 0
    power: str = "mains"
    charge: int | None = None
    awake: str = "system"
    input: str = "system"
    printed: str = "yes"
    rehearsed: int = 1
    joined: int = 0


def preflight(plan: Plan, found: Surroundings, *, mode: str = "live") -> list[Line]:
    """The lines in the order in which a room is got ready."""
    of_plan: tuple[Callable[[Plan], Line], ...] = (_people, _injects, _tlp)
    lines = [look(plan) for look in of_plan]
    lines += [_observers(plan, found), _sheet(found)]
    if mode == "live":
        lines.append(_rehearsal(found))
    around = (_displays, _fonts, _writable, _disk, _place, _backup, _clock, _power, _awake, _input)
    return lines + [look(found) for look in around]


def ready(lines: list[Line]) -> bool:
    """Whether nothing stands against starting."""
    return all(line.state != "block" for line in lines)


def by_weight(lines: list[Line]) -> list[Line]:
    """What stands against starting first, then advice, then what is in order."""
    weight = {"block": 0, "advice": 1, "ok": 2}
    return sorted(lines, key=lambda line: weight[line.state])


# the plan


def _people(plan: Plan) -> Line:
    houses, teams = len(plan.organisations), len(plan.teams)
    if not houses:
        return Line("people", "block", N_("No organisation takes part yet."), {}, "plan")
    without = [team for team in plan.teams if not plan.items_of(team)]
    values: dict[str, Any] = {"houses": houses, "teams": teams}
    if without:
        message = N_("{houses} organisations, {teams} teams; {n} teams have no checklist item.")
        return Line("people", "advice", message, {**values, "n": len(without)}, "plan")
    return Line("people", "ok", N_("{houses} organisations, {teams} teams"), values)


def _observers(plan: Plan, found: Surroundings) -> Line:
    count = len(plan.observers)
    if not count:
        return Line("observers", "advice", N_("No observer: nothing will be rated."), {}, "plan")
    unseen = [team for team in plan.teams if not any(seat.watches(team) for seat in plan.observers)]
    if unseen:
        message = N_("{n} observers; nobody watches {missing} of the teams.")
        return Line("observers", "advice", message, {"n": count, "missing": len(unseen)}, "plan")
    if found.drift > MOST_DRIFT:
        message = N_("An observer's clock is {n} seconds off. It is corrected when the results come in.")
        return Line("observers", "advice", message, {"n": round(found.drift / 1000)}, "observe")
    return Line("observers", "ok", N_("{n} observers; every team is watched"), {"n": count})


def _injects(plan: Plan) -> Line:
    faults = [problem for problem in check_plan(plan) if problem.severity == "error"]
    values: dict[str, Any] = {"n": len(plan.scenario.injects)}
    if faults:
        message = N_("{n} injects; {faults} faults in the plan.")
        return Line("injects", "advice", message, {**values, "faults": len(faults)}, "plan")
    return Line("injects", "ok", N_("{n} injects ready"), values)


def _tlp(plan: Plan) -> Line:
    return Line("tlp", "ok", N_("Information is shared as TLP:{tlp}"), {"tlp": plan.tlp})


# what was prepared


def _sheet(found: Surroundings) -> Line:
    if found.printed == "yes":
        return Line("sheet", "ok", N_("The run sheet of this plan was written"))
    message = (
        N_("The run sheet is of an older plan. Print it anew: with it the exercise goes on without a computer.")
        if found.printed == "older"
        else N_("No run sheet yet. With it on paper the exercise goes on without a computer.")
    )
    return Line("sheet", "advice", message, {}, "print")


def _rehearsal(found: Surroundings) -> Line:
    if not found.rehearsed:
        return Line("rehearsal", "advice", N_("This exercise has not been rehearsed yet."), {}, "rehearse")
    return Line("rehearsal", "ok", N_("Rehearsed {n} times"), {"n": found.rehearsed})


# the machine


def _displays(found: Surroundings) -> Line:
    own = found.screens[0] if found.screens else (0, 0)
    if own[0] < LEAST_SCREEN[0] or own[1] < LEAST_SCREEN[1]:
        message = N_("This screen has {width} × {height} points; the live room needs {least} × {low}.")
        values = {"width": own[0], "height": own[1], "least": LEAST_SCREEN[0], "low": LEAST_SCREEN[1]}
        return Line("displays", "advice", message, values, "displays")
    if len(found.screens) < 2:
        message = N_(
            "Only one screen: the players' display will be a window. Connect the projector and extend the desktop."
        )
        return Line("displays", "advice", message, {}, "displays")
    second = found.screens[1]
    if second[0] < PLAYERS_SCREEN[0] or second[1] < PLAYERS_SCREEN[1]:
        message = N_("The second screen has only {width} × {height} points; long texts will be split into pages.")
        return Line("displays", "advice", message, {"width": second[0], "height": second[1]}, "displays")
    return Line("displays", "ok", N_("{n} screens; the second has {width} × {height} points"),
                {"n": len(found.screens), "width": second[0], "height": second[1]})  # fmt: skip


def _fonts(found: Surroundings) -> Line:
    if found.ui_font and found.clock_font:
        return Line("fonts", "ok", N_("Japanese fonts for text and clocks are there"))
    return Line(
        "fonts", "advice", N_("A Japanese font is missing; texts may show boxes. Install the program anew."), {}, "look"
    )


def _writable(found: Surroundings) -> Line:
    if found.read_only and found.held_by:
        message = N_("The workspace is open in another program ({who}). Close it there, then open it here again.")
        return Line("writable", "block", message, {"who": found.held_by}, "home")
    if found.read_only:
        return Line("writable", "block", N_("The workspace can only be read; a run could not be kept."), {}, "home")
    return Line("writable", "ok", N_("The workspace is open here alone and can be written"))


def _disk(found: Surroundings) -> Line:
    free = found.free_bytes
    if free is None:
        return Line("disk", "ok", N_("The workspace's disk is looked after by its server"))
    if free < ENOUGH:
        message = N_("Only {n} MB are free on the disk. Make room, then look again.")
        return Line("disk", "advice", message, {"n": free // MEGABYTE}, "look")
    return Line("disk", "ok", N_("{n} GB are free on the disk"), {"n": f"{free / 1e9:.0f}"})


def _place(found: Surroundings) -> Line:
    if found.shared:
        message = N_(
            "The workspace lies in a shared or copied folder ({what}). Keep it on this computer while you play."
        )
        return Line("place", "advice", message, {"what": found.shared}, "home")
    return Line("place", "ok", N_("The workspace lies on this computer or its server"))


def _backup(found: Surroundings) -> Line:
    if found.backup == "made":
        return Line("backup", "ok", N_("A backup holds everything so far"))
    if found.backup == "server":
        return Line("backup", "ok", N_("The database server is backed up by its administrators"))
    if found.backup in ("none", "stale"):
        message = N_("No backup yet.") if found.backup == "none" else N_("The last backup is older than the plan.")
        return Line("backup", "advice", message, {}, "backup")
    return Line("backup", "advice", N_("No backup can be made: {reason}"), {"reason": found.backup}, "backup")


def _clock(found: Surroundings) -> Line:
    if found.behind > 0:
        message = N_("The computer's clock stands before what was logged last. Set it right.")
        return Line("clock", "advice", message, {}, "clock")
    if found.zone_differs:
        message = N_("The computer's time zone differs from the exercise's by {n} minutes.")
        return Line("clock", "advice", message, {"n": found.zone_differs}, "clock")
    return Line("clock", "ok", N_("The computer's clock agrees with the log and the time zone"))


def _power(found: Surroundings) -> Line:
    if found.power in ("mains", "none"):
        return Line("power", "ok", N_("The computer runs on mains power"))
    if found.power == "unknown":
        message = N_("It cannot be told whether the computer runs on mains power. Look at the plug.")
        return Line("power", "advice", message, {}, "seen")
    if found.charge is None:
        return Line("power", "advice", N_("The computer runs on its battery. Plug it in, then look again."), {}, "look")
    message = (
        N_("The battery has only {n} % left. Plug the computer in, then look again.")
        if found.charge < LOW_BATTERY
        else N_("The computer runs on its battery ({n} %). Plug it in, then look again.")
    )
    return Line("power", "advice", message, {"n": found.charge}, "look")


def _awake(found: Surroundings) -> Line:
    if found.awake:
        return Line("awake", "ok", N_("The computer is kept awake while a run goes on"))
    message = N_("The program cannot keep this computer awake. Switch sleep and screen saver off for the day.")
    return Line("awake", "advice", message, {}, "power")


def _input(found: Surroundings) -> Line:
    if found.input:
        return Line("input", "ok", N_("Japanese input is there; F6 to F10 stay its own"))
    message = N_("No Japanese input method was found. Try a word in the log line before people come.")
    return Line("input", "advice", message, {}, "input")

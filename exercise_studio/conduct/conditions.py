"""Whether a condition holds at a moment of a run, for one organisation."""

import operator
from collections.abc import Callable

from exercise_studio.conduct.run import EVERYBODY, RunState
from exercise_studio.domain.conditions import Both, Call, Condition, Node, Not
from exercise_studio.domain.times import Play

_COMPARE = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "==": operator.eq}


def holds(condition: Condition, state: RunState, organisation: str, play: Play) -> bool:
    """Evaluates at `play` for one organisation. Pure: the state is only read."""
    return _holds(condition.tree, state, organisation, play)


def _holds(node: Node, state: RunState, organisation: str, play: Play) -> bool:
    if isinstance(node, Not):
        return not _holds(node.part, state, organisation, play)
    if isinstance(node, Both):
        test = all if node.word == "and" else any
        return test(_holds(part, state, organisation, play) for part in node.parts)
    return _TESTS[node.name](node, state, organisation, play)


def _teams(call: Call, state: RunState, organisation: str, item: str) -> list[str]:
    """The teams that the test is about: the one named behind `by`, else those of the house to which the item applies."""
    house = state.plan.organisation_by_id.get(organisation)
    if house is None:
        return []
    if call.team:
        return [house.address(call.team.rpartition("/")[2])]
    teams = [house.address(team.kind) for team in house.teams]
    return [team for team in teams if item in state.plan.items_of(team)] or teams


def _reached(call: Call, state: RunState, organisation: str, extents: tuple[str, ...]) -> bool:
    items = state.seen(organisation).items
    item = call.args[0]
    teams = [call.team.rpartition("/")[2]] if call.team else None
    for (team, touched), reached in items.items():
        named = teams is None or team.rpartition("/")[2] in teams
        if touched == item and named and reached.extent in extents:
            return True
    return False


def due_of(item: str, state: RunState, organisation: str) -> Play | None:
    """When an item is due: the firing of the first inject that expects it plus its time limit; None before it was asked for."""
    due: Play | None = None
    for inject in state.plan.scenario.injects:
        for expect in inject.expects:
            if expect.item != item:
                continue
            fired = state.inject_state(inject.id, organisation)
            if fired.status != "fired" or fired.fired_at is None:
                continue
            target = state.plan.items[item].target if item in state.plan.items else None
            within = expect.within if expect.within is not None else target.within if target else None
            if within is not None and (due is None or fired.fired_at + within < due):
                due = Play(fired.fired_at + within)
    return due


def _late(call: Call, state: RunState, organisation: str, play: Play) -> bool:
    """late(ITEM, 45m): not done although play passed 45 minutes; late(ITEM): although its own time limit passed."""
    if _reached(call, state, organisation, ("done",)):
        return False
    due = call.delay if call.delay is not None else due_of(call.args[0], state, organisation)
    return due is not None and play > due  # on time when at the target or before it (MODEL.md, "Latency")


def _rated(call: Call, state: RunState, organisation: str, play: Play) -> bool:
    item = call.args[0]
    values: list[float] = []
    for team in _teams(call, state, organisation, item):
        settled = state.settled.get((team, item))
        if settled:
            values.append(settled[0])
            continue
        given = [r.value for r in state.ratings.get((team, item), {}).values() if isinstance(r.value, int)]
        values += [sum(given) / len(given)] if given else []
    return bool(values) and _COMPARE[call.sign](sum(values) / len(values), call.number)


def _chosen(call: Call, state: RunState, organisation: str, play: Play) -> bool:
    """chosen(branch, option): for those who decide the branch, their own choice; for all others, what any of those chose.

    So a carrier's choice can set something off at the bank that depends on it, while two terminals decide each for itself.
    """
    branch, option = call.args
    found = state.plan.scenario.branch_by_id.get(branch)
    decides = (found.decided_by or "").partition("/")[0] if found else ""
    house = state.plan.organisation_by_id.get(organisation)
    deciding: list[str] = []
    if house is not None and house.slot != decides:
        deciding = [o.id for o in state.plan.organisations_in_slot.get(decides, ())]
    asked = deciding or [organisation]
    return any(state.seen(one).branches.get(branch) == option for one in asked)


def _shared(call: Call, state: RunState, organisation: str, play: Play) -> bool:
    sender, receiver = call.args
    house = state.plan.organisation_by_id.get(organisation)
    own = {organisation, house.slot} if house else {organisation}

    def is_named(address: str, name: str) -> bool:
        body = address.partition("/")[0]
        return name in (address, body) or (name in own and body in own)

    shares = [*state.seen(organisation).shares, *state.seen(EVERYBODY).shares]
    return any(is_named(s.sender, sender) and is_named(s.receiver, receiver) for s in shares)


def _level(call: Call, state: RunState, organisation: str, play: Play) -> bool:
    return bool(_COMPARE[call.sign](sector_level(state, call.args[0], play), call.number))


def sector_level(state: RunState, sector: str, play: Play) -> float:
    """What the scenario's outages and the log leave of a sector, 0 to 1, without spreading from other sectors (推定値・演習用)."""
    said = state.outages.get(sector)
    if said is not None:
        return said
    shift = state.clock.shift
    moment = play + shift
    lost = [
        o.share * (1 - o.level) for o in state.plan.scenario.outages if o.sector == sector and o.start <= moment < o.end
    ]
    return max(0.0, 1.0 - sum(lost))


_TESTS: dict[str, Callable[[Call, RunState, str, Play], bool]] = {
    "fired": lambda c, s, o, t: s.inject_state(c.args[0], o).status == "fired",
    "done": lambda c, s, o, t: _reached(c, s, o, ("done",)),
    "partly": lambda c, s, o, t: _reached(c, s, o, ("partly",)),
    "missed": lambda c, s, o, t: _reached(c, s, o, ("missed",)),
    "late": _late,
    "rated": _rated,
    "chosen": _chosen,
    "shared": _shared,
    "level": _level,
    "after": lambda c, s, o, t: c.delay is not None and t >= c.delay,
}

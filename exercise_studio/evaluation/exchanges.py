"""Information sharing as round trips: what went from an organisation to a body outside, what came back, and how soon."""

from collections.abc import Iterable
from statistics import median_low
from typing import NamedTuple

from exercise_studio.conduct.run import RunState, Share
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.times import Play
from exercise_studio.evaluation.chronicle import Moment


class RoundTrip(NamedTuple):
    """One organisation and one body outside it. Times are milliseconds of play.

    Attributes:
        injects: injects that the body gave the organisation.
        sent, confirmed: what the organisation told the body, and how much of it the body confirmed.
        wait: median time until the confirmation; None without any.
        received, answered: what the body told the organisation, and how much of it the organisation confirmed.
        first: when the first information passed between them, either way.
    """

    organisation: str
    body: str
    injects: int
    sent: int
    confirmed: int
    wait: int | None
    received: int
    answered: int
    first: Play


def round_trips(plan: Plan, state: RunState, moments: Iterable[Moment]) -> list[RoundTrip]:
    """Every pair between which information passed, in the order of the first; teams count as their organisation."""
    shares: dict[str, Share] = {share.entry: share for house in state.organisations.values() for share in house.shares}
    out: dict[tuple[str, str], list[tuple[Play, Play | None]]] = {}
    back: dict[tuple[str, str], list[tuple[Play, Play | None]]] = {}
    first: dict[tuple[str, str], Play] = {}
    for moment in moments:
        if moment.entry.kind != "information_shared":
            continue
        said = moment.entry.payload
        sender, receiver = said.sender.partition("/")[0], said.receiver.partition("/")[0]
        if sender == receiver:
            continue
        known = shares.get(moment.entry.id)
        told = (moment.play, known.confirmed_at if known else None)
        if sender in plan.organisation_by_id:
            out.setdefault((sender, receiver), []).append(told)
            first.setdefault((sender, receiver), moment.play)
        elif receiver in plan.organisation_by_id:
            back.setdefault((receiver, sender), []).append(told)
            first.setdefault((receiver, sender), moment.play)
    found = []
    for (house, body), began in first.items():
        sent, received = out.get((house, body), []), back.get((house, body), [])
        waits = [confirmed - at for at, confirmed in sent if confirmed is not None]
        given = sum(
            1
            for inject in plan.scenario.injects
            if inject.sender == body
            and house in plan.receivers[inject.id]
            and state.inject_state(inject.id, house).status == "fired"
        )
        answered = sum(1 for _at, confirmed in received if confirmed is not None)
        wait = median_low(waits) if waits else None
        found.append(RoundTrip(house, body, given, len(sent), len(waits), wait, len(received), answered, began))
    return found

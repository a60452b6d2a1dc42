"""The debrief: cards of the hot wash, settled values, findings and good practices."""

from collections.abc import Sequence
from dataclasses import dataclass

from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.findings import Finding, FindingSort, Grade, StandardClause
from exercise_studio.domain.log import ChangeSet
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_


def add_card(session: Session, column: p.Column, text: str, *, evidence: Sequence[str] = ()) -> ChangeSet:
    """Puts a card on the board."""
    if not text.strip():
        raise InputError(N_("A card needs a text."))
    card = session.next_id("C")
    return session.say(p.CardAdded(card=card, column=column, text=text, evidence=tuple(evidence)), in_run=False)


def move_card(session: Session, card: str, column: p.Column) -> ChangeSet:
    """Moves a card to another column."""
    _card(session, card)
    return session.say(p.CardMoved(card=card, column=column), in_run=False)


def pull_parked(session: Session) -> list[str]:
    """Puts every question that was parked during the run on the board, those already there left out. Returns the cards."""
    there = {entry for card in session.learning.cards.values() for entry in card.evidence}
    made = []
    for entry, (text, answer) in session.state.parked.items():
        if entry not in there:
            add_card(session, "question", f"{text} → {answer}" if answer else text, evidence=[entry])
            made.append(list(session.learning.cards)[-1])
    return made


def vote(session: Session, card: str, votes: int = 1) -> ChangeSet:
    """Adds votes to a card."""
    _card(session, card)
    return session.say(p.CardVoted(card=card, votes=votes), in_run=False)


def _card(session: Session, card: str) -> None:
    if card not in session.learning.cards:
        raise InputError(N_("There is no card {card}."), card=card)


def settle(session: Session, team: str, item: str, value: int, reason: str) -> ChangeSet:
    """Settles the value of an item where observers differ; a reason is needed, because the report prints it."""
    if not reason.strip():
        raise InputError(N_("A settled value needs a reason."), action=N_("Say in one sentence why."))
    return session.say(p.ValueSettled(item=item, team=team, value=value, reason=reason), scope=team.partition("/")[0])


def exclude(session: Session, team: str, item: str, reason: str) -> ChangeSet:
    """Leaves an item out of a team's evaluation."""
    if not reason.strip():
        raise InputError(N_("Leaving an item out needs a reason."), action=N_("Say in one sentence why."))
    return session.say(p.ItemExcluded(item=item, team=team, reason=reason), scope=team.partition("/")[0])


def write_finding(
    session: Session,
    title: str,
    *,
    finding: str | None = None,
    sort: FindingSort = "issue",
    fact: str = "",
    effect: str = "",
    cause: str = "",
    spread_to: str = "",
    standards: Sequence[StandardClause] = (),
    severity: Grade = "middle",
    pillar: str | None = None,
    items: Sequence[str] = (),
    teams: Sequence[str] = (),
    evidence: Sequence[str] = (),
    card: str | None = None,
) -> ChangeSet:
    """Writes a finding or a good practice, or rewrites the one named by `finding`: the newest wording holds, all are kept."""
    if not title.strip():
        raise InputError(N_("A finding needs a title."))
    if finding is not None:
        _finding(session, finding)
    number = finding or session.next_id("F")
    written = Finding.model_validate(
        {
            "id": number, "sort": sort, "title": title.strip(), "fact": fact, "effect": effect, "cause": cause,
            "spread_to": spread_to, "standards": tuple(standards), "severity": severity, "pillar": pillar,
            "items": tuple(items), "teams": tuple(teams), "evidence": tuple(evidence),
        }
    )  # fmt: skip
    return session.say(p.FindingWritten(finding=written, card=card), in_run=False)


def _finding(session: Session, finding: str) -> None:
    if finding not in session.learning.findings:
        raise InputError(N_("There is no finding {finding}."), finding=finding)


def withdraw_finding(session: Session, finding: str, reason: str) -> ChangeSet:
    """Takes a finding out of the report; it stays in the log."""
    _finding(session, finding)
    if not reason.strip():
        raise InputError(N_("Withdrawing a finding needs a reason."), action=N_("Say in one sentence why."))
    return session.say(p.FindingWithdrawn(finding=finding, reason=reason), in_run=False)


def merge_findings(session: Session, into: str, merged: Sequence[str]) -> ChangeSet:
    """Makes several findings one."""
    for finding in (into, *merged):
        _finding(session, finding)
    if into in merged:
        raise InputError(N_("A finding cannot be merged into itself."))
    return session.say(p.FindingsMerged(into=into, merged=tuple(merged)), in_run=False)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An item on which observers differ by two levels or more, or by one across the line between ○ and △."""

    team: str
    item: str
    values: tuple[tuple[str, int, str], ...]
    """(observer, value, note)."""
    settled: int | None


def disagreements(session: Session) -> list[Disagreement]:
    """Where the debrief should settle a value. Only observers who handed in are shown."""
    state = session.state
    found = []
    for (team, item), ratings in state.ratings.items():
        values = tuple(
            (o, r.value, r.note)
            for o, r in sorted(ratings.items())
            if isinstance(r.value, int) and o in state.handed_in
        )
        levels = [value for _, value, _ in values]
        if len(levels) > 1 and (max(levels) - min(levels) >= 2 or (min(levels) <= 2 < max(levels))):
            settled = state.settled.get((team, item))
            found.append(Disagreement(team, item, values, settled[0] if settled else None))
    return sorted(found, key=lambda d: (d.team, d.item))

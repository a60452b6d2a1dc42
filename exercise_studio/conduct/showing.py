"""What players see at a moment: the one way from a run to their screen.

`Shown` has a field for everything that players may see and for nothing else: no notes, prompts, expectations, conditions or
pending injects, so that what is written for controllers cannot reach the window that is given nothing but this.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from exercise_studio.conduct.describe import body_name
from exercise_studio.conduct.run import EVERYBODY, RunState
from exercise_studio.conduct.screen import Screen, Sent
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.scenario import Channel, Inject
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import SECOND, Play
from exercise_studio.language import N_, translate

Mode = Literal["live", "holding", "black", "frozen", "ended"]
Form = Channel | Literal["jump", "correction"]
Era = Literal["western", "reiwa"]
RECEIVED = ("fired", "recalled")
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp")


@dataclass(frozen=True, slots=True)
class Card:
    """What stands in the middle of the screen.

    Attributes:
        inject: its id, or "" for a time jump; `number` is how players call it.
        form: the channel it came by, a time jump, or the correction of a recalled inject.
        body: in the simple Markdown of the scenario.
        also: number and title of injects told in summary at a time jump.
        pictures: file and title of attachments that are pictures.
    """

    inject: str
    number: str
    form: Form
    title: str
    body: str = ""
    sender: str = ""
    to: str = ""
    also: tuple[tuple[str, str], ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """All that players see, in one language.

    Attributes:
        organisation: whose screen it is, by name; "" for one that all see.
        clock: the story's date and time, to the minute.
        questions: what the facilitator asks them to discuss.
        earlier: number and title of what they received before, latest first.
        left: whole seconds until the discussion ends, 0 once it is over; None without one.
        page: which page of a long text the room asks for, counted from 0.
    """

    mode: Mode
    lang: Lang
    exercise: str
    tlp: str
    era: Era = "western"
    rehearsal: bool = False
    organisation: str = ""
    clock: datetime | None = None
    card: Card | None = None
    questions: tuple[str, ...] = ()
    earlier: tuple[tuple[str, str], ...] = ()
    left: int | None = None
    page: int = 0


def number_of(inject: str) -> str:
    """How players call an inject: 07 for I07."""
    return re.sub(r"^I(?=\d)", "", inject)


def before_start(plan: Plan, lang: Lang, organisation: str = EVERYBODY) -> Shown:
    """The holding card while no run goes on."""
    return Shown(
        "holding",
        lang,
        plan.title.get(lang),
        plan.tlp,
        plan.settings.era,
        organisation=_house(plan, organisation, lang),
    )


def shown(state: RunState, play: Play, lang: Lang, organisation: str = EVERYBODY) -> Shown:
    """What players see at a moment of play, all of them or those of one organisation."""
    plan, screen = state.plan, state.screen(organisation)
    mode = _mode(state, screen)
    house = _house(plan, organisation, lang)
    clock = state.clock.scenario_of(play).replace(second=0, microsecond=0)
    rehearsal = state.mode == "rehearsal"
    if mode != "live":
        return Shown(
            mode, lang, plan.title.get(lang), plan.tlp, plan.settings.era, rehearsal, house,
            None if mode == "black" else clock,
        )  # fmt: skip
    received = _received(state, organisation, screen)
    card = _pinned(state, organisation, screen, lang) or _latest(state, organisation, received, lang)
    told = plan.scenario.inject_by_id.get(card.inject) if card else None
    return Shown(
        "live" if card or screen.questions else "holding",
        lang,
        plan.title.get(lang),
        told.tlp.upper() if told is not None and told.tlp else plan.tlp,
        plan.settings.era,
        rehearsal,
        house,
        clock,
        card,
        screen.questions,
        tuple(_earlier(state, organisation, received, card, lang)),
        None if screen.until is None else max(0, -(-(screen.until - play) // SECOND)),
        screen.page,
    )


def can_be_shown(state: RunState, inject: str, organisation: str = EVERYBODY) -> bool:
    """Whether players received an inject, so that it may stand on their screen."""
    found = state.plan.scenario.inject_by_id.get(inject)
    if found is None or found.kind == "information":
        return False
    return any(sent.what == "fired" and sent.inject == inject for sent in _received(state, organisation, Screen()))


def _mode(state: RunState, screen: Screen) -> Mode:
    if state.clock.mode == "suspended":
        return "frozen"
    if state.clock.mode == "ended":
        return "ended"
    return screen.mode


def _house(plan: Plan, organisation: str, lang: Lang) -> str:
    found = plan.organisation_by_id.get(organisation)
    return found.name.get(lang) if found else ""


def _received(state: RunState, organisation: str, screen: Screen) -> list[Sent]:
    """What reached an organisation's players, or anybody's, in order; on a locked screen up to its locking."""
    known = state.sent[: screen.since] if screen.locked else state.sent
    return [sent for sent in known if _reached(state, sent, organisation)]


def _reached(state: RunState, sent: Sent, organisation: str) -> bool:
    if sent.what == "jumped":
        return True
    inject = state.plan.scenario.inject_by_id.get(sent.inject)
    if inject is None or inject.kind == "information":
        return False
    if organisation not in state.plan.organisation_by_id:
        return bool(sent.houses) or any(state.plan.is_addressed(inject, o.id) for o in state.plan.organisations)
    asked = organisation in sent.houses if sent.houses else state.plan.is_addressed(inject, organisation)
    # Left out of it by its own sub-controller, or not there yet: then it reached the others alone.
    return asked and _status(state, inject.id, organisation) in RECEIVED


def _status(state: RunState, inject: str, organisation: str) -> str:
    """What became of an inject for those who look at the screen."""
    if organisation in state.plan.organisation_by_id:
        return state.inject_state(inject, organisation).status
    everybodys = state.inject_state(inject).status
    if everybodys in RECEIVED:
        return everybodys
    states = [state.inject_state(inject, house.id).status for house in state.plan.organisations]
    return next((one for one in RECEIVED if one in states), "pending")


def _pinned(state: RunState, organisation: str, screen: Screen, lang: Lang) -> Card | None:
    if not screen.inject or not can_be_shown(state, screen.inject, organisation):
        return None
    return _card(state, screen.inject, organisation, lang)


def _latest(state: RunState, organisation: str, received: Sequence[Sent], lang: Lang) -> Card | None:
    """The card of what came last: an inject, a correction, or a time jump with all that is told in summary."""
    summary: list[str] = []
    for sent in reversed(received):
        if sent.what == "jumped":
            return _jump(state, sent, organisation, reversed(summary), lang)
        if sent.what == "fired" and _is_summary(state, sent.inject, organisation):
            summary.append(sent.inject)
            continue
        if summary:
            break
        return _card(state, sent.inject, organisation, lang)
    return _jump(state, None, organisation, reversed(summary), lang) if summary else None


def _is_summary(state: RunState, inject: str, organisation: str) -> bool:
    houses = [organisation] if organisation else [None, *(house.id for house in state.plan.organisations)]
    return any(state.inject_state(inject, house).as_summary for house in houses)


def _card(state: RunState, inject: str, organisation: str, lang: Lang) -> Card:
    """An inject as its players received it, or the correction once it was recalled."""
    number = number_of(inject)
    if _status(state, inject, organisation) == "recalled":
        title = translate(lang, N_("Correction: inject {number} has been withdrawn"), number=number)
        body = translate(lang, N_("Please go on as if you had not received it."))
        return Card(inject, number, "correction", title, body)
    found = _adapted(state, inject, organisation)
    return Card(
        inject, number, found.channel, found.title.get(lang), found.body.get(lang),
        body_name(state.plan, found.sender, lang), _to(state.plan, found, organisation, lang), pictures=_pictures(found, lang),
    )  # fmt: skip


def _pictures(inject: Inject, lang: Lang) -> tuple[tuple[str, str], ...]:
    of_lang = [one for one in inject.attachments if one.lang in (None, lang)]
    return tuple((one.file, one.title.get(lang)) for one in of_lang if one.file.lower().endswith(PICTURES))


def _adapted(state: RunState, inject: str, organisation: str) -> Inject:
    return state.plan.adapted(state.plan.scenario.inject_by_id[inject], organisation or None)


def _jump(state: RunState, jump: Sent | None, organisation: str, summary: Iterator[str], lang: Lang) -> Card:
    also = tuple((number_of(i), _adapted(state, i, organisation).title.get(lang)) for i in summary)
    told = jump.told.get(lang) if jump is not None and jump.told is not None else ""
    return Card("", "", "jump", translate(lang, N_("The scene changes")), told, also=also)


def _earlier(
    state: RunState, organisation: str, received: Sequence[Sent], card: Card | None, lang: Lang
) -> Iterator[tuple[str, str]]:
    told = {number for number, _title in card.also} | {card.number} if card else set()
    seen: set[str] = set()
    for sent in reversed(received):
        if sent.what != "fired" or sent.inject in seen or number_of(sent.inject) in told:
            continue
        seen.add(sent.inject)
        if _status(state, sent.inject, organisation) == "fired":
            yield number_of(sent.inject), _adapted(state, sent.inject, organisation).title.get(lang)


def _to(plan: Plan, inject: Inject, organisation: str, lang: Lang) -> str:
    """Who receives it: teams where a house has them named, houses where it is for all of one."""
    if not organisation and any(address.partition("/")[0] == "all" for address in inject.to):
        return translate(lang, N_("Everybody"))
    comma = "、" if lang == "ja" else ", "
    houses = [plan.organisation_by_id[organisation]] if organisation in plan.organisation_by_id else plan.organisations
    named = []
    for house in houses:
        targets = plan.targets_of(inject, house.id)
        teams = [team.title.get(lang) for team in house.teams if house.address(team.kind) in targets]
        if len(teams) == len(house.teams):
            named.append(house.name.get(lang) if len(plan.organisations) > 1 else translate(lang, N_("All teams")))
        elif teams and (organisation or len(plan.organisations) == 1):
            named += teams
        elif teams:
            named.append(house.name.get(lang))
    return comma.join(named)

"""One sentence for an entry of the log, in either language: for the log list, the timeline and the report alike."""

from typing import Any

from exercise_studio.domain import payloads as p
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import Entry
from exercise_studio.domain.text import Lang
from exercise_studio.language import N_, translate

MODES = {"live": N_("live"), "holding": N_("holding card"), "black": N_("black")}
PLANS = {"contingency": N_("contingency plan"), "bcp": N_("BCP"), "it_bcp": N_("IT-BCP")}


def body_name(plan: Plan, address: str, lang: Lang) -> str:
    """How people call an address: a team with its organisation, an organisation, a simulated body, or the address itself."""
    house_id, _, kind = address.partition("/")
    house = plan.organisation_by_id.get(house_id)
    if house is not None:
        team = next((t for t in house.teams if t.kind == kind), None)
        if team is None:
            return house.name.get(lang)
        if len(plan.organisations) == 1:
            return team.title.get(lang)
        return translate(
            lang, N_("{organisation}: {team}"), organisation=house.name.get(lang), team=team.title.get(lang)
        )
    member = plan.scenario.member_by_id.get(house_id)
    return member.title.get(lang) if member else address


def inject_name(plan: Plan, inject: str, lang: Lang) -> str:
    """Number and title of an inject."""
    found = plan.scenario.inject_by_id.get(inject)
    return f"{inject} {found.title.get(lang)}" if found else inject


def describe(entry: Entry, plan: Plan, lang: Lang) -> str:
    """The sentence. What people typed is repeated as they typed it."""
    said = entry.payload

    def t(message: str, **params: object) -> str:
        return translate(lang, message, **params)

    def inject() -> str:
        return inject_name(plan, said.inject, lang)

    def item_title(item: str) -> str:
        known = plan.items.get(item)
        return f"{item} {known.title.get(lang)}" if known else item

    simple: dict[str, str] = {
        "clock_resumed": N_("Clock resumed"),
        "run_continued": N_("Exercise continued"),
        "run_ended": N_("Exercise ended"),
        "entry_redacted": N_("An entry was redacted"),
        "work_handed_in": N_("An observer handed in"),
        "packet_merged": N_("An observer's packet was merged"),
    }
    if entry.kind in simple:
        return t(simple[entry.kind])
    match said:
        case p.RunStarted():
            return t(N_("Rehearsal started") if said.mode == "rehearsal" else N_("Live run started"))
        case p.ClockPaused():
            return t(N_("Clock paused: {reason}"), reason=said.reason) if said.reason else t(N_("Clock paused"))
        case p.RunSuspended():
            return t(N_("Exercise suspended for a real event"))
        case p.TimeJumped():
            return t(N_("Time jump to {time}"), time=said.to.strftime("%m/%d %H:%M"))
        case p.SpeedChanged():
            return t(N_("Speed {speed}×"), speed=f"{said.speed:g}")
        case p.InjectFired():
            return t(N_("Inject fired: {inject}"), inject=inject())
        case p.InjectRecalled():
            return t(N_("Inject recalled: {inject}"), inject=inject())
        case p.InjectSkipped():
            return t(N_("Inject skipped: {inject}"), inject=inject())
        case p.InjectHeld():
            return t(N_("Inject held back: {inject}"), inject=inject())
        case p.InjectReleased():
            return t(N_("Inject released: {inject}"), inject=inject())
        case p.InjectReceived():
            return t(N_("{team} received {inject}"), team=body_name(plan, said.team, lang), inject=inject())
        case p.BranchChosen():
            branch = plan.scenario.branch_by_id.get(said.branch)
            option = (
                next((o.text.get(lang) for o in branch.options if o.id == said.option), said.option)
                if branch
                else said.option
            )
            return t(N_("Branch taken: {option}"), option=option)
        case p.DisplayChanged():
            mode = t(MODES[said.mode])
            if said.questions:
                asked = " / ".join(said.questions)
                return t(N_("Players' screen: {mode}, asking: {questions}"), mode=mode, questions=asked)
            if said.inject:
                return t(N_("Players' screen: {mode}, held to {inject}"), mode=mode, inject=inject())
            if said.locked:
                return t(N_("Players' screen: {mode}, locked"), mode=mode)
            if said.page:
                return t(N_("Players' screen: {mode}, page {page}"), mode=mode, page=said.page + 1)
            return t(N_("Players' screen: {mode}"), mode=mode)
        case p.ResponseLogged():
            return said.text
        case p.DecisionLogged() if said.question in ("", said.choice):
            return t(N_("Decided: {choice}"), choice=said.choice)
        case p.DecisionLogged():
            return t(N_("Decided: {choice} ({question})"), choice=said.choice, question=said.question)
        case p.SeverityJudged():
            return t(N_("Severity judged: {level}"), level=max(said.continuity, said.safety))
        case p.PlanActivated():
            return t(N_("Activated: {plan}"), plan=t(PLANS[said.plan]))
        case p.FormSubmitted():
            return t(
                N_("Form {form} submitted to {receiver}"), form=said.form, receiver=body_name(plan, said.receiver, lang)
            )
        case p.InformationShared():
            names = {"sender": body_name(plan, said.sender, lang), "receiver": body_name(plan, said.receiver, lang)}
            return t(N_("{sender} → {receiver}: {content}"), content=said.content, **names)
        case p.ReceiptConfirmed():
            return t(N_("Receipt confirmed by {team}"), team=body_name(plan, said.by, lang))
        case p.MarkerDropped():
            return t(N_("Marker: {text}"), text=said.text) if said.text else t(N_("Marker"))
        case p.QuestionParked():
            return t(N_("Parked question: {text}"), text=said.text)
        case p.QuestionResolved():
            return t(N_("Answer to a parked question: {text}"), text=said.answer)
        case p.AttachmentAdded():
            return t(N_("File: {name}"), name=said.name)
        case p.ObserverJoined():
            return t(N_("Observer {code} joined"), code=said.observer)
        case p.ItemRated():
            return t(N_("{observer} rated {item}"), observer=said.observer, item=item_title(said.item))
        case p.RatingCleared():
            return t(N_("{observer} cleared the rating of {item}"), observer=said.observer, item=item_title(said.item))
        case p.ObservationNoted():
            return t(N_("{observer} noted: {text}"), observer=said.observer, text=said.text)
        case p.ValueSettled():
            return t(N_("Settled {item}: {value}"), item=item_title(said.item), value=said.value)
        case p.ItemExcluded():
            return t(N_("Left out of the evaluation: {item}"), item=item_title(said.item))
        case p.EntryWithdrawn():
            return t(N_("An entry was withdrawn: {reason}"), reason=said.reason)
        case p.PlanAmended():
            return amendment(said, plan, lang)
        case p.PostureChanged():
            return t(N_("Posture: large-scale response") if said.level == "large_scale" else N_("Posture: normal"))
    return _plain(said)


def amendment(said: p.PlanAmended, plan: Plan, lang: Lang) -> str:
    """What a change of the plan during the run was, with its reason."""
    told = (" / " if lang == "ja" else "; ").join(_change(act, plan, lang) for act in said.operations)
    if not told:
        return translate(lang, N_("The plan was amended"))
    return translate(lang, N_("{change} ({reason})"), change=told, reason=said.reason) if said.reason else told


def _change(act: p.Amendment, plan: Plan, lang: Lang) -> str:
    if isinstance(act, p.OrganisationJoined):
        return translate(
            lang, N_("{organisation} takes part from now on"), organisation=act.organisation.name.get(lang)
        )
    if isinstance(act, p.ObserverAdded):
        names = ("、" if lang == "ja" else ", ").join(body_name(plan, one, lang) for one in act.observer.scope)
        if not names:
            return translate(lang, N_("Observer {code} watches everybody"), code=act.observer.code)
        return translate(lang, N_("Observer {code} watches {names}"), code=act.observer.code, names=names)
    if isinstance(act, p.PhrasesPut):
        return translate(lang, N_("other phrases for the log"))
    inject = inject_name(plan, act.inject.id if isinstance(act, p.InjectPut) else act.inject, lang)
    if isinstance(act, p.InjectPut):
        message = N_("Inject added: {inject}") if act.added else N_("Inject changed: {inject}")
        return translate(lang, message, inject=f"{act.inject.id} {act.inject.title.get(lang)}")
    if isinstance(act, p.AutomaticPut):
        message = N_("{inject} fires by itself") if act.automatic else N_("{inject} waits for GO")
        return translate(lang, message, inject=inject)
    house, said = body_name(plan, act.organisation, lang), act.adaptation
    if said.skipped:
        return translate(lang, N_("{inject} is left out for {organisation}"), inject=inject, organisation=house)
    if not (said.title or said.body or said.notes):
        return translate(lang, N_("{inject} goes to {organisation} unchanged"), inject=inject, organisation=house)
    return translate(lang, N_("{inject} was adapted for {organisation}"), inject=inject, organisation=house)


def _plain(said: Any) -> str:
    return str(getattr(said, "kind", ""))

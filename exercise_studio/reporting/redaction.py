"""Leaves out of a report what its readers may not have: every text above a TLP level, with a count of what was left out.

A text's level is its own (of its log entry or its inject), else the exercise's. Numbers stay: sums of ratings, times, states.
"""

import copy
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from exercise_studio.conduct.run import RunState
from exercise_studio.domain.checklist import Checklist
from exercise_studio.domain.exercise import Organisation, Plan
from exercise_studio.domain.findings import Action, Finding
from exercise_studio.domain.log import Entry
from exercise_studio.domain.scenario import LAYER_OF_TEAM, Basis, Inject, Scenario, Tlp
from exercise_studio.domain.text import Text
from exercise_studio.evaluation.chronicle import Moment
from exercise_studio.evaluation.learning import ActionProgress, Learning
from exercise_studio.language import N_, translate
from exercise_studio.reporting.labels import LAYERS
from exercise_studio.reporting.material import Earlier, Material
from exercise_studio.reporting.wording import Words

ORDER: dict[str, int] = {"CLEAR": 0, "GREEN": 1, "AMBER": 2, "AMBER+STRICT": 3, "RED": 4}
MASK = N_("[left out: TLP:{level}]")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COVER, OVERVIEW, TOOK_PART, STORY, COURSE, RESULTS = (
    N_("Cover"), N_("Overview of the exercise"), N_("Organisation of the exercise"), N_("Scenario"), N_("Course of events"),
    N_("Results"),
)  # fmt: skip
GOOD, FINDINGS, PLAN, EARLIER, ANSWERS = (
    N_("Good practices"), N_("Things to improve"), N_("Improvement plan"), N_("Actions from the earlier exercise"),
    N_("Questionnaire"),
)  # fmt: skip
_KINDS = {
    "response_logged": N_("Responses"), "decision_logged": N_("Decisions"), "information_shared": N_("Information sharing"),
    "question_parked": N_("Parked questions"), "question_resolved": N_("Parked questions"), "marker_dropped": N_("Notes"),
    "observation_noted": N_("Notes"), "attachment_added": N_("Attachments"), "severity_judged": N_("Judgements of severity"),
    "form_submitted": N_("Forms"),
}  # fmt: skip
"""Entries that are texts: left out whole. All others only say when something happened, and lose their remarks."""
_REMARKS = {"reason": "", "told": None, "criterion": "", "note": "", "answer": "", "tags": ()}


class Left(NamedTuple):
    """What was left out: what kind of text, the chapter where it would stand, its level, and how many."""

    what: str
    where: str
    tlp: str
    n: int


class Sieve:
    """Decides what passes, and counts what does not.

    Attributes:
        level: the highest level that passes.
        own: the level of texts that have none of their own.
    """

    def __init__(self, level: Tlp, own: str, public: frozenset[str] = frozenset()) -> None:
        self.level, self.own, self._public = level, own, public
        self._left: Counter[tuple[str, str, str]] = Counter()

    def passes(self, tlp: str | None = None) -> bool:
        """Whether a text of this level may be read."""
        return ORDER[(tlp or self.own).upper()] <= ORDER[self.level]

    def count(self, what: str, where: str, tlp: str | None = None) -> None:
        """Notes that something was left out."""
        self._left[what, where, (tlp or self.own).upper()] += 1

    def mask(self, tlp: str | None = None) -> Text:
        """What stands in the place of a text."""
        level = (tlp or self.own).upper()
        return Text(ja=translate("ja", MASK, level=level), en=translate("en", MASK, level=level))

    def text(self, text: Text, what: str, where: str, *, tlp: str | None = None, instead: Text | None = None) -> Text:
        """The text, or what stands in its place."""
        if self.passes(tlp) or text.ja in self._public or (not text.ja and text.en in self._public):
            return text
        self.count(what, where, tlp)
        return instead or self.mask(tlp)

    @property
    def left(self) -> tuple[Left, ...]:
        """What was left out, in the order of the report."""
        order = (COVER, OVERVIEW, TOOK_PART, STORY, COURSE, RESULTS, GOOD, FINDINGS, PLAN, EARLIER, ANSWERS)
        found = [Left(what, where, tlp, n) for (what, where, tlp), n in self._left.items()]
        return tuple(sorted(found, key=lambda one: (order.index(one.where), ORDER[one.tlp])))


class RedactedMaterial(Material):
    """The material without the texts above a level.

    Attributes:
        sieve: what was left out.
        counted: kind of entry to how many there are, those left out included.
        passing: the findings and actions whose texts may be read.
    """

    sieve: Sieve
    counted: dict[str, int]
    passing: Learning


def redacted(m: Material, level: Tlp, public: frozenset[str]) -> RedactedMaterial:
    """The material as readers of a level may have it; `public` holds texts that everybody may read."""
    sieve = Sieve(level, m.plan.tlp, public)
    plan = _plan(m.plan, sieve)
    tlps = {entry.id: entry.tlp for entry in m._entries}
    state = _state(m.state, plan, sieve, tlps) if m.state is not None else None
    learning = _learning(m.learning, sieve, tlps, m.words)
    entries = [kept for entry in m._entries if (kept := _entry(entry, sieve, counting=False)) is not None]
    earlier = _earlier(m.earlier, sieve, m.words)
    words = Words(m.words.lang, plan)
    found = RedactedMaterial(plan, state, entries, learning, m.as_of, words, earlier)
    found.moments = [told for one in m.moments if (told := _moment(one, sieve)) is not None]
    found.latencies = [one._replace(item=plan.items.get(one.item.id, one.item)) for one in m.latencies]
    if m.compared is not None and earlier is not None:
        found.compared = replace(m.compared, title=words.text(earlier.plan.title))
    else:
        found.compared = None
    found.counted = dict(Counter(one.entry.kind for one in m.moments))
    found.sieve = sieve
    found.passing = _passing(learning, sieve, tlps)
    return found


# the plan


def _numbered(message: str, number: int | str) -> Text:
    return Text(ja=translate("ja", message, number=number), en=translate("en", message, number=number))


def _plan(plan: Plan, sieve: Sieve) -> Plan:
    """The plan with its texts sieved; it is of the chosen level from now on."""
    if sieve.passes():
        scenario = plan.scenario.changed(injects=tuple(_inject(one, sieve) for one in plan.scenario.injects))
        return plan.changed(scenario=scenario, tlp=sieve.level)
    for text, what, where in (
        (plan.place, N_("Place"), OVERVIEW), (plan.department, N_("Department"), COVER),
        *((name, N_("Distribution"), COVER) for name in plan.distribution),
    ):  # fmt: skip
        if text:
            sieve.count(what, where)
    if plan.purpose is not None:
        sieve.count(N_("Purpose"), OVERVIEW)
    return plan.changed(
        title=sieve.text(plan.title, N_("Name of the exercise"), COVER, instead=_titled(sieve)),
        purpose=None, place="", department="", distribution=(), tlp=sieve.level, adaptations={},
        scenario=_scenario(plan.scenario, sieve),
        checklists=tuple(_checklist(one, sieve) for one in plan.checklists),
        organisations=tuple(_organisation(one, n, sieve) for n, one in enumerate(plan.organisations)),
    )  # fmt: skip


def _titled(sieve: Sieve) -> Text:
    message = N_("Cross-sector exercise (name left out: TLP:{level})")
    return Text(ja=translate("ja", message, level=sieve.own), en=translate("en", message, level=sieve.own))


def _organisation(house: Organisation, number: int, sieve: Sieve) -> Organisation:
    """A letter or a number for its name; teams called after their layers."""
    mark = _LETTERS[number] if number < len(_LETTERS) else str(number + 1)
    teams = []
    for team in house.teams:
        layer = LAYERS[LAYER_OF_TEAM[team.kind]]
        instead = Text(ja=translate("ja", layer), en=translate("en", layer))
        title = sieve.text(team.title, N_("Names of teams"), TOOK_PART, instead=instead)
        for _seat in team.seats:
            sieve.count(N_("Roles"), TOOK_PART)
        teams.append(team.changed(title=title, seats=()))
    name = sieve.text(
        house.name, N_("Names of organisations"), TOOK_PART, instead=_numbered(N_("Organisation {number}"), mark)
    )
    return house.changed(name=name, teams=tuple(teams))


def _scenario(told: Scenario, sieve: Sieve) -> Scenario:
    what = N_("Texts of the scenario")
    phases = tuple(
        phase.changed(
            title=sieve.text(phase.title, what, STORY, instead=_numbered(N_("Phase {number}"), number)),
            jump=phase.jump.changed(told=sieve.mask()) if phase.jump else None,
        )
        for number, phase in enumerate(told.phases, 1)
    )
    cast = tuple(
        member.changed(
            title=sieve.text(
                member.title, N_("Names of bodies"), STORY, instead=_numbered(N_("Body {number}"), number)
            ),
            about=None,
        )
        for number, member in enumerate(told.cast, 1)
    )
    branches = tuple(
        branch.changed(
            question=sieve.text(branch.question, what, STORY),
            options=tuple(option.changed(text=sieve.mask()) for option in branch.options),
        )
        for branch in told.branches
    )
    return told.changed(
        title=sieve.text(told.title, what, STORY), summary=sieve.text(told.summary, what, STORY),
        phases=phases, cast=cast, branches=branches, layer_decisions=(), basis=_basis(told.basis, sieve), tags=(),
        objectives=tuple(one.changed(text=sieve.text(one.text, N_("Objectives"), OVERVIEW)) for one in told.objectives),
        injects=tuple(_inject(one, sieve) for one in told.injects),
    )  # fmt: skip


def _basis(basis: Basis | None, sieve: Sieve) -> Basis | None:
    if basis is None:
        return None
    for _one in basis.precedents:
        sieve.count(N_("Sources"), STORY)
    return None


def _inject(inject: Inject, sieve: Sieve) -> Inject:
    """An inject's own level decides about all that it says."""
    if sieve.passes(inject.tlp):
        return inject
    mask = sieve.mask(inject.tlp)
    expects = tuple(one.changed(why=mask) for one in inject.expects)
    return inject.changed(
        title=sieve.text(inject.title, N_("Injects"), STORY, tlp=inject.tlp), body=mask, notes=None, prompts=(),
        attachments=(), expects=expects,
    )  # fmt: skip


def _checklist(checklist: Checklist, sieve: Sieve) -> Checklist:
    items = tuple(
        item.changed(
            title=sieve.text(item.title, N_("Expected actions"), RESULTS), evidence=None, anchors={}, references=()
        )
        for item in checklist.items
    )
    phases = tuple(
        phase.changed(
            title=sieve.text(phase.title, N_("Expected actions"), RESULTS, instead=_numbered(N_("Phase {number}"), n))
        )
        for n, phase in enumerate(checklist.phases, 1)
    )
    title = sieve.text(checklist.title, N_("Names of checklists"), RESULTS)
    return checklist.changed(items=items, phases=phases, title=title, summary=None)


# run and log


def _state(state: RunState, plan: Plan, sieve: Sieve, tlps: dict[str, str | None]) -> RunState:
    """The run with the same numbers, without remarks."""
    found = copy.copy(state)
    found.plan = plan
    found.ratings = {
        key: {
            code: rating if not rating.note or sieve.passes(tlps.get(rating.entry)) else _unsaid(rating, sieve, tlps)
            for code, rating in given.items()
        }
        for key, given in state.ratings.items()
    }
    found.settled = {key: (value, "") for key, (value, _reason) in state.settled.items()}
    found.excluded = dict.fromkeys(state.excluded, "")
    found.parked = {key: said for key, said in state.parked.items() if sieve.passes(tlps.get(key))}
    return found


def _unsaid(rating: Any, sieve: Sieve, tlps: dict[str, str | None]) -> Any:
    sieve.count(N_("Observers' notes"), RESULTS, tlps.get(rating.entry))
    return replace(rating, note="")


def _entry(entry: Entry, sieve: Sieve, *, counting: bool) -> Entry | None:
    """The entry, without its remarks where they may not be read; None for one that is a text."""
    if sieve.passes(entry.tlp):
        return entry
    what = _KINDS.get(entry.kind)
    if what is not None or entry.run is None:
        if counting and what is not None:
            sieve.count(what, COURSE, entry.tlp)
        return None
    fields = type(entry.payload).model_fields
    if entry.kind in ("plan_amended", "posture_changed", "attendance_counted") or "kind" not in fields:
        return None
    blank = {name: nothing for name, nothing in _REMARKS.items() if name in fields}
    if entry.kind in ("plan_activated", "branch_chosen"):
        blank |= {name: "" for name in ("by", "decided_by") if name in fields}
    return entry._replace(payload=entry.payload.changed(**blank)) if blank else entry


def _moment(moment: Moment, sieve: Sieve) -> Moment | None:
    kept = _entry(moment.entry, sieve, counting=True)
    return moment._replace(entry=kept) if kept is not None else None


# what was learned


def _learning(learning: Learning, sieve: Sieve, tlps: dict[str, str | None], words: Words) -> Learning:
    """The same findings, actions and answers; their texts sieved by the level of the entry that wrote them."""
    lang = words.lang
    findings = {}
    for key, one in learning.findings.items():
        tlp = tlps.get(one.entry)
        if sieve.passes(tlp):
            findings[key] = one
            continue
        if one.counts:
            good = one.finding.sort == "good_practice"
            sieve.count(N_("Findings and good practices"), GOOD if good else FINDINGS, tlp)
        findings[key] = replace(
            one, finding=_masked_finding(one.finding, sieve.mask(tlp).get(lang)), withdrawn=one.withdrawn and "-"
        )
    actions = {}
    for key, progress in learning.actions.items():
        tlp = tlps.get(progress.entry)
        if not sieve.passes(tlp):
            sieve.count(N_("Corrective actions"), PLAN, tlp)
        actions[key] = _masked_action(progress, sieve, tlps, lang)
    answers = []
    for answer in learning.answers:
        hidden = bool(answer.texts) and not sieve.passes(tlps.get(answer.entry))
        if hidden:
            sieve.count(N_("Written answers"), ANSWERS, tlps.get(answer.entry))
        answers.append(replace(answer, texts={}) if hidden else answer)
    sections = {}
    for slot, said in learning.sections.items():
        if sieve.passes(tlps.get(said.entry)):
            sections[slot] = said
        elif slot[1] == lang and said.text.strip():
            sieve.count(N_("Passages written by hand"), OVERVIEW, tlps.get(said.entry))
    departments = learning.departments if sieve.passes() else {}
    for _one in learning.departments if not departments else ():
        sieve.count(N_("Names of departments"), OVERVIEW)
    return replace(
        learning, cards={}, findings=findings, actions=actions, answers=answers, sections=sections, departments=departments
    )  # fmt: skip


def _masked_finding(finding: Finding, mask: str) -> Finding:
    clauses = tuple(one.changed(document=mask, clause="") for one in finding.standards)
    good = finding.sort == "good_practice"
    return finding.changed(
        title=mask, fact=mask, effect=mask, cause=mask, spread_to=mask if good else "", standards=clauses, teams=(), evidence=()
    )  # fmt: skip


def _masked_action(one: ActionProgress, sieve: Sieve, tlps: dict[str, str | None], lang: Any) -> ActionProgress:
    action: Action = one.action
    tlp = tlps.get(one.entry)
    if not sieve.passes(tlp):
        mask = sieve.mask(tlp).get(lang)
        action = action.changed(text=mask, owner=mask, resources=mask if action.resources else "", criterion=mask)
    history = [
        step if sieve.passes(tlps.get(step.entry)) else replace(step, note="", evidence=_or_none(step.evidence, sieve, lang))
        for step in one.history
    ]  # fmt: skip
    last = one.history[-1] if one.history else None
    hidden = last is not None and not sieve.passes(tlps.get(last.entry))
    by = _or_none(one.confirmed_by, sieve, lang) if hidden else one.confirmed_by
    return replace(one, action=action, history=history, confirmed_by=by)


def _or_none(words: str, sieve: Sieve, lang: Any) -> str:
    return sieve.mask().get(lang) if words else ""


def _passing(learning: Learning, sieve: Sieve, tlps: dict[str, str | None]) -> Learning:
    findings = {key: one for key, one in learning.findings.items() if sieve.passes(tlps.get(one.entry))}
    return replace(learning, findings=findings)


def _earlier(earlier: Earlier | None, sieve: Sieve, words: Words) -> Earlier | None:
    """The exercise before, sieved by the levels of its own texts; where those are not known, none of them passes."""
    if earlier is None:
        return None
    own = Sieve(sieve.level, earlier.plan.tlp) if earlier.tlps is not None else Sieve("CLEAR", "RED")
    plan = _plan(earlier.plan, own)
    tlps = dict(earlier.tlps or {})
    state = _state(earlier.state, plan, own, tlps)
    found = Earlier(plan, state, _learning(earlier.learning, own, tlps, words))
    for left in own.left:
        if left.where == PLAN:
            for _one in range(left.n):
                sieve.count(left.what, EARLIER, left.tlp)
    return found


def public_texts(checklists: Iterable[Checklist]) -> frozenset[str]:
    """The texts of checklists that everybody may have, because they come with the program."""
    found: set[str] = set()
    for checklist in checklists:
        titles = [checklist.title, *(one.title for one in checklist.items), *(one.title for one in checklist.phases)]
        found |= {said for title in titles for said in (title.ja, title.en) if said}
    return frozenset(found)

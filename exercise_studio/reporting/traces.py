"""Where each number of a report comes from: what it counts, its n, and the entries of the log or the rule behind it."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from exercise_studio.evaluation.comparison import by_pillar
from exercise_studio.evaluation.scores import Score, Unit, score
from exercise_studio.evaluation.timeliness import Latency, Tally, tally
from exercise_studio.language import N_
from exercise_studio.reporting.document import Lead, Points, Prose, ReportContent, plain
from exercise_studio.reporting.labels import GLYPHS, LAYERS, LEVELS, PILLARS_SHORT
from exercise_studio.reporting.material import Material

MOST_ENTRIES = 200
"""Of more entries the rule alone is kept: it finds them again."""
MOST_HOUSES = 15
CELLS = "results.cell."
"""How the ids of the grids' cells begin: the Excel file lists them, the printed appendix does not."""

RULES = {
    "mean": N_(
        "Weighted mean of the values of the pairs (item × team); the value of a pair is the settled one, else the mean of"
        " the observers' latest values; critical items count {weight} times."
    ),
    "level": N_(
        "Number of pairs (item × team) whose value is nearest to this level; halfway counts as the lower level."
    ),
    "coverage": N_("Pairs with a value / applicable pairs."),
    "completion": N_("(Pairs with a value + pairs not observed) / applicable pairs."),
    "in_time": N_(
        "Pairs whose first completing response came within the target / pairs with a target that came due before the end"
        " of play."
    ),
    "late": N_("Pairs whose first completing response came after the target / pairs with a target that came due."),
    "never": N_("Pairs without a completing response in the log / pairs with a target that came due."),
    "alpha": N_("Krippendorff's alpha for ordinal data over the pairs that two or more observers gave a value."),
    "same": N_("Pairs with one and the same value from all observers / pairs that two or more observers gave a value."),
    "near": N_("Pairs whose values differ by at most one level / pairs that two or more observers gave a value."),
    "matched": N_(
        "Mean over the items that both exercises rated with the same id and wording; critical items count {weight} times."
    ),
    "entries": N_("Number of such entries in the log of the run, those withdrawn not counted."),
    "play": N_("Play time from start to end, without pauses."),
    "receipts": N_("Entries on information passed on that have a confirmation of receipt / all such entries."),
    "attendance": N_("Sum over the layers; planned from the plan, present as last counted."),
    "findings": N_("Findings written and neither withdrawn nor merged into another."),
    "actions": N_("Corrective actions by the state that they last had on the day of this report."),
    "earlier": N_("Corrective actions of the earlier exercise that are done or confirmed / all of them."),
    "answers": N_("Mean of the answers from 1 to 5 to this question; n is the number of answers."),
}
"""How each sort of number is computed, in words."""


class Trace(NamedTuple):
    """One number and where it comes from.

    Attributes:
        id: stable from report to report, such as "results.pillar.P1".
        section: the id of the section that prints it first.
        value: as it is printed.
        what: what it is, in the report's language.
        n: how many things it was computed from.
        rule: how, in words, in the report's language.
        entries: ids of the log's entries it rests on; empty where the rule alone says which.
    """

    id: str
    section: str
    value: str
    what: str
    n: int
    rule: str
    entries: tuple[str, ...] = ()


def traces(m: Material) -> tuple[Trace, ...]:
    """Every number that the report computes, in the order of its chapters."""
    return tuple(_Tracer(m).all())


class _Tracer:
    def __init__(self, m: Material) -> None:
        self.m, self.w, self._ = m, m.words, m.words._
        self.settled: dict[tuple[str, str], list[str]] = {}
        for moment in m.moments:
            if moment.entry.kind == "value_settled":
                said = moment.entry.payload
                self.settled.setdefault((said.team, said.item), []).append(moment.entry.id)

    def all(self) -> Iterator[Trace]:
        yield from self._overview()
        yield from self._course()
        if self.m.units:
            yield from self._ratings()
            yield from self._timeliness()
            yield from self._agreement()
            yield from self._compared()
        yield from self._learning()

    def _trace(
        self, of: str, value: str, what: str, n: int, rule: str, entries: Iterable[str] = (), section: str = ""
    ) -> Trace:
        kept = tuple(dict.fromkeys(entries))
        said = self._(RULES[rule], weight=f"{self.m.weight:g}")
        return Trace(
            of, section or of.partition(".")[0], value, what, n, said, kept if len(kept) <= MOST_ENTRIES else ()
        )  # fmt: skip

    def _rated(self, units: Iterable[Unit]) -> Iterator[str]:
        """The entries of ratings and settlements behind the units."""
        state = self.m.state
        assert state is not None
        seen = 0
        for unit in units:
            key = (unit.team, unit.item.id)
            if unit.value is None:
                continue
            for one in (*(rating.entry for rating in state.ratings.get(key, {}).values()), *self.settled.get(key, ())):
                seen += 1
                yield one
            if seen > MOST_ENTRIES:
                return

    def _overview(self) -> Iterator[Trace]:
        _, w, m = self._, self.w, self.m
        planned, counted = m.plan.attendance, m.learning.attendance
        if planned:
            total = sum(planned.values())
            yield self._trace(
                "overview.planned", w.number(total), _("Participants planned"), len(planned), "attendance"
            )
        if counted:
            total = sum(counted.values())
            yield self._trace(
                "overview.present", w.number(total), _("Participants present"), len(counted), "attendance"
            )

    def _course(self) -> Iterator[Trace]:
        _, w, m = self._, self.w, self.m
        if m.state is None or m.state.clock.began is None:
            return
        yield self._trace("course.play", w.duration(m.state.clock.played), _("Play time"), 1, "play")
        kinds = (
            ("inject_fired", _("Injects given")), ("response_logged", _("Responses logged")),
            ("decision_logged", _("Decisions logged")), ("information_shared", _("Information passed on")),
            ("clock_paused", _("Pauses")),
        )  # fmt: skip
        for kind, what in kinds:
            found = [moment.entry.id for moment in m.moments if moment.entry.kind == kind]
            yield self._trace(f"course.{kind}", w.number(len(found)), what, len(found), "entries", found)
        jumps = [moment.entry.id for moment in m.moments if moment.entry.kind == "time_jumped"]
        count = len(m.state.clock.jumps)
        yield self._trace("course.time_jumped", w.number(count), _("Time jumps"), count, "entries", jumps)
        shares = [moment.entry.id for moment in m.moments if moment.entry.kind == "information_shared"]
        if shares:
            confirmed = {
                share.entry for house in m.state.organisations.values() for share in house.shares
                if share.confirmed_at is not None
            }  # fmt: skip
            got = sum(1 for one in shares if one in confirmed)
            value = w.percent(got, len(shares))
            yield self._trace("course.receipts", value, _("Receipts confirmed"), len(shares), "receipts", shares)

    def _ratings(self) -> Iterator[Trace]:
        _, w, m = self._, self.w, self.m
        overall, units = m.overall, m.units
        yield self._mean("summary.average", _("Average rating, all pairs"), overall, units)
        for level, count in zip((4, 3, 2, 1), overall.levels, strict=True):
            what = _("Pairs at {glyph} {level}", glyph=GLYPHS[level], level=_(LEVELS[level]))
            yield self._trace(f"summary.level.{level}", w.number(count), what, overall.valued, "level")
        coverage = w.percent(overall.valued, overall.applicable)
        yield self._trace(
            "results.coverage", coverage, _("Coverage, all pairs"), overall.applicable, "coverage",
        )  # fmt: skip
        completion = w.percent(overall.valued + overall.not_observed, overall.applicable)
        yield self._trace(
            "results.completion", completion, _("Completion of the ratings, all pairs"), overall.applicable, "completion",
        )  # fmt: skip
        objectives = {one.id: set(one.items) for one in m.plan.scenario.objectives}
        for key, found in m.by_objective.items():
            group = [unit for unit in units if unit.item.id in objectives[key]]
            yield self._mean(f"results.objective.{key}", _("Objective {name}: average", name=key), found, group)
        for key, found in m.by_pillar.items():
            group = [unit for unit in units if unit.item.pillar == key]
            what = _("Pillar {name}: average", name=_(PILLARS_SHORT[key]))
            yield self._mean(f"results.pillar.{key}", what, found, group)
        for key, found in m.by_phase.items():
            group = [unit for unit in units if unit.item.phase == key]
            what = _("Phase {name}: average", name=m.phase_titles[key])
            yield self._mean(f"results.phase.{key}", what, found, group)
        for key, found in m.by_layer.items():
            what = _("Layer {name}: average", name=_(LAYERS[key]))
            teams = {team for team, (_house, known) in m.plan.teams.items() if known.layer == key}
            group = [unit for unit in units if unit.team in teams]
            yield self._mean(f"results.layer.{key}", what, found, group)
        if 1 < len(m.by_organisation) <= MOST_HOUSES:
            for key, found in m.by_organisation.items():
                group = [unit for unit in units if unit.organisation == key]
                what = _("Organisation {name}: average", name=m.team(key))
                yield self._mean(f"results.organisation.{key}", what, found, group)
        yield from self._cells()

    def _cells(self) -> Iterator[Trace]:
        """The cells of the grids of chapter 6, group by phase."""
        _, m = self._, self.m
        layer_of = {team: known.layer for team, (_house, known) in m.plan.teams.items()}
        grids: list[tuple[str, dict[str, str], Callable[[Unit], str]]] = [
            ("layer", {layer: _(LAYERS[layer]) for layer in m.by_layer}, lambda unit: layer_of[unit.team])
        ]
        if 1 < len(m.by_organisation) <= MOST_HOUSES:
            houses = {house: m.team(house) for house in m.by_organisation}
            grids.append(("organisation", houses, lambda unit: unit.organisation))
        for sort, titles, key in grids:
            groups: dict[tuple[str, str], list[Unit]] = {}
            for unit in m.units:
                groups.setdefault((key(unit), unit.item.phase), []).append(unit)
            for (group, phase), members in groups.items():
                if group in titles and phase in m.phase_titles:
                    what = _("{group}, phase {phase}: average", group=titles[group], phase=m.phase_titles[phase])
                    yield self._mean(f"{CELLS}{sort}.{group}.{phase}", what, score(members, m.weight), members)

    def _mean(self, of: str, what: str, found: Score, group: Iterable[Unit]) -> Trace:
        return self._trace(of, self.w.mean(found.average), what, found.valued, "mean", self._rated(group))

    def _timeliness(self) -> Iterator[Trace]:
        _, m = self._, self.m
        due = [one for one in m.latencies if one.verdict != "no_target"]
        if not due:
            return
        total = tally(due)
        for name, what, part in (
            ("in_time", _("Done within the target time"), total.on_time),
            ("late", _("Done after the target time"), total.late),
            ("never", _("No completion in the log"), total.never),
        ):
            value = self.w.percent(part, total.n)
            group = self._done(due, "on_time" if name == "in_time" else name)
            yield self._trace(f"results.timeliness.{name}", value, what, total.n, name, group)
        for phase, title in m.phase_titles.items():
            part_of = [one for one in due if one.item.phase == phase]
            found: Tally = tally(part_of)
            if found.n:
                yield self._trace(
                    f"results.timeliness.{phase}", self.w.percent(found.on_time, found.n),
                    _("Phase {name}: done within the target time", name=title), found.n, "in_time",
                    self._done(part_of, "on_time"),
                )  # fmt: skip

    def _done(self, group: Iterable[Latency], verdict: str) -> Iterator[str]:
        """The entries of the responses that did what has this verdict."""
        state = self.m.state
        assert state is not None
        for one in group:
            house = state.organisations.get(one.organisation)
            known = house.items.get((one.team, one.item.id)) if house else None
            if one.verdict == verdict and known is not None:
                yield from known.entries

    def _agreement(self) -> Iterator[Trace]:
        _, w, found = self._, self.w, self.m.agreement
        if not found.units:
            return
        pairs = [unit for unit in self.m.units if unit.given >= 2]
        value = _("cannot be judged") if found.alpha is None else f"{found.alpha:.2f}"
        yield self._trace(
            "results.agreement.alpha", value, _("Agreement between observers"), found.units, "alpha", self._rated(pairs)
        )
        for name, what, part in (
            ("same", _("Same value"), found.same),
            ("near", _("At most one level apart"), found.near),
        ):
            value = w.percent(part, found.units)
            yield self._trace(f"results.agreement.{name}", value, what, found.units, name, self._rated(pairs))

    def _compared(self) -> Iterator[Trace]:
        _, w, found = self._, self.w, self.m.compared
        if found is None or not found.matched:
            return
        n = len(found.matched)
        yield self._trace(
            "results.compared.then",
            w.mean(found.average_then),
            _("Earlier exercise: average of the matched items"),
            n,
            "matched",
        )
        yield self._trace(
            "results.compared.now",
            w.mean(found.average_now),
            _("This exercise: average of the matched items"),
            n,
            "matched",
        )
        for pillar, change in by_pillar(found).items():
            value = f"{w.mean(change.then)} → {w.mean(change.now)}"
            what = _("Pillar {name}: earlier and this time, matched items", name=_(PILLARS_SHORT[pillar]))
            yield self._trace(f"results.compared.{pillar}", value, what, change.n, "matched")
        if len(self.m.series.dates) > 2:
            for pillar, (n, means) in self.m.series.pillars.items():
                what = _(
                    "Pillar {name}: through {count} exercises, matched items",
                    name=_(PILLARS_SHORT[pillar]),
                    count=len(means),
                )
                yield self._trace(
                    f"results.series.{pillar}", " → ".join(w.mean(mean) for mean in means), what, n, "matched"
                )
            if self.m.series.total is not None:
                n, means = self.m.series.total
                what = _("All matched items through {count} exercises", count=len(means))
                yield self._trace("results.series", " → ".join(w.mean(mean) for mean in means), what, n, "matched")

    def _learning(self) -> Iterator[Trace]:
        _, w, m = self._, self.w, self.m
        issues, good = m.learning.issues(), m.learning.good_practices()
        yield self._trace(
            "findings.count",
            w.number(len(issues)),
            _("Things to improve"),
            len(issues),
            "findings",
            [one.entry for one in issues],
        )
        severe = [one.entry for one in issues if one.finding.severity == "high"]
        yield self._trace(
            "findings.severe", w.number(len(severe)), _("Findings of high severity"), len(issues), "findings", severe
        )
        yield self._trace(
            "practices.count",
            w.number(len(good)),
            _("Good practices"),
            len(good),
            "findings",
            [one.entry for one in good],
        )
        actions = list(m.learning.actions.values())
        entries = [one.history[-1].entry if one.history else one.entry for one in actions]
        today = w.local(m.as_of).date()
        done = sum(1 for one in actions if one.state in ("done", "confirmed"))
        overdue = sum(1 for one in actions if one.overdue(today))
        for name, what, count in (
            ("count", _("Corrective actions"), len(actions)), ("done", _("Corrective actions done or confirmed"), done),
            ("overdue", _("Corrective actions overdue"), overdue),
        ):  # fmt: skip
            yield self._trace(f"plan.{name}", w.number(count), what, len(actions), "actions", entries)
        before = list(m.earlier.learning.actions.values()) if m.earlier else []
        if before:
            finished = sum(1 for one in before if one.state in ("done", "confirmed"))
            value = w.percent(finished, len(before))
            yield self._trace("earlier.done", value, _("Earlier actions completed"), len(before), "earlier")
        from exercise_studio.reporting.sections.appendices import QUESTIONS

        for question in dict.fromkeys(question for one in m.learning.answers for question in one.scores):
            given = [one for one in m.learning.answers if question in one.scores]
            mean = sum(one.scores[question] for one in given) / len(given)
            what = _("Questionnaire: {question}", question=_(QUESTIONS.get(question, question)))
            yield self._trace(
                f"questionnaire.{question}", f"{mean:.1f}", what, len(given), "answers", [one.entry for one in given]
            )


class Untraced(NamedTuple):
    """A number in a passage that a person wrote, and that the report's own numbers do not have."""

    section: str
    slot: str
    number: str


_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}|(?:令和)?\d+年(?:\d+月)?(?:\d+日)?|\d+月(?:\d+日)?|\d+日|第\d+[章条項版回]"
    r"|[A-Z]+-?\d+(?:-\d+)?|\b(?:19|20)\d{2}\b"
)


def untraced(content: ReportContent, known: Iterable[Trace]) -> tuple[Untraced, ...]:
    """Numbers in passages written by hand that no trace has as its value or its n; dates, clocks and marks are no numbers.

    What the program drafts is computed from the same material as the traces and is not asked again.
    """
    numbers = {found for one in known for found in (*_numbers(one.value), str(one.n))}
    missing = []
    for section in content.sections:
        for block in section.blocks:
            if isinstance(block, Prose | Lead | Points) and block.edited:
                texts = [plain(item) for item in block.items] if isinstance(block, Points) else [plain(block.text)]
                missing += [
                    Untraced(section.id, block.slot, number)
                    for text in texts
                    for number in _numbers(_DATE.sub(" ", text))
                    if number not in numbers
                ]
    return tuple(missing)


def _numbers(text: str) -> list[str]:
    return [found.replace(",", "") for found in _NUMBER.findall(text)]

"""Everything a report counts, computed once from plan, run and learning, for the sections that tell it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from exercise_studio.conduct.describe import body_name
from exercise_studio.conduct.run import RunState
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import Entry
from exercise_studio.domain.scenario import LAYER_OF_TEAM
from exercise_studio.domain.times import Instant
from exercise_studio.evaluation import agreement, comparison, exchanges, scores, timeliness
from exercise_studio.evaluation.chronicle import Moment, chronicle
from exercise_studio.evaluation.learning import Learning
from exercise_studio.reporting.labels import LAYERS, PILLARS_SHORT
from exercise_studio.reporting.wording import Words

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
RATINGS = frozenset({"item_rated", "rating_cleared"})
UNLISTED = RATINGS | {"inject_received"}
MOST_CODES = 12
"""Of more organisations the marks are explained in chapter 3 alone."""


@dataclass(frozen=True)
class Earlier:
    """The exercise before this one, as far as a report looks back: its plan, its run and what was learned from it.

    Attributes:
        before: what the exercises before that one came to, the earliest first.
    """

    plan: Plan
    state: RunState
    learning: Learning
    tlps: Mapping[str, str | None] | None = None
    """Entry to the TLP of its own, for editions that leave texts out by it; None where nobody looked."""
    before: tuple[comparison.Snapshot, ...] = ()


class Material:
    """Plan, run and learning with what follows from them.

    Attributes:
        plan: the effective plan.
        state: the run; None before it.
        as_of: the moment the report speaks of.
    """

    def __init__(
        self,
        plan: Plan,
        state: RunState | None,
        entries: Iterable[Entry],
        learning: Learning,
        as_of: Instant,
        words: Words,
        earlier: Earlier | None,
    ) -> None:
        self.plan = state.plan if state is not None else plan
        self.state, self.learning, self.as_of, self.words, self.earlier = state, learning, as_of, words, earlier
        self._entries = tuple(entries)

    @cached_property
    def moments(self) -> list[Moment]:
        """The run's entries that count, with their times."""
        return chronicle(self.plan, self.state.run, self._entries) if self.state is not None else []

    @cached_property
    def units(self) -> list[scores.Unit]:
        """Every applicable item of every team."""
        return scores.units(self.plan, self.state) if self.state is not None else []

    @cached_property
    def overall(self) -> scores.Score:
        """All units together."""
        return scores.score(self.units, self.weight)

    @property
    def weight(self) -> float:
        """How much a critical item counts."""
        return self.plan.settings.critical_weight

    def by(self, key: str) -> dict[str, scores.Score]:
        """Scores by a grouping of scores.BY."""
        return scores.grouped(self.units, key, self.weight)

    @cached_property
    def by_pillar(self) -> dict[str, scores.Score]:
        """Scores by pillar in the order of the pillars, those without units left out."""
        found = self.by("pillar")
        return {pillar: found[pillar] for pillar in PILLARS_SHORT if pillar in found}

    @cached_property
    def by_phase(self) -> dict[str, scores.Score]:
        """Scores by checklist phase in the order of the checklists."""
        found = self.by("phase")
        return {phase: found[phase] for phase in self.phase_titles if phase in found}

    @cached_property
    def by_layer(self) -> dict[str, scores.Score]:
        """Scores by layer."""
        found = self.by("layer")
        return {layer: found[layer] for layer in LAYERS if layer in found}

    @cached_property
    def by_objective(self) -> dict[str, scores.Score]:
        """Scores by objective."""
        return scores.by_objective(self.plan, self.units)

    @cached_property
    def by_team(self) -> dict[str, scores.Score]:
        """Scores by team address."""
        return self.by("team")

    @cached_property
    def by_organisation(self) -> dict[str, scores.Score]:
        """Scores by organisation."""
        return self.by("organisation")

    @cached_property
    def latencies(self) -> list[timeliness.Latency]:
        """Every unit against the clock."""
        return timeliness.latencies(self.plan, self.state, self.moments) if self.state is not None else []

    @cached_property
    def punctuality(self) -> timeliness.Tally:
        """How many were on time."""
        return timeliness.tally(self.latencies)

    @cached_property
    def phase_titles(self) -> dict[str, str]:
        """Checklist phases by id with their titles."""
        return {
            phase.id: self.words.text(phase.title) for checklist in self.plan.checklists for phase in checklist.phases
        }

    @cached_property
    def compared(self) -> comparison.Comparison | None:
        """This exercise against the earlier one."""
        history = self.history
        return comparison.compare(history[-1], history[-2]) if len(history) > 1 else None

    @cached_property
    def history(self) -> list[comparison.Snapshot]:
        """What the exercises came to, the earliest first and this one last; nothing before its run."""
        if self.state is None:
            return []
        found = []
        if self.earlier is not None:
            then = self.earlier
            units = scores.units(then.plan, then.state)
            title, day = self.words.text(then.plan.title), then.plan.starts_at.date()
            found = [*then.before, comparison.snapshot(title, day, units, critical_weight=self.weight)]
        own = self.words.text(self.plan.title)
        now = comparison.snapshot(own, self.plan.starts_at.date(), self.units, critical_weight=self.weight)
        return [*found, now]

    @cached_property
    def series(self) -> comparison.Series:
        """The averages from exercise to exercise, as far back as an item has been the same all along."""
        return comparison.series(self.history)

    @cached_property
    def agreement(self) -> agreement.Agreement:
        """How far the observers agree."""
        return agreement.agreement(agreement.shared_values(self.units, self.state) if self.state is not None else ())

    @cached_property
    def round_trips(self) -> list[exchanges.RoundTrip]:
        """What went to and fro between each organisation and each body outside it."""
        return exchanges.round_trips(self.plan, self.state, self.moments) if self.state is not None else []

    @cached_property
    def listed(self) -> list[Moment]:
        """What the appendix lists of the run's log: everything but ratings, which appendix A has, and receipts of injects."""
        return [moment for moment in self.moments if moment.entry.kind not in UNLISTED]

    @cached_property
    def record(self) -> dict[str, str]:
        """Entry to its number in the listed log; none where only a part of the log is at hand."""
        if not self._entries:
            return {}
        return {moment.entry.id: f"L-{number:03d}" for number, moment in enumerate(self.listed, 1)}

    @cached_property
    def rating_of(self) -> dict[str, tuple[str, str]]:
        """Entry to (item, observer) for the ratings that count."""
        found = {}
        for (_team, item), given in self.state.ratings.items() if self.state is not None else ():
            for observer, one in given.items():
                found[one.entry] = (item, observer)
        return found

    def evidence(self, entries: Iterable[str]) -> str:
        """What entries a statement rests on: their numbers in the log, the ratings they are, else how many they are."""
        ids = tuple(dict.fromkeys(entries))
        _, w = self.words._, self.words
        numbers = [self.record[one] for one in ids if one in self.record]
        rated: dict[str, list[str]] = {}
        for one in ids:
            if one in self.rating_of:
                item, observer = self.rating_of[one]
                rated.setdefault(item, []).append(observer)
        parts = [_("log {numbers}", numbers=w.listed(numbers))] if numbers else []
        parts += [
            _("ratings of {item} ({observers})", item=item, observers=w.listed(list(dict.fromkeys(codes))))
            for item, codes in rated.items()
        ]
        rest = sum(1 for one in ids if one not in self.record and one not in self.rating_of)
        if rest:
            parts.append(w.plural("{n} entry of the log", "{n} entries of the log", rest))
        return w.listed(parts)

    def team(self, address: str) -> str:
        """How people call a team, an organisation or a body."""
        return body_name(self.plan, address, self.words.lang)

    @cached_property
    def codes(self) -> dict[str, str]:
        """A short mark for each organisation where there are several: A to Z, or numbers for more."""
        houses = self.plan.organisations
        if len(houses) < 2:
            return {}
        if len(houses) <= len(_LETTERS):
            return {house.id: letter for house, letter in zip(houses, _LETTERS, strict=False)}
        return {house.id: f"#{number:0{len(str(len(houses)))}d}" for number, house in enumerate(houses, 1)}

    def team_short(self, address: str) -> str:
        """A team, an organisation or a body as tables show it: organisations by their marks, a single one as its own."""
        house, _slash, kind = address.partition("/")
        known = self.plan.organisation_by_id.get(house)
        if known is None:
            return self.team(address)
        if not kind and len(self.plan.organisations) == 1:
            return self.words._("Own organisation")
        code = self.codes.get(house, "")
        title = next((self.words.text(team.title) for team in known.teams if team.kind == kind), "")
        if not title:
            return code or self.words.text(known.name)
        return f"{code} {title}" if code else title

    def code_key(self) -> str:
        """What the marks stand for, in one line; "" where there are none or too many."""
        if not self.codes or len(self.codes) > MOST_CODES:
            return ""
        names = [f"{self.codes[house.id]} {self.words.text(house.name)}" for house in self.plan.organisations]
        return self.words._("Organisations: {names}", names=self.words.listed(names))

    def item(self, item: str) -> str:
        """Id and title of an item."""
        known = self.plan.items.get(item)
        return f"{item} {self.words.text(known.title)}" if known else item

    def layers_present(self) -> tuple[str, ...]:
        """Layers that have a team."""
        present = {LAYER_OF_TEAM[team.kind] for organisation in self.plan.organisations for team in organisation.teams}
        return tuple(layer for layer in LAYERS if layer in present)

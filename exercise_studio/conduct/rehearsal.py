"""What simulated people would do: teams that answer injects and observers that rate them, from a seed and nothing else.

A rehearsal is the same program with simulated people: this module only says who would do what and when (play
milliseconds); journeys/rehearsing carries it out through the commands that the windows use.
"""

import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from exercise_studio.domain.exercise import ObserverSeat, Organisation, Plan
from exercise_studio.domain.payloads import Extent, RatingValue
from exercise_studio.domain.scenario import Branch, Inject
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import MINUTE, SECOND

STEP = 5 * SECOND
"""Simulated acts fall on a grid, so that acts of one moment can share a transaction."""


_ADDRESSEES = {
    "INF-02": "ministry",
    "INF-03": "ministry",
    "INF-04": "ceptoar_secretariat",
    "INF-05": "ceptoar_secretariat",
    "INF-07": "police",
    "INF-11": "ministry",
    "INF-12": "customer",
    "INF-13": "supplier",
    "INF-17": "ceptoar_secretariat",
}
"""The kind of body to which an item's information goes."""
_LEVELS: dict[int, RatingValue] = {4: 4, 3: 3, 2: 2, 1: 1}


@dataclass(frozen=True, slots=True)
class Act:
    """Something a simulated person does at a moment of play.

    Attributes:
        what: receive (an inject), respond, decide, share, confirm, rate.
        team: organisation/kind, or the organisation for shares.
    """

    at: int
    what: Literal["receive", "respond", "decide", "branch", "share", "rate"]
    organisation: str
    team: str = ""
    inject: str = ""
    item: str = ""
    extent: Extent = "done"
    text: str = ""
    observer: str = ""
    value: RatingValue = "NO"
    option: str = ""
    receiver: str = ""


def on_grid(moment: float) -> int:
    """The next moment of the grid."""
    return int(-(-moment // STEP) * STEP)


class House:
    """One simulated organisation: how able each layer is, and its own stream of chance.

    Each house has its own stream, so that adding an organisation changes nothing for the others.
    """

    def __init__(self, plan: Plan, organisation: Organisation, seats: tuple[ObserverSeat, ...], seed: int) -> None:
        self.plan, self.organisation, self.seats = plan, organisation, seats
        self.chance = random.Random(zlib.crc32(f"{seed}/{organisation.id}".encode()))
        strength = self.chance.uniform(0.55, 0.85)
        self.skill: dict[str, float] = {
            t.kind: min(0.97, max(0.25, self.chance.gauss(strength, 0.12))) for t in organisation.teams
        }
        self.leads: dict[str, list[str]] = {}
        for team in organisation.teams:
            for item in plan.items_of(organisation.address(team.kind)):
                self.leads.setdefault(item, []).append(team.kind)
        self.strictness = {seat.code: self.chance.gauss(0, 0.28) for seat in seats}
        self.rated: set[tuple[str, str]] = set()
        """(team kind, item) that the observers have dealt with."""
        self.touched: dict[tuple[str, str], tuple[Extent, int, int | None]] = {}
        """(team kind, item) to (extent, play, due)."""

    def react(self, inject: Inject, at: int, lang: Lang) -> list[Act]:
        """What the house does about an inject that reached it at `at`."""
        house, chance = self.organisation, self.chance
        teams = self.plan.targets_of(inject, house.id)
        acts = [self._act("receive", at + chance.uniform(5, 50) * SECOND, team, inject=inject.id) for team in teams]
        for expect in inject.expects:
            kinds = [
                k for k in self.leads.get(expect.item, []) if expect.by in (None, k, f"{house.slot}/{k}", f"all/{k}")
            ]
            for kind in kinds or self.leads.get(expect.item, []):
                acts += self._answer(inject, expect.item, expect.within, kind, at, lang)
        return acts

    def _act(self, what: str, at: float, team: str, **said: object) -> Act:
        return Act(at=on_grid(at), what=what, organisation=self.organisation.id, team=team, **said)  # type: ignore[arg-type]

    def _answer(self, inject: Inject, item: str, within: int | None, kind: str, at: int, lang: Lang) -> list[Act]:
        if (kind, item) in self.touched and self.touched[kind, item][0] == "done":
            return []
        chance, skill = self.chance, self.skill[kind]
        known = self.plan.items[item]
        limit = within or (known.target.within if known.target else 30 * MINUTE)
        if chance.random() > skill + 0.22:
            return []
        extent: Extent = "done" if chance.random() < skill + 0.1 else "partly"
        share = chance.lognormvariate(-0.55 if chance.random() < skill else 0.25, 0.45)
        moment = on_grid(at + max(MINUTE, min(limit, 35 * MINUTE) * share))
        team = self.organisation.address(kind)
        self.touched[kind, item] = (extent, moment, at + limit)
        acts = [
            self._act(
                "respond", moment, team, inject=inject.id, item=item, extent=extent, text=self.words(item, extent, lang)
            )
        ]
        if item.startswith("INF-") and extent == "done":
            acts += self._pass_on(item, moment, lang)
        return acts

    def _pass_on(self, item: str, at: int, lang: Lang) -> list[Act]:
        """Information that goes out: to the body whose kind the item names, if the scenario has one."""
        wanted = _ADDRESSEES.get(item)
        body = next((m for m in self.plan.scenario.cast if m.category == wanted), None) if wanted else None
        if body is None:
            return []
        text = self.plan.items[item].title.get(lang)
        return [self._act("share", at + STEP, self.organisation.id, receiver=body.id, item=item, text=text)]

    def words(self, item: str, extent: Extent, lang: Lang) -> str:
        """What the controller would type: the action in the checklist's words, and how far it went."""
        title = self.plan.items[item].title.get(lang)
        if lang == "ja":
            done = ("{}。記録あり", "{}。関係者に周知", "{}。議事録に記載", "{}")
            partly = ("一部のみ：{}", "着手したが未完：{}", "口頭のみで記録なし：{}")
        else:
            done = ("{}; recorded", "{}; those concerned were told", "{}; in the minutes", "{}")
            partly = ("Only in part: {}", "Started, not finished: {}", "By word of mouth, no record: {}")
        return self.chance.choice(done if extent == "done" else partly).format(title)

    def decide(self, inject: Inject, at: int, lang: Lang) -> list[Act]:
        """Decisions that the inject forces: of branches asked here, and of the layers that have to decide."""
        house, chance = self.organisation, self.chance
        if not self.plan.targets_of(inject, house.id):
            return []
        kinds = {t.layer: t.kind for t in house.teams}
        lead = kinds.get("EXEC") or house.teams[0].kind
        branches = [b for b in self.plan.scenario.branches if b.asked_at == inject.id and self._decides(b)]
        acts = [self._take(branch, lead, at, lang) for branch in branches]
        for question in self.plan.scenario.layer_decisions:
            if question.inject == inject.id and question.layer in kinds and chance.random() < 0.9:
                moment = at + chance.uniform(4, 18) * MINUTE
                team = house.address(kinds[question.layer])
                acts.append(self._act("decide", moment, team, inject=inject.id, text=question.text.get(lang)))
        return acts

    def _decides(self, branch: Branch) -> bool:
        return branch.decided_by is None or branch.decided_by.partition("/")[0] in (
            self.organisation.slot,
            self.organisation.id,
        )

    def _take(self, branch: Branch, kind: str, at: int, lang: Lang) -> Act:
        option = self.chance.choice(branch.options)
        moment = at + self.chance.uniform(6, 16) * MINUTE
        return self._act(
            "branch",
            moment,
            self.organisation.address(kind),
            inject=branch.id,
            option=option.id,
            text=option.text.get(lang),
        )

    def rate_seen(self, team: str, item: str, end: int) -> list[Act]:
        """What the observers rate soon after they saw an action; an action seen again is not rated again."""
        kind = team.rpartition("/")[2]
        seen = self.touched.get((kind, item))
        if seen is None or (kind, item) in self.rated:
            return []
        self.rated.add((kind, item))
        level = (3.65 if seen[0] == "done" else 2.3) - (0.5 if seen[2] is not None and seen[1] > seen[2] else 0.0)
        return self._rate(kind, item, level, 0.03, lambda: min(seen[1] + self.chance.uniform(0.5, 8) * MINUTE, end))

    def rate_rest(self, start: int, end: int) -> list[Act]:
        """What the observers rate at the end: everything that they did not see happen, and what they watched all through."""
        acts: list[Act] = []
        for item, kinds in self.leads.items():
            for kind in kinds:
                if (kind, item) not in self.rated:
                    self.rated.add((kind, item))
                    standing = self.plan.items[item].standing
                    level = 1.0 + (self.skill[kind] * 2.6 if standing else self.chance.random() * 0.9)
                    acts += self._rate(kind, item, level, 0.12, lambda: self.chance.uniform(start, end))
        return acts

    def _rate(self, kind: str, item: str, level: float, unseen: float, when: Callable[[], float]) -> list[Act]:
        acts, chance = [], self.chance
        team = self.organisation.address(kind)
        for seat in self.seats:
            if not seat.watches(team) or chance.random() < 0.04:
                continue
            value: RatingValue = "NO"
            if chance.random() >= unseen:
                value = _LEVELS[round(min(4.0, max(1.0, level + self.strictness[seat.code] + chance.gauss(0, 0.35))))]
            acts.append(self._act("rate", when(), team, item=item, observer=seat.code, value=value))
        return acts

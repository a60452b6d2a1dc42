"""Checklists: expected actions with layer, pillar, target time and behavioural anchors."""

import hashlib
import json
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from exercise_studio.domain.errors import Unfit
from exercise_studio.domain.text import Model, Text
from exercise_studio.domain.times import Duration
from exercise_studio.language import N_

Layer = Literal["EXEC", "CISO", "SM", "SYS", "OT", "BIZ", "PR", "LEGAL", "AUDIT", "SUPPLIER"]
Pillar = Literal["P1", "P2", "P3", "P4", "P5"]
Threat = Literal["cyber_attack", "natural_disaster", "mismanagement"]
Anchor = Literal["detection", "declaration", "receipt", "endex", "always"]
Level = Annotated[int, Field(ge=1, le=4)]
"""4 ◎ done well, 3 ○ mostly, 2 △ partly, 1 × not done (MODEL.md, "Scale")."""
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=80)]

GLYPHS: dict[int, str] = {4: "◎", 3: "○", 2: "△", 1: "×"}


class Target(Model):
    """By when an action is expected: `within` counted in play time from the anchor. Every value is a proposal or follows a law."""

    within: Duration
    start: Anchor = Field(alias="from")
    basis: Literal["proposal", "law"] = "proposal"


class ScalePoint(Model):
    """One level of the rating scale."""

    value: Level
    glyph: str
    title: Text


class ChecklistPhase(Model):
    """A stretch of response work that groups items (detect, contain …)."""

    id: Id
    title: Text


class Item(Model):
    """One expected action. `anchors` say what an observer sees at each level."""

    id: Id
    phase: Id
    pillar: Pillar
    layers: tuple[Layer, ...] = Field(min_length=1)
    critical: bool = False
    standing: bool = False
    """Observed all through, without an inject that asks for it."""
    title: Text
    evidence: Text | None = None
    threats: tuple[Threat, ...] = ()
    target: Target | None = None
    anchors: dict[Level, Text] = {}
    references: tuple[str, ...] = ()

    @cached_property
    def wording_hash(self) -> str:
        """Changes when the action's wording does: only equal items are compared between exercises (MODEL.md, "Comparison")."""
        wording = json.dumps([self.title.ja, self.title.en], ensure_ascii=False)
        return hashlib.sha256(wording.encode()).hexdigest()[:16]


class Checklist(Model):
    """A list of expected actions (format exercise-studio/checklist/1)."""

    format: Literal["exercise-studio/checklist/1"]
    id: Id
    version: str
    title: Text
    summary: Text | None = None
    scale: tuple[ScalePoint, ...]
    phases: tuple[ChecklistPhase, ...]
    items: tuple[Item, ...]

    @model_validator(mode="after")
    def _hangs_together(self) -> "Checklist":
        phases = {phase.id for phase in self.phases}
        seen: set[str] = set()
        for item in self.items:
            if item.id in seen:
                raise Unfit(N_("item {item} stands twice"), item=item.id)
            if item.phase not in phases:
                raise Unfit(
                    N_("the phase {phase} of item {item} is not among the phases"), item=item.id, phase=item.phase
                )
            seen.add(item.id)
        return self

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """Items by id."""
        return {item.id: item for item in self.items}

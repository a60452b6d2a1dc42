"""What an edition of the report is: its chapters, what it needs to be told, and what it makes of the material first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args

from exercise_studio.conduct.run import RunState
from exercise_studio.domain.errors import UsageError
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.scenario import Tlp
from exercise_studio.domain.text import Lang
from exercise_studio.language import N_
from exercise_studio.reporting.document import ReportContent, Section
from exercise_studio.reporting.material import Material

MONTHS = (3, 6, 12)
"""After so many months an improvement report is issued anew (DOMAIN.md §7.1)."""
TLP_LEVELS: tuple[Tlp, ...] = get_args(Tlp)[::-1]
"""From what everybody may read to what only named people may."""


@dataclass(frozen=True)
class Options:
    """What an edition is told beyond the exercise.

    Attributes:
        organisation: the id of the one that the report is for.
        tlp: the level above which everything is left out.
        months: how long after the exercise a follow-up is due: one of `MONTHS`.
        public: texts that everybody may have, whatever the exercise's level.
    """

    organisation: str = ""
    tlp: Tlp | None = None
    months: int = 0
    public: frozenset[str] = frozenset()

    @property
    def variant(self) -> str:
        """What tells one report of an edition from another of it: "organisation=alpha", "tlp=GREEN", "months=3"."""
        said = {"organisation": self.organisation, "tlp": self.tlp, "months": self.months}
        return " ".join(f"{name}={value}" for name, value in said.items() if value)


NO_OPTIONS = Options()
"""For editions that need none."""


def _as_it_is(m: Material, options: Options) -> Material:
    return m


def _finished(m: Any, content: ReportContent) -> ReportContent:
    return content


@dataclass(frozen=True)
class Edition:
    """One edition.

    Attributes:
        chapters: functions that tell a chapter from the material that `prepare` returns.
        kind, subtitle: what the cover calls it (messages of the catalogue).
        header: the head of every page, with a placeholder {title}.
        organisation, tlp, months: whether it needs that option.
        run: whether it needs a run that was started.
        language: the only language in which it exists; None for both.
        front: whether it has a cover and a table of contents.
        renumbered: chapters count from 1 here; otherwise they keep the numbers of the full report.
        prepare: makes the material that the chapters get. `finish` sees the content last.
    """

    chapters: tuple[Callable[[Any], Section], ...]
    kind: str = N_("Improvement report")
    subtitle: str = N_("Results and improvement plan of a cross-sector exercise")
    header: str = N_("Improvement report: {title}")
    organisation: bool = False
    tlp: bool = False
    months: bool = False
    run: bool = False
    language: Lang | None = None
    front: bool = True
    renumbered: bool = False
    prepare: Callable[[Material, Options], Material] = _as_it_is
    finish: Callable[[Any, ReportContent], ReportContent] = _finished


def check(name: str, edition: Edition, options: Options, plan: Plan, state: RunState | None) -> None:
    """Raises UsageError where an edition and what it was told do not fit together."""
    wanted = (
        ("organisation", edition.organisation, bool(options.organisation), "--organisation"),
        ("tlp", edition.tlp, options.tlp is not None, "--tlp"),
        ("months", edition.months, options.months != 0, "--months"),
    )
    for _name, needs, has, option in wanted:
        if needs and not has:
            raise UsageError(N_("The edition “{edition}” needs {option}."), edition=name, option=option)
        if has and not needs:
            raise UsageError(N_("The edition “{edition}” takes no {option}."), edition=name, option=option)
    if edition.months and options.months not in MONTHS:
        known = ", ".join(map(str, MONTHS))
        raise UsageError(
            N_("A follow-up is written after {known} months, not after {months}."), known=known, months=options.months
        )
    if edition.organisation and options.organisation not in plan.organisation_by_id:
        raise UsageError(
            N_("No organisation of this exercise has the id “{organisation}”."),
            action=N_("The ids are: {ids}."), organisation=options.organisation,
            ids=_some([house.id for house in plan.organisations]),
        )  # fmt: skip
    if edition.run and (state is None or state.clock.began is None):
        raise UsageError(
            N_("The exercise has not been started, so there is nothing for the edition “{edition}” to tell."),
            edition=name,
        )


def _some(ids: list[str]) -> str:
    """Ids in a row, the first of them where there are many."""
    return ", ".join(ids[:10]) + (", …" if len(ids) > 10 else "") if ids else "－"

"""Builds the one frozen object that a report is: every number and text final, from plan, run and what was learned."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from exercise_studio.conduct.run import RunState
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import Entry
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import Instant
from exercise_studio.evaluation.learning import Learning
from exercise_studio.language import N_
from exercise_studio.reporting.changes import changes, outline
from exercise_studio.reporting.document import Block, Column, Cover, Figure, Prose, ReportContent, Rich, Section, Table
from exercise_studio.reporting.editions import NO_OPTIONS, Edition, Options, check
from exercise_studio.reporting.figures.said import said
from exercise_studio.reporting.material import Earlier, Material
from exercise_studio.reporting.sections import (
    aar_ip,
    appendices,
    course,
    executive,
    follow_up,
    improvement,
    organisation,
    organisation_details,
    overview,
    redaction,
    results,
    summary,
)
from exercise_studio.reporting.sheets import sheets
from exercise_studio.reporting.wording import Words

EDITIONS: dict[str, Edition] = {
    "full": Edition(
        (
            summary.summary,
            overview.overview,
            overview.organisation,
            overview.scenario,
            course.course,
            results.results,
            improvement.practices,
            improvement.findings,
            improvement.plan,
            improvement.standards,
            improvement.earlier,
            improvement.recommendations,
            appendices.ratings,
            appendices.questionnaire,
            appendices.log,
            appendices.method,
            appendices.origins,
            appendices.glossary,
            appendices.sources,
        )
    ),
    "organisation": Edition(
        (
            organisation.summary, organisation.results, organisation_details.course_of_events, organisation_details.findings,
            organisation_details.ratings, organisation_details.method,
        ),
        kind=N_("Report for one organisation"), subtitle=N_("Own results of a cross-sector exercise"),
        header=N_("Report for one organisation: {title}"),
        organisation=True, run=True, renumbered=True, prepare=organisation.prepare, finish=organisation.finish,
    ),
    "executive": Edition((executive.first_page, executive.second_page), front=False),
    "redacted": Edition(
        (
            summary.summary, overview.overview, overview.organisation, overview.scenario, redaction.course, results.results,
            redaction.practices, redaction.findings, improvement.plan, improvement.standards, improvement.earlier,
            improvement.recommendations, appendices.ratings, appendices.questionnaire, appendices.glossary, redaction.left_out,
        ),
        kind=N_("Improvement report (redacted)"), header=N_("Improvement report (redacted): {title}"),
        tlp=True, renumbered=True, prepare=redaction.prepare,
    ),
    "follow-up": Edition(
        (follow_up.progress, follow_up.plan, improvement.standards, improvement.earlier),
        kind=N_("Follow-up report"), subtitle=N_("State of the improvement plan after the exercise"),
        header=N_("Follow-up report: {title}"), months=True, renumbered=True, prepare=follow_up.prepare,
    ),
    "aar-ip": Edition(
        (
            aar_ip.overview, aar_ip.performance, aar_ip.analysis, aar_ip.improvement_plan, aar_ip.participants,
        ),
        kind="After-Action Report / Improvement Plan", subtitle="Cross-sector exercise",
        header="After-Action Report / Improvement Plan: {title}", language="en",
    ),
}  # fmt: skip
"""What there is; a new edition is one more line."""


def build(
    plan: Plan,
    run_state: RunState | None,
    entries: Iterable[Entry],
    learning: Learning,
    *,
    as_of: Instant,
    language: Lang,
    edition: str = "full",
    earlier: Earlier | None = None,
    options: Options = NO_OPTIONS,
    data: bool = False,
) -> ReportContent:
    """The report as of a moment (UTC milliseconds). `entries` are those of the run and of the exercise up to then.

    Raises ValueError for an edition that is not in `EDITIONS`, UsageError where an edition and its options do not fit.
    """
    chosen = EDITIONS.get(edition)
    if chosen is None:
        raise ValueError(f"unknown edition {edition!r}; known: {', '.join(EDITIONS)}")
    in_force = run_state.plan if run_state is not None else plan
    check(edition, chosen, options, in_force, run_state)
    words = Words(chosen.language or language, in_force)
    whole = Material(plan, run_state, entries, learning, as_of, words, earlier)
    return assemble(chosen.prepare(whole, options), edition, data=data, variant=options.variant)


def assemble(m: Material, edition: str, *, data: bool = False, variant: str = "") -> ReportContent:
    """The report of an edition from the material that its `prepare` made; with `data`, the sheets behind it too."""
    chosen = EDITIONS[edition]
    words, as_of = m.words, m.as_of
    _ = words._
    told = [chapter(m) for chapter in chosen.chapters]
    sections = tuple(_numbered(words, _counted(told) if chosen.renumbered else told))
    parts = outline(sections, m.learning)
    version = _("Edition {number}", number=len(m.learning.issued) + 1)
    title = words.text(m.plan.title)
    day = words.date(words.local(as_of).date(), weekday=False)
    content = ReportContent(
        language=words.lang,
        edition=edition,
        tlp=m.plan.tlp,
        header=_(chosen.header, title=title),
        version=version,
        handling=_handling(words, m.plan.tlp),
        as_of=_("As of {date}", date=day),
        page=_("{page} / {pages}"),
        cover=_cover(m, chosen, title, version, day, _history_text(m, edition, variant, parts)),
        variant=variant,
        sections=sections,
        continued=_("(continued)"),
        gaps=tuple(dict.fromkeys(_gaps(sections))),
        created=datetime.fromtimestamp(as_of / 1000, UTC).strftime("%Y%m%d%H%M%S"),
        subject=words.text(m.plan.scenario.title),
        front=chosen.front,
        sheets=sheets(m) if data else (),
        outline=tuple(parts.items()),
    )
    return chosen.finish(m, content)


def _counted(sections: Iterable[Section]) -> Iterable[Section]:
    """Chapters from 1, appendices from A."""
    numbers, letters = count(1), iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for section in sections:
        yield replace(section, number=next(letters) if section.appendix else str(next(numbers)))


def _numbered(words: Words, sections: Iterable[Section]) -> Iterable[Section]:
    """The chapters with their figures counted through, and with what each shows said beside what it is."""
    numbers = count(1)
    for section in sections:
        blocks: list[Block] = []
        for block in section.blocks:
            if isinstance(block, Figure):
                caption = words._("Figure {number}. {caption}", number=next(numbers), caption=block.caption)
                told = said(block.sort, block.data, words.lang)
                alt = (" " if words.lang == "en" and told else "").join((block.alt, told))
                blocks.append(replace(block, caption=caption, alt=alt))
            else:
                blocks.append(block)
        yield replace(section, blocks=tuple(blocks))


def _handling(words: Words, tlp: str) -> str:
    if tlp == "CLEAR":
        return words._("Exercise document")
    if tlp == "GREEN":
        return words._("Handle with care: within the community")
    return words._("Handle with care: for those concerned only")


def _gaps(sections: Iterable[Section]) -> Iterable[str]:
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Prose) and block.to_write:
                yield block.slot or section.id


def _cover(m: Material, edition: Edition, title: str, version: str, day: str, changed: str) -> Cover:
    _, w, plan = m.words._, m.words, m.plan
    began = m.state.clock.began if m.state is not None else None
    held = w.date(w.local(began).date()) if began is not None else w.date(plan.starts_at.date())
    lines = (
        (_("Date of the exercise"), held),
        (_("Edition"), version),
        (_("As of"), day),
        (_("Prepared by"), on_cover(m, "department") or _("[To be written: department]")),
        (_("Copy number"), _("____ of ____")),
    )
    # An organisation's own report goes to that organisation, whatever is written for the whole.
    listed = "\n".join(plan.distribution) if edition.organisation else on_cover(m, "distribution")
    distribution = tuple(listed.splitlines()) or (_("[To be written: distribution]"),)
    rows: list[tuple[Rich, ...]] = []
    for issued in m.learning.issued:
        when = w.short_date(w.local(issued.at).date())
        rows.append((str(issued.number), when, _("Issued ({language})", language=issued.language), "－", "－"))
    rows.append((str(len(m.learning.issued) + 1), w.short_date(w.local(m.as_of).date()), changed, "－", "－"))
    columns = (
        Column(_("Edition"), 0.8, "centre"), Column(_("Day"), 1.4), Column(_("What changed"), 4.4), Column(_("Prepared"), 1.2, "centre"),
        Column(_("Approved"), 1.2, "centre"),
    )  # fmt: skip
    notice = _(
        "This document reports an exercise. Its events are fictional. It names roles and teams, never persons, and must not"
        " be used to appraise anybody."
    )
    return Cover(
        kind=_(edition.kind),
        title=title,
        subtitle=_(edition.subtitle),
        lines=lines,
        approval_title=_("Approval"),
        approvals=(_("Drafted"), _("Reviewed"), _("Approved")),
        distribution_title=_("Distribution"),
        distribution=tuple(distribution),
        history=Table(columns, tuple(rows), caption=_("Revision history")),
        contents_title=_("Contents"),
        notice=notice,
    )


def on_cover(m: Material, name: str) -> str:
    """What stands on the cover for "department" or "distribution" (a line each): what a person wrote, else the plan's; or ""."""
    written = m.learning.sections.get((f"cover.{name}", m.words.lang))
    if written is not None and written.text.strip():
        lines = [line.strip() for line in written.text.splitlines() if line.strip()]
        return "\n".join(lines) if name == "distribution" else " ".join(lines)
    planned = getattr(m.plan, name)
    return planned if isinstance(planned, str) else "\n".join(planned)


def _history_text(m: Material, edition: str, variant: str, parts: dict[str, str]) -> str:
    """What changed since the last issue of this edition in this language, told from the outlines that the log keeps."""
    _, w = m.words._, m.words
    wanted = (edition, w.lang, variant)
    alike = [one for one in m.learning.issued if (one.edition, one.language, one.variant) == wanted]
    if not alike:
        return _("First edition")
    told = changes(alike[-1].outline, parts)
    named = []
    for what, message in _CHANGED.items():
        names = [one.name for one in told if one.what == what and one.sort != "chapter"]
        if names:
            named.append(_(message, names=w.listed(names)))
    chapters = sum(one.sort == "chapter" for one in told)
    if chapters:
        named.append(w.plural("{n} chapter reworded", "{n} chapters reworded", chapters))
    if not named:
        return _("Nothing changed since edition {number}", number=alike[-1].number)
    return _(
        "Since edition {number}: {changes}",
        number=alike[-1].number,
        changes=("；" if w.lang == "ja" else "; ").join(named),
    )


_CHANGED = {"added": N_("added {names}"), "changed": N_("changed {names}"), "removed": N_("removed {names}")}


__all__ = ["EDITIONS", "Earlier", "Options", "ReportContent", "assemble", "build"]

"""The run sheet: the whole plan on paper, with boxes and lines to write on: an exercise goes on without a computer.

It is made of the plan alone: the same plan gives the same bytes.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from exercise_studio.conduct import saying
from exercise_studio.conduct.describe import body_name
from exercise_studio.design.schedule import earliest, in_order, phase_of, planned_times, who_acts
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.exercise import Organisation, Plan
from exercise_studio.domain.scenario import Branch, Expectation, Inject, ScenarioPhase
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import MINUTE
from exercise_studio.language import N_
from exercise_studio.reporting import labels
from exercise_studio.reporting.document import (
    Block,
    Column,
    Cover,
    Facts,
    Heading,
    PageBreak,
    Points,
    Prose,
    ReportContent,
    Rich,
    Run,
    Section,
    Table,
)
from exercise_studio.reporting.marked import runs_of
from exercise_studio.reporting.wording import Words

BOX: Final = "□"
LINE: Final = "＿＿：＿＿"
_LONG_LINE: Final = "＿" * 6
_MUTED: Final = "#5B636E"
_NAVY: Final = "#08325D"
_MOST_NAMED: Final = 3
_LOG_ROWS: Final = 19


def run_sheet(plan: Plan, *, lang: Lang, organisation: str = "", short: bool = False) -> ReportContent:
    """The sheet for controllers, or for one organisation's sub-controller; `short` without bodies, notes and questions.

    Raises InputError for an organisation that does not take part.
    """
    if organisation and organisation not in plan.organisation_by_id:
        raise InputError(N_("The organisation {name} does not take part."), name=organisation)
    return _Sheet(plan, lang, plan.organisation_by_id.get(organisation), short).content()


class _Sheet:
    """What all chapters of one sheet share."""

    def __init__(self, plan: Plan, lang: Lang, house: Organisation | None, short: bool) -> None:
        self.plan, self.lang, self.house, self.short = plan, lang, house, short
        self.words = Words(lang, plan)
        self.planned = planned_times(plan.scenario)
        self.injects = [i for i in in_order(plan.scenario) if house is None or self._concerns(i, house)]

    def _concerns(self, inject: Inject, house: Organisation) -> bool:
        change = self.plan.adaptations.get(house.id, {}).get(inject.id)
        return self.plan.is_addressed(inject, house.id) and not (change is not None and change.skipped)

    def _(self, msgid: str, /, **params: object) -> str:
        return self.words._(msgid, **params)

    # the document

    def content(self) -> ReportContent:
        """The whole sheet."""
        _, words, plan = self._, self.words, self.plan
        title = words.text(plan.title)
        edition = (
            _("Controller's edition")
            if self.house is None
            else _("Edition for {organisation}", organisation=saying.short_name(words.text(self.house.name)))
        )
        chapters = [
            self._overview(),
            self._script(),
            self._branches(),
            self._contacts(),
            self._observers(),
            self._log(),
        ]
        sections = tuple(
            Section(f"sheet-{name}", str(number), heading, tuple(blocks))
            for number, (name, heading, blocks) in enumerate((c for c in chapters if c[2]), 1)
        )
        day = words.date(plan.starts_at.date())
        columns = (Column(""),)
        cover = Cover(
            kind=_("Run sheet"), title=title, subtitle=edition,
            lines=(("", day), ("", edition), ("", ""), ("", plan.department)), approval_title="", approvals=(),
            distribution_title="", distribution=(), history=Table(columns, ()), contents_title="", notice="",
        )  # fmt: skip
        return ReportContent(
            language=self.lang, edition="run-sheet", tlp=plan.tlp, header=_("Run sheet: {title}", title=title), version=edition,
            handling=_("For controllers and observers, not for players"),
            as_of=_("Plan {hash}, play on {date}", hash=plan.content_hash[:8], date=day),
            page=_("{page} / {pages}"), cover=cover, sections=sections, continued=_("(continued)"),
            created=plan.starts_at.strftime("%Y%m%d%H%M%S"), subject=words.text(plan.scenario.title), front=False,
            mark=_("EXERCISE 演習"),
        )  # fmt: skip

    def wall(self, play: int) -> datetime:
        """The planned wall clock at a moment of play, without pauses."""
        return self.plan.starts_at + timedelta(milliseconds=play)

    def _span(self, start: int, end: int) -> str:
        """From when to when on the wall."""
        return f"{self.words.clock(self.wall(start))}–{self.words.clock(self.wall(end))}"

    def story(self, play: int) -> datetime:
        """The scenario clock that is planned for a moment of play."""
        found = self.plan.scenario.clock.start + timedelta(milliseconds=play)
        for phase in self.plan.scenario.phases:
            if phase.jump is not None and phase.start <= play:
                found = phase.jump.to + timedelta(milliseconds=play - phase.start)
        return found

    # chapters: name, heading, blocks

    def _overview(self) -> tuple[str, str, list[Block]]:
        _, words, plan = self._, self.words, self.plan
        scenario = plan.scenario
        end = self.wall(scenario.duration)
        facts: list[tuple[str, Rich]] = [
            (_("Exercise"), (Run(words.text(plan.title), True),)),
            (_("Planned play"), f"{words.day_and_time(plan.starts_at)}–{words.clock(end)}"),
            (_("Actual start"), _("{line}   Behind plan by ____ min: add this to every planned time.", line=LINE)),
            (_("Scenario clock at T+0"), words.day_and_time(scenario.clock.start)),
            (_("Place"), plan.place or _LONG_LINE * 2),
            (_("Organisations"), words.listed([words.text(o.name) for o in self._houses()[:12]])),
            (_("Facilitator, phone"), _LONG_LINE * 3),
        ]
        if len(self._houses()) > 12:
            facts[5] = (_("Organisations"), words.number(len(self._houses())))
        points = (
            _("Three times stand beside each inject: T+ counts play from the start; the planned wall time; the scenario's time."),
            _("Give the injects in order. Tick the box, write the actual time, and hand out, read or phone the text as it stands."),
            _("An inject with a condition is given only when the condition is true; a contingency inject only when you choose it."),
            _("When the computer fails: write down the time and the last inject given, tell players to go on, and continue from here."),
            _("Afterwards type the actual times and the log page into the program, so that the report has them."),
        )  # fmt: skip
        phases = Table(
            (
                Column(_("Phase"), 3.4), Column("T+", 1.4), Column(_("Planned"), 1.6), Column(_("Scenario"), 1.9),
                Column(_("Injects"), 0.9, "right"), Column(_("Began"), 1.3),
            ),
            tuple(
                (
                    words.text(p.title), f"{saying.t_plus(p.start)}–{p.end // MINUTE}", self._span(p.start, p.end),
                    words.scenario(self.story(p.start)), str(sum(phase_of(scenario, i) == p.id for i in self.injects)), LINE,
                )
                for p in scenario.phases
            ),
            caption=_("Phases"), bold_first=True,
        )  # fmt: skip
        pauses = Table(
            (Column(_("Paused at"), 1), Column(_("Resumed at"), 1), Column(_("Reason"), 4)),
            tuple((LINE, LINE, "") for _number in range(3)),
            caption=_("Pauses and real events"),
            note=_("A real event ends or stops the exercise: say “Exercise stopped, real event” three times and call the facilitator."),
        )  # fmt: skip
        return "overview", _("Times and use"), [Facts(tuple(facts)), Points(points, numbered=True), phases, pauses]

    def _houses(self) -> tuple[Organisation, ...]:
        return self.plan.organisations if self.house is None else (self.house,)

    def _script(self) -> tuple[str, str, list[Block]]:
        _, scenario = self._, self.plan.scenario
        blocks: list[Block] = []
        for phase in scenario.phases:
            mine = [inject for inject in self.injects if phase_of(scenario, inject) == phase.id]
            blocks.append(Heading(self._phase_line(phase)))
            if phase.jump is not None:
                blocks += self._jump(phase)
            if mine:
                blocks.append(self._table(mine))
            else:
                blocks.append(Prose(_("No inject in this phase.")))
        return "script", _("Injects in order"), [*blocks, PageBreak()]

    def _phase_line(self, phase: ScenarioPhase) -> str:
        times = f"{saying.t_plus(phase.start)}  {self._span(phase.start, phase.end)}"
        return self._("{phase} ({times})", phase=self.words.text(phase.title), times=times)

    def _jump(self, phase: ScenarioPhase) -> list[Block]:
        _, words = self._, self.words
        assert phase.jump is not None
        first = _(
            "{box} Time jump: set the scenario clock to {time}. Done at {line}",
            box=BOX,
            time=words.day_and_time(phase.jump.to),
            line=LINE,
        )
        told = runs_of(phase.jump.told.get(self.lang), self.lang)
        return [Prose((Run(first, True, _NAVY),)), Prose((Run(f"{_('Read aloud:')} ", True, _MUTED), *told))]

    def _table(self, injects: list[Inject]) -> Table:
        _ = self._
        columns = (Column(_("Inject and time"), 1.35), Column(_("What is given"), 5.6), Column(_("Record"), 1.35))
        return Table(columns, tuple((self._times(i), self._given(i), self._record(i)) for i in injects))

    def _times(self, inject: Inject) -> Rich:
        _, words = self._, self.words
        play = self.planned[inject.id]
        runs = [Run(f"{BOX} {inject.id}", True, _NAVY)]
        if play is not None:
            runs.append(Run(f"\n{saying.t_plus(play)}", True))
            runs.append(Run(f"\n{words.clock(self.wall(play))}\n"))
            runs.append(Run(_("story {time}", time=words.scenario(self.story(play))), False, _MUTED))
        else:
            runs.append(Run("\n" + _("on its condition"), True))
            soonest = saying.t_plus(earliest(self.plan.scenario, inject))
            runs.append(Run("\n" + _("not before {time}", time=soonest), False, _MUTED))
        if inject.guard == "major":
            runs.append(Run("\n" + _("MAJOR"), True, "#881828"))
        if inject.kind != "normal":
            runs.append(Run("\n" + _(labels.INJECT_KINDS[inject.kind]), True, "#881828"))
        return tuple(runs)

    def _given(self, inject: Inject) -> Rich:
        _, plan, lang = self._, self.plan, self.lang
        house = self.house.id if self.house else ""
        shown = plan.adapted(inject, house or None)
        to = saying.receivers(plan, inject, lang, (house,) if house else ())
        if not to:
            to = _("controllers only") if inject.kind == "information" else _("nobody who takes part")
        runs = [Run(self.words.text(shown.title), True)]
        line = _(
            "{channel} from {sender} to {receivers}",
            channel=_(labels.CHANNELS[inject.channel]), sender=body_name(plan, inject.sender, lang), receivers=to,
        )  # fmt: skip
        runs.append(Run(f"\n{line}", False, _MUTED))
        if inject.tlp and inject.tlp.upper() != plan.tlp:
            runs.append(Run(f"  TLP:{inject.tlp.upper()}", True))
        if inject.when is not None:
            runs += self._titled(_("Condition:"), (Run(self._condition(inject)),), "\n", "#881828")
        if not self.short:
            runs += [Run("\n"), *runs_of(shown.body.get(lang), lang)]
            if inject.attachments:
                names = self.words.listed(
                    [self.words.text(a.title) for a in inject.attachments if a.lang in (None, lang)]
                )
                runs += self._titled(_("Hand out:"), (Run(names),)) if names else []
            if shown.notes is not None:
                runs += self._titled(_("Notes:"), (Run("\n"), *runs_of(shown.notes.get(lang), lang)))
            if inject.prompts:
                questions = "\n".join(f"- {self.words.text(prompt)}" for prompt in inject.prompts)
                runs += self._titled(_("Questions to ask:"), (Run("\n"), *runs_of(questions, lang)))
        if inject.expects:
            expected = [line for expect in inject.expects if (line := self._expected(inject, expect))]
            runs += self._titled(_("Expected:"), (Run("\n" + "\n".join(expected)),)) if expected else []
        return tuple(runs)

    @staticmethod
    def _titled(title: str, runs: tuple[Run, ...], before: str = "\n", colour: str = _NAVY) -> list[Run]:
        return [Run(before), Run(f"{title} ", True, colour), *runs]

    def _condition(self, inject: Inject) -> str:
        assert inject.when is not None
        items = {item.id: item.title for item in self.plan.items.values()}
        name = partial(_name, self.plan, self.lang)
        return saying.sentence(inject.when, self.plan.scenario, items, labels.SECTORS, name, self.lang)

    def _expected(self, inject: Inject, expect: Expectation) -> str:
        _, plan, words = self._, self.plan, self.words
        item = plan.items.get(expect.item)
        house = self.house.id if self.house else None
        teams = who_acts(plan, expect, plan.targets_of(inject, house))
        teams = tuple(team for team in teams if house is None or team.partition("/")[0] == house)
        if house is not None and not teams:
            return ""  # another house's
        names = [self._team(team) for team in teams[:_MOST_NAMED]]
        who = words.listed(names) or "－"
        if len(teams) > _MOST_NAMED:
            who = _("{first} and {n} more", first=who, n=len(teams) - _MOST_NAMED)
        title = words.text(item.title) if item else ""
        play = self.planned[inject.id]
        if expect.within is None:
            return _("{box} {item} {title} ({who})", box=BOX, item=expect.item, title=title, who=who)
        within = words.duration(expect.within)
        if play is None:
            return _(
                "{box} {item} {title} ({who}; within {time})",
                box=BOX,
                item=expect.item,
                title=title,
                who=who,
                time=within,
            )
        by = words.clock(self.wall(play + expect.within))
        return _(
            "{box} {item} {title} ({who}; within {time}, by {clock})",
            box=BOX, item=expect.item, title=title, who=who, time=within, clock=by,
        )  # fmt: skip

    def _team(self, address: str) -> str:
        """A team; with its organisation's short name where there are several."""
        house, team = self.plan.teams[address]
        if len(self._houses()) == 1:
            return self.words.text(team.title)
        short = saying.short_name(self.words.text(house.name))
        return self._("{organisation}: {team}", organisation=short, team=self.words.text(team.title))

    def _record(self, inject: Inject) -> Rich:
        _, plan = self._, self.plan
        runs = [Run(f"{BOX} {_('given')}\n{LINE}")]
        houses = [o for o in self._houses() if plan.is_addressed(inject, o.id)]
        if self.house is None and 1 < len(houses) <= 6 and inject.kind != "information":
            runs += [Run(f"\n{BOX} {saying.short_name(self.words.text(o.name))}") for o in houses]
        runs.append(Run(f"\n{BOX} {_('skipped')}\n{BOX} {_('held')}\n"))
        runs.append(Run(_("Remark:"), False, _MUTED))
        return tuple(runs)

    def _branches(self) -> tuple[str, str, list[Block]]:
        _, words, plan = self._, self.words, self.plan
        mine = {inject.id for inject in self.injects}
        rows: list[tuple[Rich, ...]] = []
        for branch in plan.scenario.branches:
            if self.house is not None and branch.asked_at not in mine:
                continue
            who = (
                body_name(plan, branch.decided_by, self.lang) if branch.decided_by else _("whoever receives the inject")
            )
            said = _("Asked by {inject}. Decided by: {who}", inject=branch.asked_at, who=who)
            asked = (Run(words.text(branch.question), True), Run(f"\n{said}", False, _MUTED))
            for number, option in enumerate(branch.options):
                rows.append(
                    (
                        asked if number == 0 else "",
                        f"{BOX} {words.text(option.text)}",
                        self._then(branch, option.id),
                        LINE,
                    )
                )
        if not rows:
            return "branches", "", []
        columns = (
            Column(_("Decision"), 2.6),
            Column(_("Way"), 2.2),
            Column(_("What you do then"), 3.2),
            Column(_("Decided"), 0.9),
        )
        return "branches", _("Branches"), [
            Prose(_("Players decide; you tick the way that they take. Do not push them to one.")),
            Table(columns, tuple(rows), spanning=1),
        ]  # fmt: skip

    def _then(self, branch: Branch, option: str) -> str:
        """Which injects an option lets come, and which it keeps away."""
        give: list[str] = []
        keep: list[str] = []
        for inject in self.injects:
            calls = (
                [c for c in inject.when.calls() if c.name == "chosen" and c.args[0] == branch.id] if inject.when else []
            )
            if not calls:
                continue
            (give if any(call.args[1] == option for call in calls) else keep).append(inject.id)
        said = []
        if give:
            said.append(self._("Look at the condition of {injects}.", injects=self.words.listed(give)))
        if keep and not give:
            said.append(self._("{injects} rests on another way.", injects=self.words.listed(keep)))
        return "\n".join(said) or self._("Go on in order.")

    def _contacts(self) -> tuple[str, str, list[Block]]:
        _, words = self._, self.words
        senders = {inject.sender for inject in self.injects}
        bodies = [
            m for m in self.plan.scenario.cast if m.kind == "simulated" and (self.house is None or m.id in senders)
        ]
        rows = tuple(
            (
                words.text(m.title), _(labels.CATEGORIES[m.category]) if m.category else "", self._sent_by(m.id), "", "",
            )
            for m in bodies
        )  # fmt: skip
        if not rows:
            return "contacts", "", []
        columns = (
            Column(_("Simulated body"), 2.8), Column(_("Sort"), 1.6), Column(_("Sends"), 1.5), Column(_("Played by"), 1.6),
            Column(_("Phone, mail"), 1.8),
        )  # fmt: skip
        return "contacts", _("Simulated bodies: who plays them, how they are reached"), [
            Prose(_("Players call these numbers instead of the real bodies. Never put a real number here.")),
            Table(columns, rows, bold_first=True), PageBreak(),
        ]  # fmt: skip

    def _sent_by(self, body: str) -> str:
        return self.words.listed([inject.id for inject in self.injects if inject.sender == body]) or "－"

    def _observers(self) -> tuple[str, str, list[Block]]:
        _, words, plan = self._, self.words, self.plan
        blocks: list[Block] = []
        teams = [t for t in plan.teams if self.house is None or t.partition("/")[0] == self.house.id]
        several = len(plan.organisations) > 6 and self.house is None
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for team in teams:
            house, own = plan.teams[team]
            items = plan.items_of(team)
            if not items or (several and (own.kind, items) in seen):
                continue
            seen.add((own.kind, items))
            name = words.text(own.title) if several else body_name(plan, team, self.lang)
            blocks.append(Heading(name))
            codes = words.listed([seat.code for seat in plan.observers if seat.watches(team)][:4]) or _LONG_LINE
            where = _LONG_LINE if several else saying.short_name(words.text(house.name))
            message = _(
                "Organisation: {name}   Observer: {codes}   Date: {line}", name=where, codes=codes, line=_LONG_LINE
            )
            blocks.append(self._marks(items, message))
        if not blocks:
            return "observers", "", []
        key = _(
            "One box an item: ◎ 4 done well, ○ 3 mostly, △ 2 partly, × 1 not done, － 0 not observed. Rate what you saw, and by yourself."
        )
        return "observers", _("Checklist for observers"), [Prose(key), *blocks, PageBreak()]

    def _marks(self, items: tuple[str, ...], caption: str) -> Table:
        _, words = self._, self.words
        rows: list[tuple[Rich, ...]] = []
        for name in items:
            item = self.plan.items.get(name)
            if item is None:
                continue
            title = (Run(f"{'★' if item.critical else ''}{item.id} ", True), Run(words.text(item.title)))
            target = words.duration(item.target.within) if item.target else "－"
            rows.append((title, target, *(BOX for _mark in range(5)), LINE, ""))
        columns = (
            Column(_("Expected action"), 4.2), Column(_("Target"), 0.9),
            *(Column(mark, 0.36, "centre") for mark in ("◎", "○", "△", "×", "－")), Column(_("Seen at"), 0.95),
            Column(_("What was seen"), 2.0),
        )  # fmt: skip
        return Table(columns, tuple(rows), caption=caption)

    def _log(self) -> tuple[str, str, list[Block]]:
        _ = self._
        columns = (
            Column(_("Time"), 1.1),
            Column(_("Team"), 1.6),
            Column(_("What was done, decided or shared, with whom"), 5.4),
            Column(_("Item"), 1.0),
        )
        rows = tuple((LINE, "", "\n", "") for _number in range(_LOG_ROWS))
        return (
            "log",
            _("Log on paper"),
            [Prose(_("Copy this page as often as you need it.")), Table(columns, rows)],
        )


def _name(plan: Plan, lang: Lang, address: str) -> str:
    if "/" in address or address in plan.organisation_by_id or address in plan.scenario.member_by_id:
        return body_name(plan, address, lang)
    titles = {team.kind: team.title.get(lang) for _house, team in plan.teams.values()}
    return titles.get(address, address)  # type: ignore[call-overload, no-any-return]

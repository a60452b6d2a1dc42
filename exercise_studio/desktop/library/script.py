"""A whole scenario as a script to read from the first inject to the last, as HTML for a rich-text view; without Qt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Final

from exercise_studio.design.schedule import earliest, in_order, phase_of, planned_times
from exercise_studio.desktop.library.conditions import sentence
from exercise_studio.desktop.library.prose import inline, prose
from exercise_studio.desktop.library.words import clock, receivers, span, story_time, team_name, who
from exercise_studio.desktop.names import DIFFICULTIES, THREATS
from exercise_studio.domain.errors import KnownError
from exercise_studio.domain.scenario import Branch, Expectation, Inject, Member, Scenario, ScenarioPhase
from exercise_studio.domain.text import Lang, Text
from exercise_studio.journeys.library import load_checklists
from exercise_studio.language import N_, translate
from exercise_studio.reporting.labels import CHANNELS, LAYERS, PILLARS, SECTORS, SYSTEMS

MARKS: Final[dict[Lang, str]] = {"ja": "[EN]", "en": "[JA]"}
KINDS: Final = {"contingency": N_("Contingency: only if needed"), "information": N_("For controllers only")}


@dataclass(frozen=True)
class Script:
    """A scenario with the titles of the checklist items that it asks for."""

    scenario: Scenario
    items: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A line of the contents.

    Attributes:
        anchor: where it leads inside the script.
        number: of an inject; empty for a phase.
        at: play time in milliseconds.
    """

    anchor: str
    number: str
    title: Text
    at: int
    sure: bool = True


def prepare(scenario: Scenario) -> Script:
    """Reads what the script needs besides the scenario; unknown checklists only leave titles out."""
    try:
        lists = load_checklists(scenario.checklists)
    except KnownError:
        return Script(scenario)
    return Script(scenario, {item.id: item.title for checklist in lists for item in checklist.items})


def contents(script: Script) -> list[Place]:
    """What comes before, phases and injects in the order in which they are read, and what comes after."""
    scenario, times = script.scenario, planned_times(script.scenario)
    found = [_heading("cast"), _heading("objectives")]
    for phase in scenario.phases:
        found.append(Place(f"phase-{phase.id}", "", phase.title, phase.start))
        for inject in _of_phase(scenario, phase):
            at = times[inject.id]
            sure = at is not None and inject.kind == "normal" and inject.when is None
            found.append(Place(inject.id, inject.id, inject.title, earliest(scenario, inject), sure))
    present = {"branches": scenario.branches, "standing": scenario.standing, "basis": scenario.basis}
    return found + [_heading(part) for part, what in present.items() if what]


HEADINGS: Final = {
    "cast": N_("Who appears"),
    "objectives": N_("What the exercise is to find out"),
    "branches": N_("Decisions that the scenario waits for"),
    "standing": N_("Observed all through"),
    "basis": N_("What it rests on"),
}


def _heading(part: str) -> Place:
    """A part of the script that is no phase."""
    said = Text(ja=translate("ja", HEADINGS[part]), en=translate("en", HEADINGS[part]))
    return Place(part, "", said, 0)


def _of_phase(scenario: Scenario, phase: ScenarioPhase) -> list[Inject]:
    return [inject for inject in in_order(scenario) if phase_of(scenario, inject) == phase.id]


def css(ink: Mapping[str, str]) -> str:
    """The style sheet of the document, from theme tokens to colours."""
    return f"""
body, p, li, td, th {{ color: {ink["ink.text"]}; line-height: 150%; }}
p {{ margin-top: 0; margin-bottom: 7px; }}
ul, ol {{ margin-top: 0; margin-bottom: 7px; margin-left: 0; -qt-list-indent: 1; }}
li {{ margin-bottom: 3px; }}
h1 {{ font-size: x-large; font-weight: bold; margin-top: 4px; margin-bottom: 6px; line-height: 140%; }}
h2 {{ font-size: large; font-weight: bold; margin-top: 34px; margin-bottom: 6px; color: {ink["accent.fill"]}; }}
h3 {{ font-size: large; font-weight: bold; margin-top: 2px; margin-bottom: 4px; line-height: 140%; }}
h4 {{ font-size: medium; font-weight: bold; margin-top: 12px; margin-bottom: 3px; color: {ink["ink.muted"]}; }}
.muted, .muted li {{ color: {ink["ink.muted"]}; }}
.number {{ font-weight: bold; color: {ink["accent.fill"]}; }}
.flag {{ font-weight: bold; color: {ink["danger.fill"]}; }}
table.box {{ background-color: {ink["ground.surface"]}; margin-top: 6px; margin-bottom: 8px; }}
table.told {{ background-color: {ink["accent.soft"]}; margin-top: 4px; margin-bottom: 8px; }}
table.told td, table.told p, table.told li {{ color: {ink["accent.on_soft"]}; }}
table.grid {{ border-collapse: collapse; border: 1px solid {ink["line.divider"]}; margin-top: 2px; margin-bottom: 8px; }}
table.grid td, table.grid th {{ border: 1px solid {ink["line.divider"]}; padding: 4px; }}
table.grid th {{ color: {ink["ink.muted"]}; font-weight: bold; text-align: left; }}
table.head {{ margin-top: 26px; margin-bottom: 0; border-top: 1px solid {ink["line.border"]}; }}
table.head td {{ padding-top: 8px; }}
code {{ color: {ink["ink.muted"]}; }}
"""


class Writer:
    """Writes the script in one language."""

    def __init__(self, script: Script, lang: Lang) -> None:
        self.script, self.scenario, self.lang = script, script.scenario, lang
        self.comma = "、" if lang == "ja" else ", "

    def html(self) -> str:
        """The whole document."""
        parts = [*self._front(), *self._cast(), *self._objectives()]
        for number, phase in enumerate(self.scenario.phases, 1):
            parts += self._phase(number, phase)
        parts += [*self._branches(), *self._standing(), *self._basis()]
        return f"<html><body>{''.join(parts)}</body></html>"

    def _t(self, message: str, **params: object) -> str:
        return escape(translate(self.lang, message, **params), quote=False)

    def _said(self, text: Text) -> str:
        """A short text of the script; the other language, marked, where this one is missing."""
        said = inline(text.get(self.lang))
        return f"{said} {MARKS[self.lang]}" if text.missing(self.lang) else said

    def _h2(self, part: str) -> str:
        return f'<h2><a name="{part}">{self._t(HEADINGS[part])}</a></h2>'

    def _prose(self, text: Text) -> str:
        said = prose(text.get(self.lang))
        return f"<p>{MARKS[self.lang]}</p>{said}" if text.missing(self.lang) else said

    def _list(self, lines: list[str]) -> str:
        return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>" if lines else ""

    def _join(self, names: Iterator[str] | list[str]) -> str:
        return self.comma.join(names)

    # before the first inject

    def _front(self) -> Iterator[str]:
        s = self.scenario
        yield f"<h1>{self._said(s.title)}</h1>"
        facts = [
            self._join([self._t(SECTORS.get(code, code)) for code in s.sectors]),
            self._join([self._t(THREATS.get(code, code)) for code in s.threats]),
            self._t(DIFFICULTIES.get(s.level, s.level)),
            self._t(N_("Playing time {time}"), time=clock(s.duration)),
            self._t(N_("As of {day}"), day=s.as_of.isoformat()),
        ]
        yield f'<p class="muted">{" · ".join(facts)}</p>'
        yield self._prose(s.summary)

    def _cast(self) -> Iterator[str]:
        players = [member for member in self.scenario.cast if member.kind == "player"]
        others = [member for member in self.scenario.cast if member.kind == "simulated"]
        yield self._h2("cast")
        for member in players:
            yield self._player(member)
        if others:
            yield f"<h4>{self._t(N_('Roles played by controllers'))}</h4>"
            yield f'<p class="muted">{self._join([self._said(member.title) for member in others])}</p>'

    def _player(self, member: Member) -> str:
        sector = self._t(SECTORS.get(member.sector or "", member.sector or ""))
        teams = self._join([escape(team_name(kind, self.lang)) for kind in member.teams])
        line = f'<p><b>{self._said(member.title)}</b> <span class="muted">({sector}) {teams}</span></p>'
        return line + (self._prose(member.about) if member.about else "")

    def _objectives(self) -> Iterator[str]:
        yield self._h2("objectives")
        yield self._list(
            [
                f'<span class="number">{escape(aim.id)}</span> {self._said(aim.text)} '
                f'<span class="muted">({escape(aim.pillar)} {self._t(PILLARS[aim.pillar])})</span>'
                for aim in self.scenario.objectives
            ]
        )
        decisions = self.scenario.layer_decisions
        if decisions:
            yield f"<h4>{self._t(N_('Decisions by layer'))}</h4>"
            yield self._list(
                [
                    f"<b>{self._t(LAYERS[one.layer])}</b> {self._said(one.text)} "
                    f'<span class="muted">({escape(one.inject)})</span>'
                    for one in decisions
                ]
            )

    # phases and injects

    def _phase(self, number: int, phase: ScenarioPhase) -> Iterator[str]:
        when = f"T+{clock(phase.start)} – T+{clock(phase.end)}"
        title = f"{number}. {self._said(phase.title)}"
        yield f'<h2><a name="phase-{escape(phase.id)}">{title}</a>&nbsp;&nbsp;<span class="muted">{when}</span></h2>'
        if phase.jump is not None:
            at = f"{phase.jump.to.month}/{phase.jump.to.day} {phase.jump.to:%H:%M}"
            yield f"<h4>{self._t(N_('Time jump to {time}; the players are told:'), time=at)}</h4>"
            yield _box(self._prose(phase.jump.told), "told")
        for inject in _of_phase(self.scenario, phase):
            yield from self._inject(inject)

    def _inject(self, inject: Inject) -> Iterator[str]:
        yield self._head(inject)
        yield f"<h3>{self._said(inject.title)}</h3>"
        sender = self._t(N_("From: {sender}"), sender=who(self.scenario, inject.sender, self.lang))
        to = self._t(N_("To: {receivers}"), receivers=receivers(self.scenario, inject.to, self.lang))
        yield f'<p class="muted">{sender}<br>{to}</p>'
        yield from self._when(inject)
        yield _box(self._prose(inject.body), "box")
        yield from self._attachments(inject)
        if inject.notes is not None:
            yield f"<h4>{self._t(N_('Notes for the controller'))}</h4>{self._prose(inject.notes)}"
        if inject.prompts:
            yield f"<h4>{self._t(N_('Questions to the room'))}</h4>"
            yield self._list([self._said(prompt) for prompt in inject.prompts])
        if inject.expects:
            yield f"<h4>{self._t(N_('Expected actions'))}</h4>"
            yield "".join(self._expected(expect) for expect in inject.expects)

    def _head(self, inject: Inject) -> str:
        at = planned_times(self.scenario)[inject.id]
        early = earliest(self.scenario, inject)
        time = f"T+{clock(at)}" if at is not None else self._t(N_("from T+{time}"), time=clock(early))
        left = (
            f'<a name="{escape(inject.id)}"><span class="number">{escape(inject.id)}</span></a>&nbsp;&nbsp; <b>{time}</b>&nbsp;&nbsp; '
            f'<span class="muted">{story_time(self.scenario, early)}</span>'
        )
        flags = [self._t(KINDS[inject.kind])] if inject.kind in KINDS else []
        if inject.guard == "major":
            flags.append(self._t(N_("Major: armed before it is fired")))
        right = [self._t(CHANNELS[inject.channel]), self._t(SYSTEMS[inject.system]), inject.objective or ""]
        right += [f"TLP:{inject.tlp.upper()}" if inject.tlp else ""]
        shown = " · ".join(part for part in right if part and part != "－")
        flag = f'<span class="flag">{" · ".join(flags)}</span>&nbsp;&nbsp; ' if flags else ""
        return (
            f'<table class="head" width="100%" cellspacing="0" cellpadding="0"><tr><td>{left}</td>'
            f'<td align="right">{flag}<span class="muted">{shown}</span></td></tr></table>'
        )

    def _when(self, inject: Inject) -> Iterator[str]:
        """What an inject hangs on, in words, and the condition as the file has it."""
        if inject.after is not None:
            other = self.scenario.inject_by_id.get(inject.after.inject)
            name = f"{inject.after.inject} {other.title.get(self.lang)}" if other else inject.after.inject
            message = N_("Comes {time} after {inject}.")
            yield f"<p>{self._t(message, time=span(inject.after.delay, self.lang), inject=name)}</p>"
        if inject.when is not None:
            said = sentence(inject.when, self.scenario, self.script.items, self.lang)
            yield f"<p>{self._t(N_('Comes only if: {condition}'), condition=said)}<br>"
            yield f"<code>{escape(inject.when.text)}</code></p>"

    def _attachments(self, inject: Inject) -> Iterator[str]:
        files = [file for file in inject.attachments if file.lang in (None, self.lang)]
        if files:
            yield f"<h4>{self._t(N_('Attachments'))}</h4>"
            yield self._list(
                [
                    f'{self._said(file.title)} <span class="muted">{escape(file.file.removeprefix("attachments/"))}</span>'
                    for file in files
                ]
            )

    def _expected(self, expect: Expectation) -> str:
        title = self.script.items.get(expect.item)
        what = f'<span class="number">{escape(expect.item)}</span> {self._said(title) if title else ""}'
        terms = [escape(who(self.scenario, expect.by, self.lang))] if expect.by else []
        if expect.within is not None:
            terms.append(self._t(N_("within {time}"), time=span(expect.within, self.lang)))
        by = f'<span class="muted"> ({" · ".join(terms)})</span>' if terms else ""
        return f'<p>{what}{by}<br><span class="muted">{self._said(expect.why)}</span></p>'

    # after the last inject

    def _branches(self) -> Iterator[str]:
        if self.scenario.branches:
            yield self._h2("branches")
        for branch in self.scenario.branches:
            yield self._branch(branch)

    def _branch(self, branch: Branch) -> str:
        by = f" · {escape(who(self.scenario, branch.decided_by, self.lang))}" if branch.decided_by else ""
        asked = self._t(N_("asked with {inject}"), inject=branch.asked_at)
        options = []
        for option in branch.options:
            then = [
                inject.id
                for inject in self.scenario.injects
                if inject.when
                for call in inject.when.calls()
                if call.name == "chosen" and call.args == (branch.id, option.id)
            ]
            leads = f' <span class="muted">→ {escape(self._join(list(dict.fromkeys(then))))}</span>' if then else ""
            options.append(f"{self._said(option.text)}{leads}")
        return (
            f'<p><b>{self._said(branch.question)}</b> <span class="muted">({asked}{by})</span></p>{self._list(options)}'
        )

    def _standing(self) -> Iterator[str]:
        if self.scenario.standing:
            yield self._h2("standing")
            lines = []
            for item in self.scenario.standing:
                title = self.script.items.get(item)
                lines.append(f'<span class="number">{escape(item)}</span> {self._said(title) if title else ""}')
            yield self._list(lines)

    def _basis(self) -> Iterator[str]:
        basis = self.scenario.basis
        if basis is None:
            return
        yield self._h2("basis")
        if basis.note is not None:
            yield self._prose(basis.note)
        yield self._list(
            [
                f"{escape(one.date)} {self._said(one.what)} <span class='muted'>{escape(one.source)}</span>"
                for one in basis.precedents
            ]
        )


def _box(inner: str, look: str) -> str:
    """A text on a ground of its own."""
    return f'<table class="{look}" width="100%" cellspacing="0" cellpadding="12"><tr><td>{inner}</td></tr></table>'

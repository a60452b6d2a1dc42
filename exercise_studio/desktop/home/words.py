"""How the home page names the codes of exercises and scenarios."""

from typing import Any, Final

from exercise_studio.desktop import formats, texts
from exercise_studio.desktop.widgets.tables import Column
from exercise_studio.language import N_, _
from exercise_studio.reporting.labels import SECTORS

PHASES: Final = {
    "draft": N_("In preparation"),
    "running": N_("Running"),
    "paused": N_("Paused"),
    "debrief": N_("Over, to be evaluated"),
}
LEVELS: Final = {
    "introductory": N_("Introductory"),
    "standard": N_("Standard"),
    "advanced": N_("Advanced"),
}
THREATS: Final = {
    "cyber_attack": N_("Cyber attack"),
    "natural_disaster": N_("Natural disaster"),
    "mismanagement": N_("Faulty operation"),
}


def sectors(codes: tuple[str, ...], most: int = 0) -> str:
    """Names of sectors in a row; with `most` the rest are counted."""
    names = [_(SECTORS.get(code, code)) for code in codes]
    if most and len(names) > most:
        return _("{names} and {n} more", names=formats.listed(names[:most]), n=len(names) - most)
    return formats.listed(names)


def threats(codes: tuple[str, ...]) -> str:
    """Names of threats in a row."""
    return formats.listed([_(THREATS.get(code, code)) for code in codes])


def _phase_ink(card: Any) -> str | None:
    return "accent.fill" if card.phase in ("running", "paused") else None


def _last_change(card: Any) -> str:
    return formats.moment(card.last_change) if card.last_change else "–"


EXERCISE_COLUMNS: Final = (
    Column(
        N_("Exercise"), lambda c: texts.authored(c.title), width=0, least=320, tip=lambda c: texts.authored(c.title)
    ),
    Column(N_("Sectors"), lambda c: sectors(c.sectors, 2), tip=lambda c: sectors(c.sectors), width=180, optional=2),
    Column(N_("State"), lambda c: _(PHASES[c.phase]), ink=_phase_ink),
    Column(N_("Planned for"), lambda c: formats.moment(c.starts_at), value=lambda c: c.starts_at, optional=1),
    Column(N_("Last change"), _last_change, value=lambda c: c.last_change or c.starts_at, optional=3),
    Column(N_("TLP"), lambda c: c.tlp, optional=4),
)


def _of(card: Any, read: Any) -> str:
    """A damaged scenario has nothing to show but its name."""
    return read(card.scenario) if card.scenario is not None else "–"


def scenario_title(card: Any) -> str:
    """The title, or the folder's name where the files cannot be read."""
    return texts.authored(card.scenario.title) if card.scenario is not None else card.id


SCENARIO_COLUMNS: Final = (
    Column(N_("Scenario"), scenario_title, width=0, least=320, tip=scenario_title),
    Column(
        N_("Sectors"),
        lambda c: _of(c, lambda s: sectors(s.sectors, 2)),
        tip=lambda c: _of(c, lambda s: sectors(s.sectors)),
        width=180,
        optional=1,
    ),
    Column(N_("Threat"), lambda c: _of(c, lambda s: threats(s.threats)), optional=3),
    Column(N_("Difficulty"), lambda c: _of(c, lambda s: _(LEVELS.get(s.level, s.level))), optional=2),
    Column(N_("Injects"), lambda c: _of(c, lambda s: str(len(s.injects))), number=True),
    Column(
        N_("Playing time"),
        lambda c: _of(c, lambda s: formats.length(s.duration)),
        value=lambda c: c.scenario.duration if c.scenario else 0,
    ),
)

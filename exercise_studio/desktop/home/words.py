"""How the home page names the codes of exercises."""

from typing import Any, Final

from exercise_studio.desktop import formats, texts
from exercise_studio.desktop.library.words import sectors
from exercise_studio.desktop.widgets.tables import Column
from exercise_studio.language import N_, _

PHASES: Final = {
    "draft": N_("In preparation"),
    "running": N_("Running"),
    "paused": N_("Paused"),
    "debrief": N_("Over, to be evaluated"),
}


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

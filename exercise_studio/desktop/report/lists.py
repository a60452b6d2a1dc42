"""The two lists beside the pages: the chapters with their states, and what is to be looked at."""

from typing import Final

from exercise_studio.desktop.report.outline import Check, Part, heading, telling
from exercise_studio.desktop.widgets.tables import Column, RowsModel
from exercise_studio.language import N_, _

GLYPHS: Final = {"missing": "⚠", "written": "✎", "drafted": "☑", "filled": "☑"}
SAID: Final = {
    "missing": N_("Something must still be written"),
    "written": N_("Written by you"),
    "drafted": N_("Drafted from the log"),
    "filled": N_("Filled from plan and log"),
}
CHECK_GLYPHS: Final = {"gap": "✎", "person": "@", "number": "#", "glyph": "〓"}


def chapters_model() -> RowsModel:
    """Rows are Parts."""
    return RowsModel(
        (
            Column(N_("Chapter"), heading, width=0, tip=_tip),
            Column(N_("State"), _glyph, width=66, tip=_tip, ink=_ink),
            Column(N_("Page"), _page, width=66, number=True),
        )
    )


def checks_model() -> RowsModel:
    """Rows are Checks."""
    return RowsModel(
        (
            Column("", _check_glyph, width=34),
            Column(N_("What is to be looked at"), telling, width=0, tip=telling),
            Column(N_("Page"), _check_page, width=66, number=True),
        )
    )


def _glyph(part: Part) -> str:
    mark = GLYPHS[part.state]
    if part.checks and part.state != "missing":
        mark = f"{mark} ⚠"
    return f"{mark} {len(part.checks)}" if part.checks else mark


def _ink(part: Part) -> str | None:
    return "danger.fill" if part.checks else "ink.muted"


def _tip(part: Part) -> str:
    return "\n".join([heading(part), _(SAID[part.state]), *(telling(check) for check in part.checks)])


def _page(part: Part) -> str:
    return str(part.page + 1) if part.page >= 0 else ""


def _check_glyph(check: Check) -> str:
    return CHECK_GLYPHS[check.sort]


def _check_page(check: Check) -> str:
    return str(check.place.page + 1) if check.place is not None else ""

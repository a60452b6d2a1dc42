"""How windows call codes that more than one of them shows, in the words of the source document."""

from typing import Final

from exercise_studio.language import N_

DIFFICULTIES: Final = {
    "introductory": N_("Introductory"),
    "standard": N_("Standard"),
    "advanced": N_("Advanced"),
}
THREATS: Final = {
    "cyber_attack": N_("Cyber attack"),
    "natural_disaster": N_("Natural disaster"),
    "mismanagement": N_("Mismanagement"),
}

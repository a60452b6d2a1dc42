"""Every check that a scenario can fail says what to do about it."""

import re
from pathlib import Path

from exercise_studio.design import quality_checks, scenario_checks
from exercise_studio.design.advice import ADVICE, advice
from exercise_studio.journeys import checking

CALL = re.compile(
    r"\b(?:_error|_warning|_warn|Problem)\(\s*(?:\"(?:error|warning)\",\s*)?\"(?!error|warning)([a-z-]+)\""
)


def test_every_check_of_a_scenario_has_its_advice_and_no_advice_is_left_over() -> None:
    modules = (scenario_checks, quality_checks, checking)
    found = {check for module in modules for check in CALL.findall(Path(module.__file__ or "").read_text("utf-8"))}
    assert len(found) > 20
    # What reading the files finds: exchange/.
    assert set(ADVICE) == found | {"shape", "attachment"}
    assert advice("no such check") == ""

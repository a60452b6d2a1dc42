"""What to do about each kind of problem that the checks of scenarios find: one sentence a check."""

from typing import Final

from exercise_studio.language import N_

_REFERENCES: Final = N_("Correct the id, or add what it names.")
ADVICE: Final = {
    "shape": N_("Correct this line in the file; the guide to scenario files says what may stand there."),
    "checklist": N_("Correct the name under “checklists”, or put that checklist into your checklists folder."),
    "attachment": N_("Put the file into the scenario's attachments folder, or take the attachment out of the inject."),
    "unused-attachment": N_("Attach it to an inject, or delete the file."),
    "phase-order": N_("Let each phase begin where the one before ends."),
    "jump-backwards": N_("Give the jump a moment later than the story has reached by then."),
    "duration": N_("Let the last phase end when the scenario does."),
    "unknown-sender": _REFERENCES,
    "unknown-receiver": _REFERENCES,
    "unknown-objective": _REFERENCES,
    "unknown-inject": _REFERENCES,
    "unknown-phase": _REFERENCES,
    "unknown-branch": _REFERENCES,
    "unknown-body": _REFERENCES,
    "unknown-item": _REFERENCES,
    "outside": N_("Move the inject, or lengthen the phase."),
    "contingency-without-condition": N_("Say with “when” what it waits for."),
    "never": N_("Take the inject itself out of its condition."),
    "never-true": N_("Loosen the condition: its parts exclude one another."),
    "branch-without-effect": N_("Let an inject depend on it with “chosen”, or take the branch out."),
    "missing-translation": N_("Write the text in the other language as well."),
    "missing-mark": N_("Begin the text with 【演習】 and [EXERCISE], so that nobody takes it for real."),
    "untested-objective": N_("Let an inject test it, or take the objective out."),
    "idle-team": N_("Give the team an inject in that time, or leave it out of the cast."),
    "crowded-team": N_("Spread the injects, or send some to another team."),
    "no-executive-decision": N_("Add a decision that only the executives can take."),
    "few-prompts": N_("Write at least two questions that a facilitator can put to the room."),
    "no-notes": N_("Tell the controller how to play it and what to watch for."),
    "uneven-languages": N_("Compare the two texts and say in both what one of them leaves out."),
    "controllers-word": N_("Say it in the sender's own words, or move it to the notes."),
    "real-organisation": N_("Use a fictional name; real cases belong under “basis”."),
    "portfolio-threats": N_("Add a scenario with that threat."),
    "portfolio-sectors": N_("Add a scenario of that sector."),
}


def advice(check: str) -> str:
    """The message that says what to do about a check's problem; empty where there is none."""
    return ADVICE.get(check, "")

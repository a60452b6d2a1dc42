"""Acts of the room that are more than one entry: each runs on the database thread and shares one transaction."""

from exercise_studio.domain.log import ChangeSet
from exercise_studio.journeys import conducting
from exercise_studio.journeys.session import Session


def recall(session: Session, inject: str, reason: str = "") -> ChangeSet:
    """Takes an inject back from everybody who has it: one entry for all, or one for each organisation it was sent to."""
    state = session.state
    if state.inject_state(inject).status == "fired":
        return conducting.recall(session, inject, reason=reason)
    houses = [house for house, own in state.organisations.items() if inject in own.injects]
    fired = [house for house in houses if state.inject_state(inject, house).status == "fired"]
    if not fired:
        return conducting.recall(session, inject, reason=reason)
    with session.together():
        for house in fired:
            conducting.recall(session, inject, organisation=house, reason=reason)
    return conducting.committed(session)

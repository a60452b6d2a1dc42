"""Round trips between an organisation and the bodies outside it."""

from exercise_studio.conduct.run import fold
from exercise_studio.domain import payloads as p
from exercise_studio.evaluation.chronicle import chronicle
from exercise_studio.evaluation.exchanges import RoundTrip, round_trips
from tests.plans import entry, minutes, plan


def shared(sender: str, receiver: str, at: float) -> object:
    return entry(p.InformationShared(sender=sender, receiver=receiver, means="mail", content="第一報"), minutes(at))


def test_what_went_out_and_what_came_back_is_counted_for_each_pair() -> None:
    of = plan()
    first, second, back = (
        shared("alpha/csirt", "maker", 5), shared("alpha/executives", "maker", 9), shared("maker", "alpha", 20),
    )  # fmt: skip
    log = [
        entry(p.RunStarted(mode="live", plan_hash=""), 0),
        entry(p.InjectFired(inject="I01"), minutes(1)),
        first,
        second,
        entry(p.ReceiptConfirmed(shared=first.id, by="maker"), minutes(8)),
        back,
        entry(p.ReceiptConfirmed(shared=back.id, by="alpha/csirt"), minutes(26)),
        shared("alpha/csirt", "alpha/executives", 30),
        shared("gamma/operations", "alpha", 40),
    ]
    state = fold(of, "run", log)
    found = round_trips(of, state, chronicle(of, "run", log))
    assert found[0] == RoundTrip("alpha", "maker", 1, 2, 1, minutes(3), 1, 1, minutes(5))
    # Between two organisations the sender's side is told; inside one nothing is.
    assert [(one.organisation, one.body, one.sent) for one in found] == [("alpha", "maker", 2), ("gamma", "alpha", 1)]
    assert found[1].wait is None

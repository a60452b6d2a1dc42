"""The cascade between sectors, against its defining properties and a case worked out by hand."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercise_studio import paths
from exercise_studio.conduct.cascade import cascade
from exercise_studio.domain.reference import Dependencies
from exercise_studio.exchange.yaml_files import read_model

SHIPPED = read_model(paths.resources("reference", "dependencies.yaml"), Dependencies, cache=False)


def two(impact: float, loss: float, lag: float) -> Dependencies:
    """Water needs power, and nothing else needs anything."""
    text = {"ja": "推定", "en": "estimate"}
    edge: dict[str, Any] = {
        "dependent": "water", "provider": "power", "time_to_impact_h": impact, "max_loss": loss, "estimate": True,
        "precedent": False, "confidence": "low", "rationale": text,
    }  # fmt: skip
    return SHIPPED.model_copy(
        update={"edges": (type(SHIPPED.edges[0]).model_validate(edge),), "recovery_lag_h": {"power": 1, "water": lag}}
    )


def test_a_whole_stop_empties_the_buffer_first_and_then_pulls_down_by_max_loss() -> None:
    """Four hours of buffer, then the effect rises for two (tau = 4 / 2) until 60 % is lost."""
    found = cascade(two(4, 0.6, 2), lambda sector, hour: 0.0 if sector == "power" else 1.0, 10)
    assert found.level("water", 3.5) == 1.0
    assert found.level("water", 9) == pytest.approx(0.4)
    reached = found.reached("water", 0.999)
    assert reached is not None
    assert 4.0 <= reached <= 4.5
    assert found.spread[0][0] == "power"
    assert found.spread[1][0] == "water"
    assert found.spread[1][2] == "power"


def test_it_falls_at_once_and_recovers_by_its_lag() -> None:
    """After the power's own return (own level 1 again) water gains at most step / lag: half an hour of a two-hour lag is a quarter."""
    found = cascade(two(1, 1.0, 2), lambda sector, hour: 0.0 if sector == "power" and hour < 6 else 1.0, 12)
    down = min(found.levels["water"])
    assert down < 0.05
    for before, after in zip(found.levels["water"], found.levels["water"][1:], strict=False):
        assert after - before <= (1 / 6) / 2 + 1e-9
    assert found.level("water", 12) == pytest.approx(1.0, abs=0.2)


def test_without_an_outage_everything_stays_whole() -> None:
    found = cascade(SHIPPED, lambda sector, hour: 1.0, 48)
    assert all(level == 1.0 for levels in found.levels.values() for level in levels)
    assert found.spread == ()


outages = st.dictionaries(st.sampled_from(sorted(SHIPPED.recovery_lag_h)), st.floats(0, 1), max_size=4)


@settings(max_examples=25, deadline=None)
@given(first=outages, deeper=st.floats(0, 0.5))
def test_a_deeper_outage_never_helps_anybody(first: dict[str, float], deeper: float) -> None:
    mild = cascade(SHIPPED, lambda sector, hour: first.get(sector, 1.0), 24)
    worse = cascade(SHIPPED, lambda sector, hour: max(0.0, first[sector] - deeper) if sector in first else 1.0, 24)
    for sector, levels in mild.levels.items():
        assert all(
            0.0 <= low <= high + 1e-9 <= 1.0 + 1e-9 for high, low in zip(levels, worse.levels[sector], strict=True)
        )


@settings(max_examples=10, deadline=None)
@given(levels=outages)
def test_half_the_step_tells_nearly_the_same(levels: dict[str, float]) -> None:
    coarse = cascade(SHIPPED, lambda sector, hour: levels.get(sector, 1.0), 24)
    fine = cascade(SHIPPED, lambda sector, hour: levels.get(sector, 1.0), 24, step_h=1 / 12)
    for sector in levels:
        for hour in (1, 6, 12, 24):
            assert fine.level(sector, hour) == pytest.approx(coarse.level(sector, hour), abs=0.2)


def test_power_gone_reaches_railways_before_hospitals() -> None:
    """The order that the trial of the data found plausible (DOMAIN.md, 5)."""
    found = cascade(SHIPPED, lambda sector, hour: 0.0 if sector == "power" else 1.0, 24)
    order = [sector for sector, _, _ in found.spread]
    assert order.index("railway") < order.index("medical")
    assert found.level("medical", 6) == 1.0
    assert found.level("railway", 6) < 0.2

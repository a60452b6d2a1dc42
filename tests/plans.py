"""A small plan with one of everything that a run can meet, entries made by hand, and ways to change the plan's text."""

from copy import deepcopy
from itertools import count
from typing import Any

from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import Entry
from exercise_studio.domain.payloads import Payload
from exercise_studio.domain.scenario import Scenario
from exercise_studio.domain.times import MINUTE, SECOND, Instant


def both(ja: str, en: str) -> dict[str, str]:
    """A text in both languages."""
    return {"ja": ja, "en": en}


def inject(id: str, **said: Any) -> dict[str, Any]:  # noqa: A002  the field's name
    """An inject as a file has it."""
    usual = {
        "id": id, "type": "tech", "channel": "mail", "from": "maker", "to": ["terminal"], "system": "it",
        "title": both(f"状況{id}", f"Inject {id}"), "body": both("【演習】通知", "EXERCISE notice"),
    }  # fmt: skip
    if "at" not in said and "after" not in said and "when" not in said:
        usual["at"] = "0m"
    return usual | said


def item(id: str, *layers: str, **said: Any) -> dict[str, Any]:  # noqa: A002  the field's name
    """A checklist item as a file has it."""
    title = both(f"項目{id}", f"Item {id}")
    return {"id": id, "phase": "act", "pillar": "P1", "layers": list(layers), "title": title} | said


CHECKLIST: dict[str, Any] = {
    "format": "exercise-studio/checklist/1", "id": "small", "version": "1", "title": both("確認表", "Checklist"),
    "scale": [{"value": 4, "glyph": "◎", "title": both("達成", "done")}],
    "phases": [{"id": "act", "title": both("対応", "Response")}],
    "items": [
        item("DET-01", "SYS", target={"within": "10m", "from": "detection"}),
        item("DEC-01", "EXEC", critical=True),
        item("INF-01", "PR", "EXEC"),
        item("OPS-01", "BIZ"),
    ],
}  # fmt: skip

SCENARIO: dict[str, Any] = {
    "format": "exercise-studio/scenario/1", "id": "small", "title": both("港の一日", "A day at the port"),
    "summary": both("概要", "Summary"), "as_of": "2026-04-01", "level": "standard", "sectors": ["port", "logistics"],
    "threats": ["cyber_attack"], "duration": "60m", "clock": {"start": "2026-07-04T06:30"}, "checklists": ["small"],
    "cast": [
        {"id": "terminal", "kind": "player", "sector": "port", "title": both("港運", "Terminal"), "teams": ["executives", "csirt"]},
        {"id": "carrier", "kind": "player", "sector": "logistics", "title": both("運送", "Carrier"), "teams": ["operations"]},
        {"id": "maker", "kind": "simulated", "category": "supplier", "title": both("保守会社", "Maker")},
    ],
    "phases": [
        {"id": "first", "title": both("初動", "First"), "from": "0m", "to": "30m"},
        {"id": "later", "title": both("翌日", "Later"), "from": "30m", "to": "60m",
         "jump": {"to": "2026-07-05T09:00", "told": both("翌朝です。", "The next morning.")}},
    ],
    "objectives": [{"id": "O1", "text": both("検証", "Find out"), "pillar": "P1", "items": ["DEC-01"]}],
    "standing": ["OPS-01"],
    "outages": [{"sector": "port", "share": 0.5, "level": 0.2, "from": "0m", "to": "40m"}],
    "injects": [
        inject("I01", at="0m", to=["all"], expects=[{"item": "DET-01", "within": "20m", "why": both("理由", "Why")}]),
        inject("I02", at="10m", to=["terminal/executives"], expects=[{"item": "DEC-01", "why": both("理由", "Why")}]),
        inject("I03", after={"inject": "I02", "delay": "5m"}, to=["carrier"]),
        inject("I04", at="40m", to=["all"], guard="major"),
        inject("C01", kind="contingency", when="late(DET-01)", to=["terminal/csirt"]),
        inject("C02", kind="contingency", when="chosen(stop-gates, stop)", to=["all"]),
        inject("N01", kind="information", at="20m", to=["maker"], body=both("進行用", "For controllers")),
    ],
    "branches": [
        {"id": "stop-gates", "asked_at": "I02", "question": both("止めるか", "Stop?"),
         "options": [{"id": "stop", "text": both("止める", "Stop")}, {"id": "go-on", "text": both("続ける", "Go on")}]},
    ],
}  # fmt: skip


def house(id: str, slot: str, sector: str, *teams: str) -> dict[str, Any]:  # noqa: A002  the field's name
    """An organisation as a file has it."""
    made = [{"kind": kind, "title": both(f"班{kind}", f"Team {kind}")} for kind in teams]
    return {"id": id, "name": both(f"社{id}", f"Company {id}"), "sector": sector, "slot": slot, "teams": made}


PLAN: dict[str, Any] = {
    "title": both("港湾演習", "Port exercise"), "starts_at": "2026-07-04T13:30", "as_of": "2026-07-01",
    "scenario": SCENARIO, "checklists": [CHECKLIST],
    "organisations": [
        house("alpha", "terminal", "port", "executives", "csirt"),
        house("beta", "terminal", "port", "executives", "csirt"),
        house("gamma", "carrier", "logistics", "operations"),
    ],
    "observers": [{"code": "OB1", "scope": ["alpha"]}, {"code": "OB2"}],
    "assignments": {
        "terminal/executives": ["DEC-01", "INF-01"], "terminal/csirt": ["DET-01"], "carrier/operations": ["OPS-01"],
    },
}  # fmt: skip


def plan(**said: Any) -> Plan:
    """The plan, with some of its fields said otherwise."""
    return Plan.model_validate(deepcopy(PLAN) | said)


def scenario(**said: Any) -> Scenario:
    """The plan's scenario, with some of its fields said otherwise."""
    return Scenario.model_validate(deepcopy(SCENARIO) | said)


T0 = Instant(1_783_123_200_000)
"""The instant at which hand-made runs begin."""
_numbers = count(1)


def entry(payload: Payload, at: int, **said: Any) -> Entry:
    """An entry of the run "run", `at` milliseconds after T0, with a header that nobody checks."""
    number = next(_numbers)
    usual: dict[str, Any] = {
        "id": f"entry-{number:06d}", "exercise": "exercise", "run": "run", "scope": None, "device": "here",
        "device_seq": number, "previous_hash": "", "payload_hash": "", "at": T0 + at, "offset_min": 540, "began_at": None,
        "author": "facilitator", "supersedes": None, "kind": payload.kind, "version": 1, "lang": "ja", "tlp": None,
        "hash": "", "payload": payload, "seq": number, "elapsed": None, "play": None,
    }  # fmt: skip
    return Entry(**(usual | said))


def minutes(count: float) -> int:
    """Milliseconds."""
    return round(count * MINUTE)


def seconds(count: float) -> int:
    """Milliseconds."""
    return round(count * SECOND)

"""A plan as small as a plan can be, drafts for it, and a clock that is set by hand."""

from collections.abc import Iterator

from exercise_studio.domain import payloads as p
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import Draft
from exercise_studio.store.workspace import Workspace

_BOTH = {"ja": "港の一日", "en": "A day at the port"}
PLAN = Plan.model_validate(
    {
        "title": _BOTH,
        "starts_at": "2026-07-04T09:00",
        "as_of": "2026-07-01",
        "scenario": {
            "format": "exercise-studio/scenario/1",
            "id": "small",
            "title": _BOTH,
            "summary": _BOTH,
            "as_of": "2026-04-01",
            "level": "standard",
            "sectors": ["port"],
            "threats": ["cyber_attack"],
            "duration": "60m",
            "clock": {"start": "2026-07-04T06:30"},
            "checklists": ["small"],
            "cast": [{"id": "terminal", "kind": "player", "sector": "port", "title": _BOTH, "teams": ["csirt"]}],
            "phases": [{"id": "all", "title": _BOTH, "from": "0m", "to": "60m"}],
            "objectives": [{"id": "O1", "text": _BOTH, "pillar": "P1"}],
            "injects": [
                {
                    "id": "I01", "at": "0m", "type": "tech", "channel": "mail", "from": "terminal",
                    "to": ["terminal/csirt"], "system": "it", "title": _BOTH, "body": _BOTH,
                }
            ],
        },
        "checklists": [
            {
                "format": "exercise-studio/checklist/1", "id": "small", "version": "1", "title": _BOTH, "scale": [],
                "phases": [{"id": "detect", "title": _BOTH}],
                "items": [{"id": "DET-01", "phase": "detect", "pillar": "P1", "layers": ["SYS"], "title": _BOTH}],
            }
        ],
    }
)  # fmt: skip


class HandClock:
    """UTC milliseconds that go on by one second each time they are asked for."""

    def __init__(self, start: int = 1_783_123_200_000) -> None:
        self.time = start

    def __call__(self) -> int:
        self.time += 1_000
        return self.time


def response(text: str, run: str | None = None, **more: object) -> Draft:
    """A response of the one team."""
    return Draft(p.ResponseLogged(team="terminal/csirt", text=text), run=run, **more)  # type: ignore[arg-type]


def rating(n: int, run: str | None = None) -> Draft:
    """A rating with a Japanese note."""
    note = f"連絡は{n}分以内に届いた。" if n % 3 else ""
    return Draft(
        p.ItemRated(observer="OB1", item="DET-01", team="terminal/csirt", value=3, note=note), run=run, author="OB1"
    )


def drafts(count: int, run: str | None = None) -> Iterator[Draft]:
    """Many different drafts."""
    return (rating(n, run) if n % 2 else response(f"対応 {n}", run) for n in range(count))


def started(workspace: Workspace, clock: HandClock) -> tuple[str, str]:
    """An exercise with a started live run: (exercise, run)."""
    exercise = workspace.create_exercise(PLAN)
    plan_hash = workspace.freeze_plan(exercise, PLAN)
    run = workspace.create_run(exercise, "live", plan_hash)
    workspace.append(exercise, [Draft(p.RunStarted(mode="live", plan_hash=plan_hash), run=run)], now=clock)
    return exercise, run

"""A short run, made by hand, of the shipped scenario with the shipped checklist: enough for every chapter to have data."""

import random
from datetime import date, datetime
from functools import cache

from exercise_studio.conduct.run import fold
from exercise_studio.domain import payloads as p
from exercise_studio.domain.exercise import ObserverSeat, Organisation, Plan, Team, default_assignments
from exercise_studio.domain.findings import Action, Finding, StandardClause
from exercise_studio.domain.log import Entry
from exercise_studio.domain.scenario import LAYER_OF_TEAM
from exercise_studio.domain.text import Lang, Text
from exercise_studio.domain.times import MINUTE, Instant
from exercise_studio.evaluation.learning import fold_learning
from exercise_studio.journeys.library import find_scenario, load_checklists
from exercise_studio.reporting.content import Earlier, build
from exercise_studio.reporting.document import ReportContent
from exercise_studio.reporting.material import Material
from exercise_studio.reporting.wording import Words
from tests.plans import T0, entry

AS_OF = Instant(T0 + 30 * 24 * 60 * MINUTE)


@cache
def sample_plan() -> Plan:
    """The scenario's three operators, two observers each."""
    scenario = find_scenario("port-terminal-ransomware")[0]
    checklists = load_checklists(scenario.checklists)
    houses = []
    for slot in scenario.cast:
        if slot.kind == "player" and slot.sector is not None:
            teams = tuple(Team(kind=kind, title=Text.same(LAYER_OF_TEAM[kind])) for kind in slot.teams)
            houses.append(Organisation(id=slot.id, name=slot.title, sector=slot.sector, slot=slot.id, teams=teams))
    return Plan(
        title=Text(ja="令和8年度 港湾分野横断演習", en="Cross-sector port exercise 2026"),
        starts_at=datetime(2026, 7, 4, 9, 0),
        as_of=date(2026, 7, 1),
        place="本社 大会議室",
        department="経営企画部 危機管理課",
        distribution=("経営会議", "CSIRT", "監査部"),
        scenario=scenario,
        checklists=checklists,
        organisations=tuple(houses),
        observers=tuple(ObserverSeat(code=f"OBS-{n:02d}") for n in (1, 2)),
        assignments=default_assignments(scenario, checklists),
        attendance={"EXEC": 6, "SYS": 9},
    )


def run_entries(plan: Plan, seed: int = 1) -> list[Entry]:
    """Injects fired on time, responses, decisions, sharing, a pause, a jump and ratings."""
    chance = random.Random(seed)
    log = [entry(p.RunStarted(mode="live", plan_hash=plan.content_hash), 0)]
    log += [entry(p.ObserverJoined(observer=code), 1000) for code in ("OBS-01", "OBS-02")]
    fired = 0
    for inject in plan.scenario.injects:
        if inject.at is None or inject.kind == "contingency":
            continue
        fired = max(fired, inject.at)
        log.append(entry(p.InjectFired(inject=inject.id), inject.at))
        for expect in inject.expects:
            for team in plan.targets_of(inject):
                if expect.item in plan.items_of(team) and chance.random() < 0.8:
                    extent = chance.choice(("done", "done", "partly"))
                    said = p.ResponseLogged(
                        team=team, text=f"「{plan.items[expect.item].title.ja}」を行った", inject=inject.id,
                        items=(p.ItemTouched(item=expect.item, extent=extent),), significant=chance.random() < 0.3,
                    )  # fmt: skip
                    log.append(entry(said, inject.at + chance.randint(2, 40) * MINUTE))
    first = next(iter(plan.teams))
    share = entry(
        p.InformationShared(sender=first, receiver=plan.scenario.cast[-1].id, means="phone", content="第一報"),
        30 * MINUTE,
    )
    log += [
        entry(
            p.DecisionLogged(team=first, question="搬出入を止めるか", choice="止める", ground="安全を優先", decided_by="社長"),
            28 * MINUTE,
        ),
        entry(p.PlanActivated(team=first, plan="bcp", by="社長", criterion="4時間以上の停止見込み"), 35 * MINUTE),
        share,
        entry(p.ReceiptConfirmed(shared=share.id, by=share.payload.receiver), 33 * MINUTE),
        entry(p.ClockPaused(reason="休憩"), 90 * MINUTE),
        entry(p.ClockResumed(), 100 * MINUTE),
        entry(p.TimeJumped(to=datetime(2026, 7, 5, 7, 0)), 130 * MINUTE),
    ]  # fmt: skip
    end = fired + 60 * MINUTE
    for team in plan.teams:
        for item in plan.items_of(team):
            for code in ("OBS-01", "OBS-02"):
                value = chance.choice((4, 3, 3, 2, 2, 1, "NO"))
                log.append(entry(p.ItemRated(observer=code, item=item, team=team, value=value), end - 10 * MINUTE))
    log.append(entry(p.RunEnded(), end))
    return log


def learning_entries(plan: Plan) -> list[Entry]:
    """Two findings, a good practice, two actions of which one is done, and a questionnaire."""
    team = next(iter(plan.teams))
    after = 10 * 60 * MINUTE

    def said(payload: p.Payload, number: int) -> Entry:
        return entry(payload, after + number * MINUTE, run=None)

    clause = StandardClause(kind="internal", document="情報セキュリティ対応手順書", clause="第5条")
    findings = (
        Finding(
            id="F-1", title="所管省庁への第一報の担当が決まっていなかった", fact="第一報まで45分を要した。",
            effect="行政の支援が遅れる。", cause="手順書に担当の記載がない。", severity="high", pillar="P3", items=("INF-02",),
            teams=(team,), standards=(clause,), evidence=("entry-000001",),
        ),
        Finding(id="F-2", title="連絡先一覧が古い", fact="2件がつながらなかった。"),
        Finding(
            id="F-3", sort="good_practice", title="現場が手作業へ速やかに切り替えた", fact="12分で切り替えた。",
            spread_to="他の埠頭",
        ),
    )  # fmt: skip
    actions = (
        Action(
            id="A-1", finding="F-1", text="手順書に第一報の担当と期限を定める", priority="high", owner="危機管理課長",
            due=date(2026, 9, 30), criterion="改訂版の施行",
        ),
        Action(id="A-2", finding="F-2", text="連絡先を四半期ごとに更新する", owner="総務課", due=date(2026, 7, 20)),
    )  # fmt: skip
    liked = {"what_helped": "連絡経路を確かめられた。"}
    payloads: list[p.Payload] = [
        p.AttendanceCounted(by_layer={"EXEC": 5, "SYS": 8}, by_department={"港運部": 4}),
        *(p.FindingWritten(finding=finding) for finding in findings),
        *(p.ActionPlanned(action=action) for action in actions),
        p.ActionStateChanged(action="A-2", state="done", evidence="更新済み一覧"),
        p.AnswersGiven(questionnaire="participants", scores={"plausible": 4, "structure": 5}, texts=liked),
        p.AnswersGiven(questionnaire="participants", scores={"plausible": 2}),
    ]
    return [said(payload, number) for number, payload in enumerate(payloads)]


def sample_material(lang: Lang) -> Material:
    """What the sample's report counts."""
    plan = sample_plan()
    log, outside = run_entries(plan), learning_entries(plan)
    words = Words(lang, plan)
    return Material(plan, fold(plan, "run", log), [*log, *outside], fold_learning(outside), AS_OF, words, earlier=None)


def sample_content(lang: Lang, *, earlier: bool = True, extra: tuple[Entry, ...] = ()) -> ReportContent:
    """The report of the sample; `extra` entries come on top."""
    plan = sample_plan()
    log = run_entries(plan)
    outside = [*learning_entries(plan), *extra]
    before = None
    if earlier:
        then = plan.changed(
            title=Text(ja="前年度の演習", en="Last year's exercise"), starts_at=datetime(2025, 7, 5, 9, 0)
        )
        before = Earlier(then, fold(then, "run", run_entries(then, seed=2)), fold_learning(learning_entries(then)))
    return build(
        plan,
        fold(plan, "run", log),
        [*log, *outside],
        fold_learning(outside),
        as_of=AS_OF,
        language=lang,
        earlier=before,
    )

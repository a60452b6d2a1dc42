"""The part of a rehearsal after the run: debrief, findings, actions, questionnaire and follow-up, by simulated people."""

import random
from collections.abc import Callable
from datetime import timedelta

from exercise_studio.domain import payloads as p
from exercise_studio.domain.findings import ActionState, Grade, StandardClause
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import DAY, HOUR, MINUTE, Instant
from exercise_studio.evaluation.scores import Unit, units
from exercise_studio.journeys import debriefing, following_up
from exercise_studio.journeys.session import Session

QUESTIONNAIRE = "participants"
QUESTIONS = ("structure", "plausible", "facilitation", "materials", "right_people", "better_prepared")
Leap = Callable[[Instant], None]


def after_the_run(session: Session, leap: Leap, seed: int, lang: Lang) -> None:
    """Plays everything that follows a run. `leap` moves the session's clock to a later instant."""
    chance = random.Random(f"{seed}/after")
    end = session.now()
    plan = session.plan
    session.say(p.AttendanceCounted(by_layer=plan.attendance), in_run=False)
    rated = [unit for unit in units(plan, session.state) if unit.value is not None]
    leap(Instant(end + 10 * MINUTE))
    _settle(session, lang)
    worst, best = _extremes(rated)
    leap(Instant(end + 20 * MINUTE))
    with session.together():
        _answers(session, chance, lang)
    leap(Instant(end + 35 * MINUTE))
    for unit in [*worst[:4], *best[:2]]:
        column: p.Column = "improve" if unit in worst else "keep"
        debriefing.add_card(session, column, _title(unit, lang))
        debriefing.vote(session, f"C-{len(session.learning.cards)}", chance.randint(1, 6))
    _findings(session, leap, Instant(end + 2 * DAY), worst, best, lang)
    _actions(session, leap, Instant(end + 5 * DAY), chance, lang)
    _follow_up(session, leap, end, chance, lang)


def _settle(session: Session, lang: Lang) -> None:
    reason = (
        "双方の記録を突き合わせ、促しの有無で判断した。"
        if lang == "ja"
        else "Both notes were compared; a prompt decided it."
    )
    with session.together():
        for one in debriefing.disagreements(session)[:40]:
            value = round(sum(v for _, v, _ in one.values) / len(one.values))
            debriefing.settle(session, one.team, one.item, value, reason)


def _extremes(rated: list[Unit]) -> tuple[list[Unit], list[Unit]]:
    """The weakest and the strongest items, critical ones first, each item once."""
    weak = sorted(rated, key=lambda u: (u.value if u.value is not None else 9, not u.item.critical, u.item.id, u.team))
    strong = sorted(rated, key=lambda u: (-(u.value or 0), not u.item.critical, u.item.id, u.team))

    def once(found: list[Unit]) -> list[Unit]:
        return list({unit.item.id: unit for unit in reversed(found)}.values())[::-1]

    weakest = [u for u in once(weak) if (u.value or 0) < 2.6][:7]
    strongest = [u for u in once(strong) if (u.value or 0) >= 3.5][:3]
    return weakest, strongest


def _title(unit: Unit, lang: Lang) -> str:
    return unit.item.title.get(lang)


def _evidence(session: Session, unit: Unit) -> tuple[str, ...]:
    ratings = session.state.ratings.get((unit.team, unit.item.id), {})
    return tuple(rating.entry for rating in ratings.values())[:3]


def _findings(session: Session, leap: Leap, at: Instant, worst: list[Unit], best: list[Unit], lang: Lang) -> None:
    leap(at)
    for unit in worst:
        item = unit.item
        title, n = item.title.get(lang), len(session.state.ratings.get((unit.team, unit.item.id), {}))
        value, seen = unit.value or 0.0, item.evidence.get(lang) if item.evidence else "—"
        if lang == "ja":
            said = {
                "title": f"「{title}」が十分にできなかった",
                "fact": f"評価者{n}名の評点の平均は{value:.1f}であった。期待した行動の証跡は「{seen}」である。",
                "effect": "対応の遅れや抜けにより、重要サービスの継続に影響するおそれがある。",
                "cause": "手順に担当と期限が明記されておらず、促されるまで着手されなかったと推定する。",
            }
        else:
            said = {
                "title": f"Not done well enough: {title}",
                "fact": f"The mean of {n} observers was {value:.1f}. Expected evidence: {seen}",
                "effect": "Delay or gaps in the response may affect the continuity of critical services.",
                "cause": "Inferred: the procedure names neither owner nor time limit, so nobody began until prompted.",
            }
        severity: Grade = "high" if item.critical else "middle"
        document = "インシデント対応手順書" if lang == "ja" else "Incident response procedure"
        debriefing.write_finding(
            session, said["title"], fact=said["fact"], effect=said["effect"], cause=said["cause"], severity=severity,
            pillar=item.pillar, items=(unit.item.id,), teams=(unit.team,),
            evidence=_evidence(session, unit), standards=(StandardClause(kind="internal", document=document),),
        )  # fmt: skip
    for unit in best:
        title = _title(unit, lang)
        good = f"「{title}」が模範的であった" if lang == "ja" else f"Done well: {title}"
        fact = "促されることなく実施し、記録も残した。" if lang == "ja" else "Done unprompted and recorded."
        spread = (
            "参加組織全体・他分野のセプター"
            if lang == "ja"
            else "All organisations taking part; other sectors' CEPTOARs"
        )
        debriefing.write_finding(
            session, good, sort="good_practice", fact=fact, effect="", spread_to=spread, severity="low",
            items=(unit.item.id,), teams=(unit.team,), evidence=_evidence(session, unit),
        )  # fmt: skip


def _actions(session: Session, leap: Leap, at: Instant, chance: random.Random, lang: Lang) -> None:
    leap(at)
    owners = (
        ("システム部 CSIRT責任者", "経営企画部 危機管理課長", "総務部 BCP担当課長", "広報部 報道担当")
        if lang == "ja"
        else ("Head of CSIRT", "Crisis management, corporate planning", "BCP officer, general affairs", "Press officer")
    )
    day = session.plan.starts_at.date()
    for state in session.learning.issues():
        item = state.finding.items[0]
        title = session.plan.items[item].title.get(lang)
        if lang == "ja":
            text = f"手順書に「{title}」の担当・期限・記録様式を明記し、四半期ごとに読合せを行う"
            criterion, resources = "改訂版の施行と、次回演習での評点3以上", "工数10人日"
        else:
            text = f"Write owner, time limit and record form into the procedure ({title}) and walk through it every quarter"
            criterion, resources = (
                "Revised version in force, and level 3 or better in the next exercise",
                "10 person-days",
            )
        following_up.plan_action(
            session, state.finding.id, text, owner=chance.choice(owners), due=day + timedelta(days=chance.choice((30, 60, 90, 180))),
            priority=state.finding.severity, resources=resources, criterion=criterion,
        )  # fmt: skip


def _follow_up(session: Session, leap: Leap, end: Instant, chance: random.Random, lang: Lang) -> None:
    """A month and a half later some actions are done and one is confirmed."""
    leap(Instant(end + 20 * DAY))
    actions = list(session.learning.actions)
    for action in actions[: max(1, len(actions) * 2 // 3)]:
        following_up.change_state(session, action, "doing")
    leap(Instant(end + 45 * DAY + HOUR))
    evidence = "改訂手順書 第2版" if lang == "ja" else "Procedure, second edition"
    done: ActionState = "done"
    for action in actions[: max(1, len(actions) // 3)]:
        if chance.random() < 0.8:
            following_up.change_state(session, action, done, evidence=evidence)


def _answers(session: Session, chance: random.Random, lang: Lang) -> None:
    better = (
        "連絡経路を実際に使ってみて、抜けに気付けた。"
        if lang == "ja"
        else "Using the contact routes for real showed us the gaps."
    )
    for team, (_, seats) in session.plan.teams.items():
        scores = {question: min(5, max(1, round(chance.gauss(3.9, 0.7)))) for question in QUESTIONS}
        texts = {"what_helped": better} if chance.random() < 0.15 else {}
        following_up.answer(session, QUESTIONNAIRE, scores=scores, texts=texts, team=team, layer=seats.layer)

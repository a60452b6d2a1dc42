"""The part of a rehearsal after the run: debrief, findings, actions, questionnaire and follow-up, by simulated people."""

import random
from collections.abc import Callable
from datetime import timedelta

from exercise_studio.conduct.describe import body_name
from exercise_studio.domain import payloads as p
from exercise_studio.domain.checklist import GLYPHS
from exercise_studio.domain.findings import ActionState, Grade, StandardClause
from exercise_studio.domain.text import Lang, Text
from exercise_studio.domain.times import DAY, HOUR, MINUTE, Instant
from exercise_studio.evaluation.scores import Unit, units
from exercise_studio.journeys import debriefing, following_up
from exercise_studio.journeys.rehearsed_words import words_of
from exercise_studio.journeys.session import Session

QUESTIONNAIRE = "participants"
QUESTIONS = ("structure", "plausible", "facilitation", "materials", "right_people", "better_prepared")
_HELPED = Text(
    ja="促しを待たずに進み、次の判断の材料が早くそろった。",
    en="It went ahead unprompted, so that the next decision had its facts early.",
)
_RESOURCES = (
    Text(ja="工数5人日", en="5 person-days"),
    Text(ja="工数10人日、外部支援50万円", en="10 person-days, JPY 500,000 of outside help"),
    Text(ja="既存の会議体で実施", en="Within existing meetings"),
)
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


def _fact(session: Session, unit: Unit, lang: Lang) -> str:
    """What the log shows: who was asked when, what was done by when, and what the observers gave."""
    state, house = session.state, unit.team.partition("/")[0]
    asked = next((i for i in session.plan.scenario.injects if any(e.item == unit.item.id for e in i.expects)), None)
    fired = state.inject_state(asked.id, house).fired_at if asked else None
    touched = state.seen(house).items.get((unit.team, unit.item.id))
    values = [r.value for r in state.ratings.get((unit.team, unit.item.id), {}).values() if isinstance(r.value, int)]
    levels = (
        "、".join(f"{GLYPHS[value]}{value}" for value in values)
        if lang == "ja"
        else ", ".join(f"{GLYPHS[v]}{v}" for v in values)
    )

    def minute(play: int) -> str:
        return f"T+{play // MINUTE}分" if lang == "ja" else f"T+{play // MINUTE} min"

    parts = []
    if asked is not None and fired is not None:
        parts.append(
            f"{asked.id}（{minute(fired)}）で対応を求めた。"
            if lang == "ja"
            else f"Asked for by {asked.id} ({minute(fired)})."
        )
    if touched is None:
        parts.append("終了までに実施の記録がなかった。" if lang == "ja" else "No record of it until the end.")
    elif touched.done_at is None:
        first = minute(touched.first_at)
        parts.append(
            f"{first}に着手したが、一部にとどまった。" if lang == "ja" else f"Begun at {first}, done only in part."
        )
    else:
        done = minute(touched.done_at)
        parts.append(f"{done}に実施した。" if lang == "ja" else f"Done at {done}.")
    n = len(values)
    parts.append(f"評価者{n}名の評点は{levels}である。" if lang == "ja" else f"Rated {levels} by {n} observer(s).")
    return "".join(parts) if lang == "ja" else " ".join(parts)


def _findings(session: Session, leap: Leap, at: Instant, worst: list[Unit], best: list[Unit], lang: Lang) -> None:
    leap(at)
    phases = [unit.item.phase for unit in worst]
    for number, unit in enumerate(worst):
        item, words = unit.item, words_of(unit.item.phase)
        name = body_name(session.plan, unit.team, lang)
        title = (
            f"{name}：「{item.title.get(lang)}」が不十分"
            if lang == "ja"
            else f"{name}: not done well enough — {item.title.get(lang)}"
        )
        severity: Grade = "high" if item.critical else "middle"
        document = "インシデント対応手順書" if lang == "ja" else "Incident response procedure"
        debriefing.write_finding(
            session, title, fact=_fact(session, unit, lang), effect=words.effect.get(lang),
            cause=words.causes[phases[:number].count(item.phase) % len(words.causes)].get(lang), severity=severity, pillar=item.pillar,
            items=(item.id,), teams=(unit.team,), evidence=_evidence(session, unit),
            standards=(StandardClause(kind="internal", document=document),),
        )  # fmt: skip
    for unit in best:
        title = _title(unit, lang)
        good = f"{title}（模範的な実施）" if lang == "ja" else f"Done well: {title}"
        fact = _fact(session, unit, lang)
        spread = (
            "参加組織全体・他分野のセプター"
            if lang == "ja"
            else "All organisations taking part; other sectors' CEPTOARs"
        )
        debriefing.write_finding(
            session, good, sort="good_practice", fact=fact, effect=_HELPED.get(lang), spread_to=spread, severity="low",
            items=(unit.item.id,), teams=(unit.team,), evidence=_evidence(session, unit),
        )  # fmt: skip


def _actions(session: Session, leap: Leap, at: Instant, chance: random.Random, lang: Lang) -> None:
    leap(at)
    day = session.plan.starts_at.date()
    issues = session.learning.issues()
    phases = [session.plan.items[state.finding.items[0]].phase for state in issues]
    for number, state in enumerate(issues):
        words = words_of(phases[number])
        measure = words.measures[phases[:number].count(phases[number]) % len(words.measures)]
        following_up.plan_action(
            session, state.finding.id, measure.get(lang), owner=words.owner.get(lang),
            due=day + timedelta(days=chance.choice((30, 60, 90, 180))), priority=state.finding.severity,
            resources=_RESOURCES[number % len(_RESOURCES)].get(lang), criterion=words.criterion.get(lang),
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

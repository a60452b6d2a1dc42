"""The executive edition: two pages, the summary and the results with what is being done about them."""

from dataclasses import replace

from exercise_studio.domain.text import Lang
from exercise_studio.evaluation.learning import ActionProgress
from exercise_studio.evaluation.timeliness import tally
from exercise_studio.reporting.document import (
    Block,
    Column,
    Heading,
    Lead,
    Points,
    Prose,
    Rich,
    Section,
    Small,
    Table,
    plain,
)
from exercise_studio.reporting.labels import ACTION_STATES, GRADES, PILLARS_SHORT
from exercise_studio.reporting.material import Material
from exercise_studio.reporting.sections.drafts import label, to_write
from exercise_studio.reporting.sections.summary import summary

MOST_OBJECTIVES = 8
MOST_ACTIONS = 7
_PRIORITY = {"high": 0, "middle": 1, "low": 2}


def first_page(m: Material) -> Section:
    """The summary of the full report under a line that says what it is about: there is no cover."""
    _, w = m.words._, m.words
    told = summary(m)
    began = m.state.clock.began if m.state is not None else None
    held = w.date(w.local(began).date()) if began is not None else w.date(m.plan.starts_at.date())
    line = _(
        "{title} | held {date} | prepared by {department} | chapters named here are those of the full report",
        title=w.text(m.plan.title), date=held, department=m.plan.department or "－",
    )  # fmt: skip
    return replace(told, blocks=(Small(line), *(_tight(block, w.lang) for block in told.blocks)), one_page=True)


def second_page(m: Material) -> Section:
    """Results by objective, and the improvement plan with its state."""
    _ = m.words._
    blocks: list[Block] = [
        Heading(_("By objective"), 3),
        *_objectives(m),
        Heading(_("Improvement plan"), 3),
        *_actions(m),
        Heading(_("Message of the exercise's sponsor"), 3),
        to_write(m, "executive.message", _("what management expects by the next exercise")),
        Small(
            _(
                "Averages count critical items {weight} times; n is the number of values, coverage their share of all"
                " applicable item–team pairs. Where each number comes from is told in the full report.",
                weight=f"{m.weight:g}",
            )
        ),
    ]
    tight = tuple(_tight(block, m.words.lang, 170) for block in blocks)
    return Section("results", "2", _("Results and what is being done"), tight, one_page=True)


def _objectives(m: Material) -> list[Block]:
    _, w = m.words._, m.words
    if m.state is None or not m.units:
        return [Prose(_("There are no ratings."))]
    rows: list[tuple[Rich, ...]] = []
    for objective in m.plan.scenario.objectives[:MOST_OBJECTIVES]:
        found = m.by_objective[objective.id]
        times = tally(one for one in m.latencies if one.item.id in objective.items)
        rows.append(
            (
                objective.id, w.text(objective.text), _(PILLARS_SHORT[objective.pillar]), w.judged(found),
                w.number(found.valued), w.percent(found.valued, found.applicable), w.percent(times.on_time, times.n),
            )
        )  # fmt: skip
    columns = (
        Column(_("No."), 0.5), Column(_("Objective"), 4.2), Column(_("Pillar"), 1.7), Column(_("Verdict"), 0.9, "centre"),
        Column("n", 0.5, "right"), Column(_("Coverage"), 1.45, "right"), Column(_("In time"), 1.45, "right"),
    )  # fmt: skip
    more = len(m.plan.scenario.objectives) - MOST_OBJECTIVES
    note = (
        w.plural("{n} further objective: see chapter 6.", "{n} further objectives: see chapter 6.", more)
        if more > 0
        else ""
    )
    return [Table(columns, tuple(rows), bold_first=True, note=note)]


def _actions(m: Material) -> list[Block]:
    _, w = m.words._, m.words
    actions = [one for one in m.learning.actions.values() if one.state != "dropped"]
    if not actions:
        return [Prose(_("No corrective action has been planned yet."))]
    today = w.local(m.as_of).date()
    done = sum(1 for one in actions if one.state in ("done", "confirmed"))
    overdue = sum(1 for one in actions if one.overdue(today))
    sentence = _(
        "Of {n} actions, {done} are done or confirmed and {overdue} are overdue as of {date}.",
        n=len(actions), done=done, overdue=overdue, date=w.date(today, weekday=False),
    )  # fmt: skip
    actions.sort(
        key=lambda one: (one.state in ("done", "confirmed"), not one.overdue(today), _PRIORITY[one.action.priority], one.action.due)
    )  # fmt: skip
    columns = (
        Column(_("No."), 0.6), Column(_("Action"), 4.6), Column(_("Priority"), 0.8, "centre"), Column(_("In charge"), 1.8),
        Column(_("Due"), 1.2), Column(_("State"), 1.4),
    )  # fmt: skip
    more = len(actions) - MOST_ACTIONS
    note = (
        w.plural("{n} further action: see chapter 9.", "{n} further actions: see chapter 9.", more) if more > 0 else ""
    )
    return [
        Prose(sentence, label=label(m, "fact"), basis="fact"),
        Table(columns, tuple(_row(m, one) for one in actions[:MOST_ACTIONS]), bold_first=True, note=note),
    ]


def _row(m: Material, one: ActionProgress) -> tuple[Rich, ...]:
    _, w, action = m.words._, m.words, one.action
    state = _(ACTION_STATES[one.state])
    if one.overdue(w.local(m.as_of).date()):
        state = _("{state} (overdue)", state=state)
    return (
        action.id,
        action.text,
        _(GRADES[action.priority]),
        action.owner,
        w.short_date(action.due),
        state,
    )


def _tight(block: Block, lang: Lang, row: int = 100) -> Block:
    """A block that leaves room for the others on its page, whatever somebody wrote: in the full report it stands whole.

    `row` is how many Japanese characters a row of a table may have; twice as many Latin ones.
    """
    wide = 1 if lang == "ja" else 2
    match block:
        case Lead():
            return replace(block, text=_shorter(block.text, 90 * wide))
        case Prose():
            return (
                replace(block, text=_shorter(plain(block.text), 200 * wide))
                if len(plain(block.text)) > 200 * wide
                else block
            )
        case Points():
            return replace(block, items=tuple(_short(item, 110 * wide) for item in block.items[:6]))
        case Table():
            total = sum(column.weight for column in block.columns)
            most = [max(10, round(row * wide * column.weight / total)) for column in block.columns]
            rows = tuple(tuple(_short(cell, most[n]) for n, cell in enumerate(row)) for row in block.rows)
            return replace(block, rows=rows)
    return block


def _short(text: Rich, most: int) -> Rich:
    return text if len(plain(text)) <= most else _shorter(plain(text), most)


def _shorter(text: str, most: int) -> str:
    """A text of at most so many characters; it stands whole in the full report."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1] + "…"

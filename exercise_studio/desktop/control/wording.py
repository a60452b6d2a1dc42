"""How the live room says times and why an inject is suggested, without Qt."""

from exercise_studio.conduct.conditions import holds
from exercise_studio.conduct.describe import body_name, inject_name
from exercise_studio.conduct.run import RunState
from exercise_studio.conduct.saying import FAILS, HOLDS, receivers, short_name, t_plus
from exercise_studio.domain.conditions import Both, Call, Condition, Node, Not
from exercise_studio.domain.scenario import Inject
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import HOUR, MINUTE, Play
from exercise_studio.language import N_, translate

__all__ = ["addressees", "countdown", "due_text", "houses", "reasons", "short_name", "t_plus"]


def countdown(milliseconds: int) -> str:
    """Minutes and seconds, with hours where there are any: "4:05", "1:02:00". The second that has begun counts down."""
    seconds = -(-abs(milliseconds) // 1000) if milliseconds > 0 else abs(milliseconds) // 1000
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def due_text(due: int | None, play: int, lang: Lang) -> str:
    """How long until something is due, or for how long it has been."""
    if due is None:
        return ""
    left = due - play
    if left >= HOUR:
        return translate(lang, N_("in {n} min"), n=-(-left // MINUTE))
    if left > 0:
        return translate(lang, N_("in {time}"), time=countdown(left))
    if left > -MINUTE:
        return translate(lang, N_("now"))
    return translate(lang, N_("+{n} min"), n=-left // MINUTE)


def reasons(condition: Condition, state: RunState, organisation: str, play: Play, lang: Lang) -> list[str]:
    """Why a condition holds now: a sentence for each part that makes it true. Empty when it does not hold."""
    if not holds(condition, state, organisation, play):
        return []
    return list(dict.fromkeys(_why(condition.tree, state, organisation, play, lang, True)))


def _why(node: Node, state: RunState, house: str, play: Play, lang: Lang, wanted: bool) -> list[str]:
    if isinstance(node, Not):
        return _why(node.part, state, house, play, lang, not wanted)
    if isinstance(node, Both):
        found = [_why(part, state, house, play, lang, wanted) for part in node.parts]
        return [sentence for part in found for sentence in part]
    truth = holds(Condition(str(node), node), state, house, play)
    return [_sentence(node, state, lang, truth)] if truth == wanted else []


def _sentence(call: Call, state: RunState, lang: Lang, truth: bool) -> str:
    plan = state.plan
    words: dict[str, str] = {"time": t_plus(call.delay or 0), "test": f"{call.sign} {call.number:g}"}
    first = call.args[0] if call.args else ""
    if call.name == "fired":
        words["inject"] = inject_name(plan, first, lang)
    elif call.name in ("done", "partly", "missed", "late", "rated"):
        words["item"] = first
    elif call.name == "chosen":
        branch = plan.scenario.branch_by_id.get(first)
        options = {option.id: option.text.get(lang) for option in branch.options} if branch else {}
        words["option"] = options.get(call.args[1], call.args[1])
    elif call.name == "shared":
        words |= {"sender": body_name(plan, first, lang), "receiver": body_name(plan, call.args[1], lang)}
    elif call.name == "level":
        words["sector"] = first
    name = "late at" if call.name == "late" and call.delay is not None else call.name
    said = translate(lang, (HOLDS if truth else FAILS)[name], **words)
    item = plan.items.get(words.get("item", ""))
    # The title stands last: where room is scarce what is said of it must still be seen.
    return translate(lang, N_("{what} ({title})"), what=said, title=item.title.get(lang)) if item else said


def houses(state: RunState, ids: tuple[str, ...], lang: Lang) -> str:
    """Organisations by their short names, "" where there is only one or it is all of them."""
    if len(state.plan.organisations) < 2 or len(ids) == len(state.plan.organisations):
        return ""
    names = [short_name(state.plan.organisation_by_id[one].name.get(lang)) for one in ids[:3]]
    names += ["…"] if len(ids) > 3 else []
    return ("、" if lang == "ja" else ", ").join(names)


def addressees(inject: Inject, state: RunState, lang: Lang, organisations: tuple[str, ...] = ()) -> str:
    """Who receives an inject: teams where they are named, whole organisations otherwise."""
    return receivers(state.plan, inject, lang, organisations)

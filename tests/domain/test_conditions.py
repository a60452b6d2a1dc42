"""The language of conditions: what can be said, what binds tighter, and where a mistake is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from exercise_studio.domain.conditions import Both, Call, Condition, ConditionError, Node, Not, parse_condition
from exercise_studio.domain.times import MINUTE


def test_every_test_of_the_language_can_be_written() -> None:
    text = (
        "fired(I05) and done(INF-01) and partly(INF-01) and missed(INF-01) and late(BCM-01) and late(BCM-01, 45m)"
        " and rated(INF-01) < 3 and chosen(stop-gates, stop) and shared(terminal, port-authority)"
        " and level(power) <= 0.5 and after(1h) and done(INF-01) by terminal/csirt"
    )
    calls = list(parse_condition(text).calls())
    assert [call.name for call in calls] == [
        "fired", "done", "partly", "missed", "late", "late", "rated", "chosen", "shared", "level", "after", "done",
    ]  # fmt: skip
    assert calls[4].delay is None
    assert calls[5] == Call("late", ("BCM-01",), 45 * MINUTE)
    assert calls[6] == Call("rated", ("INF-01",), sign="<", number=3.0)
    assert calls[7].args == ("stop-gates", "stop")
    assert calls[9] == Call("level", ("power",), sign="<=", number=0.5)
    assert calls[10] == Call("after", (), 60 * MINUTE)
    assert calls[11].team == "terminal/csirt"


def test_not_binds_tighter_than_and_and_and_tighter_than_or() -> None:
    a, b, c = (Call("fired", (name,)) for name in "abc")
    assert parse_condition("fired(a) or fired(b) and fired(c)").tree == Both("or", (a, Both("and", (b, c))))
    assert parse_condition("(fired(a) or fired(b)) and fired(c)").tree == Both("and", (Both("or", (a, b)), c))
    assert parse_condition("not fired(a) and fired(b)").tree == Both("and", (Not(a), b))
    assert parse_condition("not (fired(a) and fired(b))").tree == Not(Both("and", (a, b)))
    assert parse_condition("fired(a) and fired(b) and fired(c)").tree == Both("and", (a, b, c))


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 1),
        ("   ", 1),
        ("fired(I01", 10),
        ("fired I01", 7),
        ("fired(I01) fired(I02)", 12),
        ("fired(I01) and", 15),
        ("fired(I01) ?", 12),
        ("exploded(I01)", 1),
        ("fired()", 7),
        ("fired(I01, I02)", 10),
        ("chosen(stop-gates)", 18),
        ("late(BCM-01, soon)", 14),
        ("late(BCM-01, 45m, 50m)", 17),
        ("after(BCM-01)", 7),
        ("rated(INF-01)", 14),
        ("rated(INF-01) < high", 17),
        ("rated(INF-01) < 3m", 17),
        ("level(power) = 1", 14),
        ("fired(I01) by csirt", 12),
        ("done(INF-01) by", 16),
        ("fired(Ｉ01)", 7),
        ("fired(I01) AND fired(I02)", 12),
        ("()", 2),
    ],
)
def test_a_mistake_is_named_with_its_column(text: str, column: int) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_condition(text)
    assert caught.value.column == column
    assert str(caught.value).endswith(f"(at character {column})")


@pytest.mark.parametrize("text", ["(" * 5000 + "after(1m)" + ")" * 5000, "not " * 5000 + "after(1m)"])
def test_a_bottomless_condition_is_refused_and_not_a_crash(text: str) -> None:
    with pytest.raises(ConditionError, match="too deeply"):
        parse_condition(text)


def test_a_long_flat_condition_is_read() -> None:
    assert len(list(parse_condition(" or ".join(f"fired(I{n})" for n in range(500))).calls())) == 500


def test_names_may_begin_with_a_digit_as_ids_may() -> None:
    assert parse_condition("late(5.1, 45m) or fired(01)").items() == {"5.1"}


names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,8}", fullmatch=True)
teams = st.one_of(st.just(""), st.from_regex(r"[a-z]{1,5}(/[a-z]{1,5})?", fullmatch=True))
delays = st.integers(0, 100_000).map(lambda count: count * 1000)
numbers = st.one_of(st.integers(0, 10**18).map(float), st.floats(0, 1e6, allow_subnormal=False))
calls = st.one_of(
    st.builds(lambda name: Call("fired", (name,)), names),
    st.builds(lambda kind, name, team: Call(kind, (name,), team=team), st.sampled_from(["done", "partly", "missed"]), names, teams),
    st.builds(lambda name, delay, team: Call("late", (name,), delay, team=team), names, st.none() | delays, teams),
    st.builds(
        lambda name, sign, number, team: Call("rated", (name,), None, sign, number, team),
        names, st.sampled_from(["<", ">", "<=", ">=", "=="]), numbers, teams,
    ),
    st.builds(lambda kind, one, two: Call(kind, (one, two)), st.sampled_from(["chosen", "shared"]), names, names),
    st.builds(lambda name, sign, number: Call("level", (name,), None, sign, number), names, st.sampled_from(["<", ">="]), numbers),
    st.builds(lambda delay: Call("after", (), delay), delays),
)  # fmt: skip


def _deeper(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.builds(Not, parts) | st.builds(Both, st.sampled_from(["and", "or"]), several)


@given(st.recursive(calls, _deeper, max_leaves=8))
def test_what_a_tree_says_is_read_back_as_the_same_tree(tree: Node) -> None:
    assert parse_condition(str(tree)).tree == tree


@given(st.text(alphabet="finredotaly()<>=, 0123.5mandorb-/ｆ？", max_size=40))
def test_no_text_makes_the_parser_fail_in_any_other_way(text: str) -> None:
    try:
        found = parse_condition(text)
    except ConditionError as error:
        assert 1 <= error.column <= len(text) + 1  # noqa: PT017
    else:
        assert parse_condition(str(found.tree)).tree == found.tree


def test_static_facts_name_what_is_asked_about() -> None:
    found = parse_condition("fired(I05) and (late(BCM-01) or not rated(INF-01) < 3) and fired(I07)")
    assert found.injects() == {"I05", "I07"}
    assert found.items() == {"BCM-01", "INF-01"}


def test_a_condition_in_a_model_keeps_its_text() -> None:
    class Holder(BaseModel):
        when: Condition

    held = Holder.model_validate({"when": "fired(I01)  or after(5m)"})
    assert held.model_dump_json() == '{"when":"fired(I01)  or after(5m)"}'
    assert Holder.model_validate_json(held.model_dump_json()) == held
    assert Holder(when=held.when) == held

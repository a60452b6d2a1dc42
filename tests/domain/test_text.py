"""Texts in two languages, and the base of all models."""

import pytest
from pydantic import ValidationError

from exercise_studio.domain.text import Text
from tests.plans import plan


def test_a_text_answers_in_the_language_asked_for_and_says_when_it_cannot() -> None:
    text = Text(ja="港", en="Port")
    assert (text.get("ja"), text.get("en")) == ("港", "Port")
    only = Text(ja="港", en="  ")
    assert (only.get("en"), only.missing("en"), only.missing("ja")) == ("港", True, False)
    assert only.with_language("en", "Port") == text
    assert Text.same("CSIRT") == Text(ja="CSIRT", en="CSIRT")


def test_a_text_without_words_is_refused() -> None:
    with pytest.raises(ValidationError):
        Text(ja=" ", en="")


def test_models_are_frozen_and_know_their_fields() -> None:
    text = Text(ja="港")
    with pytest.raises(ValidationError):
        text.ja = "駅"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Text.model_validate({"ja": "港", "fr": "port"})


def test_a_changed_copy_has_none_of_what_was_worked_out_before() -> None:
    before = plan()
    assert before.content_hash
    assert set(before.organisation_by_id) == {"alpha", "beta", "gamma"}
    assert "alpha/csirt" in before.teams
    after = before.changed(organisations=before.organisations[1:])
    assert set(after.organisation_by_id) == {"beta", "gamma"}
    assert "alpha/csirt" not in after.teams
    assert after.content_hash != before.content_hash
    assert set(before.organisation_by_id) == {"alpha", "beta", "gamma"}


def test_a_misspelt_field_of_a_change_does_not_vanish() -> None:
    with pytest.raises(TypeError, match="organizations"):
        plan().changed(organizations=())

"""The two languages: what a person reads after choosing one."""

import gettext
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from exercise_studio import language, paths


@pytest.fixture
def small_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue of three messages in place of the shipped one."""
    catalogue = Catalog(locale="ja")
    catalogue.add("Inject {number} fired.", "状況付与{number}を発出しました。")
    catalogue.add(("{n} item", "{n} items"), ("{n}件",))
    file = tmp_path / "ja" / "LC_MESSAGES" / "exercise_studio.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as stream:
        write_mo(stream, catalogue)
    found = gettext.translation(language.DOMAIN, tmp_path, languages=["ja"])
    shipped = language._catalogue
    monkeypatch.setattr(language, "_catalogue", lambda lang: found if lang == "ja" else shipped(lang))


@pytest.mark.usefixtures("small_catalogue")
def test_the_same_message_in_both_languages() -> None:
    assert language._("Inject {number} fired.", number=7) == "状況付与7を発出しました。"
    language.use("en")
    assert language._("Inject {number} fired.", number=7) == "Inject 7 fired."


@pytest.mark.usefixtures("small_catalogue")
def test_a_report_may_be_in_another_language_than_the_window() -> None:
    assert language.current() == "ja"
    assert language.translate("en", "Inject {number} fired.", number=7) == "Inject 7 fired."
    assert language.plural("{n} item", "{n} items", 1, lang="en") == "1 item"
    assert language.plural("{n} item", "{n} items", 2, lang="en") == "2 items"
    assert language.plural("{n} item", "{n} items", 2) == "2件"


def test_what_nobody_translated_yet_stays_readable() -> None:
    assert language._("A sentence that no catalogue has: {x}.", x=1) == "A sentence that no catalogue has: 1."


def test_an_empty_text_is_not_the_header_of_the_catalogue() -> None:
    assert language._("") == ""


def test_braces_in_a_text_without_parameters_stay() -> None:
    assert language.translate("en", "{not a field}") == "{not a field}"


def test_a_change_of_language_is_told_once_and_only_while_wanted() -> None:
    told: list[str] = []
    stop = language.on_change(told.append)
    language.use("en")
    language.use("en")
    stop()
    language.use("ja")
    assert told == ["en"]


def test_an_unknown_language_is_refused_and_changes_nothing() -> None:
    with pytest.raises(ValueError, match="unknown language 'fr'"):
        language.use("fr")
    assert language.current() == "ja"


def test_the_shipped_catalogue_is_found() -> None:
    assert (paths.resources("locale") / "ja" / "LC_MESSAGES" / "exercise_studio.mo").is_file()

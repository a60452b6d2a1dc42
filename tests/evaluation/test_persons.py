"""What is taken for a person's name, and what is not."""

import pytest

from exercise_studio.evaluation.persons import mentions, with_role


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("担当の田中さんが忘れた", "田中さん"),
        ("鈴木氏に連絡した", "鈴木氏"),
        ("CSIRTの佐藤が不在だった", "佐藤"),
        ("田中部長が判断した", "田中部長"),
        ("スミスさんの指示による", "スミスさん"),
        ("Mr. Tanaka forgot the list", "Mr. Tanaka"),
        ("Dr Jane Smith decided", "Dr Jane Smith"),
        ("Suzuki-san was away", "Suzuki-san"),
        ("渡邊様へ電話した", "渡邊様"),
    ],
)
def test_a_person_is_found(text: str, named: str) -> None:
    assert [mention.words for mention in mentions(text)] == [named]


@pytest.mark.parametrize(
    "text",
    [
        "お客様への案内が遅れた",
        "皆さんに共有した",
        "関係者各位、取引先様への通知",
        "仕様を確認し、様式を定める",
        "同様の事象が多様な様子で起きた",
        "情報システム部長が承認した",
        "連絡先一覧の更新担当が手順書に定められていない",
        "山田町の拠点、中村市の営業所",
        "The duty officer was not reached",
        "Head of CSIRT decided at 14:07",
        "患者様の受入れ",
        "",
    ],
)
def test_roles_and_ordinary_words_are_left_alone(text: str) -> None:
    assert mentions(text) == []


def test_a_role_takes_the_place_of_the_person() -> None:
    text = "田中さんと鈴木氏が不在"
    first = mentions(text)[0]
    assert with_role(text, first, "当直責任者") == "当直責任者と鈴木氏が不在"

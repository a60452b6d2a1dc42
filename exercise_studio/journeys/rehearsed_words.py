"""What simulated people write in a debrief: effects, causes and measures by the phase of the checklist, in both languages.

They are drafts of a rehearsal, not results: causes are worded as inferences, owners are roles.
"""

from dataclasses import dataclass

from exercise_studio.domain.text import Text


@dataclass(frozen=True, slots=True)
class Words:
    """For one checklist phase: what a gap there may lead to, why it may have happened, what to do about it, and who."""

    effect: Text
    causes: tuple[Text, ...]
    measures: tuple[Text, ...]
    owner: Text
    criterion: Text


def _t(ja: str, en: str) -> Text:
    return Text(ja=ja, en=en)


PHASES: dict[str, Words] = {
    "prepare": Words(
        _t("平時の備えの抜けが、初動の判断を遅らせる。", "Gaps in preparation slow the first decisions down."),
        (
            _t(
                "一覧の更新担当と更新時期が定められていないためと推定する。",
                "Inferred: nobody is named to keep the list current, nor when.",
            ),
            _t(
                "文書はあるが、当日使う場所に置かれていなかったためと推定する。",
                "Inferred: the document exists, but not where it is used on the day.",
            ),
        ),
        (
            _t(
                "更新担当と時期（異動後2週間以内）を内規に定め、抜き取りの発信試験を四半期ごとに行う",
                "Name an owner and a date (two weeks after transfers) in the internal rules, and test sampled contacts every quarter",
            ),
            _t(
                "必要な文書を1枚に要約し、対策本部の備品として紙で備える",
                "Sum the documents up on one page and keep it on paper in the crisis room",
            ),
        ),
        _t("総務部 BCP担当課長", "BCP officer, general affairs"),
        _t(
            "抜き取り10件すべてに到達し、更新記録が残っている",
            "All ten sampled contacts are reached and updates are recorded",
        ),
    ),
    "detect": Words(
        _t(
            "状況の把握が遅れ、封じ込めと報告の判断が後ろ倒しになる。",
            "Late awareness pushes containment and reporting back.",
        ),
        (
            _t(
                "第一報の様式に必要項目がなく、聞き取りが担当者の経験に任されていたためと推定する。",
                "Inferred: the first-report form lacks the fields, so what is asked depends on the person.",
            ),
            _t(
                "宣言の基準が抽象的で、確証を待ってから動いたためと推定する。",
                "Inferred: the criteria for declaring are abstract, so people waited for certainty.",
            ),
        ),
        (
            _t(
                "第一報様式に「分かっていること・いないこと・次報時刻」の欄を設け、当直者の読合せを月1回行う",
                "Add “known, unknown, next report” to the first-report form and walk through it with duty staff monthly",
            ),
            _t(
                "宣言基準を症状の例で書き直し、迷ったら宣言する原則を明記する",
                "Rewrite the declaration criteria with example symptoms and state: when in doubt, declare",
            ),
        ),
        _t("システム部 CSIRT責任者", "Head of CSIRT, systems department"),
        _t(
            "次回演習で目標時間内に宣言し、様式の空欄がない",
            "Declared within the target in the next exercise, no field left blank",
        ),
    ),
    "contain": Words(
        _t("被害が広がり、止める範囲が大きくなるおそれがある。", "Damage may spread and more may have to be stopped."),
        (
            _t(
                "遮断の権限が本部長に集中し、不在時の代行が決まっていなかったためと推定する。",
                "Inferred: only the head may order a cut, with no deputy in their absence.",
            ),
            _t(
                "現場の安全責任者との連絡手順が手順書に書かれていないためと推定する。",
                "Inferred: the procedure does not say how to reach the site safety owner.",
            ),
        ),
        (
            _t(
                "遮断・停止の決裁権限と代行順位を決裁規程に明記し、夜間休日の連絡手順を加える",
                "Write authority and deputies for cutting and stopping into the rules, nights and holidays included",
            ),
            _t(
                "遮断の選択肢と得失を1枚の判断表にまとめ、半期ごとに机上で確認する",
                "Put the options and trade-offs on one decision sheet and rehearse it twice a year",
            ),
        ),
        _t("システム部 部長", "Head of systems department"),
        _t("代行者だけで遮断の可否を30分以内に決められる", "Deputies alone decide on a cut within 30 minutes"),
    ),
    "bcp": Words(
        _t(
            "優先すべきサービスの継続が定まらず、現場ごとの判断に分かれる。",
            "Without priorities each site decides for itself.",
        ),
        (
            _t(
                "BCPの発動基準がシステム障害を想定しておらず、自然災害を前提にしているためと推定する。",
                "Inferred: the BCP's criteria assume natural disasters, not system failure.",
            ),
            _t(
                "復旧見込みの幅を示す材料が本部に上がっていなかったためと推定する。",
                "Inferred: headquarters had no range of recovery forecasts to decide on.",
            ),
        ),
        (
            _t(
                "BCPの発動基準にシステム障害の条件と最低限提供水準を加え、経営会議で承認する",
                "Add system failure and minimum service levels to the BCP's criteria and have the board approve them",
            ),
            _t(
                "最善・標準・最悪の3通りで復旧見込みを示す報告様式を導入する",
                "Introduce a report form with best, likely and worst recovery forecasts",
            ),
        ),
        _t("経営企画部 危機管理課長", "Crisis management, corporate planning"),
        _t(
            "改定BCPが施行され、次回演習で発動の可否を基準に沿って判断できる",
            "Revised BCP in force; the next exercise decides by its criteria",
        ),
    ),
    "inform": Words(
        _t(
            "所管省庁や他分野の事業者が備える時間を失う。", "The ministry and dependent operators lose time to prepare."
        ),
        (
            _t(
                "報告の要否を判断する担当が事案ごとに変わり、期限の管理者がいなかったためと推定する。",
                "Inferred: who judges the duty to report changes each time, and nobody keeps the deadlines.",
            ),
            _t(
                "情報の取扱い（TLP）の付与が手順になく、共有をためらったためと推定する。",
                "Inferred: marking (TLP) is not in the procedure, so people hesitated to share.",
            ),
        ),
        (
            _t(
                "報告先・根拠・期限の一覧表を作り、戦略マネジメント層に期限管理の担当を置く",
                "List addressees, grounds and deadlines, and make one person in strategic management keep them",
            ),
            _t(
                "共有文書のひな形にTLPと次報時刻の欄を設け、セプター訓練で使う",
                "Put TLP and the time of the next report into the templates and use them in the CEPTOAR drill",
            ),
        ),
        _t("経営企画部 危機管理課長", "Crisis management, corporate planning"),
        _t(
            "次回演習で第一報が目標時間内に届き、受領確認が取れている",
            "First report arrives within the target next time, with receipt confirmed",
        ),
    ),
    "publicity": Words(
        _t(
            "憶測や誤情報が先に広がり、利用者の行動を誤らせるおそれがある。",
            "Speculation may spread first and mislead users.",
        ),
        (
            _t(
                "公表文の承認経路が長く、事実の確定を待ったためと推定する。",
                "Inferred: approval takes many steps and waited for settled facts.",
            ),
            _t(
                "Webサイトが使えない場合の手段が定められていないためと推定する。",
                "Inferred: no channel is named for when the site is down.",
            ),
        ),
        (
            _t(
                "事実・影響・利用者の行動・次報時刻の4項目だけの第一報ひな形を事前承認しておく",
                "Pre-approve a first notice of four points: facts, impact, what users should do, next update",
            ),
            _t(
                "代替の広報手段（SNS・報道・自治体）と担当を定め、年1回試す",
                "Name fallback channels and owners, and try them once a year",
            ),
        ),
        _t("広報部 報道担当", "Press officer, public relations"),
        _t(
            "次回演習で公表判断から60分以内に第一報を出せる", "First notice within 60 minutes of the decision next time"
        ),
    ),
    "recover": Words(
        _t(
            "不完全な復旧により、再停止や二重計上のおそれがある。",
            "An incomplete recovery risks another stop or double entries.",
        ),
        (
            _t(
                "復旧順序が業務の優先度と結び付けられていないためと推定する。",
                "Inferred: the order of recovery is not tied to business priority.",
            ),
            _t(
                "バックアップの検証手順が本番環境を前提にしているためと推定する。",
                "Inferred: checking backups assumes the production environment.",
            ),
        ),
        (
            _t(
                "業務優先度とシステム依存関係から復旧順序表を作り、半期ごとに見直す",
                "Make an order of recovery from business priority and dependencies, and review it twice a year",
            ),
            _t(
                "隔離環境での検証手順を整備し、年2回の復元試験で確かめる",
                "Set up verification in an isolated environment and prove it in two restore tests a year",
            ),
        ),
        _t("システム部 運用課長", "Operations manager, systems department"),
        _t(
            "復元試験で目標時間内に主要業務が再開できる",
            "A restore test brings the main services back within the target",
        ),
    ),
    "post": Words(
        _t("同じ課題が次の事案で繰り返される。", "The same gap returns in the next incident."),
        (
            _t(
                "演習の終わり方と記録の引継ぎが手順になっていないためと推定する。",
                "Inferred: how to close and hand over records is no procedure.",
            ),
        ),
        (
            _t(
                "終了時の振り返りと課題の登録を演習計画に組み込み、担当と期限を当日決める",
                "Build the hot wash and the register of issues into the plan, with owner and date set on the day",
            ),
        ),
        _t("監査部 システム監査担当", "Systems auditor, internal audit"),
        _t("課題すべてに担当・期限・確認方法が付いている", "Every issue has owner, date and way of checking"),
    ),
}


def words_of(phase: str) -> Words:
    """The words for a phase of a checklist; a checklist of the user's own may name its phases otherwise."""
    return PHASES.get(phase, PHASES["prepare"])

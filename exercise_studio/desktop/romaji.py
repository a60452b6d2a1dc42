"""How Japanese labels are typed in Latin letters: a few hundred readings and the kana, for the command palette. Without Qt."""

import re
import unicodedata
from functools import cache
from typing import Final

_READ: Final = """
新しい:あたらしい 演習:えんしゅう 開く:ひらく 検索:けんさく 実行:じっこう 作る:つくる 作成:さくせい
付与:ふよ 状況:じょうきょう 追加:ついか 編集:へんしゅう 複製:ふくせい 早め:はやめ 遅ら:おくら
時刻:じこく 移動:いどう 削除:さくじょ 探す:さがす 元に:もとに 戻す:もどす 戻る:もどる 次:つぎ
問題:もんだい 開始:かいし 発火:はっか 取り消:とりけ 閉じ:とじ 保留:ほりゅう 目印:めじるし
付け:つけ 始め:はじめ 直前:ちょくぜん 撤回:てっかい 一時停止:いちじていし 停止:ていし 再開:さいかい
進め:すすめ 緊急:きんきゅう 続け:つづけ 終了:しゅうりょう 記録:きろく 書く:かく 書き:かき
秒:びょう 分:ふん 今:いま 訂正:ていせい 取り下げ:とりさげ 実施:じっし 一部:いちぶ 未実施:みじっし
未記入:みきにゅう 達成:たっせい 評価:ひょうか 課題:かだい 観察:かんさつ 残す:のこす 項目:こうもく
絞り込:しぼりこ 遅れ:おくれ 促し:うながし 有:あり 担当:たんとう 不在:ふざい 不明確:ふめいかく
良好:りょうこう 事例:じれい 所見:しょけん 留め:とめ 一覧:いちらん 提出:ていしゅつ 席:せき
離れ:はなれ 調整:ちょうせい 結果:けっか 改善:かいぜん 計画:けいかく 左:ひだり 右:みぎ 列:れつ
移す:うつす 投票:とうひょう 値:あたい 確定:かくてい 保存:ほぞん 報告書:ほうこくしょ 報告:ほうこく
外す:はずす 大き:おおき 小さ:ちいさ 表示:ひょうじ 台本:だいほん 読む:よむ 集:しゅう 前:まえ
該当箇所:がいとうかしょ 箇所:かしょ 参考:さんこう 自分:じぶん 写し:うつし 製品:せいひん 画面:がめん 操作:そうさ
計:けい 振り返り:ふりかえり 日本語:にほんご 英語:えいご 切り替え:きりかえ 明るい:あかるい
暗い:くらい 配色:はいしょく 合わせ:あわせ 標準:ひょうじゅん 全画面:ぜんがめん 知らせ:しらせ
参加者:さんかしゃ 待機:たいき 黒:くろ 固定:こてい 選ん:えらん 選択:せんたく 質問:しつもん
問いかけ:といかけ 添付:てんぷ 受領:じゅりょう 確認:かくにん 写真:しゃしん 複写:ふくしゃ
全体:ぜんたい 組織:そしき 自動:じどう 変更:へんこう 評価者:ひょうかしゃ 進行:しんこう 表:ひょう
印刷:いんさつ 書き出:かきだ 出力:しゅつりょく 更新:こうしん 発行:はっこう 白黒:しろくろ
拡大:かくだい 縮小:しゅくしょう 頁:ぺーじ 最初:さいしょ 最後:さいご 本文:ほんぶん 差し替え:さしかえ
全文:ぜんぶん 届い:とどい 行:ぎょう 文:ぶん 追従:ついじゅう 出す:だす 出:だ 見せ:みせ 映:うつ
引:ひ 上:うえ 下:した 一:いち 度:ど 人:ひと 名前:なまえ 言語:げんご 盤:ばん 見:み 送:おく
両:りょう 発:はつ 図:ず 中:なか 版:ばん 章:しょう 言葉:ことば 直:なお 消:け 入:い 止:と
合:あ 機関:きかん 時間:じかん 軸:じく 順:じゅん 期限:きげん 決定:けってい 共有:きょうゆう
重要:じゅうよう 命令:めいれい 呼び:よび 出し:だし 本番:ほんばん 加:くわ
文字:もじ 字:じ 数:かず 名:な 日:ひ 時:とき 者:しゃ 物:もの 事:こと 手:て 目:め 色:いろ
音:おと 先:さき 後:あと 間:あいだ 外:そと 内:うち 大:だい 小:しょう 長:ちょう 短:みじか
新:しん 古:ふる 全:ぜん 別:べつ 他:ほか 同:おな 主:しゅ 社:しゃ 部:ぶ 課:か 員:いん
回:かい 番:ばん 号:ごう 点:てん 線:せん 面:めん 場:ば 所:ところ 地:ち 国:くに 年:ねん
留まる:とどまる 発行済み:はっこうずみ 済み:ずみ 済:ずみ
月:つき 週:しゅう 使:つか 用:よう 無:む 開:ひら 閉:と 始:はじ 終:お 受:う 渡:わた 取:と
置:お 持:も 付:つ 減:へ 増:ふ 変:か 替:か 選:えら 決:き 知:し 言:い 話:はな 読:よ
書:か 聞:き 答:こた 問:と 考:かんが 示:しめ 隠:かく 探:さが 通知:つうち 説明:せつめい
設定:せってい 接続:せつぞく 切断:せつだん 解除:かいじょ 復元:ふくげん 復旧:ふっきゅう 比較:ひかく
承認:しょうにん 資料:しりょう 配付:はいふ 参照:さんしょう 転記:てんき 伝達:でんたつ 連絡:れんらく
"""
READINGS: Final = dict(pair.split(":") for pair in _READ.split())
"""Words of the labels; longer ones are looked for first."""

_MONO: Final = (
    "あa いi うu えe おo かka きki くku けke こko さsa しshi すsu せse そso たta ちchi つtsu てte とto なna にni ぬnu ねne のno "
    "はha ひhi ふfu へhe ほho まma みmi むmu めme もmo やya ゆyu よyo らra りri るru れre ろro わwa をwo んn がga ぎgi ぐgu げge ごgo "
    "ざza じji ずzu ぜze ぞzo だda ぢji づzu でde どdo ばba びbi ぶbu べbe ぼbo ぱpa ぴpi ぷpu ぺpe ぽpo ゔvu"
)
_SMALL: Final = {
    "ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o",
}  # fmt: skip
_KANA: Final = {pair[0]: pair[1:] for pair in _MONO.split()}
_KUNREI: Final = (
    ("shi", "si"), ("sh", "sy"), ("chi", "ti"), ("ch", "ty"), ("tsu", "tu"), ("fu", "hu"), ("ji", "zi"), ("j", "zy"),
)  # fmt: skip
"""What other hands type for the same sound; both the label and the query are brought to it."""
_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_WORDS: Final = re.compile("|".join(sorted(map(re.escape, READINGS), key=len, reverse=True)))
KANJI: Final = re.compile("[\u4e00-\u9fff]")


def kana(text: str) -> str:
    """The text with its kanji read and its katakana as hiragana; what is not known stays."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _WORDS.sub(lambda found: READINGS[found[0]], folded).translate(_TO_HIRAGANA)


@cache
def romaji(text: str) -> str:
    """Latin letters for a label, in one spelling that `plain` brings every usual one to; nothing else is left of it."""
    out: list[str] = []
    doubled = False
    for char in kana(text):
        if char == "っ":
            doubled = True
            continue
        if char == "ー":
            continue
        if char in _SMALL and out and out[-1]:
            before, vowel = out[-1], _SMALL[char]
            stem = before[:-1]
            soft = stem.endswith(("sh", "ch", "j")) and vowel.startswith("y")
            out[-1] = stem + (vowel[1:] if soft else vowel)
            continue
        sound = _KANA.get(char, char if char.isascii() and char.isalnum() else "")
        if doubled and sound:
            sound, doubled = sound[0] + sound, False
        out.append(sound)
    return plain("".join(out))


def plain(typed: str) -> str:
    """A romaji text in the one spelling: no macrons, no lengthening, one way to write each sound."""
    text = unicodedata.normalize("NFKD", typed.casefold())
    text = "".join(char for char in text if char.isascii() and char.isalnum())
    text = text.replace("tch", "cch")
    for usual, one in _KUNREI:
        text = text.replace(usual, one)
    text = re.sub("(?<=[aiueo])u(?=[^aiueo]|$)", "", text) if len(text) > 3 else text  # じょう as jou or jo
    text = re.sub("nn(?=[^aiueoy]|$)", "n", text)
    return re.sub("oo", "o", text)

"""The few neutral sentences that people write in the simulated year. Pure.

They say nothing of an illness and advise nothing; nobody's words stand here.
"""

from random import Random

_CLIENT = {
    "ja": (
        "こんにちは。少しお聞きしたいことがあります。",
        "最近、夜に起きることが増えました。",
        "家族と相談しながら進めています。",
        "そうなんですね。少し安心しました。",
        "なるほど、やってみます。",
        "ほかにも気になることがあれば、また聞いてもいいですか。",
        "ありがとうございました。",
    ),
    "en": (
        "Hello. I would like to ask something.",
        "We have been up at night more often lately.",
        "We talk about it in the family.",
        "I see. That is good to hear.",
        "I will try that.",
        "May I ask again if something else comes up?",
        "Thank you very much.",
    ),
}

_STAFF = {
    "ja": (
        "こんにちは。ゆっくりで大丈夫ですよ。",
        "どのようなご様子か、もう少し教えていただけますか。",
        "お話しくださってありがとうございます。",
        "一般的なお話としてお伝えしますね。",
        "ご家族とも相談してみてください。",
        "気になることがあれば、いつでもまたご相談ください。",
    ),
    "en": (
        "Hello. Please take your time.",
        "Could you tell me a little more about it?",
        "Thank you for telling me.",
        "I can tell you what is true in general.",
        "Please talk it over with your family, too.",
        "You are welcome to ask again at any time.",
    ),
}

REASONS_WRITTEN = ("夜の様子について聞きたいです。", "日々の過ごし方を相談したいです。", "話を聞いてほしいです。")

_NOTE = {
    "complaint": ("日々の過ごし方について相談したい。", "夜の様子が気になる。", "話を聞いてほしい。"),
    "situation": ("家族と暮らしている。日中の様子を聞いた。", "生活のリズムについて話された。"),
    "baby": ("いつもの様子とのこと。",),
    "warning_signs": ("一般的な確認を行い、気になる答えはなかった。",),
    "view": ("本人の言葉で気持ちを整理されていた。",),
    "advice": ("一般的な情報を伝えた。", "相談先と窓口の時間を伝えた。"),
    "next_action": ("必要なときにまた相談する。", "次回も話を聞く。"),
}


def said(rng: Random, locale: str, count: int) -> list[tuple[bool, str]]:
    """Return `count` messages in turn as (whether the client wrote it, text), the client first."""
    client, staff = _CLIENT.get(locale, _CLIENT["ja"]), _STAFF.get(locale, _STAFF["ja"])
    return [(number % 2 == 0, rng.choice(staff if number % 2 else client)) for number in range(count)]


def note_text(rng: Random, field: str) -> str:
    """Return what stands in a free-text field of a note."""
    return rng.choice(_NOTE[field])


CLOSING = {
    "completed": "話し合った目標に届いた。",
    "referred": "ほかの相談先につないだ。",
    "dropped_out": "予約がないまま時間がたった。",
    "moved": "転居された。",
}
CALLED_PLACE = "自宅"
FLAG_PROTECTION = "家族が近くにいる。"
FLAG_ACTION = "電話でお話をうかがった。"
FLAG_NEXT_STEP = "もう一度こちらから連絡する。"
FLAG_RESULT = "連絡がつき、お話をうかがった。"

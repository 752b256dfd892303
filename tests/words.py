"""Words that betray what the service is about: none of them leaves it in a mail or a calendar."""

HEALTH_WORDS = (
    # The roles, and what they practise.
    *("助産", "医師", "医者", "看護", "保健", "心理", "カウンセ", "精神", "小児", "産婦", "婦人科", "先生"),
    *("midwi", "doctor", "physician", "nurse", "paediatr", "pediatr", "obstet", "gynaec", "psych", "counsel", "therap"),
    # The services and their subject.
    *(
        "健康",
        "相談",
        "診",
        "医療",
        "病",
        "うつ",
        "鬱",
        "不安",
        "妊",
        "産前",
        "産後",
        "出産",
        "授乳",
        "母",
        "育児",
        "子育て",
    ),
    *("赤ちゃん", "乳児", "面談", "問診", "チェックリスト", "自殺", "死"),
    *("health", "consult", "medic", "clinic", "hospital", "depress", "anxi", "pregnan", "birth", "baby", "child"),
    *("mother", "maternal", "mental", "suicid", "phq", "epds"),
)

"""The services a new installation starts with."""

from collections.abc import Mapping
from typing import Any

from booking.services.tables import Modality
from core.principal import Role
from people.practitioners.kinds import Specialty
from people.risk.kinds import RiskLevel

_ALL = [Modality.VIDEO, Modality.VOICE, Modality.TEXT]

_COMMON: Mapping[str, Any] = {
    "buffer_before_minutes": 0,
    "minimum_notice_minutes": 60,
    "horizon_days": 28,
    "cancellation_notice_minutes": 0,
    "quota_count": None,
    "quota_days": None,
    "languages": [],
    "tiers": [],
    "first_for": [],
    "opening": [],
    "active": True,
    "version": 1,
}

STARTING_SERVICES: tuple[Mapping[str, Any], ...] = (
    {
        **_COMMON,
        "code": "midwife",
        "name_ja": "助産師相談",
        "name_en": "Midwife consultation",
        "about_ja": "からだの変化、授乳、赤ちゃんのお世話、眠れないこと。小さなことでもどうぞ。",
        "about_en": "Changes in your body, feeding, caring for your baby, not sleeping. Small things are welcome too.",
        "roles": [Role.MIDWIFE],
        "specialties": [],
        "modalities": _ALL,
        "minutes": 30,
        "step_minutes": 40,
        "buffer_after_minutes": 5,
        "needs_telephone": False,
        "needs_place": False,
        "position": 1,
    },
    {
        **_COMMON,
        "code": "paediatrician",
        "name_ja": "小児科医相談",
        "name_en": "Paediatrician consultation",
        "about_ja": "お子さんの体調や発達で気になること。",
        "about_en": "What worries you about your child's health or development.",
        "roles": [Role.DOCTOR],
        "specialties": [Specialty.PAEDIATRICS],
        "modalities": _ALL,
        "minutes": 15,
        "step_minutes": 20,
        "buffer_after_minutes": 5,
        "needs_telephone": False,
        "needs_place": False,
        "position": 3,
    },
    {
        **_COMMON,
        "code": "obstetrician",
        "name_ja": "産婦人科医相談",
        "name_en": "Obstetrician consultation",
        "about_ja": "妊娠中や産後のからだのことで気になること。",
        "about_en": "What worries you about your body in pregnancy or after birth.",
        "roles": [Role.DOCTOR],
        "specialties": [Specialty.OBSTETRICS],
        "modalities": _ALL,
        "minutes": 15,
        "step_minutes": 20,
        "buffer_after_minutes": 5,
        "needs_telephone": False,
        "needs_place": False,
        "position": 4,
    },
    {
        **_COMMON,
        "code": "counselling",
        "name_ja": "カウンセリング",
        "name_en": "Counselling",
        "about_ja": "気持ちがつらいとき、話を聞いてほしいとき。心理師がゆっくりお聞きします。",
        "about_en": "When things feel heavy or you want someone to listen. A counsellor takes time for you.",
        "roles": [Role.COUNSELLOR],
        "specialties": [],
        "modalities": _ALL,
        "minutes": 50,
        "step_minutes": 60,
        "buffer_after_minutes": 10,
        # Three a course; that a course is over within half a year needs the operator's review.
        "first_for": [RiskLevel.HIGH],
        "quota_count": 3,
        "quota_days": 183,
        "needs_telephone": True,
        "needs_place": True,
        "position": 2,
    },
)

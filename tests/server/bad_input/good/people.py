"""Good requests about accounts, guests and households."""

from tests.server.bad_input.good.request import Cast, Good

EMAIL = "new@example.com"
PASSWORD = "ひよこと 歩く 夕方"
TOKEN = "a token that was never sent to anybody"
OVER = "people.link_over"
TERMS = {"kind": "terms", "version": "2026-11-1"}
PERSON = {
    "city_code": "hagukumi-no-machi",
    "email": EMAIL,
    "password": PASSWORD,
    "display_name": "みどり",
    "locale": "ja",
    "pregnant_due": "2027-03-01",
    "children": [{"birth_month": "2024-05"}],
    "other_tie": None,
    "district": "kita",
    "telephone": {"number": "090-1234-5678", "may_ring": True, "may_leave_message": False},
    "emergency_contact": {"name": "たろう", "telephone": "03-1234-5678", "relation": "夫"},
    "consents": [TERMS, {"kind": "sensitive_data", "version": "2026-11-1"}],
}
NAMES = ("display_name", "pregnant_due", "other_tie", "district", "telephone", "emergency_contact")


def accounts(cast: Cast) -> list[Good]:
    """Return the requests in their order."""
    return [
        Good("POST", "/api/auth/register", None, PERSON, answers=("people.email_taken",)),
        Good(
            "POST",
            "/api/auth/sign-in",
            None,
            {"email": EMAIL, "password": PASSWORD},
            answers=("auth.invalid_credentials",),
        ),
        Good("POST", "/api/auth/password-reset-requests", None, {"email": EMAIL}),
        Good("POST", "/api/auth/password-reset", None, {"token": TOKEN, "password": PASSWORD}, answers=(OVER,)),
        Good("POST", "/api/auth/address-confirmation", None, {"token": TOKEN}, answers=(OVER,)),
        Good("POST", "/api/auth/way-back-requests", None, {"email": EMAIL}),
        Good("POST", "/api/auth/handover/preview", None, {"token": TOKEN}, answers=(OVER,)),
        Good("POST", "/api/auth/handover/redeem", None, {"token": TOKEN}, answers=(OVER,)),
        Good("POST", "/api/me/handover", cast.owner, {"path": f"/consultation/{cast.objects['appointment_id']}"}),
        Good("POST", "/api/me/handover/mail", cast.owner, {"path": "/"}, answers=("people.address_unconfirmed",)),
        Good("PATCH", "/api/me", cast.owner, {name: PERSON[name] for name in NAMES} | {"children": [], "locale": "ja"}),
        Good(
            "POST",
            "/api/me/password",
            cast.owner,
            {"current_password": PASSWORD, "new_password": PASSWORD + "!"},
            answers=("auth.wrong_password",),
        ),
        Good("POST", "/api/me/consents", cast.owner, TERMS),
        Good(
            "PUT",
            "/api/me/reminders",
            cast.owner,
            {"in_app": ["day", "hour"], "by_mail": ["ten_minutes"], "news_by_mail": True},
        ),
        Good(
            "POST",
            "/api/accounts",
            cast.administrator,
            {
                "email": "doctor@example.com",
                "password": PASSWORD,
                "display_name": "木村 空",
                "role": "doctor",
                "locale": "ja",
                "specialties": ["paediatrics"],
                "languages": ["ja"],
                "gender": "female",
                "title_ja": "小児科医",
                "title_en": "Paediatrician",
            },
            answers=("people.email_taken",),
        ),
    ]


def guests(cast: Cast) -> list[Good]:
    """Return the requests in their order."""
    over = ("guests.link_used", "guests.link_over")
    return [
        Good(
            "POST",
            "/api/appointments/{appointment_id}/guests",
            cast.owner,
            {"name": "じいじ", "kind": "grandparent"},
            answers=("guests.too_many",),
        ),
        Good(
            "POST",
            "/api/appointments/{appointment_id}/supervisor",
            cast.counsellor,
            {"practitioner_id": cast.objects["practitioner_id"]},
            answers=("guests.supervisor_unknown",),
        ),
        Good("POST", "/api/invitations/preview", None, {"token": cast.world.invitation}, answers=over),
        Good("POST", "/api/invitations/redeem", None, {"token": cast.world.invitation}, answers=over),
        Good("POST", "/api/household/invitations", cast.owner, {"name": "ばあば", "kind": "grandparent"}),
        Good("POST", "/api/household-invitations/preview", None, {"token": cast.world.household_invitation}),
        Good(
            "POST",
            "/api/household-invitations/accept",
            cast.owner,
            {"token": cast.world.household_invitation},
            answers=("household.own_link",),
        ),
    ]

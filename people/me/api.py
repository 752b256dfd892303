"""One's own page over HTTP."""

from core.http import Call, RateLimit, delete, get, patch, post
from core.model import Model
from core.policy import SIGNED_IN, allow
from core.principal import CLIENTS
from people.accounts.password_rules import Password
from people.accounts.sign_in import SIGN_IN
from people.city import CITY
from people.consents import service as consents
from people.consents.catalogue import CONSENTS
from people.consents.kinds import ConsentKind
from people.me.change import change_me
from people.me.models import ConsentIn, MeChange, MeOut
from people.me.service import read_me
from people.persons.service import own_person_id


class ConsentPath(Model):
    """Which kind of consent."""

    kind: ConsentKind


class PasswordChange(Model):
    """The present password and the one that shall replace it."""

    current_password: Password
    new_password: Password


@get("/api/me", policy=SIGNED_IN)
async def show(call: Call) -> MeOut:
    """Show what I told about myself."""
    return MeOut.of(await read_me(call.uow, call.principal.account_id, call.get(CONSENTS)))


@patch(
    "/api/me",
    policy=SIGNED_IN,
    errors=(
        "people.clients_only",
        "people.tie_required",
        "people.due_date_implausible",
        "people.birth_month_implausible",
        "people.too_many_children",
        "people.child_twice",
        "people.child_not_found",
        "people.unknown_district",
        "people.telephone_invalid",
        "consent.required",
    ),
)
async def change(call: Call, body: MeChange) -> MeOut:
    """Change what I told about myself."""
    await change_me(call.uow, call.principal, body, call.get(CITY))
    return MeOut.of(await read_me(call.uow, call.principal.account_id, call.get(CONSENTS)))


@post(
    "/api/me/password",
    policy=SIGNED_IN,
    errors=(
        "auth.wrong_password",
        "auth.busy",
        "people.password_too_short",
        "people.password_too_long",
        "people.password_too_simple",
    ),
    limit=RateLimit("change-password", 20, 600),
    transaction="manual",
)
async def change_password(call: Call, body: PasswordChange) -> None:
    """Change my password; my other browsers are signed out."""
    await call.get(SIGN_IN).change_password(
        call.units, call.limiter, call.principal, body.current_password, body.new_password
    )


@post(
    "/api/me/consents",
    policy=allow(*CLIENTS),
    errors=("consent.unknown_version", "consent.superseded"),
)
async def give_consent(call: Call, body: ConsentIn) -> MeOut:
    """Agree to the present version of a text."""
    await consents.give(call.uow, own_person_id(call.principal), body.kind, body.version, call.get(CONSENTS))
    return MeOut.of(await read_me(call.uow, call.principal.account_id, call.get(CONSENTS)))


@delete("/api/me/consents/{kind}", policy=allow(*CLIENTS), errors=("consent.terms_needed",))
async def withdraw_consent(call: Call, path: ConsentPath) -> None:
    """Take an agreement back."""
    await consents.withdraw(call.uow, own_person_id(call.principal), path.kind)


routes = (show, change, change_password, give_consent, withdraw_consent)

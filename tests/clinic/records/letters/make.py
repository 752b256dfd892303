"""Letters, written through the services until they stand where a test wants them."""

from uuid import UUID

from clinic.records.letters import consent, drafts, issuing
from clinic.records.letters.forms import letter_form_for
from clinic.records.letters.states import Basis, LetterKind
from clinic.records.letters.views import IssueIn, LetterIn, LetterOut
from core.principal import Principal
from core.unit_of_work import UnitOfWork

BY_GROUND = {"basis": Basis.GROUND, "ground": "danger_to_child", "ground_reason": "けがのあとがある"}


def whole(kind: LetterKind, **fields: str) -> dict[str, str]:
    """Return what stands in a letter in which nothing is missing."""
    wanted = {field.id: "水色の封筒の話" for field in letter_form_for(kind).fields if field.required}
    return {**wanted, "institution": "はぐくみ病院", **fields}


async def make_draft(
    uow: UnitOfWork, author: Principal, client: Principal, kind: LetterKind = LetterKind.REFERRAL, /, **fields: str
) -> LetterOut:
    """Write a letter from which nothing is missing; it is a draft in version 2."""
    assert client.person_id is not None
    begun = await drafts.begin(uow, author, client.person_id, kind)
    return await drafts.save(uow, author, begun.id, LetterIn(fields=whole(kind, **fields), version=begun.version))


async def make_asked(
    uow: UnitOfWork, author: Principal, client: Principal, kind: LetterKind = LetterKind.REFERRAL
) -> LetterOut:
    """Put a letter before its person."""
    draft = await make_draft(uow, author, client, kind)
    return await consent.ask(uow, author, draft.id, draft.version)


async def make_issued(
    uow: UnitOfWork, author: Principal, client: Principal, kind: LetterKind = LetterKind.REFERRAL
) -> LetterOut:
    """Issue a letter to which its person agreed."""
    asked = await make_asked(uow, author, client, kind)
    await consent.answer(uow, client, asked.id, asked.version, agrees=True)
    return await issuing.issue(uow, author, asked.id, IssueIn(version=asked.version, basis=Basis.CONSENT))


async def make_by_ground(
    uow: UnitOfWork, author: Principal, client: Principal, withheld_reason: str | None = None
) -> LetterOut:
    """Issue a handover on a ground of law, the person being told or not."""
    draft = await make_draft(uow, author, client, LetterKind.HANDOVER)
    wish = IssueIn.model_validate({"version": draft.version, "withheld_reason": withheld_reason, **BY_GROUND})
    return await issuing.issue(uow, author, draft.id, wish)


async def revoke(uow: UnitOfWork, author: Principal, letter_id: UUID) -> LetterOut:
    """Revoke a letter."""
    return await issuing.revoke(uow, author, letter_id, "宛先のまちがい")

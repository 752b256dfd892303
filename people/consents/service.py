"""Giving and withdrawing consent, and asking whether it stands."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import exists, select, update

from core.errors import Conflict, Forbidden, Invalid
from core.ids import new_id
from core.unit_of_work import UnitOfWork
from people.consents.catalogue import ConsentCatalogue
from people.consents.kinds import ConsentKind
from people.consents.tables import Consent
from people.inserts import insert_unless_there


def check_version(catalogue: ConsentCatalogue, kind: ConsentKind, version: str) -> None:
    """Raise Invalid for a version that never was, Conflict for one that is no longer asked for."""
    if catalogue.find(kind, version) is None:
        raise Invalid("consent.unknown_version", "There is no such version of this text.", kind=kind, version=version)
    current = catalogue.current(kind).version
    if version != current:
        raise Conflict(
            "consent.superseded",
            "This text has a newer version. Please read that one.",
            kind=kind,
            version=version,
            current=current,
        )


async def give(uow: UnitOfWork, person_id: UUID, kind: ConsentKind, version: str, catalogue: ConsentCatalogue) -> None:
    """Record a person's consent to the current version; giving it again changes nothing. Raises as check_version."""
    check_version(catalogue, kind, version)
    row = {"id": new_id(), "person_id": person_id, "kind": kind, "version": version, "given_at": uow.now}
    await uow.session.execute(insert_unless_there(uow, Consent, [row]))


async def withdraw(uow: UnitOfWork, person_id: UUID, kind: ConsentKind) -> None:
    """End all standing consents of a kind; with none standing nothing changes.

    Raises Conflict("consent.terms_needed") for the terms: without them there is no account.
    """
    if kind is ConsentKind.TERMS:
        raise Conflict(
            "consent.terms_needed",
            "The service cannot be used without these terms. To stop using it, please contact the desk.",
        )
    await uow.session.execute(
        update(Consent)
        .where(Consent.person_id == person_id, Consent.kind == kind, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=uow.now)
    )


async def list_standing(uow: UnitOfWork, person_id: UUID) -> Sequence[Consent]:
    """Return a person's consents that are not withdrawn, the oldest first."""
    query = (
        select(Consent)
        .where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None))
        .order_by(Consent.given_at, Consent.id)
    )
    return (await uow.session.scalars(query)).all()


def missing_kinds(standing: Sequence[Consent], catalogue: ConsentCatalogue) -> tuple[ConsentKind, ...]:
    """Return the kinds whose current version is not among the standing consents."""
    given = {(consent.kind, consent.version) for consent in standing}
    return tuple(text.kind for text in catalogue.all_current() if (text.kind, text.version) not in given)


async def has_sensitive_data(uow: UnitOfWork, person_id: UUID) -> bool:
    """Tell whether a person's consent to the handling of sensitive health data stands.

    A consent to an earlier version counts until it is withdrawn: a new text must not silence a running consultation.
    """
    standing = exists().where(
        Consent.person_id == person_id,
        Consent.kind == ConsentKind.SENSITIVE_DATA,
        Consent.withdrawn_at.is_(None),
    )
    return bool(await uow.session.scalar(select(standing)))


async def with_sensitive_data(uow: UnitOfWork, person_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return those of the persons whose consent to the handling of sensitive health data stands, in one query."""
    query = select(Consent.person_id).where(
        Consent.person_id.in_(person_ids),
        Consent.kind == ConsentKind.SENSITIVE_DATA,
        Consent.withdrawn_at.is_(None),
    )
    return frozenset(await uow.session.scalars(query))


async def require_sensitive_data(uow: UnitOfWork, person_id: UUID) -> None:
    """Raise Forbidden("consent.required") unless something clinical may be stored about this person."""
    if not await has_sensitive_data(uow, person_id):
        raise Forbidden(
            "consent.required",
            "This needs your agreement to the handling of health information. You can give it on your page.",
            kind=ConsentKind.SENSITIVE_DATA,
        )

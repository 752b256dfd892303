"""Taking files in, and giving them out to those who take part."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from clinic.encounters.access import encounter_not_found, hidden_until, is_inside, visible_encounter, visits
from clinic.encounters.attachments.kinds import MAX_FILES, MAX_TOTAL_BYTES, Rendition
from clinic.encounters.attachments.refusals import attachment_not_found, too_many, unfit
from clinic.encounters.attachments.remaking import Remade, Remaker, UnfitError
from clinic.encounters.attachments.tables import Attachment, AttachmentContent
from clinic.encounters.attachments.views import AttachmentOut
from clinic.encounters.messages import is_withdrawn
from clinic.encounters.states import may_write
from clinic.encounters.tables import Encounter, Message
from clinic.encounters.writing import is_open
from core.audit.events import Action, Entity
from core.http import Upload
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import UnitOfWork, Units
from people.consents.service import require_sensitive_data

FORGET_JOB = "attachments.forget_unsent"
"""Deletes a file that was never sent; its payload is {"attachment_id": ...}."""

KEPT_UNSENT = timedelta(days=1)


async def receive(
    units: Units, remaker: Remaker, principal: Principal, encounter_id: UUID, client_id: UUID, upload: Upload
) -> AttachmentOut:
    """Return the stored file, made anew from what is uploaded; a repeated client id of the author gets the first one.

    Nothing is read before the caller is known to take part in a consultation that is open for writing. Raises
    NotFound("encounters.not_found"), Conflict("encounters.finished"), Forbidden("consent.required"),
    Conflict("attachments.too_many"), what the upload raises, Unavailable("attachments.busy"), and Invalid with a code
    of refusals.unfit for a file that cannot be taken.
    """
    async with units.read() as uow:
        known = await _admit(uow, principal, encounter_id, client_id)
    if known is not None:
        return AttachmentOut.of(known)
    content = await upload.read()
    try:
        remade = await remaker.remake(content)
    except UnfitError as error:
        raise unfit(error.refusal) from None
    del content
    attachment_id = new_id()
    sealed = await asyncio.to_thread(_seal, units, attachment_id, remade)
    async with units.write() as uow:
        # What was true before the upload may have changed meanwhile; two of one client id follow one another here.
        person_id = await uow.session.scalar(
            select(Encounter.person_id).where(Encounter.id == encounter_id).with_for_update(key_share=True)
        )
        known = await _admit(uow, principal, encounter_id, client_id)
        if known is None:
            known = await _store(uow, principal, encounter_id, client_id, attachment_id, remade, sealed)
            uow.audit(principal, Action.CREATE, Entity.ATTACHMENT, attachment_id, person_id=person_id)
        return AttachmentOut.of(known)


async def content_of(
    uow: UnitOfWork, principal: Principal, attachment_id: UUID, rendition: Rendition
) -> tuple[bytes, str]:
    """Return a file's content and media type for one who is inside; raises NotFound("attachments.not_found")."""
    media_type, person_id = await _shown(uow, principal, attachment_id, rendition)
    uow.audit(principal, Action.READ, Entity.ATTACHMENT, attachment_id, person_id=person_id)
    sealed = await uow.session.scalar(
        select(AttachmentContent.content_sealed).where(
            AttachmentContent.attachment_id == attachment_id, AttachmentContent.rendition == rendition
        )
    )
    if sealed is None:
        raise attachment_not_found()
    context = content_context(attachment_id, rendition)
    return await asyncio.to_thread(uow.vault.open_bytes, sealed, context), media_type


async def require_shown(uow: UnitOfWork, principal: Principal, attachment_id: UUID, rendition: Rendition) -> str:
    """Return the media type of a file whose content the caller may see; raises NotFound("attachments.not_found").

    Its message stands and is none from before a guest came, or it is the caller's own and not sent yet.
    """
    return (await _shown(uow, principal, attachment_id, rendition))[0]


async def _shown(uow: UnitOfWork, principal: Principal, attachment_id: UUID, rendition: Rendition) -> tuple[str, UUID]:
    """Return the media type as require_shown, and whose consultation it is."""
    query = (
        select(Attachment, Encounter.person_id, Message.sequence, is_withdrawn().label("withdrawn"))
        .join(AttachmentContent, AttachmentContent.attachment_id == Attachment.id)
        .join(Encounter, Encounter.id == Attachment.encounter_id)
        .outerjoin(Message, Message.id == Attachment.message_id)
        .where(Attachment.id == attachment_id, AttachmentContent.rendition == rendition, is_inside(principal))
    )
    row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        raise attachment_not_found()
    attachment, person_id, sequence, withdrawn = row
    if attachment.message_id is None:
        shown = attachment.author_account_id == principal.account_id
    else:
        shown = not withdrawn and sequence > await hidden_until(uow, principal, attachment.encounter_id)
    if not shown:
        raise attachment_not_found()
    return str(attachment.media_type), person_id


async def forget_unsent(uow: UnitOfWork, attachment_id: UUID) -> bool:
    """Delete a file that stands in no message; returns whether there was one."""
    # The lock holds off a message that is being written with it.
    unsent = select(Attachment).where(Attachment.id == attachment_id, Attachment.message_id.is_(None))
    if await uow.session.scalar(unsent.with_for_update()) is None:
        return False
    await uow.session.execute(delete(AttachmentContent).where(AttachmentContent.attachment_id == attachment_id))
    await uow.session.execute(delete(Attachment).where(Attachment.id == attachment_id))
    return True


def content_context(attachment_id: UUID, rendition: Rendition) -> str:
    """Return the context in which a content of a file is sealed."""
    return f"attachment:{attachment_id}:{rendition.value}"


async def _admit(uow: UnitOfWork, principal: Principal, encounter_id: UUID, client_id: UUID) -> Attachment | None:
    """Return the file that is there under this client id already, None where it may come; raises what forbids it."""
    encounter = await uow.session.scalar(visible_encounter(principal, encounter_id))
    if encounter is None:
        raise encounter_not_found()
    known = await uow.session.scalar(
        select(Attachment).where(
            Attachment.encounter_id == encounter_id,
            Attachment.author_account_id == principal.account_id,
            Attachment.client_id == client_id,
        )
    )
    if known is not None:
        return known
    goes_on = is_open(encounter.writing_until, uow.now)
    may_write(encounter.state, goes_on=goes_on, visits=visits(principal, encounter))
    if principal.person_id is not None:
        await require_sensitive_data(uow, principal.person_id)
    held = select(func.count(), func.coalesce(func.sum(Attachment.size), 0)).where(
        Attachment.encounter_id == encounter_id
    )
    files, size = (await uow.session.execute(held)).one()
    if files >= MAX_FILES or size >= MAX_TOTAL_BYTES:
        raise too_many()
    return None


def _seal(units: Units, attachment_id: UUID, remade: Remade) -> Mapping[Rendition, bytes]:
    contents = {Rendition.FULL: remade.full}
    if remade.thumbnail is not None:
        contents[Rendition.THUMBNAIL] = remade.thumbnail
    return {
        rendition: units.vault.seal_bytes(content, content_context(attachment_id, rendition))
        for rendition, content in contents.items()
    }


async def _store(
    uow: UnitOfWork,
    principal: Principal,
    encounter_id: UUID,
    client_id: UUID,
    attachment_id: UUID,
    remade: Remade,
    sealed: Mapping[Rendition, bytes],
) -> Attachment:
    attachment = Attachment(
        id=attachment_id,
        encounter_id=encounter_id,
        author_account_id=principal.account_id,
        client_id=client_id,
        message_id=None,
        kind=remade.kind,
        media_type=remade.media_type,
        size=len(remade.full),
        width=remade.width,
        height=remade.height,
        pages=remade.pages,
        created_at=uow.now,
    )
    uow.session.add(attachment)
    await uow.session.flush()
    uow.session.add_all(
        AttachmentContent(attachment_id=attachment_id, rendition=rendition, content_sealed=content)
        for rendition, content in sealed.items()
    )
    uow.enqueue(
        FORGET_JOB,
        {"attachment_id": str(attachment_id)},
        key=f"{FORGET_JOB}:{attachment_id}",
        run_at=uow.now + KEPT_UNSENT,
    )
    return attachment

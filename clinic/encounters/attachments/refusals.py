"""What is said of a file that cannot be taken, sent or shown."""

from clinic.encounters.attachments.kinds import MAX_FILES, MAX_PAGES
from clinic.encounters.attachments.remaking import Refusal
from core.errors import Conflict, DomainError, Invalid, NotFound, TooLarge


def unfit(refusal: Refusal) -> DomainError:
    """Return the sentence for a file that cannot be taken, with what to do instead."""
    return {
        "unknown_kind": Invalid(
            "attachments.unknown_kind", "Only photos (JPEG, PNG, WebP, HEIC) and PDF documents can be sent."
        ),
        "broken": Invalid(
            "attachments.broken", "This file could not be opened. Please take the photo again, or send a screenshot."
        ),
        "animated": Invalid("attachments.animated", "A moving picture cannot be sent. Please send a photo."),
        "too_many_pixels": Invalid(
            "attachments.too_many_pixels", "This picture is too large. Please send a smaller one, or a screenshot."
        ),
        "too_many_pages": Invalid(
            "attachments.too_many_pages", "This document has too many pages. Please send the pages that matter.",
            most=MAX_PAGES,
        ),
        "locked": Invalid(
            "attachments.locked", "This document is locked with a password. Please send one without, or a photo of it."
        ),
    }[refusal]  # fmt: skip


def too_large(most_megabytes: int) -> TooLarge:
    """Return the refusal of a file that is larger than the bound."""
    return TooLarge("attachments.too_large", "This file is too large. Please send a smaller one.", most=most_megabytes)


def too_many() -> Conflict:
    """Return the refusal of one more file in a consultation that holds many."""
    return Conflict(
        "attachments.too_many", "This consultation holds as many files as it can. Please write instead.", most=MAX_FILES
    )


def attachment_not_found() -> NotFound:
    """Return the refusal of a file that is not there, is not shown any more, or is not the caller's to see."""
    return NotFound("attachments.not_found", "This file cannot be shown any more.")


def already_sent() -> Conflict:
    """Return the refusal of a file that stands in another message already."""
    return Conflict("attachments.sent", "This file was sent before.")

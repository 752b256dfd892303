"""A file as an answer, in the place of a model."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileOut:
    """What a route answers instead of JSON; its declaration names the media types (`files`).

    `name` is offered to browsers for saving, None for what is only read by programs. With `revalidate` the receiver may
    keep it and ask whether it is still the same (ETag); otherwise it is not stored. With `strange` it came from a
    person: the browser shows it and runs nothing in it.
    """

    content: bytes
    media_type: str
    name: str | None = None
    revalidate: bool = False
    strange: bool = False

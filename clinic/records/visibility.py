"""Which profession may read whose notes, pure."""

from core.principal import CLINICIANS, Role

COUNSELLING = frozenset({Role.COUNSELLOR, Role.PSYCHIATRIST})
"""Those whose notes are closed to midwives and doctors, and who read one another's."""


def may_read(reader: Role, author: Role) -> bool:
    """Return whether a clinician may read what a colleague signed: counselling is closed to midwives and doctors."""
    if reader not in CLINICIANS or author not in CLINICIANS:
        return False
    return author not in COUNSELLING or reader in COUNSELLING


def readable_authors(reader: Role) -> frozenset[Role]:
    """Return the roles whose signed notes a reader may see."""
    return frozenset(author for author in CLINICIANS if may_read(reader, author))


def may_share(role: Role, *, is_own: bool) -> bool:
    """Return whether a clinician may open a counselling note to the person's other clinicians: author, psychiatrist."""
    return is_own or role is Role.PSYCHIATRIST

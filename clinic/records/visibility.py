"""Which profession may read whose notes, pure."""

from core.principal import CLINICIANS, Role

_COUNSELLING = frozenset({Role.COUNSELLOR, Role.PSYCHIATRIST})


def may_read(reader: Role, author: Role) -> bool:
    """Return whether a clinician may read what a colleague signed: counselling is closed to midwives and doctors."""
    if reader not in CLINICIANS or author not in CLINICIANS:
        return False
    return author not in _COUNSELLING or reader in _COUNSELLING


def readable_authors(reader: Role) -> frozenset[Role]:
    """Return the roles whose signed notes a reader may see."""
    return frozenset(author for author in CLINICIANS if may_read(reader, author))

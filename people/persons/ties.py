"""What ties a person to the service: a pregnancy, children, or somebody else's."""

from enum import StrEnum

from core.principal import Role


class OtherTie(StrEnum):
    """The tie of somebody who is neither pregnant nor a parent."""

    PARTNER = "partner"
    GRANDPARENT = "grandparent"
    OTHER = "other"


def role_of(*, pregnant: bool, has_children: bool) -> Role:
    """Return PARENT for somebody pregnant or with a child, FAMILY for anyone else."""
    return Role.PARENT if pregnant or has_children else Role.FAMILY

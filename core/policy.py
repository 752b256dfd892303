"""Who may use a route or an event at all. Which rows they may see is decided in the query."""

from dataclasses import dataclass

from core.errors import Forbidden, Unauthenticated
from core.principal import Principal, Role


@dataclass(frozen=True, slots=True)
class Policy:
    """Admits everyone (`open`) or the signed-in accounts of some roles."""

    roles: frozenset[Role]
    open: bool = False

    def check(self, principal: Principal | None) -> None:
        """Raise Unauthenticated without a principal, Forbidden for a role that is not admitted."""
        if self.open:
            return
        if principal is None:
            raise Unauthenticated("auth.token_missing", "Please sign in first.")
        if principal.role not in self.roles:
            raise Forbidden("auth.role_not_allowed", "Your account is not meant for this.")


OPEN = Policy(frozenset(Role), open=True)
SIGNED_IN = Policy(frozenset(Role) - {Role.GUEST})
SIGNED_IN_OR_GUEST = Policy(frozenset(Role))


def allow(*roles: Role) -> Policy:
    """Return the policy that admits the given roles."""
    if not roles:
        raise ValueError("a policy that admits nobody")
    return Policy(frozenset(roles))

"""Households over HTTP: for the person who invites, and for the one who is invited."""

from collections.abc import Sequence
from uuid import UUID

from core.http import Call, RateLimit, delete, get, post
from core.model import Instant, Model
from core.policy import OPEN, allow
from core.principal import CLIENTS
from core.unit_of_work import UnitOfWork
from people.accounts.links import LinkToken
from people.households import membership, service
from people.households.joining import MemberState, state_of
from people.households.membership import Joined
from people.households.tables import HouseholdMember
from people.persons.plausibility import write_month
from people.persons.ties import OtherTie
from people.text_fields import DisplayName


class MemberPath(Model):
    """Which invitation or member."""

    member_id: UUID


class InviteMemberIn(Model):
    """Whom to invite: what the inviter calls them, and how they are tied."""

    name: DisplayName
    kind: OtherTie


class MemberOut(Model):
    """Somebody invited (until `good_until`) or in the household (since `joined_at`, by the name of their account)."""

    id: UUID
    name: str
    account_name: str | None
    kind: OtherTie
    state: MemberState
    good_until: Instant
    joined_at: Instant | None


class JoinedHouseholdOut(Model):
    """A household that the caller has joined: whose it is, and the children's months of birth (YYYY-MM)."""

    id: UUID
    inviter_name: str
    kind: OtherTie
    joined_at: Instant
    birth_months: list[str]


class HouseholdOut(Model):
    """Those whom the caller invited, and the households that the caller has joined."""

    members: list[MemberOut]
    joined: list[JoinedHouseholdOut]


class HouseholdInvitationOut(Model):
    """The invitation and the secret part of its link, which is shown this once."""

    member: MemberOut
    token: str


class HouseholdLinkIn(Model):
    """The secret part of an invitation's link."""

    token: LinkToken


class HouseholdPreview(Model):
    """Who invites whom, as what."""

    inviter_name: str
    name: str
    kind: OtherTie


@get("/api/household", policy=allow(*CLIENTS))
async def show_household(call: Call) -> HouseholdOut:
    """Show whom I invited into my family, and where I have joined."""
    members = await service.list_members(call.uow, call.principal)
    joined = await membership.list_joined(call.uow, call.principal)
    return HouseholdOut(members=[_member(call.uow, member, name) for member, name in members], joined=_joined(joined))


@post(
    "/api/household/invitations",
    policy=allow(*CLIENTS),
    errors=("household.too_many",),
    limit=RateLimit("household-invite", 20, 3600),
)
async def invite_member(call: Call, body: InviteMemberIn) -> HouseholdInvitationOut:
    """Invite somebody into my family."""
    member, token = await service.invite(call.uow, call.principal, body.name, body.kind)
    return HouseholdInvitationOut(member=_member(call.uow, member, None), token=token)


@delete("/api/household/members/{member_id}", policy=allow(*CLIENTS), errors=("household.member_not_found",))
async def end_membership(call: Call, path: MemberPath) -> None:
    """Take an invitation back, put a member out of my family, or leave the one that I joined."""
    await service.end(call.uow, call.principal, path.member_id)


@post("/api/household/take-back", policy=allow(*CLIENTS))
async def take_all_back(call: Call) -> None:
    """Put everybody out of my family at once, and take all invitations back."""
    await service.take_back(call.uow, call.principal)


@post(
    "/api/household-invitations/preview",
    policy=OPEN,
    errors=("household.link_over",),
    limit=RateLimit("household-link", 60, 600),
)
async def preview_household(call: Call, body: HouseholdLinkIn) -> HouseholdPreview:
    """Read who invites me into their family."""
    found = await membership.preview(call.uow, body.token)
    return HouseholdPreview(inviter_name=found.inviter_name, name=found.name, kind=found.kind)


@post(
    "/api/household-invitations/accept",
    policy=allow(*CLIENTS),
    errors=("household.link_over", "household.own_link", "household.too_many_joined"),
    limit=RateLimit("household-link", 60, 600),
)
async def accept_household(call: Call, body: HouseholdLinkIn) -> None:
    """Join the family that invites me."""
    await membership.join(call.uow, call.principal, body.token)


def _member(uow: UnitOfWork, member: HouseholdMember, account_name: str | None) -> MemberOut:
    return MemberOut(
        id=member.id,
        name=member.name,
        account_name=account_name,
        kind=member.kind,
        state=state_of(uow.now, expires_at=member.expires_at, joined_at=member.joined_at, ended_at=member.ended_at),
        good_until=member.expires_at,
        joined_at=member.joined_at,
    )


def _joined(households: Sequence[Joined]) -> list[JoinedHouseholdOut]:
    return [
        JoinedHouseholdOut(
            id=each.id,
            inviter_name=each.inviter_name,
            kind=each.kind,
            joined_at=each.joined_at,
            birth_months=[write_month(month) for month in each.birth_months],
        )
        for each in households
    ]


routes = (show_household, invite_member, end_membership, take_all_back, preview_household, accept_household)

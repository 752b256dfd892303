"""What an account chose to be reminded of, over HTTP."""

from typing import Annotated

from pydantic import Field

from booking.reminders import choices
from booking.reminders.choices import Choice
from booking.reminders.due import Lead
from core.http import Call, get, put
from core.model import Model
from core.policy import allow
from core.principal import CLIENTS, CLINICIANS
from people.accounts.service import get_account
from people.mail.delivery import POST

_PARTIES = allow(*CLIENTS, *CLINICIANS)
_Leads = Annotated[list[Lead], Field(max_length=len(Lead))]


class ChoiceModel(Model):
    """The reminders wanted in the application and by mail, and whether news of appointments come by mail too."""

    in_app: _Leads
    by_mail: _Leads
    news_by_mail: bool

    def entered(self) -> Choice:
        """Return what was entered."""
        return Choice(frozenset(self.in_app), frozenset(self.by_mail), self.news_by_mail)


class ChoiceOut(ChoiceModel):
    """The same with `mail_reaches_me`: false until the address is confirmed, or when no mail is sent here."""

    mail_reaches_me: bool


@get("/api/me/reminders", policy=_PARTIES)
async def show(call: Call) -> ChoiceOut:
    """Show how I am reminded of my appointments."""
    return await _out(call)


@put("/api/me/reminders", policy=_PARTIES)
async def choose(call: Call, body: ChoiceModel) -> ChoiceOut:
    """Choose how I am reminded of my appointments."""
    await choices.choose(call.uow, call.principal, body.entered())
    return await _out(call)


async def _out(call: Call) -> ChoiceOut:
    account = await get_account(call.uow, call.principal.account_id)
    choice = (await choices.of_accounts(call.uow, [account.id]))[account.id]
    order, post = list(Lead), call.get(POST)
    return ChoiceOut(
        in_app=sorted(choice.in_app, key=order.index),
        by_mail=sorted(choice.by_mail, key=order.index),
        news_by_mail=choice.news_by_mail,
        mail_reaches_me=account.email_confirmed_at is not None and (post.server is not None or post.readable),
    )


routes = (show, choose)

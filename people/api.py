"""Every route of people/."""

from people.address_confirmation import api as address_confirmation
from people.administration import api as administration
from people.handover import api as handover
from people.households import api as households
from people.mail import api as mail
from people.me import api as me
from people.notices import api as notices
from people.password_reset import api as password_reset
from people.practitioners import api as practitioners
from people.push import api as push
from people.record_access import api as record_access
from people.registration import api as registration
from people.sign_in import api as sign_in

routes = (
    *sign_in.routes,
    *registration.routes,
    *address_confirmation.routes,
    *password_reset.routes,
    *handover.routes,
    *households.routes,
    *me.routes,
    *administration.routes,
    *practitioners.routes,
    *notices.routes,
    *record_access.routes,
    *mail.routes,
    *push.routes,
)

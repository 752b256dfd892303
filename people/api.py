"""Every route of people/."""

from people.administration import api as administration
from people.me import api as me
from people.notices import api as notices
from people.registration import api as registration
from people.sign_in import api as sign_in

routes = (*sign_in.routes, *registration.routes, *me.routes, *administration.routes, *notices.routes)

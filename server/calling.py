"""Builds the channels that wake people from the settings: web push, and the operator's telephone service."""

from clinic.safety.alerts.webhook import Telephone
from people.push.delivery import Pushes
from people.push.services import KNOWN
from people.push.vapid import VapidKey
from server.settings import Settings


def pushes_of(settings: Settings) -> Pushes:
    """Return who sends web pushes, and to which services."""
    services = (*KNOWN, *settings.push_services)
    if settings.push_key is None:
        return Pushes(None, services)
    return Pushes(VapidKey(settings.push_key.get_secret_value(), settings.push_subject), services)


def telephone_of(settings: Settings) -> Telephone:
    """Return the operator's telephone service, if there is one."""
    if settings.alert_url is None or settings.alert_secret is None:
        return Telephone()
    return Telephone(settings.alert_url, settings.alert_secret.get_secret_value().encode())

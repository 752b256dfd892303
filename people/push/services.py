"""Which addresses are those of push services. Pure.

The browser names its push service, so the address is a stranger's word: the server posts to known services only.
"""

from urllib.parse import urlsplit

KNOWN = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
)
"""The services of Chrome and Edge on Android, Firefox, Safari, and Edge on Windows: a host, or all below a domain."""


def is_known(endpoint: str, services: tuple[str, ...] = KNOWN) -> bool:
    """Tell whether an address lies at one of the services.

    A service is a host, `.domain` for all hosts below it, or an origin such as http://127.0.0.1:8099; hosts are
    reached by https at its usual port only.
    """
    try:
        address = urlsplit(endpoint)
        port = address.port
    except ValueError:
        return False
    host = address.hostname or ""
    if address.username is not None or address.password is not None or not host:
        return False
    if f"{address.scheme}://{address.netloc}" in services:
        return True
    if address.scheme != "https" or port not in {None, 443}:
        return False
    return any(host.endswith(each) if each.startswith(".") else host == each for each in services)

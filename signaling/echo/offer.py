"""What of an offer is taken: sound alone, and addresses to which the server may send."""

from ipaddress import ip_address

_MOST_CANDIDATES = 40
_CANDIDATE = "a=candidate:"


class Unreadable(Exception):
    """The offer cannot be answered."""


def accepted(sdp: str) -> str:
    """Return an offer of one audio section, without the candidates at which no browser of ours can be.

    A server that tries candidates sends packets wherever a client says: so never to itself, to a link's own services
    or to a group, and to no name, which it would have to look up. A browser that hides its address behind a name is
    found by the packets that it sends itself. Raises Unreadable.
    """
    lines = sdp.splitlines()
    if [line[2:].partition(" ")[0] for line in lines if line.startswith("m=")] != ["audio"]:
        raise Unreadable
    kept: list[str] = []
    candidates = 0
    for line in lines:
        if line.startswith(_CANDIDATE):
            if candidates >= _MOST_CANDIDATES or not _reachable(line):
                continue
            candidates += 1
        kept.append(line)
    return "\r\n".join(kept) + "\r\n"


def _reachable(line: str) -> bool:
    parts = line.split()
    if len(parts) < 8:
        return False
    try:
        address = ip_address(parts[4])
    except ValueError:
        return False
    return not (address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified)

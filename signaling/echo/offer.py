"""What of an offer is taken: sound alone, the lines that the echo needs, and addresses to which the server may send."""

import re
from ipaddress import ip_address

_MOST_LINES = 200
_MOST_CANDIDATES = 40
_FORMAT = r"(?:\*|12[0-7]|1[01][0-9]|[1-9]?[0-9])"
# Lines as browsers write them, the ICE ones with the bounds of RFC 8839. All others are left out: the library's reader
# trusts what it meets, in tasks of its own too.
_TAKEN = {
    "v=": r"0",
    "o=": r"[\x21-\x7e]{1,64}(?: [\x21-\x7e]{1,64}){5}",
    "s=": r"[\x20-\x7e]{0,64}",
    "t=": r"[0-9]{1,20} [0-9]{1,20}",
    "c=": r"IN IP[46] [0-9A-Fa-f:.]{1,45}",
    "m=": rf"audio [0-9]{{1,5}} [A-Z/]{{1,32}}(?: {_FORMAT}){{1,40}}",
    "a=group:": r"BUNDLE [\x21-\x7e]{1,32}",
    "a=mid:": r"[\x21-\x7e]{1,32}",
    "a=ice-ufrag:": r"[0-9A-Za-z+/]{4,256}",
    "a=ice-pwd:": r"[0-9A-Za-z+/]{22,256}",
    "a=fingerprint:": r"[0-9A-Za-z-]{1,16} [0-9A-Fa-f:]{1,200}",
    "a=setup:": r"actpass|active|passive",
    "a=rtcp-mux": r"",
    "a=sendrecv": r"",
    "a=sendonly": r"",
    "a=recvonly": r"",
    "a=inactive": r"",
    "a=rtpmap:": rf"{_FORMAT} [0-9A-Za-z.-]{{1,32}}/[1-9][0-9]{{3,5}}(?:/[1-8])?",
    "a=fmtp:": rf"{_FORMAT} [\x20-\x7e]{{1,200}}",
}
_NEEDED = frozenset({"m=", "a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:", "a=setup:"})
_LINE = {kind: re.compile(rest) for kind, rest in _TAKEN.items()}
_KIND = re.compile(r"a=[a-z-]+:?|[a-z]=")
_CANDIDATE = re.compile(
    r"a=candidate:[0-9A-Za-z+/]{1,32} [12] udp [0-9]{1,10} ([0-9A-Fa-f:.]{2,45}) ([0-9]{1,5}) "
    r"typ (?:host|[sp]rflx|relay)",
    re.IGNORECASE,
)


class Unreadable(Exception):
    """The offer cannot be answered."""


def accepted(sdp: str) -> str:
    """Return an offer of one audio section, without the candidates at which no browser of ours can be.

    A server that tries candidates sends packets wherever a client says: so never to itself, to a link's own services
    or to a group, and to no name, which it would have to look up. A browser that hides its address behind a name is
    found by the packets that it sends itself. Raises Unreadable, also for more lines than a browser has to say.
    """
    lines = sdp.splitlines()
    if [line[2:].partition(" ")[0] for line in lines if line.startswith("m=")] != ["audio"]:
        raise Unreadable
    kept: list[str] = []
    kinds: set[str] = set()
    candidates = 0
    for line in lines:
        candidate = _CANDIDATE.match(line)
        if candidate is not None and candidates < _MOST_CANDIDATES and _reachable(*candidate.groups()):
            candidates += 1
            # What follows is of no use to who answers.
            kept.append(candidate.group())
        kind = _KIND.match(line)
        if kind is not None and kind.group() in _LINE and _LINE[kind.group()].fullmatch(line, kind.end()):
            kinds.add(kind.group())
            kept.append(line)
        if len(kept) > _MOST_LINES:
            raise Unreadable
    if not kinds >= _NEEDED:
        raise Unreadable
    return "\r\n".join(kept) + "\r\n"


def _reachable(written: str, port: str) -> bool:
    try:
        address = ip_address(written)
    except ValueError:
        return False
    # Reserved are those, too, in which an address of the older kind is written (::ffff:127.0.0.1).
    return 0 < int(port) < 65_536 and not (
        address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_unspecified
        or address.is_reserved
    )

"""Which offers the echo takes."""

import pytest

from signaling.echo.offer import Unreadable, accepted

HEAD = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
AUDIO = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\n"


def candidate(address: str) -> str:
    return f"a=candidate:1 1 udp 2122260223 {address} 50000 typ host\r\n"


def test_the_server_sends_nowhere_but_to_addresses_of_others() -> None:
    mine = ["192.168.1.20", "10.0.0.7", "203.0.113.9", "2001:db8::7"]
    never = ["127.0.0.1", "::1", "169.254.169.254", "fe80::1", "224.0.0.251", "0.0.0.0", "a.local", "db.internal", ""]
    kept = accepted(HEAD + AUDIO + "".join(candidate(each) for each in (*never, *mine)) + "a=candidate:\r\n")
    assert kept == HEAD + AUDIO + "".join(candidate(each) for each in mine)


def test_no_more_candidates_are_tried_than_a_device_has() -> None:
    kept = accepted(HEAD + AUDIO + candidate("203.0.113.9") * 1000)
    assert kept.count("a=candidate:") == 40


@pytest.mark.parametrize("media", ["", "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n", AUDIO * 2, "m=application 9 x y\r\n"])
def test_it_is_sound_and_nothing_else(media: str) -> None:
    with pytest.raises(Unreadable):
        accepted(HEAD + media)

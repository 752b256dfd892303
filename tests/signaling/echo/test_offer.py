"""Which offers the echo takes."""

import pytest

from signaling.echo.offer import Unreadable, accepted

HEAD = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
AUDIO = (
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:aB3+\r\na=ice-pwd:0123456789abcdefghij/+\r\n"
    "a=fingerprint:sha-256 AB:CD:EF\r\na=setup:actpass\r\na=mid:0\r\na=sendrecv\r\na=rtcp-mux\r\n"
    "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:0 PCMU/8000\r\n"
)


def candidate(address: str, *, port: int = 50000, transport: str = "udp") -> str:
    return f"a=candidate:1 1 {transport} 2122260223 {address} {port} typ host\r\n"


def test_the_server_sends_nowhere_but_to_addresses_of_others() -> None:
    mine = ["192.168.1.20", "10.0.0.7", "203.0.113.9", "2001:db8::7"]
    never = ["127.0.0.1", "::1", "169.254.169.254", "fe80::1", "224.0.0.251", "0.0.0.0", "a.local", "db.internal", ""]
    # The same in other words.
    never += ["::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "255.255.255.255", "fd00::1%eth0", "1"]
    kept = accepted(HEAD + AUDIO + "".join(candidate(each) for each in (*never, *mine)) + "a=candidate:\r\n")
    assert kept == HEAD + AUDIO + "".join(candidate(each) for each in mine)


@pytest.mark.parametrize("wrong", [{"port": 0}, {"port": 65_536}, {"port": 10**30}, {"transport": "tcp"}])
def test_a_candidate_to_which_nothing_can_be_sent_is_left_out(wrong: dict[str, object]) -> None:
    assert "candidate" not in accepted(HEAD + AUDIO + candidate("203.0.113.9", **wrong))  # type: ignore[arg-type]


def test_no_more_candidates_are_tried_than_a_device_has() -> None:
    kept = accepted(HEAD + AUDIO + candidate("203.0.113.9") * 1000)
    assert kept.count("a=candidate:") == 40


@pytest.mark.parametrize("media", ["", "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n", AUDIO * 2, "m=application 9 x y\r\n"])
def test_it_is_sound_and_nothing_else(media: str) -> None:
    with pytest.raises(Unreadable):
        accepted(HEAD + media)


@pytest.mark.parametrize(
    "more",
    [
        "a=extmap:99999 urn:x\r\n",
        "a=ssrc:99999999999999999999 cname:x\r\n",
        "a=ssrc:x\r\n",
        "a=rtpmap:999 opus/48000/2\r\n",
        "a=rtpmap:96 opus/0/0\r\n",
        "a=rtpmap:96 opus/" + "9" * 5000 + "/2\r\n",
        "a=fmtp:111 " + "x" * 5000 + "\r\n",
        "a=rtcp-fb:*\r\n",
        "a=rtcp-fb:* " + "x " * 5000 + "\r\n",
        "a=ice-ufrag:" + "x" * 257 + "\r\n",
        "a=ice-pwd:" + "x" * 60_000 + "\r\n",
        "a=mid:" + "m" * 300 + "\r\n",
        "a=group:BUNDLE " + "0 " * 5000 + "\r\n",
        "a=msid-semantic:" + "0 " * 5000 + "\r\n",
        "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n",
        "a=sctp-port:-1\r\n",
        "a=" + "a" * 60_000 + "\r\n",
        "=" * 60_000 + "\r\n",
        "\r\n" * 30_000,
    ],
)
def test_what_the_echo_does_without_is_left_out(more: str) -> None:
    assert accepted(HEAD + AUDIO + more) == HEAD + AUDIO


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("a=ice-ufrag:aB3+", "a=ice-ufrag:" + "x" * 257),
        ("a=ice-pwd:0123456789abcdefghij/+", "a=ice-pwd:short"),
        ("a=fingerprint:sha-256 AB:CD:EF", "a=fingerprint:sha-256"),
        ("a=setup:actpass", "a=setup:holdconn"),
        ("m=audio 9 UDP/TLS/RTP/SAVPF 111 0", "m=audio 9 UDP/TLS/RTP/SAVPF 111 999"),
        ("m=audio 9 UDP/TLS/RTP/SAVPF 111 0", "m=audio 9 UDP/TLS/RTP/SAVPF" + " 0" * 10_000),
        ("a=rtcp-mux", "a=rtcp-mux\r\n" * 5000),
    ],
)
def test_an_offer_without_what_it_takes_or_without_an_end_is_not_read(line: str, instead: str) -> None:
    assert line in AUDIO
    with pytest.raises(Unreadable):
        accepted(HEAD + AUDIO.replace(line, instead))

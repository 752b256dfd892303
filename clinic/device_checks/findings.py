"""What a device check found, and what of it stands in the way."""

from dataclasses import dataclass
from enum import StrEnum


class Device(StrEnum):
    """How a microphone or a camera was found. `quiet`: it is open, and nobody was heard. `unused`: it was not asked."""

    GOOD = "good"
    QUIET = "quiet"
    UNUSED = "unused"
    REFUSED = "refused"
    IN_USE = "in_use"
    MISSING = "missing"
    UNSUPPORTED = "unsupported"
    UNKNOWN = "unknown"


class Network(StrEnum):
    """How the sound came through: not tried, directly, by the relay alone, not at all."""

    UNTESTED = "untested"
    DIRECT = "direct"
    RELAY = "relay"
    BLOCKED = "blocked"


class Hearing(StrEnum):
    """Whether the person heard themselves."""

    UNTESTED = "untested"
    HEARD = "heard"
    NOT_HEARD = "not_heard"


class Browser(StrEnum):
    """What it was found with, no finer than advice differs."""

    LINE = "line"
    IN_APP = "in_app"
    IOS_SAFARI = "ios_safari"
    IOS_OTHER = "ios_other"
    ANDROID_CHROME = "android_chrome"
    ANDROID_OTHER = "android_other"
    CHROME = "chrome"
    EDGE = "edge"
    FIREFOX = "firefox"
    SAFARI = "safari"
    OTHER = "other"


class Trouble(StrEnum):
    """The one thing that stands in the way."""

    MICROPHONE_REFUSED = "microphone_refused"
    MICROPHONE_IN_USE = "microphone_in_use"
    MICROPHONE_MISSING = "microphone_missing"
    MICROPHONE_UNSUPPORTED = "microphone_unsupported"
    MICROPHONE_UNKNOWN = "microphone_unknown"
    NETWORK_BLOCKED = "network_blocked"
    MICROPHONE_QUIET = "microphone_quiet"
    NOT_HEARD = "not_heard"
    CAMERA_REFUSED = "camera_refused"
    CAMERA_IN_USE = "camera_in_use"
    CAMERA_MISSING = "camera_missing"
    CAMERA_UNSUPPORTED = "camera_unsupported"
    CAMERA_UNKNOWN = "camera_unknown"


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one check found."""

    microphone: Device
    camera: Device
    network: Network
    hearing: Hearing
    browser: Browser


_FAULTS = frozenset({Device.REFUSED, Device.IN_USE, Device.MISSING, Device.UNSUPPORTED, Device.UNKNOWN})


def trouble_of(found: Findings) -> Trouble | None:
    """Return what stands most in the way, or None: first what keeps a voice from being heard, the picture last.

    A connection that needs the relay works, and is no trouble.
    """
    if found.microphone in _FAULTS:
        return Trouble(f"microphone_{found.microphone.value}")
    if found.network is Network.BLOCKED:
        return Trouble.NETWORK_BLOCKED
    if found.microphone is Device.QUIET:
        return Trouble.MICROPHONE_QUIET
    if found.hearing is Hearing.NOT_HEARD:
        return Trouble.NOT_HEARD
    if found.camera in _FAULTS:
        return Trouble(f"camera_{found.camera.value}")
    return None

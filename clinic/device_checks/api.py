"""Device checks over HTTP."""

from uuid import UUID

from booking.bounds import CalendarDate
from booking.services.tables import Modality
from clinic.device_checks import service
from clinic.device_checks.findings import Browser, Device, Findings, Hearing, Network, Trouble
from clinic.device_checks.service import Failed
from clinic.device_checks.tables import DeviceCheck
from core.http import Call, RateLimit, get, post, put
from core.model import Instant, LocalText, Model
from core.policy import allow
from core.principal import CLIENTS, CLINICIANS, Role
from people.persons.contacts import Telephone

_STAFF = allow(*CLINICIANS, Role.COORDINATOR)


class AppointmentPath(Model):
    """Which appointment."""

    appointment_id: UUID


class DayQuery(Model):
    """Which local day."""

    day: CalendarDate


class DeviceCheckIn(Model):
    """What a check found. No name of a device and no address belongs here."""

    microphone: Device
    camera: Device
    network: Network
    hearing: Hearing
    browser: Browser


class DeviceCheckOut(DeviceCheckIn):
    """The last check; `trouble` is what stands in the way, `settled_at` when somebody spoke with the person."""

    appointment_id: UUID
    trouble: Trouble | None
    checked_at: Instant
    settled_at: Instant | None

    @classmethod
    def of(cls, check: DeviceCheck) -> "DeviceCheckOut":
        """Return a stored check as it goes out."""
        return cls(
            appointment_id=check.appointment_id,
            microphone=check.microphone,
            camera=check.camera,
            network=check.network,
            hearing=check.hearing,
            browser=check.browser,
            trouble=check.trouble,
            checked_at=check.checked_at,
            settled_at=check.settled_at,
        )


class NumberToRing(Model):
    """A number at which the person may be rung."""

    number: str
    may_leave_message: bool

    @classmethod
    def of(cls, telephone: Telephone | None) -> "NumberToRing | None":
        """Return a number as it goes out."""
        if telephone is None:
            return None
        return cls(number=telephone.number, may_leave_message=telephone.may_leave_message)


class LookOut(Model):
    """The last check of an appointment, None without any; `telephone` for staff, when it failed and one may ring."""

    check: DeviceCheckOut | None
    telephone: NumberToRing | None


class ChecksOut(Model):
    """The checks of a day's appointments."""

    checks: list[DeviceCheckOut]


class FailedOut(Model):
    """A failed check of an appointment that is near, and whom to ring about it."""

    check: DeviceCheckOut
    starts_at: Instant
    modality: Modality
    service: LocalText
    person_name: str
    practitioner_name: str
    telephone: NumberToRing | None

    @classmethod
    def of(cls, found: Failed) -> "FailedOut":
        """Return a failed check as it goes out."""
        return cls(
            check=DeviceCheckOut.of(found.check),
            starts_at=found.starts_at,
            modality=found.modality,
            service=LocalText(ja=found.service_ja, en=found.service_en),
            person_name=found.person_name,
            practitioner_name=found.practitioner_name,
            telephone=NumberToRing.of(found.telephone),
        )


class FailuresOut(Model):
    """The failed checks of the next days, the next appointment first."""

    failed: list[FailedOut]


@put(
    "/api/appointments/{appointment_id}/device-check",
    policy=allow(*CLIENTS),
    errors=("booking.not_found", "device_checks.not_ahead"),
    limit=RateLimit("device_check", 60, 60),
)
async def store(call: Call, path: AppointmentPath, body: DeviceCheckIn) -> DeviceCheckOut:
    """Store what the check of my devices found; the last one counts."""
    found = Findings(body.microphone, body.camera, body.network, body.hearing, body.browser)
    return DeviceCheckOut.of(await service.store(call.uow, call.principal, path.appointment_id, found))


@get(
    "/api/appointments/{appointment_id}/device-check",
    policy=allow(*CLIENTS, *CLINICIANS, Role.COORDINATOR),
    errors=("booking.not_found",),
)
async def show(call: Call, path: AppointmentPath) -> LookOut:
    """Show the last device check of an appointment."""
    check, telephone = await service.look(call.uow, call.principal, path.appointment_id)
    return LookOut(check=None if check is None else DeviceCheckOut.of(check), telephone=NumberToRing.of(telephone))


@post(
    "/api/appointments/{appointment_id}/device-check/settle",
    policy=_STAFF,
    errors=("booking.not_found",),
)
async def settle(call: Call, path: AppointmentPath) -> None:
    """Note that I have spoken with the person about their failed check."""
    await service.settle(call.uow, call.principal, path.appointment_id)


@get("/api/device-checks", policy=_STAFF)
async def list_of_day(call: Call, query: DayQuery) -> ChecksOut:
    """List the device checks of a day's appointments that I may see."""
    return ChecksOut(
        checks=[DeviceCheckOut.of(each) for each in await service.of_day(call.uow, call.principal, query.day)]
    )


@get("/api/device-checks/failed", policy=allow(Role.COORDINATOR))
async def list_failed(call: Call) -> FailuresOut:
    """List whose device check failed before an appointment of the next two days, and how to reach them."""
    return FailuresOut(failed=[FailedOut.of(each) for each in await service.failed(call.uow)])


routes = (store, show, settle, list_of_day, list_failed)

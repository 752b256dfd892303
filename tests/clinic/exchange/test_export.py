"""The export of a whole city: valid, whole, without loss, and without what is sealed."""

import json
import stat
from collections import Counter
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from sqlalchemy import select, update

from clinic.assessments import catalogue
from clinic.assessments.importing.bundle import read
from clinic.assessments.tables import QuestionnaireAnswer
from clinic.exchange import rows, service
from clinic.exchange.lines import NotFhir, read_line
from clinic.exchange.mapping.values import AppointmentValue
from core.audit.tables import AuditEvent
from core.crypto import ERASED
from core.ids import new_id
from tests.clinic.assessments.make import answers_of_total
from tests.clinic.exchange.make import make_city


async def read_all(uow, kind, size=rows.PAGE):
    return [value async for page in rows.STREAMS[kind](uow, None, size) for value in page]


def resources(folder, kind):
    return [json.loads(line) for line in (folder / f"{kind}.ndjson").read_text().splitlines()]


def references(part):
    if isinstance(part, dict):
        if "reference" in part:
            yield part["reference"]
        for each in part.values():
            yield from references(each)
    elif isinstance(part, list):
        for each in part:
            yield from references(each)


async def test_every_line_is_valid_and_reads_back_as_what_was_written(units, clock, tmp_path):
    await make_city(units, clock)
    out = tmp_path / "out"
    counts = await service.export_fhir(units, out)
    assert all(counts.values()), counts
    async with units.read() as uow:
        for kind in rows.STREAMS:
            lines = (out / f"{kind}.ndjson").read_bytes().splitlines(keepends=True)
            written = [read_line(line) for line in lines]
            assert written == await read_all(uow, kind)
            # Pages of two rows come to the same.
            assert written == await read_all(uow, kind, 2)
            assert len(written) == counts[kind]
    known = {f"{kind}/{each['id']}" for kind in rows.STREAMS for each in resources(out, kind)}
    referred = {each for kind in rows.STREAMS for one in resources(out, kind) for each in references(one)}
    assert referred <= known
    statuses = Counter(each["status"] for each in resources(out, "Appointment"))
    assert {"cancelled", "noshow", "booked", "fulfilled"} <= statuses.keys()
    taken = {each["id"] for each in resources(out, "Appointment") if "slot" in each}
    slots = {each["id"]: each["status"] for each in resources(out, "Slot")}
    assert {status for key, status in slots.items() if key in taken} == {"busy"}
    assert Counter(status for key, status in slots.items() if key not in taken) == {"free": 1, "busy-unavailable": 1}
    assert "cancelled" in {each["status"] for each in resources(out, "Encounter") if "appointment" not in each}
    assert Counter(each["status"] for each in resources(out, "Consent"))["inactive"] == 1


async def test_answers_come_with_their_codes_and_our_own_reader_takes_them_in(units, clock, zone, tmp_path):
    form_id = await make_city(units, clock)
    await service.export_fhir(units, tmp_path / "out")
    (form,) = [each for each in resources(tmp_path / "out", "QuestionnaireResponse") if each["id"] == str(form_id)]
    assert form["questionnaire"] == "urn:hagukumi:questionnaire:phq-9|1.0.0"
    first = form["item"][0]["item"][0]["answer"][0]["valueCoding"]
    assert (first["system"], first["code"]) == ("http://loinc.org", "LA6571-9")
    (read_again,) = read(json.dumps(form).encode(), [catalogue.find("phq-9")], clock.now(), zone)
    assert (read_again.answers, read_again.outcome.score.total) == (answers_of_total(14), 14)
    (total,) = [
        each
        for each in resources(tmp_path / "out", "Observation")
        if each["derivedFrom"] == [{"reference": f"QuestionnaireResponse/{form_id}"}]
    ]
    assert (total["code"]["coding"][0]["code"], total["valueInteger"]) == ("44261-6", 14)


async def test_no_sealed_text_no_address_and_no_survey_leaves(units, clock, tmp_path):
    await make_city(units, clock)
    await service.export_fhir(units, tmp_path / "out")
    written = "".join(file.read_text() for file in (tmp_path / "out").iterdir())
    assert "青木　花子" in written
    # Notes, summaries, reasons, places, closings, assessments; telephone, mail, and what is said of the service.
    for secret in ("昼に眠る", "休む時間を決めた", "夜に泣く", "自宅", "目標に届いた", "電話で話した", "0901234", "@"):
        assert secret not in written, secret
    assert "satisfaction" not in written


async def test_answers_that_were_erased_are_said_to_be_so_and_half_a_form_is_not_given_out(units, clock, tmp_path):
    form_id = await make_city(units, clock)
    async with units.write() as uow:
        one = select(QuestionnaireAnswer.id).where(
            QuestionnaireAnswer.response_id == form_id, QuestionnaireAnswer.link_id == "3"
        )
        await uow.session.execute(
            update(QuestionnaireAnswer).where(QuestionnaireAnswer.id.in_(one)).values(answer_sealed=ERASED)
        )
    async with units.read() as uow:
        (form,) = [each for each in await read_all(uow, "QuestionnaireResponse") if each.id == form_id]
    assert (form.answers, form.unreadable) == ((), "server.erased")


async def test_the_files_are_their_owners_alone_and_the_manifest_counts_and_hashes_them(units, clock, tmp_path):
    await make_city(units, clock)
    out = tmp_path / "out"
    counts = await service.export_fhir(units, out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in out.iterdir()} == {0o600}
    manifest = json.loads((out / "manifest.json").read_text())
    assert {each["type"]: each["count"] for each in manifest["output"]} == counts
    for each in manifest["output"]:
        assert sha256((out / each["url"]).read_bytes()).hexdigest() == each["sha256"]
    async with units.read() as uow:
        noted = await uow.session.scalar(
            select(AuditEvent.action).where(AuditEvent.entity_id == UUID(manifest["export"]))
        )
    assert noted == "execute"
    assert manifest["export"] in (out / "AuditEvent.ndjson").read_text()
    with pytest.raises(FileExistsError):
        await service.export_fhir(units, out)


async def test_since_a_day_leaves_out_what_was_over_before_it_and_keeps_what_may_have_changed(units, clock, tmp_path):
    await make_city(units, clock)
    whole = await service.export_fhir(units, tmp_path / "whole")
    clock.advance(timedelta(days=3))
    day = units.zone.today(clock.now())
    later = await service.export_fhir(units, tmp_path / "later", day)
    # The whole export and this one stand in the log; nothing but this one is of the day.
    assert {kind: count for kind, count in later.items() if count < whole[kind]} == {
        "Slot": 2,
        "Appointment": 0,
        "Encounter": 0,
        "QuestionnaireResponse": later["QuestionnaireResponse"],
        "Observation": 0,
        "Consent": 0,
        "AuditEvent": 1,
    }
    open_forms = {each["status"] for each in resources(tmp_path / "later", "QuestionnaireResponse")}
    assert open_forms <= {"in-progress"}


async def test_nothing_is_left_behind_when_something_is_not_fhir(units, clock, tmp_path, monkeypatch):
    await make_city(units, clock)

    async def broken(_uow, _since):
        key = new_id()
        now = clock.now()
        yield [AppointmentValue(key, key, key, "x", "", "booked", now, now, now, None, None, False, -1)]

    monkeypatch.setattr(rows, "STREAMS", {**rows.STREAMS, "Appointment": broken})
    monkeypatch.setattr(service, "STREAMS", rows.STREAMS)
    with pytest.raises((NotFhir, ValueError)):
        await service.export_fhir(units, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []

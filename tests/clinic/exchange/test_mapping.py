"""Every value is valid FHIR R4B once written, and is read back as it was."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from fhir.resources.R4B import get_fhir_model_class
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.appointments.states import ClaimState
from clinic.encounters.states import EncounterState
from clinic.exchange.lines import NotFhir, check, read_line, write_line
from clinic.exchange.mapping import values
from clinic.exchange.mapping.forms import TOTAL_CODES
from core.ids import new_id

NOON = datetime(2026, 4, 1, 3, 0, 0, 123456, tzinfo=UTC)
KINDS = [kind for each in get_args(values.Value) for kind in (get_args(each) or (each,))]
YEARS = {"min_value": NOON.replace(year=2000, tzinfo=None), "max_value": NOON.replace(year=2100, tzinfo=None)}
CODES = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,12}", fullmatch=True)
WORDS = st.text(st.characters(categories=["L", "N", "P", "Zs"], include_characters="\u3000"), max_size=20).map(
    str.strip
)
OF_NAME = {
    "name": WORDS,
    "title_ja": WORDS,
    "title_en": WORDS,
    "district": WORDS.filter(bool) | st.none(),
    "state of AppointmentValue": st.sampled_from([state for state in ClaimState if state is not ClaimState.HELD]),
    "scale": st.sampled_from(sorted(TOTAL_CODES)),
    "extended_minutes": st.integers(0, 30),
    "total": st.integers(0, 30),
    "value": st.integers(0, 5),
}
OF_TYPE = {
    str: CODES,
    UUID: st.uuids(),
    bool: st.booleans(),
    date: st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    datetime: st.datetimes(timezones=st.just(UTC), **YEARS),
}


def of_type(kind: Any) -> st.SearchStrategy[Any]:
    if isinstance(kind, UnionType):
        return st.one_of(of_type(each) for each in get_args(kind))
    if kind is NoneType:
        return st.none()
    if get_origin(kind) is tuple:
        return st.lists(of_type(get_args(kind)[0]), max_size=4).map(tuple)
    if kind is values.AnswerValue:
        coded = st.builds(values.AnswerValue, CODES | st.none(), CODES, st.integers(0, 5), CODES, CODES)
        return coded | coded.map(lambda answer: values.AnswerValue(answer.group, answer.item, answer.value, None, None))
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    return OF_TYPE[kind]


def of_kind(kind: type) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    given_by = {}
    for field in fields(kind):
        special = OF_NAME.get(f"{field.name} of {kind.__name__}", OF_NAME.get(field.name))
        given_by[field.name] = of_type(hints[field.name]) if special is None else special
    return st.builds(kind, **given_by)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_is_written_is_valid_and_read_back_without_loss(kind):
    @given(of_kind(kind))
    @settings(max_examples=25, deadline=None)
    def written_and_read(value):
        line = write_line(value)
        assert (line.count(b"\n"), line[-1:]) == (1, b"\n")
        assert read_line(line) == value
        # Also by way of the models' own writing.
        model = get_fhir_model_class(json.loads(line)["resourceType"]).model_validate_json(line)
        assert read_line(model.model_dump_json().encode()) == value

    written_and_read()


def encounter(**given_here):
    standard = {
        "id": new_id(),
        "appointment_id": None,
        "person_id": new_id(),
        "practitioner_id": new_id(),
        "episode_id": None,
        "state": EncounterState.FINISHED,
        "arrived_at": NOON,
        "admitted_at": None,
        "finished_at": NOON,
    }
    return json.loads(write_line(values.EncounterValue(**(standard | given_here))))


def test_an_urgent_consultation_is_urgent_and_one_whose_door_never_opened_is_none_that_was_held():
    unmet = encounter()
    assert (unmet["status"], unmet["priority"]["coding"][0]["code"]) == ("cancelled", "UR")
    held = encounter(admitted_at=NOON, appointment_id=new_id())
    assert (held["status"], "priority" in held) == ("finished", False)


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "Slot", "status": "free", "start": "2026-04-01T00:00:00Z", "end": "2026-04-01T01:00:00Z"},
        {"resourceType": "Observation", "status": "final", "code": {"text": "x"}, "note_of_ours": "ひみつ"},
        {"resourceType": "Observation", "status": "ひみつ", "code": {"text": "x"}},
        {"resourceType": "Encounter", "status": "finished", "class": {"code": "VR"}, "period": {"start": "ひみつ"}},
        {"resourceType": "Communication", "status": "completed"},
    ],
    ids=["element_missing", "element_unknown", "code_unknown", "instant_malformed", "type_unknown"],
)
def test_what_is_not_fhir_does_not_leave_and_its_content_stands_in_no_error(resource):
    with pytest.raises(NotFhir) as raised:
        check(resource)
    assert "ひみつ" not in str(raised.value)
    assert raised.value.__cause__ is None

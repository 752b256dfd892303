"""What a letter may become, its forms, grounds and numbers, and what notes are put into which field."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.records.forms import forms
from clinic.records.letters.forms import letter_form_for, letter_form_of, letter_forms
from clinic.records.letters.grounds import check_ground, grounds
from clinic.records.letters.prefilling import Source, proposed
from clinic.records.letters.states import Basis, LetterKind, LetterState, fiscal_year, may_issue, number_of
from clinic.records.wording import aids_for
from core.errors import DomainError
from core.principal import Role

NOTE_FIELDS = sorted({field.id for form in forms() for field in form.fields})


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("state", list(LetterState))
@pytest.mark.parametrize("basis", list(Basis))
def test_nothing_goes_out_without_consent_paper_or_a_ground_and_a_referral_on_no_ground(kind, state, basis):
    allowed = {
        Basis.CONSENT: {LetterState.AGREED},
        Basis.WRITTEN: {LetterState.DRAFT},
        Basis.GROUND: {LetterState.DRAFT, LetterState.REFUSED} if kind is LetterKind.HANDOVER else set(),
    }
    assert may_issue(kind, state, basis) == (state in allowed[basis])


def test_letters_are_numbered_within_the_fiscal_year():
    assert [fiscal_year(date(2027, 3, 31)), fiscal_year(date(2027, 4, 1))] == [2026, 2027]
    assert [number_of(2026, 7), number_of(2026, 12345)] == ["2026-0007", "2026-12345"]


@pytest.mark.parametrize("kind", list(LetterKind))
def test_a_form_has_an_address_what_is_asked_for_and_no_place_for_a_diagnosis_or_a_prescription(kind):
    form = letter_form_for(kind)
    assert form.kind is kind
    assert form is letter_form_of(form.form, form.version)
    assert form.fields[0].id == "institution"
    assert {"institution", "person", "course", "request"} <= set(form.missing({}))
    assert {field.part for field in form.fields} == {"address", "text"}
    assert not [
        field.id for field in form.fields if any(word in field.label.ja for word in ("診断", "病名", "処方", "薬"))
    ]
    assert "診断" in form.paper.remark
    # What can be taken from a note is a field of some form of notes.
    assert {source for field in form.fields for source in field.sources} <= set(NOTE_FIELDS)
    assert form.needs_review


def test_forms_of_letters_are_no_forms_of_notes():
    assert not {form.form for form in letter_forms()} & {form.form for form in forms()}
    with pytest.raises(LookupError):
        letter_form_of("letter-referral", 99)


def test_no_ground_names_a_provision_that_nobody_confirmed():
    known = grounds()
    assert known.needs_review
    assert all(each.source is not None or each.needs_review for each in known.grounds)
    check_ground("danger_to_child", known.grounds)
    with pytest.raises(DomainError) as caught:
        check_ground("because", known.grounds)
    assert caught.value.code == "letters.unknown_ground"


def test_the_wording_aids_of_notes_hold_for_letters_of_every_profession():
    assert all(aids_for(role) for role in (Role.MIDWIFE, Role.DOCTOR, Role.COUNSELLOR, Role.PSYCHIATRIST))


def test_notes_are_put_in_by_their_day_the_oldest_first():
    form = letter_form_for(LetterKind.REFERRAL)
    notes = [
        Source(date(2026, 11, 24), {"complaint": "眠れない", "next_action": "来週"}),
        Source(date(2026, 11, 2), {"complaint": "涙が出る", "situation": "生後1か月", "advice": " "}),
    ]
    assert proposed(form, notes) == {
        "course": "2026年11月2日\n涙が出る\n生後1か月\n\n2026年11月24日\n眠れない",
        "request": "2026年11月24日\n来週",
    }
    assert proposed(form, []) == {}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            Source,
            st.dates(date(2020, 1, 1), date(2030, 1, 1)),
            st.dictionaries(st.sampled_from(NOTE_FIELDS), st.text(max_size=8000), max_size=4),
        ),
        max_size=6,
    )
)
def test_what_is_proposed_can_be_saved_and_holds_only_whole_texts_of_the_notes(notes):
    form = letter_form_for(LetterKind.HANDOVER)
    found = proposed(form, notes)
    form.check(found)
    for field in form.fields:
        for note in notes:
            for source in field.sources:
                text = note.fields.get(source, "").strip()
                if len(text) > field.max_length:
                    assert text not in found.get(field.id, "")

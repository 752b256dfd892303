"""The forms of notes, what is counted of them, and the wording aids: data that the product comes with."""

import pytest

from clinic.records.categories import categories, check_categories
from clinic.records.forms import FIRST_FORM, form_for, form_of, forms
from clinic.records.wording import aids_for, found_in, wording
from core.errors import DomainError
from core.principal import CLINICIANS, Role

ROLES = sorted(CLINICIANS)


@pytest.mark.parametrize("role", ROLES)
def test_each_profession_writes_in_a_form_of_its_own_that_says_what_it_is_about(role):
    form = form_for(role)
    assert form.roles == (role,)
    assert {"complaint", "next_action"} <= {field.id for field in form.fields}
    assert form.missing({}) != []


def test_a_note_of_old_keeps_the_form_it_was_written_in():
    assert [field.id for field in form_of(FIRST_FORM, 1).fields] == ["complaint", "situation", "advice", "next_action"]
    assert form_of(FIRST_FORM, 1).missing({}) == []


def test_codes_are_told_apart_in_every_form_and_list():
    assert len({(form.form, form.version) for form in forms()}) == len(forms())
    lists = [[field.id for field in form.fields] for form in forms()]
    lists += [[option.code for option in field.options] for form in forms() for field in form.fields]
    lists += [[option.code for option in options] for options in (categories().reasons, categories().outcomes)]
    lists += [[aid.id for aid in wording().aids]]
    assert all(len(set(codes)) == len(codes) for codes in lists)
    for form in forms():
        for field in form.fields:
            assert (field.kind == "choice") == bool(field.options), (form.form, field.id)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"diagnosis": "x"}, "records.unknown_field"),
        ({"safety": "perhaps"}, "records.unknown_choice"),
        ({"complaint": "x" * 8001}, "records.field_too_long"),
    ],
)
def test_what_the_form_does_not_ask_for_is_refused(fields, code):
    with pytest.raises(DomainError) as caught:
        form_for(Role.COUNSELLOR).check(fields)
    assert caught.value.code == code


@pytest.mark.parametrize(("reasons", "outcome"), [(["sleep", "sleep"], None), (["x"], None), ([], "x")])
def test_what_is_counted_is_on_the_list_and_counted_once(reasons, outcome):
    with pytest.raises(DomainError) as caught:
        check_categories(reasons, outcome)
    assert caught.value.code == "records.unknown_category"
    check_categories(["sleep", "mood"], "follow_up")


@pytest.mark.parametrize("aid", wording().aids, ids=lambda aid: aid.id)
def test_an_aid_speaks_up_at_its_examples_and_not_at_harmless_words(aid):
    for role in aid.roles:
        assert all(aid.id in found_in(text, role) for text in aid.matches), role
        assert not any(aid.id in found_in(text, role) for text in aid.passes), role


def test_only_doctors_may_name_the_likelihood_of_an_illness():
    allowed = {role for role in ROLES if "likelihood" not in {aid.id for aid in aids_for(role)}}
    assert allowed == {Role.DOCTOR, Role.PSYCHIATRIST}
    assert all("diagnosis" in {aid.id for aid in aids_for(role)} for role in ROLES)

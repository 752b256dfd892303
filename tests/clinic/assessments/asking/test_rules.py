"""The rules as data: what a file of them may say, and which are in force."""

import json
from importlib.resources import files

import pytest

from clinic.assessments.asking import in_force
from clinic.assessments.asking.rules import Rules, default_rules
from core.errors import DomainError

OWN = json.loads(files("clinic.assessments").joinpath("data", "asking.json").read_text())


def changed(named, **parts):
    rules = [rule | (parts if rule["code"] == named else {}) for rule in OWN["rules"]]
    return json.dumps({**OWN, "rules": rules}).encode()


def test_what_comes_with_the_product_says_that_nobody_reviewed_it_and_where_each_rule_comes_from():
    assert not default_rules().reviewed
    assert all(rule.basis for rule in default_rules().rules)
    assert {rule.code for rule in default_rules().rules if not rule.active} == {"epds_infant", "gad_7_middle"}


def test_no_rule_reminds_more_than_twice():
    assert all(len(rule.reminders) <= 2 for rule in default_rules().rules)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        changed("session", opens_hours_before=None),
        changed("session", open_days_after=3),
        changed("satisfaction", open_days_after=None),
        changed("satisfaction", opens_hours_before=3),
        changed("course_start", questionnaire="phq-2"),
        changed("course_end", opens_hours_before=3),
        changed("midwife_phq_9", opens_hours_before=3),
        changed("session", occasion="imported"),
        changed("session", occasion="whenever"),
        changed("session", services=["Counselling; DROP"]),
        changed("session", not_within_days=0),
        changed("session", reminders=[{"hours_after": 1}] * 3),
        changed("session", reminders=[{"hours_after": 1, "hours_before": 1}]),
        changed("session", reminders=[{}]),
        changed("session", basis=""),
        changed("session", code="course_start"),
        changed("session", surprise=1),
    ],
)
async def test_rules_that_cannot_be_followed_are_refused_and_change_nothing(units, content):
    async with units.write() as uow:
        with pytest.raises(DomainError) as caught:
            await in_force.put_in_force(uow, content)
    assert caught.value.code == "assessments.rules_malformed"
    async with units.read() as uow:
        assert await in_force.rules(uow) == default_rules()


async def test_a_rule_for_a_questionnaire_that_nobody_knows_is_refused(units):
    async with units.write() as uow:
        with pytest.raises(DomainError) as caught:
            await in_force.put_in_force(uow, changed("session", questionnaire="phq-10"))
    assert caught.value.code == "assessments.questionnaire_not_found"


async def test_the_rules_put_in_force_last_hold(units):
    for days in (3, 5):
        async with units.write() as uow:
            await in_force.put_in_force(uow, changed("session", not_within_days=days))
        async with units.read() as uow:
            found = await in_force.rules(uow)
        assert isinstance(found, Rules)
        assert found.rule("session").not_within_days == days

import pytest

from booking.rota.problem import Rule, RuleCode
from booking.rota.rules import BY_CODE, CATALOGUE, check_rules, starting_rules
from core.errors import Invalid


def test_every_rule_is_in_the_catalogue_once():
    assert sorted(rule.code for rule in CATALOGUE) == sorted(RuleCode)


def test_what_an_installation_starts_with_is_within_the_bounds():
    check_rules(starting_rules())


def test_the_numbers_are_those_of_their_sources():
    assert BY_CODE[RuleCode.REST_BETWEEN].params == {"minutes": 11 * 60}
    assert BY_CODE[RuleCode.LONGEST_DUTY].params == {"minutes": 13 * 60}
    assert BY_CODE[RuleCode.REST_AFTER_TWO_NIGHTS].params == {"minutes": 48 * 60}
    assert all(
        "看護協会" in (BY_CODE[code].source or "") for code in (RuleCode.NIGHTS_IN_A_ROW, RuleCode.NIGHTS_A_MONTH)
    )
    assert BY_CODE[RuleCode.HOURS_A_WEEK].source is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ([Rule(RuleCode.REST_BETWEEN, {"minutes": 660})], "rota.rule_twice"),
        ([Rule(RuleCode.MIN_RUN, {}, 0)], "rota.rule_params"),
        ([Rule(RuleCode.MIN_RUN, {"max": 3})], "rota.rule_params"),
    ],
)
def test_rules_that_cannot_be_are_refused(changed, code):
    with pytest.raises(Invalid) as refused:
        check_rules([*starting_rules(), *changed])
    assert refused.value.code == code


def test_leave_always_holds_and_cover_is_always_asked():
    without = [rule for rule in starting_rules() if rule.code is not RuleCode.COVER]
    with pytest.raises(Invalid, match="always_on"):
        check_rules(without)
    soft = [Rule(rule.code, rule.params, 5) if rule.code is RuleCode.LEAVE else rule for rule in starting_rules()]
    with pytest.raises(Invalid, match="always_hard"):
        check_rules(soft)

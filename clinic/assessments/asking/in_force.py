"""The rules that are in force, and putting others in force."""

from pydantic import ValidationError
from sqlalchemy import func, select

from clinic.assessments import definitions
from clinic.assessments.asking.rules import Rules, default_rules
from clinic.assessments.tables import AskingRules
from core.errors import Conflict, Invalid
from core.model import place_of
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there


async def rules(uow: UnitOfWork) -> Rules:
    """Return the rules by which questionnaires are asked now, those of the coordinators' own surveys last."""
    content = await uow.session.scalar(select(AskingRules.content).order_by(AskingRules.version.desc()).limit(1))
    found = default_rules() if content is None else Rules.model_validate(content)
    return found.followed_by(await definitions.own_rules(uow))


async def put_in_force(uow: UnitOfWork, content: bytes) -> int:
    """Put the rules of a JSON file in force (see data/asking.json) and return their version.

    Raises Invalid("assessments.rules_malformed") with the places at fault, NotFound for a questionnaire that is not
    known, Invalid("assessments.definition_of_coordinators") for a coordinator's own survey, which brings its own rule,
    and Conflict("assessments.rules_changed") when somebody else puts others in force at the same moment.
    """
    try:
        found = Rules.model_validate_json(content)
    except ValidationError as error:
        places = sorted({place_of(problem["loc"]) for problem in error.errors()})
        raise Invalid("assessments.rules_malformed", "These are no rules of when what is asked.", at=places) from error
    for code in sorted({rule.questionnaire for rule in found.rules}):
        definitions.require_not_own(code)
        await definitions.find(uow, code)
    version = (await uow.session.scalar(select(func.max(AskingRules.version))) or 0) + 1
    row = {"version": version, "content": found.model_dump(mode="json"), "changed_at": uow.now}
    statement = insert_unless_there(uow, AskingRules, [row]).returning(AskingRules.version)
    if await uow.session.scalar(statement) is None:
        raise Conflict("assessments.rules_changed", "Somebody else changed the rules meanwhile. Please look again.")
    return version

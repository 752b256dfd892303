"""Every questionnaire that can be asked: those that come with the product, and the surveys defined here."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_, update

from clinic.assessments import catalogue
from clinic.assessments.asking.rules import Rule
from clinic.assessments.definition import read_definition
from clinic.assessments.questionnaire import Questionnaire
from clinic.assessments.scoring.outcome import COORDINATORS, SCALES, is_coordinators
from clinic.assessments.scoring.survey import counts, is_image
from clinic.assessments.tables import QuestionnaireDefinition
from core.errors import Conflict, Invalid
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there

_OWN_CODE = re.compile(r"survey-[0-9a-f]{16}")


async def find(uow: UnitOfWork, code: str, version: str | None = None) -> Questionnaire:
    """Return a questionnaire, by default the version published last; raises NotFound for one that is not known."""
    # What comes with the product is never defined anew under its version, see publish.
    if version is not None and any((code, version) == (each.code, each.version) for each in catalogue.shipped()):
        return catalogue.find(code, version)
    query = select(QuestionnaireDefinition.content).where(QuestionnaireDefinition.code == code)
    if version is not None:
        query = query.where(QuestionnaireDefinition.version == version)
    newest = query.order_by(QuestionnaireDefinition.published_at.desc(), QuestionnaireDefinition.version.desc())
    content = await uow.session.scalar(newest.limit(1))
    return catalogue.find(code, version) if content is None else read_definition(content)


async def of_versions(uow: UnitOfWork, versions: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Questionnaire]:
    """Return the questionnaires of pairs of code and version, in one query at most; raises NotFound for an unknown."""
    wanted = set(versions)
    found = {(each.code, each.version): each for each in catalogue.shipped() if (each.code, each.version) in wanted}
    if others := wanted - found.keys():
        key = tuple_(QuestionnaireDefinition.code, QuestionnaireDefinition.version)
        rows = await uow.session.scalars(select(QuestionnaireDefinition.content).where(key.in_(others)))
        found.update({(each.code, each.version): each for each in map(read_definition, rows)})
    if wanted - found.keys():
        raise catalogue.version_unknown()
    return found


async def publish(uow: UnitOfWork, resource: Mapping[str, Any], account_id: UUID | None = None) -> Questionnaire:
    """Store a survey, or a new version of one (FHIR R4 Questionnaire), which is asked from now on.

    Raises Invalid("assessments.definition_malformed") for what is no questionnaire as they are asked here,
    Invalid("assessments.definition_of_scale") for a scale, whose items are not ours to change,
    Invalid("assessments.definition_of_coordinators") for a coordinator's own survey or with questions of one,
    Invalid("assessments.definition_not_countable") without an item of five points or with two on the city's image, and
    Conflict("assessments.definition_version_taken"). Responses keep the version they were given to.
    """
    questionnaire = read_definition(resource)
    if questionnaire.code in SCALES:
        raise Invalid("assessments.definition_of_scale", "The items of this scale come with the product.")
    items = list(questionnaire.items())
    if any(item.coding.system == COORDINATORS for item in items):
        raise _of_coordinators()
    require_not_own(questionnaire.code)
    if not any(counts(item) for item in items) or sum(is_image(item) for item in items) > 1:
        raise Invalid(
            "assessments.definition_not_countable",
            "A survey needs a question of five points, and at most one on the city's image.",
        )
    await _store(uow, questionnaire, resource, None, account_id)
    return questionnaire


def own_code(survey_id: UUID) -> str:
    """Return the code of a coordinator's own survey; the end of an id is random."""
    return f"survey-{survey_id.hex[-16:]}"


def require_not_own(code: str) -> None:
    """Raise Invalid("assessments.definition_of_coordinators") for the code of a coordinator's own survey."""
    if _OWN_CODE.fullmatch(code):
        raise _of_coordinators()


def _of_coordinators() -> Invalid:
    return Invalid("assessments.definition_of_coordinators", "Coordinators publish and end this survey themselves.")


async def publish_own(
    uow: UnitOfWork, resource: Mapping[str, Any], rule: Rule, account_id: UUID | None
) -> Questionnaire:
    """Store a version of a coordinator's own survey, which is asked by its rule from now on.

    Raises Invalid("assessments.definition_malformed") for what is no such survey, and
    Conflict("assessments.definition_version_taken").
    """
    questionnaire = read_definition(resource)
    is_own = is_coordinators(questionnaire) and _OWN_CODE.fullmatch(questionnaire.code)
    if not is_own or rule.questionnaire != questionnaire.code:
        raise Invalid("assessments.definition_malformed", "This is no questionnaire as asked here.", at=["code"])
    await _store(uow, questionnaire, resource, rule, account_id)
    return questionnaire


async def retire(uow: UnitOfWork, code: str) -> None:
    """Ask a coordinator's own survey no more, in any version; what was answered stays."""
    of = QuestionnaireDefinition
    await uow.session.execute(update(of).where(of.code == code, of.retired_at.is_(None)).values(retired_at=uow.now))


async def require_asked(uow: UnitOfWork, code: str) -> None:
    """Raise Conflict("assessments.retired") for a survey that is not asked any more."""
    if code in SCALES:
        return
    of = QuestionnaireDefinition
    if await uow.session.scalar(select(of.code).where(of.code == code, of.retired_at.is_not(None)).limit(1)):
        raise Conflict("assessments.retired", "This survey has ended. Thank you.")


async def own_rules(uow: UnitOfWork) -> Sequence[Rule]:
    """Return the rules by which the coordinators' own surveys are asked, in the order of their publishing."""
    of = QuestionnaireDefinition
    rows = await uow.session.execute(
        select(of.code, of.asking)
        .where(of.asking.is_not(None), of.retired_at.is_(None))
        .order_by(of.published_at, of.code)
    )
    # Of a survey the version published last.
    newest = {row.code: row.asking for row in rows}
    return [Rule.model_validate(asking) for asking in newest.values()]


async def _store(
    uow: UnitOfWork,
    questionnaire: Questionnaire,
    resource: Mapping[str, Any],
    rule: Rule | None,
    account_id: UUID | None,
) -> None:
    if not questionnaire.originals:
        raise Invalid("assessments.definition_malformed", "This is no questionnaire as asked here.", at=["text"])
    row = {
        "code": questionnaire.code,
        "version": questionnaire.version,
        "content": dict(resource),
        "published_at": uow.now,
        "published_by": account_id,
        "asking": None if rule is None else rule.model_dump(mode="json"),
        "completed": 0,
    }
    taken = any(
        (each.code, each.version) == (questionnaire.code, questionnaire.version) for each in catalogue.shipped()
    )
    statement = insert_unless_there(uow, QuestionnaireDefinition, [row]).returning(QuestionnaireDefinition.version)
    if taken or await uow.session.scalar(statement) is None:
        raise Conflict("assessments.definition_version_taken", "There is such a version already. Please count it up.")

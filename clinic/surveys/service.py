"""Coordinators' own surveys: written, published version by version, and retired."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select

from booking.services.tables import Service
from clinic.assessments import definitions
from clinic.assessments.definition import read_definition
from clinic.assessments.questionnaire import Questionnaire
from clinic.assessments.tables import QuestionnaireDefinition
from clinic.surveys.defining import definition_of, rule_of
from clinic.surveys.form import SurveyForm, check, faults
from clinic.surveys.tables import Survey
from clinic.surveys.views import SurveyOut, SurveyRow, SurveysOut, SurveyState, SurveyVersionOut
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from core.model import LocalText
from core.principal import Principal
from core.unit_of_work import UnitOfWork

MOST = 50
"""So many surveys are there at most, the retired ones apart."""
MOST_ASKED = 10
"""So many are asked at most at a time: each of them asks for somebody's minutes."""
_MOST_RETIRED = 100


async def list_surveys(uow: UnitOfWork) -> SurveysOut:
    """Return all surveys, of the retired ones the latest."""
    here = (await uow.session.scalars(_newest_first(retired=False))).all()
    retired = (await uow.session.scalars(_newest_first(retired=True).limit(_MOST_RETIRED))).all()
    return SurveysOut(surveys=[_row(each) for each in (*here, *retired)], full=len(here) >= MOST)


async def create(uow: UnitOfWork, principal: Principal, form: SurveyForm) -> SurveyOut:
    """Begin a survey.

    Raises Conflict("surveys.too_many") with the greatest number, and Invalid as form.check.
    """
    check(form)
    count = select(func.count()).select_from(Survey).where(Survey.retired_at.is_(None))
    if (await uow.session.scalar(count) or 0) >= MOST:
        raise Conflict("surveys.too_many", "There are enough surveys. Please end or delete one first.", most=MOST)
    survey_id = new_id()
    survey = Survey(
        id=survey_id,
        code=definitions.own_code(survey_id),
        form=form.model_dump(mode="json"),
        revision=1,
        created_at=uow.now,
        changed_at=uow.now,
        changed_by=principal.account_id,
    )
    uow.session.add(survey)
    await uow.session.flush()
    return await view(uow, survey)


async def show(uow: UnitOfWork, survey_id: UUID) -> SurveyOut:
    """Return a survey as it stands. Raises NotFound("surveys.not_found")."""
    return await view(uow, await find(uow, survey_id))


async def save(uow: UnitOfWork, principal: Principal, survey_id: UUID, form: SurveyForm, revision: int) -> SurveyOut:
    """Keep the form that was made of `revision`; what was published does not change.

    Raises NotFound("surveys.not_found"), Conflict("surveys.changed_meanwhile") with the survey as it stands now when
    it was made of an older one, Conflict("surveys.retired"), and Invalid as form.check.
    """
    check(form)
    survey = await _lock(uow, survey_id)
    written = form.model_dump(mode="json")
    if survey.form == written:
        return await view(uow, survey)
    _require_not_retired(survey)
    await _require_revision(uow, survey, revision)
    survey.form = written
    survey.revision += 1
    survey.changed_at = uow.now
    survey.changed_by = principal.account_id
    await uow.session.flush()
    return await view(uow, survey)


async def preview(uow: UnitOfWork, survey_id: UUID) -> Questionnaire:
    """Return the questionnaire that would be published.

    Raises NotFound("surveys.not_found"), Invalid("surveys.unfinished") with the faults.
    """
    survey = await find(uow, survey_id)
    form = await _finished(uow, survey)
    return read_definition(definition_of(form, survey.code, (survey.version or 0) + 1))


async def publish(uow: UnitOfWork, principal: Principal, survey_id: UUID, revision: int) -> SurveyOut:
    """Publish the form of `revision` as the next version, which is asked from now on and never changes.

    Raises NotFound("surveys.not_found"), Conflict("surveys.retired"), Conflict("surveys.changed_meanwhile") with the
    survey as it stands, Conflict("surveys.published_already") for the same form once more,
    Invalid("surveys.unfinished") with the faults, and Conflict("surveys.asked_too_many") with the greatest number.
    """
    survey = await _lock(uow, survey_id)
    _require_not_retired(survey)
    await _require_revision(uow, survey, revision)
    if survey.published_revision == revision:
        raise Conflict("surveys.published_already", "This is published already, as it stands.")
    form = await _finished(uow, survey)
    if survey.version is None:
        asked = select(func.count()).where(Survey.version.is_not(None), Survey.retired_at.is_(None))
        if (await uow.session.scalar(asked) or 0) >= MOST_ASKED:
            raise Conflict("surveys.asked_too_many", "Please end another survey first.", most=MOST_ASKED)
    survey.version = (survey.version or 0) + 1
    survey.published_revision = revision
    resource = definition_of(form, survey.code, survey.version)
    await definitions.publish_own(uow, resource, rule_of(form, survey.code), principal.account_id)
    await uow.session.flush()
    return await view(uow, survey)


async def retire(uow: UnitOfWork, survey_id: UUID) -> SurveyOut:
    """Ask a survey no more; its results stay. Retiring again changes nothing.

    Raises NotFound("surveys.not_found"), Conflict("surveys.never_published") for a draft, which can be deleted.
    """
    survey = await _lock(uow, survey_id)
    if survey.version is None:
        raise Conflict("surveys.never_published", "Nobody has been asked this yet. It can be deleted.")
    if survey.retired_at is None:
        survey.retired_at = uow.now
        await definitions.retire(uow, survey.code)
        await uow.session.flush()
    return await view(uow, survey)


async def discard(uow: UnitOfWork, survey_id: UUID) -> None:
    """Delete a draft. Raises NotFound("surveys.not_found"), Conflict("surveys.published") for one that came out."""
    survey = await _lock(uow, survey_id)
    if survey.version is not None:
        raise Conflict("surveys.published", "This survey came out. It can be ended, and its results stay.")
    await uow.session.delete(survey)


async def find(uow: UnitOfWork, survey_id: UUID) -> Survey:
    """Return a stored survey; raises NotFound("surveys.not_found")."""
    survey = await uow.session.get(Survey, survey_id)
    if survey is None:
        raise _not_found()
    return survey


async def view(uow: UnitOfWork, survey: Survey) -> SurveyOut:
    """Return a stored survey as it goes out."""
    of = QuestionnaireDefinition
    versions = await uow.session.execute(select(of.version, of.published_at).where(of.code == survey.code))
    form = SurveyForm.model_validate(survey.form)
    return SurveyOut(
        id=survey.id,
        code=survey.code,
        state=_state(survey),
        form=form,
        revision=survey.revision,
        faults=list(await _all_faults(uow, form)),
        has_changes=_has_changes(survey),
        changed_at=survey.changed_at,
        versions=sorted(
            (SurveyVersionOut(version=int(row.version), published_at=row.published_at) for row in versions),
            key=lambda each: -each.version,
        ),
    )


async def _finished(uow: UnitOfWork, survey: Survey) -> SurveyForm:
    form = SurveyForm.model_validate(survey.form)
    if found := await _all_faults(uow, form):
        raise Invalid("surveys.unfinished", "Something is still missing in this survey.", at=list(found))
    return form


async def _all_faults(uow: UnitOfWork, form: SurveyForm) -> Sequence[str]:
    wanted = set(form.asking.services)
    known = set(await uow.session.scalars(select(Service.code).where(Service.code.in_(wanted)))) if wanted else wanted
    return (*faults(form), *(("asking.services",) if wanted - known else ()))


async def _lock(uow: UnitOfWork, survey_id: UUID) -> Survey:
    survey: Survey | None = await uow.session.scalar(select(Survey).where(Survey.id == survey_id).with_for_update())
    if survey is None:
        raise _not_found()
    return survey


async def _require_revision(uow: UnitOfWork, survey: Survey, revision: int) -> None:
    if survey.revision != revision:
        current = (await view(uow, survey)).model_dump(mode="json")
        raise Conflict(
            "surveys.changed_meanwhile", "This survey was changed meanwhile. Here is how it stands now.", survey=current
        )


def _require_not_retired(survey: Survey) -> None:
    if survey.retired_at is not None:
        raise Conflict("surveys.retired", "This survey has ended. A copy of it can be begun.")


def _not_found() -> NotFound:
    return NotFound("surveys.not_found", "This survey is not here any more.")


def _newest_first(*, retired: bool) -> Select[Survey]:
    is_retired = Survey.retired_at.is_not(None) if retired else Survey.retired_at.is_(None)
    return select(Survey).where(is_retired).order_by(Survey.changed_at.desc(), Survey.id.desc())


def _row(survey: Survey) -> SurveyRow:
    form = SurveyForm.model_validate(survey.form)
    return SurveyRow(
        id=survey.id,
        title=LocalText(ja=form.title.ja, en=form.title.en),
        state=_state(survey),
        version=survey.version,
        questions=len(form.questions),
        has_changes=_has_changes(survey),
        changed_at=survey.changed_at,
    )


def _state(survey: Survey) -> SurveyState:
    if survey.retired_at is not None:
        return SurveyState.RETIRED
    return SurveyState.DRAFT if survey.version is None else SurveyState.PUBLISHED


def _has_changes(survey: Survey) -> bool:
    return survey.version is not None and survey.published_revision != survey.revision

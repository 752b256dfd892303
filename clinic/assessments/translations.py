"""The texts in which a questionnaire is shown: the operator's licensed ones before the project's own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_

from clinic.assessments import catalogue, definitions
from clinic.assessments.questionnaire import Questionnaire, Texts, TextStatus, named_version, read_texts
from clinic.assessments.tables import QuestionnaireDefinition, QuestionnaireText
from core.errors import Conflict
from core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class LoadedText:
    """What was loaded; `created` is false for a text that was there already."""

    id: str
    questionnaire: str
    version: str
    language: str
    created: bool


async def load(uow: UnitOfWork, content: bytes) -> LoadedText:
    """Store an operator's text (JSON, see docs/operations.md); it is shown from now on in its language.

    Raises Invalid assessments.text_malformed, text_item_missing, text_item_unknown or text_permission_missing, and
    NotFound for a questionnaire or version that is not known. Loading the same text again changes nothing but that it
    is the one shown.
    """
    code, version = named_version(content)
    questionnaire = await definitions.find(uow, code, version)
    texts = read_texts(content, questionnaire, TextStatus.LICENSED)
    stored = await uow.session.get(QuestionnaireText, texts.id)
    created = stored is None
    if stored is None:
        stored = QuestionnaireText(
            id=texts.id,
            questionnaire=code,
            version=version,
            language=texts.language,
            source=texts.source,
            permission=texts.permission,
            content={"texts": dict(texts.texts), "options": dict(texts.options)},
        )
        uow.session.add(stored)
    stored.loaded_at = uow.now
    await uow.session.flush()
    return LoadedText(texts.id, code, version, texts.language, created)


async def shown(uow: UnitOfWork, questionnaire: Questionnaire) -> Sequence[Texts]:
    """Return the text that is shown in each language, the original's language first."""
    chosen = {texts.language: texts for texts in catalogue.own_texts(questionnaire)}
    rows = await uow.session.scalars(
        select(QuestionnaireText)
        .where(
            QuestionnaireText.questionnaire == questionnaire.code, QuestionnaireText.version == questionnaire.version
        )
        .order_by(QuestionnaireText.loaded_at, QuestionnaireText.id)
    )
    chosen.update({row.language: _texts(row) for row in rows})
    return tuple(chosen.values())


async def shown_in(uow: UnitOfWork, questionnaire: Questionnaire, language: str) -> Texts:
    """Return the text shown in a language; without one in it, the original, or else the first there is.

    Raises Conflict("assessments.text_not_loaded") for a questionnaire whose words nobody has loaded yet.
    """
    by_language = {texts.language: texts for texts in await shown(uow, questionnaire)}
    if not by_language:
        raise Conflict("assessments.text_not_loaded", "The words of this questionnaire are not here yet.")
    return by_language.get(language) or next(iter(by_language.values()))


async def having_texts(uow: UnitOfWork, questionnaires: Collection[str]) -> frozenset[str]:
    """Return those of the questionnaires that can be asked: somebody has given their words in some language."""
    own = {each.code for each in catalogue.shipped() if catalogue.own_texts(each)}
    newest = {each.code: each.version for each in catalogue.shipped() if each.code in questionnaires}
    key = tuple_(QuestionnaireText.questionnaire, QuestionnaireText.version)
    loaded = select(QuestionnaireText.questionnaire).where(key.in_(newest.items()))
    defined = select(QuestionnaireDefinition.code).where(QuestionnaireDefinition.code.in_(questionnaires))
    return frozenset(questionnaires) & (own | set(await uow.session.scalars(loaded.union(defined))))


def _texts(row: QuestionnaireText) -> Texts:
    return Texts(
        id=row.id,
        language=row.language,
        status=TextStatus.LICENSED,
        source=row.source,
        permission=row.permission,
        texts=row.content["texts"],
        options=row.content["options"],
    )

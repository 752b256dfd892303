"""What a survey of contentment comes to, pure.

The items are our own wording and no published scale. Two of them are the city's: contentment with the service as a
whole, and whether the image of the city as a place to raise children became better. The numbers have no bands.
"""

from collections.abc import Mapping

from clinic.assessments.questionnaire import Item, Questionnaire

SURVEY_ITEMS = "urn:hagukumi:survey"
"""The code system of the items of a survey."""

IMAGE = "image"
"""The code of the item on the city's image: 5 became much better, 4 better, 3 unchanged, 2 worse, 1 much worse."""

ITEMS_SUM = "items_sum"
ITEMS_COUNT = "items_count"
FIVE_POINTS = frozenset(range(1, 6))


def is_image(item: Item) -> bool:
    """Return whether an item asks about the city's image."""
    return (item.coding.system, item.coding.code) == (SURVEY_ITEMS, IMAGE)


def counts(item: Item) -> bool:
    """Return whether an item is one of contentment: it has five points and does not ask about the image."""
    return not is_image(item) and {option.value for option in item.options} == FIVE_POINTS


def numbers(questionnaire: Questionnaire, answers: Mapping[str, int]) -> Mapping[str, int]:
    """Return the sum and the count of the answered items of contentment, and the answer on the image if given."""
    contentment = [answers[item.link_id] for item in questionnaire.items() if counts(item) and item.link_id in answers]
    image = [answers[item.link_id] for item in questionnaire.items() if is_image(item) and item.link_id in answers]
    return {ITEMS_SUM: sum(contentment), ITEMS_COUNT: len(contentment), **({IMAGE: image[0]} if image else {})}

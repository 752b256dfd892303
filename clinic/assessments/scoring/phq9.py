"""PHQ-9, pure.

Sources: items, answers and bands from Kroenke, Spitzer and Williams 2001 (0-4 minimal, 5-9 mild, 10-14 moderate,
15-19 moderately severe, 20-27 severe; 10 or more: sensitivity 88 %, specificity 88 %). The change of 5 points that
matters to a person: Löwe et al. 2004, Med Care (pubmed 15550799). A score is no diagnosis.
"""

from clinic.assessments.scoring.scale import Band, Scale

DIFFICULTY = "difficulty"
"""The link id of the functional item, which is not in the total."""

HIGH_RISK_TOTAL = 10
"""From this total on a person belongs to the high risk tier: counselling."""

PHQ9 = Scale(
    code="phq-9",
    items=tuple(str(number) for number in range(1, 10)),
    bands=(
        Band("minimal", 0, 4),
        Band("mild", 5, 9),
        Band("moderate", 10, 14),
        Band("moderately_severe", 15, 19),
        Band("severe", 20, 27),
    ),
    change=5,
    self_harm="9",
)

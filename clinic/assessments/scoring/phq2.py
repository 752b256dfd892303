"""PHQ-2, the first two items of PHQ-9, pure.

Source: PMC2906530 (3 or more: sensitivity 61 %, specificity 92 %; 2 or more: 86 % and 78 %). From 3 on PHQ-9 follows;
a lower total is no all-clear.
"""

from clinic.assessments.scoring.scale import Band, Scale

CUT_OFF = 3

PHQ2 = Scale(
    code="phq-2",
    items=("1", "2"),
    bands=(Band("below_cut_off", 0, CUT_OFF - 1), Band("from_cut_off", CUT_OFF, 6)),
)

"""GAD-7, pure; its text comes from the operator.

Source: the bands 0-4, 5-9, 10-14 and 15-21, with 10 or more for a closer look, as the sheet of the Japanese version
gives them (NHK). A score is no diagnosis.
"""

from clinic.assessments.scoring.scale import Band, Scale

GAD7 = Scale(
    code="gad-7",
    items=tuple(str(number) for number in range(1, 8)),
    bands=(Band("minimal", 0, 4), Band("mild", 5, 9), Band("moderate", 10, 14), Band("severe", 15, 21)),
)

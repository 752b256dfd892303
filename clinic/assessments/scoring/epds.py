"""EPDS (Edinburgh Postnatal Depression Scale), pure; its text comes from the operator, by permission of its owner.

Source: ten items on the last seven days, 0 to 30. Items 1, 2 and 4 are printed from 0 to 3, the others from 3 to 0: the
definition holds the answers in the printed order with what each counts, so nothing is reversed here. Japanese cut-off:
9 or more, validated one month after birth (Okano 1996; mcmc.jaog.or.jp/pages/epds). A score is no diagnosis.
"""

from clinic.assessments.scoring.scale import Band, Scale

CUT_OFF = 9

PRINTED_UPWARDS = frozenset({"1", "2", "4"})
"""The items whose answers are printed from 0 to 3."""

EPDS = Scale(
    code="epds",
    items=tuple(str(number) for number in range(1, 11)),
    bands=(Band("below_cut_off", 0, CUT_OFF - 1), Band("from_cut_off", CUT_OFF, 30)),
    self_harm="10",
)

"""The title that stands beside a practitioner's name where none was given."""

from collections.abc import Collection

from core.principal import Role
from people.practitioners.kinds import Specialty

_BY_ROLE = {
    Role.MIDWIFE: ("助産師", "Midwife"),
    Role.DOCTOR: ("医師", "Doctor"),
    Role.COUNSELLOR: ("心理師", "Counsellor"),
    Role.PSYCHIATRIST: ("精神科医", "Psychiatrist"),
}
_BY_SPECIALTY = {
    Specialty.PAEDIATRICS: ("小児科医", "Paediatrician"),
    Specialty.OBSTETRICS: ("産婦人科医", "Obstetrician"),
}


def default_title(role: Role, specialties: Collection[Specialty]) -> tuple[str, str]:
    """Return the title in Japanese and English; a doctor of exactly one specialty is named by it.

    Raises KeyError for a role that is no clinician's. A licence such as 公認心理師 is for the operator to state.
    """
    if role is Role.DOCTOR and len(specialties) == 1:
        return _BY_SPECIALTY[next(iter(specialties))]
    return _BY_ROLE[role]

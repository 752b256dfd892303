"""Splitting a rota problem along its people: whom no role joins, nothing joins. Pure.

Cover, fairness and seniors each concern one role, every other rule one person. So the rotas of a problem are the unions
of the rotas of its parts, and costs and bounds add up.
"""

from collections.abc import Mapping
from dataclasses import replace

from booking.rota.problem import Problem, Rota


def split(problem: Problem) -> tuple[Problem, ...]:
    """Return the parts of a problem, in the order of their first people; the problem itself where all are joined.

    What concerns nobody (cover of a role that nobody has, wishes of people who are not on the rota) is in the first.
    """
    roles = _roles_of_each_person(problem)
    part_of = _part_of_each_role(roles)
    part_of_person = {staff_id: part_of[min(mine)] for staff_id, mine in roles.items() if mine}
    names = list(dict.fromkeys(part_of_person.values()))
    if len(names) < 2:
        return (problem,)
    return tuple(_part(problem, name, part_of, part_of_person, is_first=name == names[0]) for name in names)


def rota_of(problem: Problem, rota: Rota) -> Rota:
    """Return what of a rota concerns the people of a problem."""
    return frozenset(one for one in rota if one.staff_id in problem.staff_by_id)


def _roles_of_each_person(problem: Problem) -> dict[str, set[str]]:
    """Return people's roles, and those in which a lock puts them beyond these."""
    roles = {person.id: set(person.roles) for person in problem.staff}
    for lock in problem.locks:
        if lock.assignment is not None and lock.staff_id in roles:
            roles[lock.staff_id].add(lock.assignment.role)
    return roles


def _part_of_each_role(roles_of: Mapping[str, set[str]]) -> dict[str, str]:
    """Return for each role that somebody has one of the roles that it is joined to, the same for all of them."""
    part_of: dict[str, str] = {}
    for roles in roles_of.values():
        joined = {part_of.get(role, role) for role in roles}
        least = min(joined, default="")
        part_of |= dict.fromkeys(roles, least)
        part_of |= {role: least for role, part in part_of.items() if part in joined}
    return part_of


def _part(
    problem: Problem, name: str, part_of: Mapping[str, str], part_of_person: Mapping[str, str], *, is_first: bool
) -> Problem:
    def mine(part: str | None) -> bool:
        return part == name or (is_first and part is None)

    staff = tuple(person for person in problem.staff if mine(part_of_person.get(person.id)))
    names = {person.id for person in staff}
    previous = problem.previous
    return replace(
        problem,
        staff=staff,
        cover=tuple(cover for cover in problem.cover if mine(part_of.get(cover.role))),
        wishes=tuple(wish for wish in problem.wishes if mine(part_of_person.get(wish.staff_id))),
        locks=tuple(lock for lock in problem.locks if lock.staff_id in names),
        previous=previous and replace(previous, rota=frozenset(one for one in previous.rota if one.staff_id in names)),
    )

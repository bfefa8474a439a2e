"""The candidate search as first written: every need looks at every person, one at a time."""

import math

from tests.bench.instances import BASE, DISTANCE_SCALE_KM, MOST_LIKELY, Instance


def pairs(instance: Instance, needs: range | list[int]) -> list[tuple[int, int, float]]:
    """(person, need, chance) of all pairs that fit, in the order of needs and people."""
    people = list(
        zip(
            instance.person_xy.tolist(),
            instance.radius.tolist(),
            instance.availability.tolist(),
            instance.person_skills.tolist(),
            instance.person_languages.tolist(),
            instance.willing.tolist(),
            instance.wish.tolist(),
            strict=True,
        )
    )
    found = []
    for need in needs:
        x, y = instance.xy[need].tolist()
        cell = 1 << int(instance.cell[need])
        skills, languages = int(instance.skills[need]), int(instance.languages[need])
        kind = int(instance.kind[need])
        for person, ((px, py), radius, week, has, speaks, willing, wish) in enumerate(people):
            if not week & cell or has & skills != skills or speaks & languages != languages:
                continue
            km = math.hypot(px - x, py - y)
            if km <= radius:
                known = willing * BASE * wish[kind] * math.exp(-km / DISTANCE_SCALE_KM)
                found.append((person, need, min(MOST_LIKELY, known)))
    return found

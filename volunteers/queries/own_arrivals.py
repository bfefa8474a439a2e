"""By which way one person came and where they belong, in words the person can read."""

from datetime import date, datetime

from backend.common.danish_dates import local, show_date
from volunteers.models import Volunteer


def arrivals_of(person: Volunteer) -> list[dict[str, str]]:
    """The Frivilligcenter's referral, the own link to a friend, and leaders' yes below 18."""
    return [
        *(
            {"Henvist af Frivilligcenteret": _day(row.referred_at)}
            for row in person.referrals.all()
        ),
        *(
            {"Link til en ven": _day(row.created_at), "Har meldt sig": str(row.sign_ups)}
            for row in person.friend_links.all()
        ),
        *(
            {"Sted": row.institution.name, "Bekræftet af lederen": _day(row.confirmed_at)}
            for row in person.young_at.select_related("institution")
        ),
    ]


def belongings_of(person: Volunteer) -> list[dict[str, str]]:
    """Associations and skills; two queries."""
    memberships = person.memberships.select_related("association")
    skills = person.skill_rows.select_related("skill")
    return [
        *(
            {
                "Forening": member.association.name,
                "Foreningen har set børneattest": _date(member.vouched_on),
            }
            for member in memberships
        ),
        *({"Færdighed": one.skill.name, "Gælder til": _date(one.expires_on)} for one in skills),
    ]


def _day(instant: datetime) -> str:
    return show_date(local(instant).date())


def _date(day: date | None) -> str:
    return show_date(day) if day else ""

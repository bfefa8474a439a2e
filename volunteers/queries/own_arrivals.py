"""By which way one person came, in words the person can read."""

from datetime import datetime

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


def _day(instant: datetime) -> str:
    return show_date(local(instant).date())

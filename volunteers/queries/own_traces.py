"""What else stands about one person, beside questions and seats, in words the person can read."""

from datetime import datetime

from backend.audit.models import Look
from backend.common.danish_dates import local, show_date, show_time
from volunteers.models import Volunteer

Row = dict[str, str]
# The pages about one person, as somebody who was looked at may read it.
_PAGES = {
    "volunteers:person": "Din side hos koordinatoren",
    "volunteers:merge": "To rækker side om side",
    "volunteers:certificate": "Din attest",
    "institutions:behalf": "Dit svar",
    "institutions:hours": "Dine timer",
}


def traces_of(person: Volunteer) -> dict[str, list[Row]]:
    """Headings with rows; six queries."""
    return {
        "Grupper og milepæle": [*_groups(person), *_marks(person)],
        "Sms stoppet og startet": _stops(person),
        "Uenigheder": _disagreements(person),
        "Links til dig": _links(person),
        "Hvem har set sider om dig": _looks(person),
    }


def _groups(person: Volunteer) -> list[Row]:
    rows = person.group_rows.select_related("group__slot__task", "group__association")
    return [
        {"Gruppe": row.group.association.name, "Opgave": row.group.slot.task.title}
        for row in rows.order_by("id")
    ]


def _marks(person: Volunteer) -> list[Row]:
    return [
        {"Milepæl": str(row.number), "Nået": _moment(row.reached_at)}
        for row in person.milestones.order_by("id")
    ]


def _stops(person: Volunteer) -> list[Row]:
    return [
        {"Stoppet": _moment(row.stopped_at), "Startet igen": _moment(row.started_at)}
        for row in person.text_stops.order_by("id")
    ]


def _disagreements(person: Volunteer) -> list[Row]:
    return [
        {
            "Sted": row.institution.name,
            "Noteret": _moment(row.opened_at),
            "Hvad det handler om": row.about,
            "Hvad det endte med": row.outcome,
        }
        for row in person.disagreements.select_related("institution").order_by("id")
    ]


def _links(person: Volunteer) -> list[Row]:
    return [
        {
            "Slags": link.purpose,
            "Lavet": _moment(link.created_at),
            "Gælder til": _moment(link.revoked_at or link.expires_at),
        }
        for link in person.links.order_by("id")
    ]


def _looks(person: Volunteer) -> list[Row]:
    """Who opened which page about the person, the newest first."""
    rows = Look.objects.filter(
        municipality_id=person.municipality_id, volunteer_ref=person.pk
    ).select_related("user")
    return [
        {"Tid": _moment(row.at), "Hvem": row.user.name, "Side": _PAGES.get(row.page, "Et system")}
        for row in rows.order_by("-at", "-id")
    ]


def _moment(instant: datetime | None) -> str:
    if instant is None:
        return ""
    clock = local(instant)
    return f"{show_date(clock.date())} kl. {show_time(clock.time())}"

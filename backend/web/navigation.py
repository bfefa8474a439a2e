"""The menu: which pages a person's roles lead to, and which of them is home."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_noop

from backend.common.actors import Actor, RoleKind

_POSTERS = (
    RoleKind.LEADER,
    RoleKind.DEPUTY,
    RoleKind.DELEGATE,
    RoleKind.SHARED_ADMINISTRATION,
    RoleKind.COORDINATOR,
)
# The checklist is not a delegate's to answer for.
_FILLERS = tuple(role for role in _POSTERS if role != RoleKind.DELEGATE)

_EVENT_GOERS = (*_POSTERS, RoleKind.AMBASSADOR, RoleKind.UNION)
_PROJECT_MEMBERS = (RoleKind.LEADER, RoleKind.DEPUTY, RoleKind.AMBASSADOR)

_TALKERS = (RoleKind.LEADER, RoleKind.DEPUTY, RoleKind.COORDINATOR)


@dataclass(frozen=True, slots=True)
class Entry:
    """One menu entry: a route's name, its words, and the roles it is for (none: everyone)."""

    route: str
    text: str
    roles: tuple[RoleKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One menu entry on one page."""

    url: str
    text: str
    current: bool


MENU = (
    Entry("volunteers:coordinator", gettext_noop("Overblik"), (RoleKind.COORDINATOR,)),
    Entry("institutions:board", gettext_noop("Tidspunkter"), _POSTERS),
    Entry("institutions:new_need", gettext_noop("Nyt behov"), (*_POSTERS, RoleKind.EMPLOYEE)),
    Entry("institutions:checklist", gettext_noop("Tjekliste"), _FILLERS),
    Entry("volunteers:people", gettext_noop("Frivillige"), (RoleKind.COORDINATOR,)),
    Entry("volunteers:events", gettext_noop("Arrangementer"), _EVENT_GOERS),
    Entry("volunteers:associations", gettext_noop("Foreninger"), (RoleKind.COORDINATOR,)),
    Entry(
        "volunteers:certificates",
        gettext_noop("Attester"),
        (RoleKind.LEADER, RoleKind.COORDINATOR),
    ),
    Entry("volunteers:messages", gettext_noop("Beskeder"), (RoleKind.COORDINATOR,)),
    Entry("institutions:ambassador", gettext_noop("Min afdeling"), (RoleKind.AMBASSADOR,)),
    Entry("institutions:threads", gettext_noop("Samtaler"), _TALKERS),
    Entry(
        "institutions:disagreements",
        gettext_noop("Uenigheder"),
        (RoleKind.LEADER, RoleKind.COORDINATOR),
    ),
    Entry("institutions:documents", gettext_noop("Spilleregler")),
    Entry("institutions:med_log", gettext_noop("MED-log"), (RoleKind.UNION,)),
    Entry("institutions:boundary_cases", gettext_noop("Grænsesager"), (RoleKind.UNION,)),
    Entry("institutions:organisation", gettext_noop("Organisation"), (RoleKind.COORDINATOR,)),
    Entry("institutions:logbook", gettext_noop("Log"), (RoleKind.LEADER, RoleKind.COORDINATOR)),
    Entry("institutions:roles", gettext_noop("Roller"), (RoleKind.LEADER,)),
    Entry("institutions:projects", gettext_noop("Projekter"), _PROJECT_MEMBERS),
)
# The demo's telephone exists only where no real provider sends.
PHONE = Entry("phone", gettext_noop("Telefon (demo)"))


def home_route(actor: Actor) -> str:
    """The route of the first page that is the person's own; the documents for everyone else."""
    return _entries(actor)[0].route


def menu(actor: Actor | None, path: str) -> list[Link]:
    """The person's menu with the page they stand on marked; empty when signed out."""
    if actor is None:
        return []
    entries = _entries(actor)
    if settings.SMS_PROVIDER == "phone":
        entries.append(PHONE)
    links = [(url, gettext(entry.text)) for entry in entries if (url := _url(entry.route))]
    # The longest address that the path begins with: /behov/nyt is not also /behov.
    current = max((url for url, _text in links if path.startswith(url)), key=len, default="")
    return [Link(url=url, text=text, current=url == current) for url, text in links]


def _entries(actor: Actor) -> list[Entry]:
    return [entry for entry in MENU if not entry.roles or actor.has(*entry.roles)]


def _url(route: str) -> str:
    """The address. A route that is missing is a bug, except where a test has its own urls."""
    try:
        return reverse(route)
    except NoReverseMatch:
        if settings.MODE == "test":
            return ""
        raise

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
_HEADS = (RoleKind.LEADER, RoleKind.COORDINATOR)
_PROPOSERS = (*_POSTERS, RoleKind.EMPLOYEE)
# For these the figures are the day's work; the others have other work first.
_GROUPS = (RoleKind.PROJECT_GROUP, RoleKind.FOLLOW_UP_GROUP)
_OTHER_READERS = (RoleKind.COORDINATOR, RoleKind.UNION)
_PLACED_READERS = (*_OTHER_READERS, RoleKind.AMBASSADOR)
_FIELD_READERS = (*_GROUPS, *_OTHER_READERS)
_STEERERS = (RoleKind.COORDINATOR, RoleKind.PROJECT_GROUP)
_TALKERS = (RoleKind.LEADER, RoleKind.DEPUTY, RoleKind.COORDINATOR)


# What one line of a small laptop holds.
_AT_THE_TOP = 7
_DAILY = gettext_noop("Hver dag")
_FIGURES = gettext_noop("Tal")
_PEOPLE = gettext_noop("Mennesker og foreninger")
_AGREEMENT = gettext_noop("Aftalen")
_SHARED = gettext_noop("Det deler vi")
_TOWN = gettext_noop("Kommunen")


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its route's name, its words, its group, and the roles it is for (none: all).

    The daily ones stand at the top of every page; the others one step away, at "Alle sider".
    """

    route: str
    text: str
    group: str
    roles: tuple[RoleKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One entry on one page, and whether it or a page below it is shown now."""

    url: str
    text: str
    group: str
    current: bool
    daily: bool


MENU = (
    Entry("volunteers:coordinator", gettext_noop("Overblik"), _DAILY, (RoleKind.COORDINATOR,)),
    Entry("volunteers:centre", gettext_noop("Henvisninger"), _DAILY, (RoleKind.VOLUNTEER_CENTRE,)),
    Entry("institutions:board", gettext_noop("Tidspunkter"), _DAILY, _POSTERS),
    Entry("institutions:new_need", gettext_noop("Nyt behov"), _DAILY, _PROPOSERS),
    Entry("institutions:checklist", gettext_noop("Tjekliste"), _DAILY, _FILLERS),
    Entry("institutions:ambassador", gettext_noop("Min afdeling"), _DAILY, (RoleKind.AMBASSADOR,)),
    Entry("volunteers:people", gettext_noop("Frivillige"), _DAILY, (RoleKind.COORDINATOR,)),
    Entry("volunteers:messages", gettext_noop("Beskeder"), _DAILY, (RoleKind.COORDINATOR,)),
    Entry("institutions:threads", gettext_noop("Samtaler"), _DAILY, _TALKERS),
    Entry("volunteers:criteria", gettext_noop("Succeskriterier"), _DAILY, _GROUPS),
    Entry("volunteers:meetings", gettext_noop("Opfølgningsmøder"), _DAILY, _GROUPS),
    Entry("volunteers:follow_ups", gettext_noop("Opfølgninger"), _DAILY, _GROUPS),
    Entry("volunteers:figures", gettext_noop("Lukkede tal"), _DAILY, _GROUPS),
    Entry("institutions:documents", gettext_noop("Spilleregler"), _AGREEMENT),
    Entry("institutions:med_log", gettext_noop("MED-log"), _AGREEMENT, (RoleKind.UNION,)),
    Entry(
        "institutions:boundary_cases",
        gettext_noop("Grænsesager"),
        _AGREEMENT,
        (RoleKind.UNION,),
    ),
    Entry("volunteers:criteria", gettext_noop("Succeskriterier"), _FIGURES, _OTHER_READERS),
    Entry("volunteers:meetings", gettext_noop("Opfølgningsmøder"), _FIGURES, _OTHER_READERS),
    Entry("volunteers:follow_ups", gettext_noop("Opfølgninger"), _FIGURES, _OTHER_READERS),
    Entry("volunteers:periods", gettext_noop("Perioder"), _FIGURES, _FIELD_READERS),
    Entry("volunteers:figures", gettext_noop("Lukkede tal"), _FIGURES, _PLACED_READERS),
    Entry("volunteers:fields", gettext_noop("Felter og afdelinger"), _FIGURES, _FIELD_READERS),
    Entry("volunteers:fairness", gettext_noop("Hvem bliver spurgt?"), _FIGURES, _STEERERS),
    Entry("volunteers:project_group", gettext_noop("Projektgruppen"), _FIGURES, _FIELD_READERS),
    Entry("volunteers:associations", gettext_noop("Foreninger"), _PEOPLE, (RoleKind.COORDINATOR,)),
    Entry("volunteers:certificates", gettext_noop("Attester"), _PEOPLE, _HEADS),
    Entry("volunteers:events", gettext_noop("Arrangementer"), _PEOPLE, _EVENT_GOERS),
    Entry("institutions:disagreements", gettext_noop("Uenigheder"), _PEOPLE, _HEADS),
    Entry("volunteers:examples", gettext_noop("Eksempler"), _SHARED),
    Entry("volunteers:stories", gettext_noop("Historier"), _SHARED, _POSTERS),
    Entry("volunteers:suggest", gettext_noop("Bøvl og forslag"), _SHARED),
    Entry("volunteers:initiatives_list", gettext_noop("Initiativer"), _SHARED),
    Entry("volunteers:prizes", gettext_noop("Priser"), _SHARED, _HEADS),
    Entry(
        "institutions:organisation", gettext_noop("Organisation"), _TOWN, (RoleKind.COORDINATOR,)
    ),
    Entry("institutions:roles", gettext_noop("Roller"), _TOWN, _HEADS),
    Entry("institutions:projects", gettext_noop("Projekter"), _TOWN, _PROJECT_MEMBERS),
    Entry("institutions:logbook", gettext_noop("Log"), _TOWN, _HEADS),
)
# The demo's telephone exists only where no real provider sends.
PHONE = Entry("phone", gettext_noop("Telefon (demo)"), _DAILY)


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
    places = [(entry, url) for entry in entries if (url := _url(entry.route))]
    # The longest address that the path begins with: /behov/nyt is not also /behov.
    here = max((url for _entry, url in places if path.startswith(url)), key=len, default="")
    # Few pages need no second step: whoever has seven or fewer sees them all.
    few = len(places) <= _AT_THE_TOP
    return [
        Link(
            url=url,
            text=gettext(entry.text),
            group=gettext(entry.group),
            current=url == here,
            daily=few or entry.group == _DAILY,
        )
        for entry, url in places
    ]


@dataclass(frozen=True, slots=True)
class More:
    """The step to the pages that are not at the top, and whether one of them is shown now."""

    current: bool


def more(nav: list[Link], path: str) -> More | None:
    """None for whoever sees all their pages at the top."""
    rest = [link for link in nav if not link.daily]
    if not rest:
        return None
    return More(current=any(link.current for link in rest) or path == _url("all_pages"))


def _entries(actor: Actor) -> list[Entry]:
    """Each page once: where two roles put it in two groups, the later entry counts."""
    known = {entry.route: entry for entry in MENU if not entry.roles or actor.has(*entry.roles)}
    return list(known.values())


def _url(route: str) -> str:
    """The address. A route that is missing is a bug, except where a test has its own urls."""
    try:
        return reverse(route)
    except NoReverseMatch:
        if settings.MODE == "test":
            return ""
        raise

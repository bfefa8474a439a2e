"""The monthly mail: once a member, the figures of the month's turn, and few people hidden."""

from datetime import UTC, datetime, timedelta

from backend.common.actors import RoleKind
from backend.messaging.models import Message
from tests.cast import Cast, make_volunteers
from tests.volunteers.figures.stage import came, decided, employ, past_slot
from volunteers.actions.monthly_figures import MONTHLY, send_monthly_figures

# Tuesday the first of September at eleven in Denmark.
FIRST = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


def mails() -> list[str]:
    """The mails' words."""
    return list(Message.objects.filter(kind=MONTHLY).values_list("body", flat=True))


def test_each_member_gets_one_mail_a_month(cast: Cast) -> None:
    slot = past_slot(cast, cast.here, 5)
    for person in make_volunteers(cast, 12):
        came(slot, person)
    decided(cast)
    employ(cast, RoleKind.PROJECT_GROUP)

    sent = [send_monthly_figures(FIRST + timedelta(days=day)) for day in (0, 0, 1, 8)]

    assert sent == [1, 0, 0, 0]
    assert mails()[0].splitlines()[2:5] == [
        "Sådan står succeskriterierne i 3. kvartal 2026 til og med august 2026:",
        "",
        "- Dækningsgrad er 80 % (12 af 15), og målet på 80 % er nået.",
    ]


def test_what_a_month_added_is_hidden_when_few_did_it(cast: Cast) -> None:
    early, late = past_slot(cast, cast.here, 1), past_slot(cast, cast.here, 6)
    people = make_volunteers(cast, 12)
    for person in people:
        came(early, person)
    for person in people[:3]:
        came(late, person)
    decided(cast)
    employ(cast, RoleKind.PROJECT_GROUP)

    july, august = (
        datetime(2026, 8, 3, 9, 0, tzinfo=UTC),
        FIRST,
    )
    sent = [send_monthly_figures(at) for at in (july, august)]

    assert sent == [1, 1]
    # The control: 80 % in July's mail and 50 % of 30 in August's would tell that three came.
    assert mails()[0].count("80 % (12 af 15)") == 1
    assert mails()[1].count("- Dækningsgrad vises ikke her") == 1


def test_nobody_hears_before_anything_is_decided(cast: Cast) -> None:
    employ(cast, RoleKind.PROJECT_GROUP)

    assert send_monthly_figures(FIRST) == 0
    assert send_monthly_figures(FIRST.replace(hour=6)) == 0

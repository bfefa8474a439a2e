"""The demo's invented users: their shared password, and one sign-in for each role."""

from django.conf import settings

from institutions.models import Role

DEMO_PASSWORD = "samspil-demo-2026"  # noqa: S105 - printed on purpose, and only the demo uses it.
DEMO_ADDRESSES = "@demo.invalid"


def sign_ins() -> list[tuple[str, str]]:
    """Role and e-mail of the first demo user of each role, in the order of the roles' names.

    Empty outside the demo, whatever the database holds.
    """
    if settings.MODE != "demo":
        return []
    roles = (
        Role.objects.filter(user__email__endswith=DEMO_ADDRESSES, user__is_active=True)
        .order_by("kind", "user__email")
        .distinct("kind")
        .values_list("kind", "user__email")
    )
    return list(roles)

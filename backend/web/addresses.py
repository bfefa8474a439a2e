"""What an address may carry."""

from uuid import UUID

from django.http import HttpRequest


def uuid_in(request: HttpRequest, name: str) -> UUID:
    """The uuid of ``?name=``; for anything else the one that no row has."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return UUID(int=0)

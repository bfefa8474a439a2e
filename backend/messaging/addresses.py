"""Where a municipality answers: the addresses in texts, mails and on posters."""

from django.conf import settings


def public_address(host: str, path: str) -> str:
    """The path at the municipality's own host; demo and tests answer at their public address."""
    base = f"https://{host}" if settings.PRODUCTION else settings.PUBLIC_URL
    return f"{base}{path}"

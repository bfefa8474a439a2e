"""What a password of staff may not be made of (ASVS 6.1.2): the words anybody here would try."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Small letters. The person's name and address and the municipality's names come on top.
OWN_WORDS = ("samspil", "frivillig", "kommune", "adgangskode", "password", "velkommen", "leder")
_LEFT = 8


class OwnWordsValidator:
    """Refuses a password of which too little is left when own words, digits and signs are out."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuses fewer than eight letters besides the words; capitals make no difference."""
        rest = password.lower()
        for word in sorted([*OWN_WORDS, *_words_of(user)], key=len, reverse=True):
            rest = rest.replace(word, "")
        letters = re.sub(r"[\W\d_]", "", rest)
        if len(letters) < _LEFT and letters != re.sub(r"[\W\d_]", "", password.lower()):
            raise ValidationError(
                _("Brug andre ord end dit navn, kommunens og Samspil."), code="password_own_words"
            )

    def get_help_text(self) -> str:
        """Shown beside the field."""
        return _("Brug andre ord end dit navn, kommunens og Samspil.")


def _words_of(user: Any) -> set[str]:
    """The parts of the person's name and address and of the municipality's name."""
    if user is None:
        return set()
    place = getattr(user, "municipality", None)
    own = user.email.partition("@")[0]
    texts = [user.name, own, place.name if place else "", place.slug if place else ""]
    parts = {part for text in texts for part in re.split(r"[\W_]+", text.lower())}
    return {part for part in parts if len(part) > 2}  # noqa: PLR2004

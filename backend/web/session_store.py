"""Sessions in the database that know when they began and were last seen."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from backend.web.clock import now

BEGAN, SEEN = "began_at", "seen_at"
_OF_KEY = "of_key"


class SessionStore(DatabaseStore):
    """Django's own, which stamps what it saves: seconds since 1970, UTC.

    Signing in gives a session a new key, so the beginning counts from there.
    """

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - as Django has it.
        """Stamps and saves. A session without a key yet is made first, and comes back here."""
        if self.session_key is not None:
            at = now().timestamp()
            if self.get(_OF_KEY) != self.session_key:
                self[_OF_KEY], self[BEGAN] = self.session_key, at
            self[SEEN] = at
        super().save(must_create)

"""What the product asks of the sign-in library: no self sign-up, mails by the outbox, a log."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from backend.accounts.models import User
from backend.messaging.outbox import queue_email
from backend.web.clock import now
from backend.web.security_log import note_refused_sign_in, note_sign_in
from backend.web.sign_in_log import note_change

_JUST_NOW = 10 * 60


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The library's behaviour, narrowed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never: people are given access by the municipality."""
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Notes a wrong password; whose address it was stays out of the log."""
        super().authentication_failed(request, **credentials)
        note_refused_sign_in(request)

    def login(self, request: HttpRequest, user: User) -> None:
        """Signs in and notes by which ways."""
        super().login(request, user)
        note_sign_in(request, user)

    def is_safe_url(self, url: str) -> bool:
        """Only addresses on the host that was asked; the library also trusts other known hosts."""
        host = {self.request.get_host()}
        return bool(
            url_has_allowed_host_and_scheme(
                url, allowed_hosts=host, require_https=self.request.is_secure()
            )
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Always before a factor is changed, but for the first one, just after signing in."""
        request = self.request
        if app == "allauth.mfa" and request and not is_mfa_enabled(request.user):
            records = get_authentication_records(request, request.user)
            if any(now().timestamp() - record["at"] < _JUST_NOW for record in records):
                return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queues the mail with everything else we owe people; nothing calls a network here.

        The system owner belongs to no municipality, and so to no outbox: that mail goes directly.
        """
        mail = self.render_mail(template_prefix, email, {"request": self.request, **context})
        user = context.get("user") or User.objects.filter(email=email.lower()).first()
        if user is None or user.municipality is None:
            mail.send()
            return
        _queue(user, mail)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,  # noqa: ARG002
        email: str | None = None,  # noqa: ARG002
    ) -> None:
        """Notes the change in the log and tells the person, in one sentence and whom to call."""
        note_change(user, template_prefix, at=now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Back to the overview of how one signs in."""
        return reverse("mfa_index")


def _queue(user: User, mail: EmailMessage) -> None:
    at = now()
    assert user.municipality is not None
    queue_email(
        municipality=user.municipality,
        kind="adgang",
        to=user.email,
        title=str(mail.subject),
        body=str(mail.body),
        dedupe_key=f"adgang:{user.pk}:{at.isoformat()}",
        at=at,
        subject=("user", user.pk),
    )

"""Every route of the product and who may knock: a new one fails the build until it is here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Open to all, nothing personal on them.
PUBLIC = {
    "front",
    # Only sends on: to sign-in, or to the first page that is the person's own.
    "home",
    "genuine_sms",
    "accessibility",
    "was",
    "privacy",
    "processing",
    "health",
    "set_language",
    "colours",
    "municipality_colours",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    # Steps of signing in: each asks the library how far the person has come.
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
    "volunteers:open_needs",
    "volunteers:public_figures",
    "volunteers:sign_up",
    "volunteers:signed_up",
    "volunteers:lost_link",
    "volunteers:lost_link_sent",
    "volunteers:erased",
    "volunteers:open_events",
    "volunteers:join_event",
    "volunteers:event_joined",
    "volunteers:contact_closed",
    "volunteers:public_stories",
    "volunteers:public_story",
    "api:schema",
    "api:docs",
    "api:docs_script",
}
# The secret in the address is the right, or a provider's signature is.
BY_SECRET = {
    "volunteers:answer",
    "volunteers:calendar_file",
    "volunteers:seen",
    "volunteers:subscribe",
    "volunteers:send_my_page",
    "volunteers:my_page",
    "volunteers:my_texts",
    "volunteers:my_withdrawal",
    "volunteers:my_data",
    "volunteers:my_data_file",
    "volunteers:my_email",
    "volunteers:my_phone",
    "volunteers:my_erasure",
    "volunteers:my_stay",
    "volunteers:my_skills",
    "volunteers:my_friend",
    "volunteers:my_proof",
    "volunteers:my_story",
    "volunteers:my_hours",
    "volunteers:contact_hours",
    "volunteers:my_suggestion",
    "volunteers:my_exit_talk",
    "volunteers:suggestion_receipt",
    "volunteers:my_event",
    "volunteers:event_answer",
    "volunteers:event_calendar",
    "volunteers:thread",
    "volunteers:thread_seen",
    "volunteers:my_thread",
    "volunteers:my_thread_seen",
    "volunteers:group",
    "volunteers:group_calendar",
    "volunteers:contact_group_calendar",
    "volunteers:colleague_question",
    "volunteers:association_door",
    "volunteers:contact_page",
    "volunteers:contact_group",
    "volunteers:contact_names",
    "volunteers:contact_paper",
    "volunteers:contact_declaration",
    "volunteers:contact_member",
    "volunteers:contact_member_deed",
    "volunteers:contact_new",
    "volunteers:contact_end",
    "volunteers:contact_facts",
    "volunteers:contact_close",
    "volunteers:volunteer_feed",
    "volunteers:institution_feed",
    "volunteers:twilio_inbound",
    "twilio_status",
}
# One's own way of signing in, whatever one's role: the library sends the signed-out to sign-in.
OWN_ACCESS = {
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate_webauthn",
    "usersessions_list",
}
# The demo's telephone: not there in production.
DEMO_ONLY = {"phone", "phone_screen", "phone_calendar"}
# The system owner's own tool, guarded by Django.
ADMIN = "admin:"
API = "api:"


@dataclass(frozen=True)
class Route:
    """A route's full name, its address as a pattern, and what it takes."""

    name: str
    address: str
    takes: frozenset[str]
    callback: Callable[..., Any]

    @property
    def staff(self) -> bool:
        """A page for the signed-in."""
        return (
            self.name not in PUBLIC | BY_SECRET | OWN_ACCESS | DEMO_ONLY
            and not self.name.startswith((ADMIN, API))
            and not self.address.startswith("api/")
        )


def routes() -> list[Route]:
    """All routes, in the order of the resolver."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Route]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, address, inner)
        else:
            takes = frozenset(pattern.pattern.converters) or frozenset(
                pattern.pattern.regex.groupindex
            )
            yield Route(f"{space}{pattern.name}", address, takes, pattern.callback)

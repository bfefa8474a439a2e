"""What a request may claim, and what comes back whatever it claims."""

import time
from uuid import uuid4

import jwt
import pytest
from allauth.core.internal.httpkit import get_client_ip
from allauth.socialaccount.internal.jwtkit import verify_and_decode
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import LazySettings
from django.core import signing
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from tests.cast import Cast

ISSUER = "https://konto.example"
FORGED = {"X-Forwarded-For": "10.0.0.1", "X-Forwarded-Proto": "https", "X-Real-IP": "10.0.0.1"}


def test_forwarded_headers_are_believed_behind_a_named_proxy_only(rf: RequestFactory) -> None:
    forged = rf.get("/", headers=FORGED)

    assert (get_client_ip(forged), forged.is_secure()) == ("127.0.0.1", False)
    with override_settings(
        ALLAUTH_TRUSTED_PROXY_COUNT=1,
        SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
    ):
        assert (get_client_ip(forged), forged.is_secure()) == ("10.0.0.1", True)


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["front", "volunteers:open_needs", "institutions:board"])
def test_trace_is_refused(where: str, client: Client, cast: Cast) -> None:
    client.force_login(cast.leader)

    answer = client.trace(reverse(where))

    assert answer.status_code == 405
    assert b"sessionid" not in answer.content


@pytest.mark.django_db
def test_no_answer_is_shared_with_other_origins(client: Client, cast: Cast) -> None:
    client.force_login(cast.coordinator)
    asked = {"origin": "https://fremmed.example", "access-control-request-method": "POST"}

    answers = [
        client.get("/", headers=asked),
        client.options("/api/v1/slots", headers=asked),
        client.get("/api/v1/slots", headers=asked),
        client.get(reverse("institutions:board"), headers=asked),
    ]

    shared = [name for one in answers for name in one.headers if name.startswith("Access-Control")]
    assert shared == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wanted",
    [
        "/.git/config",
        "/.env",
        "/static/",
        "/static/../manage.py",
        "/manage.py",
        "/backend/",
        "/media/",
    ],
)
def test_what_is_not_a_page_is_not_found(wanted: str, client: Client) -> None:
    assert client.get(wanted).status_code == 404


def test_a_signed_value_that_was_altered_opens_nothing(settings: LazySettings) -> None:
    value = signing.dumps({"user": 1}, salt="one")
    head, tail = value[:-1], value[-1]

    for broken, salt in ((head + ("a" if tail != "a" else "b"), "one"), (value, "another")):
        with pytest.raises(signing.BadSignature):
            signing.loads(broken, salt=salt)
    with pytest.raises(signing.SignatureExpired):
        signing.loads(value, salt="one", max_age=-1)
    settings.SECRET_KEY = "x" * 60
    with pytest.raises(signing.BadSignature):
        signing.loads(value, salt="one")


def id_token(**changed: object) -> str:
    """What a provider says of a person, for our client and for the next minutes."""
    facts = {
        "iss": ISSUER,
        "aud": "samspil",
        "sub": "1",
        "exp": time.time() + 300,
        "jti": uuid4().hex,
    }
    return jwt.encode({"jti": uuid4().hex, **facts, **changed}, "k" * 32, algorithm="HS256")


def read(token: str) -> str:
    """The subject of an ID token, as the sign-in reads one that came straight from the provider."""
    told = verify_and_decode(
        credential=token,
        keys_url="",
        issuer=ISSUER,
        audience="samspil",
        lookup_kid=lambda *_: None,
        verify_signature=False,
    )
    return str(told["sub"])


@pytest.mark.django_db
def test_control_a_token_of_the_provider_for_us_is_read() -> None:
    assert read(id_token()) == "1"


@pytest.mark.django_db
def test_a_token_for_another_client_is_refused() -> None:
    with pytest.raises(OAuth2Error):
        read(id_token(aud="another"))


@pytest.mark.django_db
def test_a_token_of_another_issuer_or_another_time_is_refused() -> None:
    for changed in ({"iss": "https://false.example"}, {"exp": time.time() - 300}):
        with pytest.raises(OAuth2Error):
            read(id_token(**changed))


def test_the_providers_tokens_are_not_kept(settings: LazySettings) -> None:
    assert settings.SOCIALACCOUNT_STORE_TOKENS is False


@pytest.mark.django_db
def test_the_municipal_sign_in_needs_a_button(client: Client, settings: LazySettings) -> None:
    app = {
        "provider_id": "kommune",
        "name": "kommunens konto",
        "client_id": "samspil",
        "secret": "s",
        "settings": {"server_url": "http://127.0.0.1:9"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}

    answer = client.get(reverse("openid_connect_login", args=["kommune"]))

    assert answer.status_code == 200
    assert answer.content.count(b"<form") >= 1

"""Other systems that are told: addresses, secrets, and the calls to them."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.doors import Listing, Look, Shape
from api.shapes import webhooks
from api.verbs import Edit, Verb
from backend.webhooks.models import Delivery, Endpoint
from institutions.actions.webhooks import (
    add_endpoint,
    change_endpoint,
    replay_dead,
    replay_delivery,
    rotate_secret,
    switch_endpoint,
)
from institutions.queries.webhooks import deliveries_for, endpoints_for
from institutions.rules.deeds import Deed


def _with_secret(made: tuple[Endpoint, str]) -> Endpoint:
    endpoint, secret = made
    endpoint.secret = secret
    return endpoint


class Webhooks(Verb, Listing):
    """The addresses that are told, the newest first. POST adds one; its secret is shown once."""

    deed = Deed.KEEP_ORGANISATION
    shape = webhooks.WebhookShape
    filterset_class = filters.WebhookFilter
    orderings = ("-created_at", "created_at")
    takes = webhooks.Address
    gives = webhooks.WebhookWithSecret
    shown_once = frozenset({"secret"})
    status = HTTPStatus.CREATED

    def rows(self) -> QuerySet[Endpoint]:
        """Through scope."""
        return endpoints_for(self.actor)

    def act(self, values: dict[str, Any]) -> Endpoint:
        """Refuses what is not https on the open internet."""
        return _with_secret(add_endpoint(**values, by=self.actor, at=self.at))


class WebhookVerb(Verb):
    """A deed on one address; the answer is the address as it stands afterwards."""

    gives: Shape = webhooks.WebhookShape
    seen_as: Shape | None = webhooks.WebhookShape

    def endpoint(self, uuid: UUID) -> Endpoint:
        """404 for one of another municipality."""
        return self.found(endpoints_for(self.actor), uuid=uuid)

    def locked(self, uuid: UUID) -> Endpoint:
        """The address alone."""
        return self.found(endpoints_for(self.actor).select_for_update(), uuid=uuid)


class OneWebhook(Edit, WebhookVerb, Look):
    """One address. PUT changes name, address and events, all of them at once."""

    shape = webhooks.WebhookShape
    takes = webhooks.Address

    def get(self, _request: Request, uuid: UUID) -> Response:
        """404 for one of another municipality."""
        return self.shown(self.endpoint(uuid))

    def act(self, values: dict[str, Any], uuid: UUID) -> Endpoint:
        """What is owed goes to the new address."""
        return change_endpoint(endpoint=self.endpoint(uuid), **values, by=self.actor, at=self.at)


class RotateSecret(WebhookVerb):
    """A new secret, shown once; for 24 hours calls are signed with the old one as well."""

    gives = webhooks.WebhookWithSecret
    shown_once = frozenset({"secret"})

    def act(self, _values: dict[str, Any], uuid: UUID) -> Endpoint:
        """Twice gives two: send an Idempotency-Key."""
        return _with_secret(rotate_secret(endpoint=self.endpoint(uuid), by=self.actor, at=self.at))


class SwitchOn(WebhookVerb):
    """Sends again what is owed, and what happens from now on."""

    def act(self, _values: dict[str, Any], uuid: UUID) -> Endpoint:
        """The second time changes nothing."""
        return switch_endpoint(endpoint=self.endpoint(uuid), on=True, by=self.actor, at=self.at)


class SwitchOff(WebhookVerb):
    """Nothing more is owed or sent to the address."""

    def act(self, _values: dict[str, Any], uuid: UUID) -> Endpoint:
        """The second time changes nothing."""
        return switch_endpoint(endpoint=self.endpoint(uuid), on=False, by=self.actor, at=self.at)


class ReplayDead(WebhookVerb):
    """Makes every call to the address anew that was given up."""

    gives = webhooks.ReplayedShape

    def act(self, _values: dict[str, Any], uuid: UUID) -> dict[str, int]:
        """The second time finds none."""
        count = replay_dead(endpoint=self.endpoint(uuid), by=self.actor, at=self.at)
        return {"count": count}


class WebhookCalls(Listing):
    """The calls, the newest first; ``state=dead`` are those that were given up."""

    deed = Deed.KEEP_ORGANISATION
    shape = webhooks.WebhookCallShape
    filterset_class = filters.WebhookCallFilter
    orderings = ("-created_at", "created_at")

    def rows(self) -> QuerySet[Delivery]:
        """Through scope."""
        return deliveries_for(self.actor)


class ReplayCall(Verb):
    """Makes one call anew, with the id and words it had."""

    gives = webhooks.WebhookCallShape

    def act(self, _values: dict[str, Any], uuid: UUID) -> Delivery:
        """One that is under way is left as it is."""
        delivery = self.found(deliveries_for(self.actor), uuid=uuid)
        return replay_delivery(delivery=delivery, by=self.actor, at=self.at)

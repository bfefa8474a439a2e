"""What may be sent: shapes of bodies. They read, and never write."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from api.texts import text
from backend.common.phones import parse_phone
from institutions.models.tasks import Certificate, ChildContact, Condition
from volunteers.rules.states import AnswerChannel

# How an answer may reach somebody who registers it: the other channels are the person's own.
TOLD_BY = [(way.value, way.name) for way in (AnswerChannel.PHONE, AnswerChannel.IN_PERSON)]

LONGEST_NAME = 40


class Body(serializers.Serializer[Any]):
    """A body with exactly these fields: an unknown one is refused (400) by its name."""

    def to_internal_value(self, data: Any) -> Any:
        """Unknown fields first, so that a misspelt name is seen before what it left empty."""
        if isinstance(data, Mapping):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                raise serializers.ValidationError(
                    {name: [text("unknown_field")] for name in unknown}
                )
        return super().to_internal_value(data)


class Nothing(Body):
    """No body, or an empty object."""


class Moment(serializers.DateTimeField):
    """A moment with its offset from UTC; without one nobody knows which moment it is."""

    def enforce_timezone(self, value: Any) -> Any:
        """Refuses (400) a time without offset."""
        if value.tzinfo is None:
            raise serializers.ValidationError(text("offset_missing"))
        return super().enforce_timezone(value)


class Phone(serializers.CharField):
    """A phone number as Danes write it; kept as E.164. Empty stays empty."""

    def to_internal_value(self, data: Any) -> str:
        """Refuses (400) what cannot be a number."""
        written = super().to_internal_value(data)
        try:
            return parse_phone(written) if written else ""
        except ValueError as refusal:
            raise serializers.ValidationError(str(refusal)) from None


class Named(serializers.DictField):
    """Texts by name. Refuses (400) names that no row can have."""

    child = serializers.CharField(allow_blank=True, max_length=300)

    def to_internal_value(self, data: Any) -> Any:
        """The names are looked up as they stand, so they must be short and printable."""
        if isinstance(data, Mapping):
            wrong = [
                name for name in data if not (name.isprintable() and len(name) <= LONGEST_NAME)
            ]
            if wrong:
                raise serializers.ValidationError([text("unknown_field")])
        return super().to_internal_value(data)


class Times(Body):
    """When: from ``starts_at`` up to ``ends_at``."""

    starts_at = Moment()
    ends_at = Moment()


class NewSlot(Times):
    """A time with its seats; below ``min_seats`` the leader is asked whether it goes ahead."""

    seats = serializers.IntegerField(min_value=0, max_value=999)
    min_seats = serializers.IntegerField(min_value=0, max_value=999, default=0)


class Seats(Body):
    """How many seats there are to be."""

    seats = serializers.IntegerField(min_value=0, max_value=999)


class Need(Body):
    """The words of a need, all of them: what is left out is as in a new one.

    Empty texts reach the rule, which says what to write.
    """

    kind = serializers.IntegerField()
    title = serializers.CharField(allow_blank=True)
    sms_title = serializers.CharField(allow_blank=True)
    description = serializers.CharField(allow_blank=True)
    not_to_do = serializers.CharField(allow_blank=True)
    meeting_place = serializers.CharField(allow_blank=True, default="")
    contact_name = serializers.CharField(allow_blank=True, default="")
    contact_phone = Phone(allow_blank=True, default="")
    min_age = serializers.IntegerField(min_value=0, max_value=999, default=18)
    child_contact = serializers.ChoiceField(choices=ChildContact.choices, default=ChildContact.NONE)
    certificate = serializers.ChoiceField(choices=Certificate.choices, default=Certificate.NONE)
    certificate_reason = serializers.CharField(allow_blank=True, default="")
    languages = serializers.ListField(
        child=serializers.CharField(min_length=2, max_length=2), default=list
    )
    conditions = serializers.ListField(
        child=serializers.ChoiceField(choices=Condition.choices), default=list
    )
    practical = serializers.CharField(allow_blank=True, default="")
    online_link = serializers.CharField(allow_blank=True, default="")
    insurance_text = serializers.CharField(allow_blank=True, default="")
    expenses_text = serializers.CharField(allow_blank=True, default="")
    wished_skills = serializers.ListField(child=serializers.IntegerField(), default=list)
    skills = serializers.ListField(child=serializers.IntegerField(), default=list)


class NewNeed(Need):
    """A need with its times."""

    slots = NewSlot(many=True, default=list)


class Declaration(Body):
    """The task's own points (code to evidence), and why red words are not staff's work here."""

    answers = Named(required=False)
    reasons = Named(required=False)


class Reason(Body):
    """Why."""

    reason = serializers.CharField(allow_blank=True, max_length=300)


class Copy(Body):
    """New times for the old words; the same seats at each."""

    times = Times(many=True)
    seats = serializers.IntegerField(min_value=0, max_value=999)


class Evidence(Body):
    """How a point is in order, and since when."""

    evidence = serializers.CharField(allow_blank=True)
    held_on = serializers.DateField(required=False, allow_null=True)


class More(Body):
    """Whether to ask as if the questions already out gave nothing."""

    more = serializers.BooleanField(default=False)


class OnBehalf(Body):
    """How the person told us."""

    channel = serializers.ChoiceField(choices=TOLD_BY)


class Yes(OnBehalf):
    """A yes on somebody's behalf. Whether the rules were accepted is said, never assumed."""

    accepts_rules = serializers.BooleanField()


class No(OnBehalf):
    """A no on somebody's behalf; no reason is asked."""

    reason = serializers.CharField(allow_blank=True, max_length=80, default="")


class Attendance(Body):
    """Whether the person came, and for how long; hours default to the slot's own."""

    came = serializers.BooleanField()
    hours = serializers.DecimalField(
        max_digits=4, decimal_places=2, required=False, allow_null=True
    )


class Thanking(Body):
    """``skip``: thanks were given in another way."""

    skip = serializers.BooleanField(default=False)


class HeldSkill(Body):
    """A skill and its last valid day."""

    skill = serializers.IntegerField()
    expires_on = serializers.DateField(required=False, allow_null=True)


class NewVolunteer(Body):
    """A person entered by the coordinator. No CPR number, no health, no benefits."""

    first_name = serializers.CharField(allow_blank=True, max_length=60)
    last_name = serializers.CharField(allow_blank=True, max_length=80, default="")
    phone = Phone(allow_blank=True)
    email = serializers.EmailField(allow_blank=True, max_length=254, required=False)
    postcode = serializers.CharField(allow_blank=True, max_length=4)
    radius_km = serializers.IntegerField(min_value=0, max_value=500, required=False)
    birth_year = serializers.IntegerField(
        min_value=1900, max_value=2200, required=False, allow_null=True
    )
    availability = serializers.IntegerField(min_value=0, max_value=(1 << 28) - 1, required=False)
    languages = serializers.ListField(
        child=serializers.CharField(min_length=2, max_length=2), required=False
    )
    asks_per_week = serializers.IntegerField(
        min_value=1, max_value=7, required=False, allow_null=True
    )
    paused_until = serializers.DateField(required=False, allow_null=True)
    certificate_ok_until = serializers.DateField(required=False, allow_null=True)
    external_uuid = serializers.UUIDField(required=False, allow_null=True)
    kinds = serializers.ListField(child=serializers.IntegerField(), required=False)
    skills = HeldSkill(many=True, required=False)
    associations = serializers.ListField(child=serializers.IntegerField(), required=False)

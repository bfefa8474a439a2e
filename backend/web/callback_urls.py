"""Addresses of the SMS provider's reports and of the demo's telephone."""

from django.urls import path

from backend.web import callbacks

urlpatterns = [
    path("twilio/status/<uuid:message_uuid>/", callbacks.twilio_status, name="twilio_status"),
    path("telefon", callbacks.phone, name="phone"),
    path(
        "telefon/kalender/<uuid:message_uuid>.ics", callbacks.phone_calendar, name="phone_calendar"
    ),
    path("telefon/<str:to>", callbacks.phone_screen, name="phone_screen"),
]

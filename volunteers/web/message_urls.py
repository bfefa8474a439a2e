"""Addresses of messages, texts, answers by SMS, and calendars to subscribe to."""

from django.urls import path

from volunteers.web import feeds, inbound, letters, messages, texts

urlpatterns = [
    path("twilio/ind/", inbound.twilio_inbound, name="twilio_inbound"),
    path("beskeder/", messages.MessagesPage.as_view(), name="messages"),
    path("beskeder/loft/", messages.Ceilings.as_view(), name="ceilings"),
    path("beskeder/breve/", letters.LettersPage.as_view(), name="letters"),
    path("beskeder/svar/", inbound.Unclear.as_view(), name="inbox"),
    path("beskeder/svar/<uuid:text>/klaret/", inbound.Settle.as_view(), name="settle_inbound"),
    path("beskeder/<uuid:message>/igen/", messages.Retry.as_view(), name="retry_message"),
    path("beskeder/<uuid:message>/hold/", messages.Recall.as_view(), name="recall_message"),
    path("beskeder/kanal/<slug:code>/pause/", messages.Rest.as_view(), name="rest_channel"),
    path("beskeder/kanal/<slug:code>/genoptag/", messages.TakeUp.as_view(), name="take_up_channel"),
    path("tekster/", texts.TextsPage.as_view(), name="texts"),
    path("tekster/<slug:code>/<slug:language>/", texts.TextPage.as_view(), name="text"),
    path("s/<str:token>/abonner", feeds.Subscribe.as_view(), name="subscribe"),
    path("kalender/<str:token>.ics", feeds.person_calendar, name="volunteer_feed"),
    path("kalender/sted/<str:token>.ics", feeds.institution_calendar, name="institution_feed"),
    path(
        "kalender/sted/<int:pk>/", feeds.InstitutionCalendar.as_view(), name="institution_calendar"
    ),
]

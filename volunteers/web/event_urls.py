"""Addresses of events: for the signed-in, for anybody, and by personal link."""

from django.urls import path

from volunteers.web import (
    event_attendance,
    event_figures,
    event_invitations,
    event_links,
    event_orders,
    event_planning,
    event_public,
    events,
)
from volunteers.web.public import PublicPage

_ONE = "arrangementer/<uuid:event>/"

urlpatterns = [
    path("arrangementer/", events.EventList.as_view(), name="events"),
    path("arrangementer/nyt/", event_planning.NewEvent.as_view(), name="new_event"),
    path("arrangementer/bestil/", event_orders.OrderPage.as_view(), name="order_event"),
    path("arrangementer/bestillinger/", event_orders.OrderInbox.as_view(), name="event_orders"),
    path(
        "arrangementer/bestillinger/<uuid:order>/",
        event_orders.DeclineOrder.as_view(),
        name="event_order",
    ),
    path("arrangementer/tal/", event_figures.EventFigures.as_view(), name="event_figures"),
    path(
        "arrangementer/forloeb/<uuid:event_series>/",
        event_figures.SeriesPage.as_view(),
        name="event_series",
    ),
    path(_ONE, events.EventPage.as_view(), name="event"),
    path(f"{_ONE}svar/", events.AnswerHere.as_view(), name="event_answer_here"),
    path(f"{_ONE}kalender.ics", events.EventFile.as_view(), name="event_file"),
    path(f"{_ONE}ret/", event_planning.ChangeEvent.as_view(), name="change_event"),
    path(f"{_ONE}aflys/", event_planning.CancelEvent.as_view(), name="cancel_event"),
    path(f"{_ONE}inviter/", event_invitations.InvitePage.as_view(), name="event_invite"),
    path(f"{_ONE}fremmoede/", event_attendance.AttendancePage.as_view(), name="event_attendance"),
    path(
        f"{_ONE}fremmoede/<uuid:participant>/",
        event_attendance.MarkPresence.as_view(),
        name="mark_presence",
    ),
    path(
        f"{_ONE}svar/<uuid:participant>/",
        event_attendance.NoteAnswer.as_view(),
        name="note_answer",
    ),
    path(f"{_ONE}uden-tilmelding/", event_attendance.CountHeads.as_view(), name="count_heads"),
    path(f"{_ONE}initiativer/", event_attendance.Initiatives.as_view(), name="initiatives"),
    # For anybody.
    path("det-sker/", event_public.OpenEvents.as_view(), name="open_events"),
    path("det-sker/<uuid:event>/", event_public.JoinEvent.as_view(), name="join_event"),
    path(
        "det-sker/tak/",
        PublicPage.as_view(template_name="volunteers/event_joined.html"),
        name="event_joined",
    ),
    # The secret in the address is the right.
    path("s/<str:token>/arrangement", event_links.EventAnswer.as_view(), name="event_answer"),
    path(
        "s/<str:token>/mig/arrangement/<uuid:participant>",
        event_links.AnswerFromMyPage.as_view(),
        name="my_event",
    ),
    path(
        "s/<str:token>/arrangement.ics",
        event_links.EventCalendarFile.as_view(),
        name="event_calendar",
    ),
]

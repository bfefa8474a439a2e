"""Addresses of help to begin: the start guide, calls for help, visits, reminders, posters."""

from django.urls import path

from institutions.web import (
    checklist_course,
    checklist_delegation,
    help_calls,
    start_guide,
    visits,
    wall_posters,
)

_point = "tjekliste/<int:pk>/<slug:code>/"
_course = "behov/<int:pk>/forloeb/"
_call = "henvendelse/<uuid:call>/"

urlpatterns = [
    path(
        f"{_point}overdrag/",
        checklist_delegation.DelegatePoint.as_view(),
        name="delegate_point",
    ),
    path(
        f"{_point}tag-tilbage/",
        checklist_delegation.TakeBackPoint.as_view(),
        name="take_back_point",
    ),
    path(f"{_point}bekraeft/", checklist_delegation.ConfirmPoint.as_view(), name="confirm_point"),
    path(
        "overdraget/<int:delegation>/",
        checklist_delegation.DelegatedPoint.as_view(),
        name="delegated_point",
    ),
    path(_course, checklist_course.Course.as_view(), name="course"),
    path(f"{_course}<slug:code>/", checklist_course.TickCourse.as_view(), name="course_tick"),
    path(
        f"{_course}<slug:code>/aabn/",
        checklist_course.UntickCourse.as_view(),
        name="course_untick",
    ),
    path("kom-godt-i-gang/<uuid:place>/", start_guide.StartGuidePage.as_view(), name="start_guide"),
    path("bed-om-hjaelp/<uuid:place>/", help_calls.AskForHelp.as_view(), name="ask_for_help"),
    path(_call, help_calls.HelpCallPage.as_view(), name="help_call"),
    path(f"{_call}luk/", help_calls.CloseCall.as_view(), name="close_help_call"),
    path(f"{_call}igen/", help_calls.ReopenCall.as_view(), name="reopen_help_call"),
    path(f"{_call}tag/", help_calls.TakeCall.as_view(), name="take_help_call"),
    path("afdeling/<uuid:department>/besoeg/", visits.Visits.as_view(), name="visits"),
    path("paamindelse/<uuid:place>/", visits.RemindKindly.as_view(), name="remind_kindly"),
    path("plakat/<uuid:place>.pdf", wall_posters.Poster.as_view(), name="poster"),
    path("personalemoede/<uuid:place>/", wall_posters.StaffText.as_view(), name="staff_text"),
]

"""Addresses of the pages for those who need help."""

from django.urls import path

from institutions.web import (
    board_urls,
    checklist,
    dialogue_urls,
    document_urls,
    need,
    need_check,
    need_steps,
    organisation_urls,
)

app_name = "institutions"
urlpatterns = [
    # Before publishing: the checklist, the need in four pages, the ground rules.
    path("tjekliste/", checklist.ChecklistChoice.as_view(), name="checklist"),
    path("tjekliste/<int:pk>/", checklist.Checklist.as_view(), name="checklist"),
    path("tjekliste/<int:pk>/<slug:code>/", checklist.TickPoint.as_view(), name="tick"),
    path("tjekliste/<int:pk>/<slug:code>/aabn/", checklist.UntickPoint.as_view(), name="untick"),
    path("behov/nyt/", need.NeedChoice.as_view(), name="new_need"),
    path("behov/nyt/<int:pk>/", need.NewNeed.as_view(), name="new_need"),
    path("behov/<int:pk>/kopi/", need.CopyNeed.as_view(), name="copy_need"),
    path("behov/<int:pk>/", need_steps.TaskPage.as_view(), name="need_task"),
    path("behov/<int:pk>/hvornaar/", need_steps.TimesPage.as_view(), name="need_times"),
    path(
        "behov/<int:pk>/hvornaar/<int:slot>/fjern/",
        need_steps.RemoveTime.as_view(),
        name="remove_time",
    ),
    path("behov/<int:pk>/tjekliste/", need_steps.PointsPage.as_view(), name="need_points"),
    path("behov/<int:pk>/tjek/", need_check.CheckPage.as_view(), name="need_check"),
    path("behov/<int:pk>/kvittering/", need_check.Receipt.as_view(), name="need_receipt"),
    *document_urls.urlpatterns,
    *dialogue_urls.urlpatterns,
    # After publishing: the board, one time, attendance, the department.
    *board_urls.urlpatterns,
    *organisation_urls.urlpatterns,
]

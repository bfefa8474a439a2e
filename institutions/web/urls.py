"""Addresses of the pages for those who need help."""

from django.urls import path

from institutions.web import (
    board_urls,
    checklist,
    dialogue_urls,
    disagreement_urls,
    document_urls,
    help_urls,
    need_urls,
    organisation_urls,
)

app_name = "institutions"
urlpatterns = [
    # Before publishing: the checklist, the need in four pages, the ground rules.
    path("tjekliste/", checklist.ChecklistChoice.as_view(), name="checklist"),
    path("tjekliste/<int:pk>/", checklist.Checklist.as_view(), name="checklist"),
    path("tjekliste/<int:pk>/<slug:code>/", checklist.TickPoint.as_view(), name="tick"),
    path("tjekliste/<int:pk>/<slug:code>/aabn/", checklist.UntickPoint.as_view(), name="untick"),
    *need_urls.urlpatterns,
    *document_urls.urlpatterns,
    *dialogue_urls.urlpatterns,
    *disagreement_urls.urlpatterns,
    *help_urls.urlpatterns,
    # After publishing: the board, one time, attendance, the department.
    *board_urls.urlpatterns,
    *organisation_urls.urlpatterns,
]

"""Addresses of the checklist's versions."""

from django.urls import path

from institutions.rules.states import DocumentState
from institutions.web import documents_checklists as pages

_ONE = "tjeklistens-versioner/<int:checklist>/"

urlpatterns = [
    path("tjeklistens-versioner/", pages.Checklists.as_view(), name="checklist_templates"),
    path("tjeklistens-versioner/ny/", pages.NewChecklist.as_view(), name="new_checklist"),
    path(_ONE, pages.ChecklistVersion.as_view(), name="checklist_template"),
    path(f"{_ONE}forskel/", pages.Differences.as_view(), name="checklist_differences"),
    path(f"{_ONE}send/", pages.MoveChecklist.as_view(), name="submit_checklist"),
    path(
        f"{_ONE}tilbage/",
        pages.MoveChecklist.as_view(to=DocumentState.DRAFT),
        name="send_back_checklist",
    ),
    path(f"{_ONE}nyt-punkt/", pages.NewPoint.as_view(), name="new_point"),
    path(f"{_ONE}punkt/<slug:point>/", pages.ChangePoint.as_view(), name="point"),
    path(f"{_ONE}punkt/<slug:point>/fjern/", pages.DropPoint.as_view(), name="drop_point"),
]

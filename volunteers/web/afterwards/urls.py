"""Addresses of short questions to colleagues, and of associations' hours."""

from django.urls import path

from volunteers.web.afterwards import colleagues, statements

urlpatterns = [
    path("kort/<str:token>", colleagues.ColleagueQuestion.as_view(), name="colleague_question"),
    path(
        "foreninger/<uuid:association>/timer/",
        statements.StatementPage.as_view(),
        name="statement",
    ),
    path(
        "foreninger/<uuid:association>/timer.csv",
        statements.StatementFile.as_view(),
        name="statement_file",
    ),
]

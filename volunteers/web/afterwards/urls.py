"""Addresses of short questions to colleagues, and of associations' hours."""

from django.urls import path

from volunteers.web.afterwards import colleagues, exit_talks, nominations, own_hours, statements

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
    path(
        "koordinator/frivillige/<uuid:person>/samtale/",
        exit_talks.ExitTalkButton.as_view(),
        name="exit_talk",
    ),
    path("s/<str:token>/mig/timer", own_hours.MyHours.as_view(), name="my_hours"),
    path("s/<str:token>/forening/timer", own_hours.ContactHours.as_view(), name="contact_hours"),
    path("priser/", nominations.Prizes.as_view(), name="prizes"),
    path("priser/indstil/", nominations.Nominate.as_view(), name="nominate"),
    path("priser/<uuid:nomination>/", nominations.NominationButton.as_view(), name="nomination"),
]

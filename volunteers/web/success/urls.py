"""Addresses of the project group's pages."""

from django.urls import path

from volunteers.web.success import choosing, closing, deciding, follow_ups, group, meetings

_CRITERION = "succes/maal/<uuid:criterion>/"
_PERIOD = "succes/perioder/<str:period>/"
_MEETING = "succes/moeder/<uuid:meeting>/"
_FOLLOW_UP = "succes/opfoelgning/<uuid:follow_up>/"

urlpatterns = [
    path("projektgruppe/", group.GroupPage.as_view(), name="project_group"),
    path("succes/maal/", choosing.Criteria.as_view(), name="criteria"),
    path("succes/maal/katalog/", choosing.Catalogue.as_view(), name="catalogue"),
    path("succes/maal/startsaet", choosing.TakeStarterSet.as_view(), name="take_starter_set"),
    path("succes/maal/eget/", deciding.OwnCriterion.as_view(), name="own_criterion"),
    path(
        "succes/maal/vaelg/<str:code>/",
        deciding.ChooseCriterion.as_view(),
        name="choose_criterion",
    ),
    path(_CRITERION, choosing.CriterionPage.as_view(), name="criterion"),
    path(f"{_CRITERION}ret/", deciding.ChangeCriterion.as_view(), name="change_criterion"),
    path(f"{_CRITERION}brug", deciding.ActivateCriterion.as_view(), name="activate_criterion"),
    path(f"{_CRITERION}afslut/", deciding.EndCriterion.as_view(), name="end_criterion"),
    path(f"{_CRITERION}tal/", closing.EnterValue.as_view(), name="enter_value"),
    path("succes/perioder/", closing.Periods.as_view(), name="periods"),
    path(_PERIOD, closing.PeriodPage.as_view(), name="period"),
    path("succes/perioder/<str:code>/afslut", closing.ClosePeriod.as_view(), name="close_period"),
    path(f"{_PERIOD}ret/", closing.CorrectPeriod.as_view(), name="correct_period"),
    path("succes/perioder/<str:code>/aaret/", closing.CloseYear.as_view(), name="close_year"),
    path("succes/moeder/", meetings.Meetings.as_view(), name="meetings"),
    path("succes/moeder/nyt/", meetings.PlanMeeting.as_view(), name="plan_meeting"),
    path(_MEETING, meetings.MeetingPage.as_view(), name="meeting"),
    path(f"{_MEETING}deltagere/", meetings.WhoWasThere.as_view(), name="who_was_there"),
    path(f"{_MEETING}beslutning/", meetings.NoteDecision.as_view(), name="note_decision"),
    path(f"{_MEETING}slut/", meetings.EndMeeting.as_view(), name="end_meeting"),
    path(
        "succes/moeder/linje/<int:line>/slet",
        meetings.TakeBackDecision.as_view(),
        name="take_back_decision",
    ),
    path("succes/opfoelgning/", follow_ups.FollowUps.as_view(), name="follow_ups"),
    path("succes/opfoelgning/ny/", follow_ups.AgreeFollowUp.as_view(), name="agree_follow_up"),
    path(_FOLLOW_UP, follow_ups.FollowUpPage.as_view(), name="follow_up"),
    path(f"{_FOLLOW_UP}resultat/", follow_ups.RegisterResult.as_view(), name="register_result"),
    path(f"{_FOLLOW_UP}ansvarlig/", follow_ups.HandOver.as_view(), name="hand_over_follow_up"),
]

"""Addresses of the leader's board, of one time, and of the ambassador's page."""

from django.urls import path

from institutions.web import (
    ambassador,
    attendance,
    behalf,
    board,
    candidates,
    groups,
    slot,
    slot_changes,
    slot_minimum,
    walk_ins,
    young,
)

urlpatterns = [
    path("tavle/", board.BoardPage.as_view(), name="board"),
    path("afdeling/", ambassador.DepartmentPage.as_view(), name="ambassador"),
    path("tidspunkt/<uuid:slot_uuid>/", slot.SlotPage.as_view(), name="slot"),
    path("tidspunkt/<uuid:slot_uuid>/spoerg-flere/", slot.AskMore.as_view(), name="ask_more"),
    path(
        "tidspunkt/<uuid:slot_uuid>/hvem/", candidates.CandidatesPage.as_view(), name="candidates"
    ),
    path(
        "tidspunkt/<uuid:slot_uuid>/svar/<uuid:person>/",
        behalf.BehalfPage.as_view(),
        name="behalf",
    ),
    path("tidspunkt/<uuid:slot_uuid>/deltagere/", slot.HelpersPage.as_view(), name="helpers"),
    path("tidspunkt/<uuid:slot_uuid>/flyt/", slot_changes.MovePage.as_view(), name="move_slot"),
    path("tidspunkt/<uuid:slot_uuid>/pladser/", slot_changes.SeatsPage.as_view(), name="seats"),
    path("tidspunkt/<uuid:slot_uuid>/luk/", slot_minimum.CloseSlot.as_view(), name="close_slot"),
    path(
        "tidspunkt/<uuid:slot_uuid>/ung/<uuid:person>/",
        young.ConfirmYoung.as_view(),
        name="confirm_young",
    ),
    path("minimum/<int:slot>/", slot_minimum.MinimumPage.as_view(), name="minimum"),
    path(
        "tidspunkt/<uuid:slot_uuid>/aflys/", slot_changes.CancelPage.as_view(), name="cancel_slot"
    ),
    path(
        "tidspunkt/<uuid:slot_uuid>/fremmoede/alle/",
        attendance.MarkAll.as_view(),
        name="mark_all",
    ),
    path(
        "tidspunkt/<uuid:slot_uuid>/fremmoede/",
        attendance.AttendancePage.as_view(),
        name="attendance",
    ),
    path("tidspunkt/<uuid:slot_uuid>/fremmoede/ny/", walk_ins.WalkIn.as_view(), name="walk_in"),
    path(
        "tidspunkt/<uuid:slot_uuid>/fremmoede/<uuid:seat_uuid>/",
        attendance.MarkAttendance.as_view(),
        name="mark_attendance",
    ),
    path(
        "tidspunkt/<uuid:slot_uuid>/fremmoede/<uuid:seat_uuid>/timer/",
        attendance.HoursPage.as_view(),
        name="hours",
    ),
    path(
        "tidspunkt/<uuid:slot_uuid>/forening/",
        groups.AskAssociation.as_view(),
        name="ask_association",
    ),
    path("gruppe/<uuid:group>/", groups.GroupAnswer.as_view(), name="group_answer"),
    path(
        "gruppe/<uuid:group>/fremmoede/",
        groups.GroupAttendance.as_view(),
        name="group_attendance",
    ),
    path("tidspunkt/<uuid:slot_uuid>/tak/", attendance.GiveThanks.as_view(), name="give_thanks"),
]

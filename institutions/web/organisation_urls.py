"""Addresses of the organisation, its projects and its roles."""

from django.urls import path

from institutions.web import (
    closed_days,
    logbook,
    municipal_groups,
    organisation,
    organisation_places,
    organisation_projects,
    project_places,
    roles,
    roles_shared,
    webhooks,
)

urlpatterns = [
    path("organisation/", organisation.OrganisationPage.as_view(), name="organisation"),
    path("organisation/indstillinger/", organisation.SettingsPage.as_view(), name="settings"),
    path("organisation/afdeling/ny/", organisation.NewDepartment.as_view(), name="new_department"),
    path(
        "organisation/afdeling/<uuid:department>/",
        organisation.DepartmentSettings.as_view(),
        name="department",
    ),
    path("organisation/lukkedage/", closed_days.ClosedDaysPage.as_view(), name="closed_days"),
    path(
        "organisation/lukkedage/<int:closed>/fjern/",
        closed_days.ReopenDays.as_view(),
        name="reopen_days",
    ),
    path("organisation/systemer/", webhooks.Systems.as_view(), name="systems"),
    path("organisation/systemer/nyt/", webhooks.NewSystem.as_view(), name="new_system"),
    path("organisation/systemer/<uuid:system>/", webhooks.ChangeSystem.as_view(), name="system"),
    path(
        "organisation/systemer/<uuid:system>/noegle/",
        webhooks.NewSecret.as_view(),
        name="system_secret",
    ),
    path(
        "organisation/systemer/<uuid:system>/til/",
        webhooks.SwitchSystem.as_view(),
        name="system_on",
    ),
    path(
        "organisation/systemer/<uuid:system>/fra/",
        webhooks.SwitchSystem.as_view(on=False),
        name="system_off",
    ),
    path(
        "organisation/systemer/<uuid:system>/gensend/",
        webhooks.ReplayCalls.as_view(),
        name="replay_system",
    ),
    path("organisation/proev/<slug:feature>/", organisation.PilotPage.as_view(), name="pilot"),
    path("organisation/institutioner/", organisation_places.Places.as_view(), name="places"),
    path(
        "organisation/institutioner/ny/", organisation_places.NewPlace.as_view(), name="new_place"
    ),
    path(
        "organisation/institutioner/indlaes/",
        organisation_places.ImportPlaces.as_view(),
        name="import_places",
    ),
    path(
        "organisation/institutioner/<uuid:place>/",
        organisation_places.ChangePlace.as_view(),
        name="place",
    ),
    path(
        "organisation/institutioner/<uuid:place>/luk/",
        organisation_places.ClosePlace.as_view(),
        name="close_place",
    ),
    path(
        "organisation/institutioner/<uuid:place>/aabn/",
        organisation_places.ReopenPlace.as_view(),
        name="reopen_place",
    ),
    path("projekter/", organisation_projects.Projects.as_view(), name="projects"),
    path("projekter/nyt/", organisation_projects.NewProject.as_view(), name="new_project"),
    path("projekter/<uuid:project>/", organisation_projects.ProjectPage.as_view(), name="project"),
    path(
        "projekter/<uuid:project>/ret/",
        organisation_projects.ChangeProject.as_view(),
        name="change_project",
    ),
    path(
        "projekter/<uuid:project>/bed-om-hjaelp/",
        project_places.OpenProject.as_view(),
        name="open_project",
    ),
    path(
        "projekter/<uuid:project>/afslut/",
        organisation_projects.EndProject.as_view(),
        name="end_project",
    ),
    path("log/", logbook.Logbook.as_view(), name="logbook"),
    path("roller/person/<int:user>/steder/", roles_shared.SharedPlaces.as_view(), name="shared"),
    path("roller/", roles.Roles.as_view(), name="roles"),
    path("roller/giv/", roles.GiveRole.as_view(), name="give_role"),
    path("roller/ambassadoerer/", roles.AmbassadorList.as_view(), name="ambassadors"),
    path("roller/grupper/", municipal_groups.MunicipalGroups.as_view(), name="municipal_groups"),
    path("roller/grupper/<int:line>/", municipal_groups.UnmapGroup.as_view(), name="unmap_group"),
    path("roller/<int:role>/", roles.ChangeRole.as_view(), name="role"),
    path("roller/<int:role>/tag/", roles.TakeRole.as_view(), name="take_role"),
    path("roller/<int:role>/mail/", roles.SendInvitation.as_view(), name="send_invitation"),
    path("roller/person/<int:user>/fratraed/", roles.Handover.as_view(), name="handover"),
]

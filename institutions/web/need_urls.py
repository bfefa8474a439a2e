"""Addresses of a need before it is published, and of templates of needs."""

from django.urls import path

from institutions.web import need, need_check, need_steps, need_templates, need_times

urlpatterns = [
    path("behov/nyt/", need.NeedChoice.as_view(), name="new_need"),
    path("behov/nyt/<int:pk>/", need.NewNeed.as_view(), name="new_need"),
    path("behov/<int:pk>/kopi/", need.CopyNeed.as_view(), name="copy_need"),
    path("behov/<int:pk>/", need_steps.TaskPage.as_view(), name="need_task"),
    path("behov/<int:pk>/hvornaar/", need_times.TimesPage.as_view(), name="need_times"),
    path(
        "behov/<int:pk>/hvornaar/<int:slot>/fjern/",
        need_times.RemoveTime.as_view(),
        name="remove_time",
    ),
    path(
        "behov/<int:pk>/raekke/<int:series>/fjern/",
        need_times.RemoveSeries.as_view(),
        name="remove_series",
    ),
    path("behov/<int:pk>/tjekliste/", need_steps.PointsPage.as_view(), name="need_points"),
    path("behov/<int:pk>/tjek/", need_check.CheckPage.as_view(), name="need_check"),
    path("behov/<int:pk>/proev/", need_check.TryPage.as_view(), name="try_need"),
    path("behov/<int:pk>/tilbage/", need_check.ReturnProposal.as_view(), name="return_proposal"),
    path("behov/<int:pk>/kvittering/", need_check.Receipt.as_view(), name="need_receipt"),
    path("behov/<int:pk>/skabelon/", need_templates.KeepTemplate.as_view(), name="keep_template"),
    path("skabeloner/", need_templates.Templates.as_view(), name="templates"),
    path("skabeloner/<uuid:template>/", need_templates.ChangeTemplate.as_view(), name="template"),
    path(
        "skabeloner/<uuid:template>/tag-ud/",
        need_templates.RetireTemplate.as_view(),
        name="retire_template",
    ),
    path(
        "skabeloner/<uuid:template>/brug/<int:pk>/", need.UseTemplate.as_view(), name="use_template"
    ),
]

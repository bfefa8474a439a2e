"""Addresses of the volunteers' links and of the coordinator's pages."""

from django.urls import path

from volunteers.web import (
    asking,
    contact_urls,
    coordinator,
    event_urls,
    links,
    message_urls,
    people_urls,
    public_urls,
)
from volunteers.web.afterwards import urls as afterwards_urls
from volunteers.web.figures import urls as figures_urls
from volunteers.web.sharing import urls as sharing_urls
from volunteers.web.success import urls as success_urls

app_name = "volunteers"
urlpatterns = [
    path("s/<str:token>", links.AnswerView.as_view(), name="answer"),
    path("s/<str:token>/kalender.ics", links.CalendarFile.as_view(), name="calendar_file"),
    path("s/<str:token>/set", links.SeenView.as_view(), name="seen"),
    path("koordinator/", coordinator.Overview.as_view(), name="coordinator"),
    path("koordinator/behov/<uuid:need>/", coordinator.Review.as_view(), name="review"),
    path("koordinator/behov/<uuid:need>/godkend", coordinator.Approve.as_view(), name="approve"),
    path("koordinator/spoergsmaal/", asking.AskingPage.as_view(), name="asking"),
    *people_urls.urlpatterns,
    *event_urls.urlpatterns,
    *message_urls.urlpatterns,
    *contact_urls.urlpatterns,
    *afterwards_urls.urlpatterns,
    *figures_urls.urlpatterns,
    *sharing_urls.urlpatterns,
    *success_urls.urlpatterns,
    *public_urls.urlpatterns,
]

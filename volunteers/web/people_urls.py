"""Addresses of the coordinator's pages about people."""

from django.urls import path

from volunteers.web import merges, people, people_imports, referrals, retention

urlpatterns = [
    path("koordinator/frivillige/", people.PeopleList.as_view(), name="people"),
    path(
        "koordinator/frivillige/indlaes/",
        people_imports.ImportPeople.as_view(),
        name="import_people",
    ),
    path("koordinator/glemt/", retention.ForgettingPage.as_view(), name="forgetting"),
    path("koordinator/frivillige/<uuid:person>/bliver/", retention.Stays.as_view(), name="stays"),
    path("henvis/", referrals.CentrePage.as_view(), name="centre"),
    path("henvis/frivillig/", referrals.ReferPerson.as_view(), name="refer_person"),
    path("henvis/forening/", referrals.ReferAssociation.as_view(), name="refer_association"),
    path("koordinator/frivillige/dubletter/", merges.Duplicates.as_view(), name="duplicates"),
    path(
        "koordinator/frivillige/<uuid:person>/saml/<uuid:other>/",
        merges.Merge.as_view(),
        name="merge",
    ),
    path("koordinator/frivillige/<uuid:person>/", people.PersonPage.as_view(), name="person"),
]

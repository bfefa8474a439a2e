"""Addresses of the disagreement log."""

from django.urls import path

from institutions.web import disagreements

_CASE = "uenigheder/<uuid:case>/"

urlpatterns = [
    path("uenigheder/", disagreements.Disagreements.as_view(), name="disagreements"),
    path("uenigheder/ny/", disagreements.OpenDisagreement.as_view(), name="open_disagreement"),
    path(_CASE, disagreements.DisagreementPage.as_view(), name="disagreement"),
    path(f"{_CASE}samtale/", disagreements.NoteTalk.as_view(), name="note_talk"),
    path(f"{_CASE}afslut/", disagreements.CloseDisagreement.as_view(), name="close_disagreement"),
]

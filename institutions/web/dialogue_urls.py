"""Addresses of the dialogues with volunteers."""

from django.urls import path

from institutions.web import dialogue

urlpatterns = [
    path("samtaler/", dialogue.Threads.as_view(), name="threads"),
    path("samtaler/<uuid:thread>/", dialogue.ThreadPage.as_view(), name="thread"),
    path("samtaler/<uuid:thread>/laest/", dialogue.SettleThread.as_view(), name="settle_thread"),
]

"""Addresses of the pages for those who need help."""

from django.urls import URLPattern

app_name = "institutions"
urlpatterns: list[URLPattern] = []

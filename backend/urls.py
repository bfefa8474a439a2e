"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("backend.web.urls")),
    path("", include("institutions.web.urls")),
    path("", include("volunteers.web.urls")),
    path("api/v1/", include("api.urls")),
    path("admin/", admin.site.urls),
]

handler500 = "backend.web.faults.server_error"

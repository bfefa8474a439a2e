"""The stock admin with our door. Apart from the door: it is read before any app is ready."""

from django.contrib.admin.apps import AdminConfig


class OwnersAdminConfig(AdminConfig):
    """Names the site that ``backend.web.admin`` holds."""

    default_site = "backend.web.admin.OwnersAdmin"

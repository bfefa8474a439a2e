"""The door's own description, and what is not there."""

from django.utils import translation
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

from api.texts import language_of


class Document(SpectacularAPIView):
    """The OpenAPI document. Open to all: it holds no data."""

    authentication_classes = []


class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own host, without inline script or style. Open to all."""

    authentication_classes = []
    template_name = "api/docs.html"


@extend_schema(exclude=True)
class Missing(APIView):
    """An address that does not exist answers as a problem too."""

    authentication_classes = []
    permission_classes = []

    def initial(self, request: Request, *_args: object, **_kwargs: object) -> None:
        """404, whatever the method."""
        translation.activate(language_of(request.headers.get("Accept-Language", "")))
        raise NotFound

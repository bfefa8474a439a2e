"""The product with the number of the worker that answered on every answer."""

import os
from typing import Any

from backend.wsgi import application as product
from tests.heavy.signing_in import WORKER


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """As the product, with one header more."""

    def named(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*headers, (WORKER, str(os.getpid()))], *more)

    return product(environ, named)

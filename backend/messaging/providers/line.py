"""What a failed HTTP call says about whether the request ever left this machine."""

from requests.exceptions import ConnectionError as NetworkError
from requests.exceptions import ConnectTimeout, RequestException
from urllib3.exceptions import (
    ConnectTimeoutError,
    MaxRetryError,
    NewConnectionError,
    ProxyError,
)

# A proxy's error comes while the way to the provider is made, before the request.
_BEFORE_THE_REQUEST = (NewConnectionError, ConnectTimeoutError, ProxyError)


def never_left(error: RequestException) -> bool:
    """Whether nothing can have reached the provider; False where nobody can tell."""
    if isinstance(error, ConnectTimeout):
        return True
    cause = error.args[0] if isinstance(error, NetworkError) and error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(reason, _BEFORE_THE_REQUEST)

"""The product's own WSGI application on the cast's day; what the real server of a race loads."""

import time_machine

from backend.wsgi import application as product
from tests.cast import NOW

time_machine.travel(NOW, tick=True).start()

application = product

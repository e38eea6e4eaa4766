"""gunicorn's settings: threads enough for live pages (checked), long keep-alive, short stop.

Used by `tanlab serve` and the Procfile: `gunicorn --config python:web.gunicorn "web:create_app()"`.
"""

import sys
from typing import Any

from sqlalchemy.orm import configure_mappers

from registry.rules import file_rules
from web.market.live import end_streams_when
from web.settings import Settings

SWITCH_SECONDS = 0.0001

_settings = Settings()
_settings.check_live_capacity()

worker_class = "gthread"
workers = _settings.workers
threads = _settings.threads
keepalive = 30
graceful_timeout = 5
timeout = 60
limit_request_line = 8190
control_socket_disable = True
accesslog = None


def post_worker_init(worker: Any) -> None:
    """Read what every request needs before the first; let streams end when the worker shall stop.

    Many threads share an interpreter: one that comes back from the database, holding a lock there,
    must not wait for the usual 5 ms of others' computing each time.
    """
    file_rules()
    configure_mappers()
    end_streams_when(lambda: not worker.alive)
    sys.setswitchinterval(SWITCH_SECONDS)

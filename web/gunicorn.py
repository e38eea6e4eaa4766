"""gunicorn's settings: threads enough for live pages (checked), long keep-alive, short stop.

Used by `tanlab serve` and the Procfile: `gunicorn --config python:web.gunicorn "web:create_app()"`.
"""

from typing import Any

from web.market.live import end_streams_when
from web.settings import Settings

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
    """Let live streams end when their worker is told to stop, so that a restart takes no time."""
    end_streams_when(lambda: not worker.alive)

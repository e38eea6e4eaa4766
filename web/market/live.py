"""Live market pages: one poller per process and world wakes the streams of its readers.

While somebody listens, the poller asks the world for the newest event of each instrument listened
to, and wakes its readers at most four times a second. Each then sends a coalesced snapshot, built
once for all of them, and its reader's own orders, fills and balances apart. Each message carries
the number of the newest event it contains as its id; whoever connects, again or for the first
time, is sent the full state, so nothing is lost between two connections. Whoever is refused a
stream polls the snapshot.
"""

import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from threading import Condition, Event, Lock, Thread
from typing import Any, Final, NamedTuple

from flask import Response

POLL_SECONDS: Final = 0.05
SEND_SECONDS_MIN: Final = 0.25
PING_SECONDS: Final = 15.0
STREAM_SECONDS_MAX: Final = 600.0
STOP_CHECK_SECONDS: Final = 0.5
RETRY_MS: Final = 1000
HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

Newest = Callable[[Collection[str]], Mapping[str, int]]
"""Returns the number of the newest event of each instrument, by code."""

Concerned = Mapping[int | None, int]
"""The newest event of each party's own orders, by party id; None stands for all parties."""

Build = Callable[[int | None], tuple[dict[str, Any], Concerned]]
"""Builds what all readers share, and whom events newer than a number concern (None: not asked)."""

_log = logging.getLogger(__name__)
_stopping: Callable[[], bool] = lambda: False  # noqa: E731  replaced by the server


def end_streams_when(stopping: Callable[[], bool]) -> None:
    """Tell streams how to learn that this process shall stop, so that it need not wait for them."""
    global _stopping  # noqa: PLW0603  one process, one server
    _stopping = stopping


def streams_max(threads: int) -> int:
    """Return how many streams a process with so many threads may hold; the rest serve requests."""
    return max(1, threads * 2 // 3)


class Shared(NamedTuple):
    """A snapshot as sent to all readers."""

    event_id: int
    built_at: float
    text: str
    concerned: Concerned

    def newest_of(self, party_ids: Collection[int]) -> int:
        """Return the newest event that concerns one of the parties; 0 if there is none."""
        return max(self.concerned.get(party, 0) for party in (None, *party_ids))


class Own(NamedTuple):
    """A reader's own state: for which parties, and how it is built."""

    party_ids: Collection[int]
    build: Callable[[], dict[str, Any]]


class LiveHub:
    """The listeners of one world in this process, the poller that wakes them, and what they share.

    Args:
        newest: asked every 0.1 s while somebody listens.
        listeners_max: how many may listen at once.
    """

    def __init__(self, newest: Newest, listeners_max: int) -> None:
        self._ask = newest
        self._listeners_max = listeners_max
        self._changed = Condition()
        self._listeners: Counter[str] = Counter()
        self._newest: dict[str, int] = {}
        self._woken_at: dict[str, float] = {}
        self._poller: Thread | None = None
        self._shared: dict[str, Shared] = {}
        self._building = Lock()

    @property
    def listeners(self) -> int:
        """Return how many listen now."""
        return self._listeners.total()

    def join(self, code: str) -> bool:
        """Begin to listen to an instrument; False if too many do already."""
        with self._changed:
            if self.listeners >= self._listeners_max:
                return False
            self._listeners[code] += 1
            if self._poller is None:
                self._poller = Thread(target=self._poll, name="live-poller", daemon=True)
                self._poller.start()
            return True

    def leave(self, code: str) -> None:
        """End listening."""
        with self._changed:
            self._listeners[code] -= 1
            if self._listeners[code] <= 0:
                del self._listeners[code]
                self._newest.pop(code, None)
                self._woken_at.pop(code, None)

    def wait(self, code: str, after: int, seconds: float) -> int:
        """Wait for an event of the instrument newer than `after`; return the newest known."""
        with self._changed:
            self._changed.wait_for(lambda: self._newest.get(code, 0) > after, seconds)
            return max(self._newest.get(code, 0), after)

    def shared(self, code: str, event_id: int, build: Build) -> "Shared":
        """Return what all readers of the instrument are sent, built once for each event."""
        with self._building:
            known = self._shared.get(code)
            now = time.monotonic()
            if known and known.event_id >= event_id and now - known.built_at < PING_SECONDS:
                return known
            snapshot, concerned = build(known.event_id if known else None)
            newest = max(event_id, int(snapshot["event_id"]))
            merged = {**(known.concerned if known else {}), **concerned}
            made = self._shared[code] = Shared(newest, now, _packed(snapshot), merged)
            return made

    def alone(self, build: Callable[[], dict[str, Any]]) -> str:
        """Return one reader's own state, built while no other reader's is.

        All readers wake at once; computing at once they would only keep orders waiting.
        """
        with self._building:
            return _packed(build())

    def _poll(self) -> None:
        pause = Event()
        while True:
            with self._changed:
                codes = self._rested()
                if codes is None:
                    self._poller = None
                    return
            try:
                found = self._ask(codes) if codes else {}
            except Exception:
                _log.exception("the live poller could not read events")
                found = {}
                pause.wait(1.0)
            with self._changed:
                newer = {
                    code: number
                    for code, number in found.items()
                    if code in self._listeners and number > self._newest.get(code, 0)
                }
                self._newest |= newer
                self._woken_at |= dict.fromkeys(newer, time.monotonic())
                if newer:
                    self._changed.notify_all()
            pause.wait(POLL_SECONDS)

    def _rested(self) -> tuple[str, ...] | None:
        """Return the instruments whose readers may be woken again; None if nobody listens."""
        if not self._listeners:
            return None
        before = time.monotonic() - SEND_SECONDS_MIN
        return tuple(code for code in self._listeners if self._woken_at.get(code, 0.0) <= before)


def stream(hub: LiveHub, code: str, market: Build, own: Own | None) -> Response | None:
    """Answer with a stream of an instrument's events; None if too many listen already.

    Args:
        hub: of the world.
        code: the instrument's.
        market: builds the snapshot that all readers share; it names its `event_id`.
        own: what only this reader may see; None for a visitor.
    """
    if not hub.join(code):
        return None
    response = Response(_events(hub, code, market, own), mimetype="text/event-stream")
    response.headers.update(HEADERS)
    response.call_on_close(lambda: hub.leave(code))
    return response


def _events(hub: LiveHub, code: str, market: Build, own: Own | None) -> Iterator[str]:
    """Yield the full state, then each change of it, until the reader or the server goes."""
    yield f"retry: {RETRY_MS}\n\n"
    ends_at = time.monotonic() + STREAM_SECONDS_MAX
    seen, market_sent, own_sent = 0, "", ""
    own_seen, own_until = 0, 0.0
    # Until `own_until` only news of the reader's parties is a reason to read their state again.
    while time.monotonic() < ends_at:
        sent_at = time.monotonic()
        shared = hub.shared(code, seen, market)
        seen = max(seen, shared.event_id)
        if shared.text != market_sent:
            market_sent = shared.text
            yield _event("market", market_sent, seen)
        if own and (shared.newest_of(own.party_ids) > own_seen or sent_at >= own_until):
            own_seen, own_until = shared.event_id, sent_at + PING_SECONDS
            if (packed := hub.alone(own.build)) != own_sent:
                own_sent = packed
                yield _event("own", own_sent, seen)
        quiet_until = time.monotonic() + PING_SECONDS
        while (newest := hub.wait(code, seen, STOP_CHECK_SECONDS)) <= seen:
            if _stopping():
                return
            if time.monotonic() > quiet_until:
                yield ": ping\n\n"
                break
        if _stopping():
            return
        seen = newest
    yield _event("renew", "{}")


def _packed(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _event(name: str, data: str, event_id: int | None = None) -> str:
    mark = "" if event_id is None else f"id: {event_id}\n"
    return f"{mark}event: {name}\ndata: {data}\n\n"

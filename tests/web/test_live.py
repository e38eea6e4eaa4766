"""The hub that wakes live pages: waits here are for events, never for time to pass."""

import json
import time
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pytest
from flask import Flask

from web.market import live
from web.market.live import LiveHub, Own, stream, streams_max
from web.settings import Settings, ThreadsTooFewError, threads_needed

CODE = "CEA-2024"
SECONDS_MAX = 20.0


class FakeWorld:
    """Instruments whose newest event is a number that tests raise."""

    def __init__(self) -> None:
        self.newest = {CODE: 1}
        self.asked = 0
        self.built = 0
        self.fails = 0
        self.concerned: list[int | None] = []

    def ask(self, codes: Collection[str]) -> Mapping[str, int]:
        self.asked += 1
        if self.fails:
            self.fails -= 1
            raise RuntimeError("the database is away")
        return {code: self.newest[code] for code in codes if code in self.newest}

    def market(self, _after: int | None) -> tuple[dict[str, Any], dict[int | None, int]]:
        self.built += 1
        state = {"event_id": self.newest[CODE], "last_cny": "88.30"}
        return state, dict.fromkeys(self.concerned, self.newest[CODE])


@pytest.fixture
def fake() -> FakeWorld:
    return FakeWorld()


@pytest.fixture
def hub(fake: FakeWorld) -> LiveHub:
    return LiveHub(fake.ask, listeners_max=2)


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """A flag that tests set when the server shall stop."""
    stopping: list[bool] = []
    monkeypatch.setattr(live, "_stopping", lambda: bool(stopping))
    yield stopping
    stopping.append(True)


def events(chunks: Iterator[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for chunk in chunks:
        fields = dict(line.split(": ", 1) for line in chunk.strip().split("\n"))
        if "event" in fields:
            yield fields["event"], json.loads(fields["data"])


def wait_until(condition: Any) -> None:
    deadline = time.monotonic() + SECONDS_MAX
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_listener_is_woken_by_a_newer_event(fake: FakeWorld, hub: LiveHub) -> None:
    hub.join(CODE)
    assert hub.wait(CODE, 0, SECONDS_MAX) == 1
    fake.newest[CODE] = 7
    assert hub.wait(CODE, 1, SECONDS_MAX) == 7
    hub.leave(CODE)


def test_waiting_in_vain_returns_what_was_known(hub: LiveHub) -> None:
    hub.join(CODE)
    assert hub.wait(CODE, 5, 0.0) == 5
    hub.leave(CODE)


def test_nobody_is_asked_while_nobody_listens(fake: FakeWorld, hub: LiveHub) -> None:
    assert fake.asked == 0
    hub.join(CODE)
    hub.wait(CODE, 0, SECONDS_MAX)
    hub.leave(CODE)
    wait_until(lambda: hub._poller is None)
    assert hub.listeners == 0
    hub.join(CODE)
    assert hub.wait(CODE, 0, SECONDS_MAX) == 1
    hub.leave(CODE)


def test_a_failing_database_does_not_end_the_poller(fake: FakeWorld, hub: LiveHub) -> None:
    fake.fails = 1
    hub.join(CODE)
    assert hub.wait(CODE, 0, SECONDS_MAX) == 1
    hub.leave(CODE)


def test_the_snapshot_is_built_once_for_all_readers_of_an_event(
    fake: FakeWorld, hub: LiveHub
) -> None:
    first = hub.shared(CODE, 1, fake.market)
    assert hub.shared(CODE, 1, fake.market) is first
    assert fake.built == 1
    fake.newest[CODE] = 2
    assert hub.shared(CODE, 2, fake.market).event_id == 2


def test_a_stream_sends_the_full_state_then_each_change(
    fake: FakeWorld, hub: LiveHub, running: list[bool]
) -> None:
    response = stream(hub, CODE, fake.market, Own({7}, lambda: {"built": fake.built}))
    assert response is not None
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Accel-Buffering"] == "no"
    assert response.mimetype == "text/event-stream"
    received = events(response.response)  # type: ignore[arg-type]
    assert next(received) == ("market", {"event_id": 1, "last_cny": "88.30"})
    assert next(received) == ("own", {"built": 1})
    fake.newest[CODE] = 2
    assert next(received) == ("market", {"event_id": 2, "last_cny": "88.30"})
    response.close()
    assert hub.listeners == 0
    assert not running


@pytest.mark.parametrize(("concerned", "sent"), [([7], True), ([None], True), ([8], False)])
def test_own_state_is_read_only_when_news_concern_the_reader(
    fake: FakeWorld,
    hub: LiveHub,
    running: list[bool],
    concerned: list[int | None],
    sent: bool,
) -> None:
    response = stream(hub, CODE, fake.market, Own({7}, lambda: {"built": fake.built}))
    assert response is not None
    received = events(response.response)  # type: ignore[arg-type]
    assert [next(received)[0], next(received)[0]] == ["market", "own"]
    fake.concerned = concerned
    fake.newest[CODE] = 2
    assert next(received)[0] == "market"
    running.append(True)
    assert [name for name, _ in received] == (["own"] if sent else [])
    response.close()


def test_many_events_at_once_are_one_snapshot(
    fake: FakeWorld, hub: LiveHub, running: list[bool]
) -> None:
    response = stream(hub, CODE, fake.market, None)
    assert response is not None
    received = events(response.response)  # type: ignore[arg-type]
    next(received)
    for number in range(2, 50):
        fake.newest[CODE] = number
    name, data = next(received)
    assert (name, data["event_id"]) == ("market", 49)
    running.append(True)
    assert list(received) == []
    response.close()


def test_a_stream_ends_when_the_server_stops(
    fake: FakeWorld, hub: LiveHub, running: list[bool]
) -> None:
    response = stream(hub, CODE, fake.market, None)
    assert response is not None
    received = events(response.response)  # type: ignore[arg-type]
    next(received)
    running.append(True)
    assert list(received) == []
    response.close()
    assert hub.listeners == 0


def test_a_silent_stream_pings(
    fake: FakeWorld, hub: LiveHub, running: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "PING_SECONDS", 0.0)
    monkeypatch.setattr(live, "STOP_CHECK_SECONDS", 0.01)
    response = stream(hub, CODE, fake.market, None)
    assert response is not None
    chunks = iter(response.response)
    assert next(chunk for chunk in chunks if chunk.startswith(":")) == ": ping\n\n"
    running.append(True)
    response.close()


def test_an_old_stream_asks_to_be_renewed(
    fake: FakeWorld, hub: LiveHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "PING_SECONDS", 0.0)
    monkeypatch.setattr(live, "STOP_CHECK_SECONDS", 0.01)
    monkeypatch.setattr(live, "STREAM_SECONDS_MAX", 0.3)
    response = stream(hub, CODE, fake.market, None)
    assert response is not None
    assert list(events(response.response))[-1] == ("renew", {})  # type: ignore[arg-type]
    response.close()


def test_one_too_many_gets_no_stream_until_one_leaves(fake: FakeWorld, hub: LiveHub) -> None:
    first, second = (stream(hub, CODE, fake.market, None) for _ in range(2))
    assert first is not None
    assert second is not None
    assert stream(hub, CODE, fake.market, None) is None
    first.close()
    third = stream(hub, CODE, fake.market, None)
    assert third is not None
    second.close()
    third.close()
    assert hub.listeners == 0


def test_streams_leave_a_third_of_the_threads_to_requests() -> None:
    assert streams_max(96) == 64
    assert streams_max(1) == 1


def test_a_stream_that_was_never_read_frees_its_place(fake: FakeWorld, hub: LiveHub) -> None:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: stream(hub, CODE, fake.market, None))
    app.test_client().head("/").close()
    assert hub.listeners == 0


def test_every_message_carries_the_number_of_its_newest_event(
    fake: FakeWorld, hub: LiveHub, running: list[bool]
) -> None:
    fake.newest[CODE] = 41
    response = stream(hub, CODE, fake.market, Own({7}, lambda: {"built": fake.built}))
    assert response is not None
    chunks = iter(response.response)
    assert next(chunks) == "retry: 1000\n\n"
    market, own = str(next(chunks)), str(next(chunks))
    assert market.startswith("id: 41\nevent: market\ndata: {")
    assert own.startswith("id: 41\nevent: own\ndata: {")
    running.append(True)
    response.close()


def test_readers_are_woken_at_most_four_times_a_second(fake: FakeWorld, hub: LiveHub) -> None:
    hub.join(CODE)
    assert hub.wait(CODE, 0, SECONDS_MAX) == 1
    assert hub._rested() == ()
    wait_until(lambda: hub._rested() == (CODE,))
    asked = fake.asked
    fake.newest[CODE] = 2
    assert hub.wait(CODE, 1, SECONDS_MAX) == 2
    assert fake.asked > asked
    hub.leave(CODE)


@pytest.mark.parametrize(("readers", "threads"), [(0, 1), (1, 34), (42, 95), (60, 122), (150, 257)])
def test_readers_need_threads_and_a_half_and_some_to_spare(readers: int, threads: int) -> None:
    assert threads_needed(readers) == threads


def test_too_few_threads_are_refused_with_the_right_setting() -> None:
    with pytest.raises(ThreadsTooFewError, match=r"TANLAB_THREADS=61, or TANLAB_LIVE_READERS=21"):
        Settings(testing=True, workers=2, threads=32, live_readers=60).check_live_capacity()


@pytest.mark.parametrize(("threads", "readers"), [(61, 60), (96, 60), (4, 0)])
def test_enough_threads_pass(threads: int, readers: int) -> None:
    Settings(testing=True, workers=2, threads=threads, live_readers=readers).check_live_capacity()

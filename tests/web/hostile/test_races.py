"""Two requests at once for the same order or offer: one of them wins, and the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from market.rules import Side
from tests.market.blocks.dealers import Dealers
from tests.market.traders import assert_sound
from tests.web.application import PASSWORD, token
from tests.web.hostile.besieged import new_id
from tests.web.trading_floor import CODE, ROOM, Floor, Reader

API = "/api/v1/market"
ROUNDS = 5
Work = Callable[[], Any]


@pytest.fixture
def ann(floor_anywhere: Floor) -> Reader:
    return floor_anywhere.reader(floor_anywhere.venue.trader("ann", 10_000_000_000, 1_000_000))


@pytest.fixture
def ben(floor_anywhere: Floor) -> Reader:
    return floor_anywhere.reader(floor_anywhere.venue.trader("ben", 10_000_000_000, 1_000_000))


def request(reader: Reader, path: str, **body: Any) -> Work:
    """Return what sends a request with its own client id and a token that is at hand."""
    headers = {"X-CSRFToken": token(reader.client, ROOM), "Accept-Language": "en"}
    sent = {"client_id": new_id(), **body}
    return lambda: reader.client.post(f"{API}{path}", json=sent, headers=headers)


def take(reader: Reader, order_id: int, quantity_t: int = 10) -> Work:
    account = reader.trader.account
    terms = {"account": account, "order_id": order_id, "quantity_t": quantity_t}
    return request(reader, f"/{CODE}/takes", **terms)


def at_once(*works: Work) -> list[Any]:
    """Send all requests in the same moment; return their answers."""
    barrier = Barrier(len(works))

    def sent(work: Work) -> Any:
        barrier.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(sent, works))


def check_one_won(answers: list[Any], *numbers: int) -> None:
    """One was carried out; each other was refused by one of these checks."""
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * (len(answers) - 1)]
    for answer in answers:
        if answer.status_code != 200:
            error = answer.json["error"]
            assert error["number"] in numbers
            assert error["rule"]


def other_browser(floor: Floor, reader: Reader) -> Reader:
    """Sign the same person in once more."""
    client = floor.app.test_client()
    entered = {
        "email": reader.trader.actor.name,
        "password": PASSWORD,
        "csrf_token": token(client, "/login"),
    }
    assert client.post("/login", data=entered).status_code == 302
    return Reader(client, reader.trader)


def test_an_order_is_either_cancelled_or_taken(
    floor_anywhere: Floor, ann: Reader, ben: Reader
) -> None:
    taken = 0
    for _ in range(ROUNDS):
        number = floor_anywhere.offer(ann.trader, 9_800, 10)
        answers = at_once(request(ann, f"/orders/{number}/cancel"), take(ben, number))
        check_one_won(answers, 10007, 11011)
        taken += answers[1].status_code == 200
    assert floor_anywhere.venue.units(ben.trader) == (1_000_000 + 10 * taken, 0)
    assert_sound(floor_anywhere.venue)


def test_an_order_is_cancelled_once_however_often_it_is_asked(
    floor_anywhere: Floor, ann: Reader
) -> None:
    again = other_browser(floor_anywhere, ann)
    for _ in range(ROUNDS):
        path = f"/orders/{floor_anywhere.offer(ann.trader, 9_800, 10)}/cancel"
        check_one_won(at_once(request(ann, path), request(again, path)), 10007)
        path, same = f"/orders/{floor_anywhere.offer(ann.trader, 9_800, 10)}/cancel", new_id()
        repeated = (request(reader, path, client_id=same) for reader in (ann, again))
        answers = at_once(*repeated)
        assert [answer.status_code for answer in answers] == [200, 200]
        assert sorted(answer.json["replayed"] for answer in answers) == [False, True]
    assert floor_anywhere.venue.units(ann.trader) == (1_000_000, 0)
    assert_sound(floor_anywhere.venue)


def test_an_order_is_taken_once(floor_anywhere: Floor, ann: Reader, ben: Reader) -> None:
    venue = floor_anywhere.venue
    cem = floor_anywhere.reader(venue.trader("cem", 10_000_000_000, 0))
    for _ in range(ROUNDS):
        number = floor_anywhere.offer(ann.trader, 9_800, 10)
        check_one_won(at_once(take(ben, number), take(cem, number)), 11011)
    bought = venue.units(ben.trader)[0] - 1_000_000 + venue.units(cem.trader)[0]
    assert bought == 10 * ROUNDS
    assert_sound(venue)


def test_a_block_is_either_accepted_or_withdrawn(
    floor_anywhere: Floor, ann: Reader, ben: Reader
) -> None:
    dealers = Dealers(floor_anywhere.venue)
    accepted = 0
    for _ in range(ROUNDS):
        number = dealers.offer(ann.trader, Side.SELL, ben.trader, quantity_t=100_000)
        answers = at_once(
            request(ann, f"/blocks/{number}/withdraw", account=ann.trader.account),
            request(ben, f"/blocks/{number}/accept", account=ben.trader.account, round=1),
        )
        check_one_won(answers, 12003)
        accepted += answers[1].status_code == 200
    assert floor_anywhere.venue.units(ben.trader)[0] == 1_000_000 + 100_000 * accepted

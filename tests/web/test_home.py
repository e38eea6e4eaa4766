import re

import pytest
from flask.testing import FlaskClient

from methodologies import list_methodologies


@pytest.mark.parametrize("tag", ["zh-CN", "en"])
def test_home_has_three_doors_also_before_anything_is_listed(client: FlaskClient, tag: str) -> None:
    answer = client.get("/", headers={"Accept-Language": tag})
    assert answer.status_code == 200
    for address in ("/estimate", "/market", "/lab"):
        assert f'class="btn btn-primary" href="{address}"' in answer.text


def test_home_counts_the_methodologies(client: FlaskClient) -> None:
    assert f'<dd class="figure">{len(list_methodologies())}</dd>' in client.get("/").text


def test_health_is_answered(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"ok": True}


def test_the_navigation_marks_where_the_reader_is(client: FlaskClient) -> None:
    page = client.get("/estimate", headers={"Accept-Language": "en"}).text
    assert '<a class="nav-link" href="/estimate" aria-current="page">Estimate</a>' in page
    assert page.count("aria-current") == 1


def test_a_page_has_a_skip_link_one_heading_and_landmarks(client: FlaskClient) -> None:
    for path in ("/", "/estimate", "/estimate/ccer-01-002/new", "/login", "/nothing"):
        page = client.get(path).text
        assert 'href="#main"' in page
        assert page.count("<h1") == 1, path
        for landmark in ("<header", "<main", "<footer"):
            assert page.count(landmark) == 1, (path, landmark)
        names = re.findall(r'<nav\b[^>]* aria-label="([^"]+)"', page)
        assert len(set(names)) == page.count("<nav") >= 1, path

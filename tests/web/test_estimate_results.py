"""The result page: what its status means, what is assumed, where it leads."""

from flask.testing import FlaskClient

from methodologies import estimate, find
from tests.web.test_estimates import WIND
from web.estimates.links import packed

OWN = {"symbol": "BEF_chinese_fir", "value": "1.7", "source": "Survey <2024>"}


def shown(client: FlaskClient, methodology_id: str, example: str, **more: object) -> str:
    given = {**find(methodology_id).examples[example], **more}
    inputs = packed(estimate(methodology_id, given).to_dict()["inputs"])
    return client.get(f"/estimate/{methodology_id}/result?inputs={inputs}").text


def test_a_reconstructed_result_says_so_and_lists_what_is_assumed(client: FlaskClient) -> None:
    page = shown(client, "ccer-14-001", "five_years", replaced_factors=[OWN])
    assert 'id="status-banner"' in page
    assert 'id="assumptions"' in page
    assert "Survey &lt;2024&gt;" in page
    assert "<s>" in page


def test_an_official_result_has_no_banner_and_assumes_nothing(client: FlaskClient) -> None:
    page = client.get(f"/estimate/ccer-01-002/result?inputs={packed(WIND)}").text
    assert "status-banner" not in page
    assert 'id="assumptions"' not in page


def test_a_configurable_result_says_whose_factors_it_takes(client: FlaskClient) -> None:
    page = shown(client, "inclusion-wuhan-bus", "one_record")
    assert 'id="status-banner"' in page
    assert 'id="assumptions"' in page

"""The facts of a certificate: its page and its PDF show the same ones under the same labels."""

import io

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from pypdf import PdfReader

from registry.ledger import stated_now
from registry.worlds import World, reading
from tests.web.proven_certificates import retired
from web.installation import Installation
from web.proof.certificate_facts import certificate_facts, heading
from web.refusals import Language


@pytest.fixture
def world(installed: Installation) -> World:
    return installed.worlds.open()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_and_pdf_show_the_same_facts(
    client: FlaskClient, world: World, language: Language
) -> None:
    number = retired(world)
    with reading(world) as session:
        stated = stated_now(session, number)
    page = client.get(f"/c/{number}", headers={"Accept-Language": language}).text
    printed = PdfReader(io.BytesIO(client.get(f"/certificates/{number}.pdf?lang={language}").data))
    pdf = "".join(each.extract_text() for each in printed.pages)
    facts = certificate_facts(stated, language)
    assert heading(stated, language) in pdf
    assert heading(stated, language) in page
    for fact in facts:
        assert _squeezed(fact.label) in _squeezed(pdf)
        assert _squeezed(fact.value) in _squeezed(pdf)
        assert f"<dt>{fact.label}</dt>" in page
        assert fact.name == "serials" or str(escape(fact.value)) in page


@pytest.mark.parametrize(
    ("language", "name"), [("zh", "全国碳市场"), ("en", "National carbon market")]
)
def test_a_certificate_names_its_scheme(world: World, language: Language, name: str) -> None:
    number = retired(world)
    with reading(world) as session:
        stated = stated_now(session, number)
    facts = {fact.name: fact.value for fact in certificate_facts(stated, language)}
    assert facts["scheme"] == name
    unknown = certificate_facts({**stated, "unit_type": "ZZZ-2024"}, language)
    assert "scheme" not in {fact.name for fact in unknown}


def _squeezed(text: str) -> str:
    """Return a text without the spaces and breaks that a page puts into long lines."""
    return "".join(text.split())

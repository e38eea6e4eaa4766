"""The public page of a certificate, its PDF, and its proof."""

from datetime import date
from functools import partial
from typing import Annotated

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field

from registry.ledger import CertificateView, certificate, stated_now
from registry.projects import certificate_overrides
from registry.proof import CertificateProof, SigningKey
from registry.worlds import reading
from web.access import current_roles, public
from web.acting import public_world
from web.compliance.register import undoable_until
from web.errors import validated
from web.installation import installation
from web.languages import current_language
from web.proof.certificate_documents import certificate_pdf, qr_svg
from web.proof.certificate_facts import certificate_facts, heading
from web.proof.certificate_words import text
from web.proof.log_keeping import certificate_proof
from web.proof.log_keys import world_key
from web.refusals import Language

pages = Blueprint("certificates", __name__)


class DocumentQuery(BaseModel):
    """What the address of a PDF may say."""

    model_config = ConfigDict(extra="ignore")

    lang: Annotated[Language | None, Field(description="Language of the document.")] = None


@pages.get("/c/<number>")
@public
def show(number: str) -> str:
    """Show the record of a surrender or retirement."""
    with reading(public_world()) as session:
        found = certificate(session, number)
        until = undoable_until(session, found)
        stated = stated_now(session, found.number)
        overrides = certificate_overrides(session, found.number)
    url = permanent_url(found.number)
    spoken = current_language()
    return render_template(
        "certificates/show.html",
        certificate=found,
        undoable_until=until,
        overrides=overrides,
        heading=heading(stated, spoken),
        sentence=_what_became(found, until, spoken),
        facts=certificate_facts(stated, spoken),
        words_of=partial(text, language=spoken),
        own_roles=current_roles(),
        url=url,
        qr=Markup(qr_svg(url)),  # noqa: S704  drawn by segno, nothing of the reader's in it
        key=signing_key().public.text,
    )


@pages.get("/certificates/<number>.pdf")
@public
def document(number: str) -> Response:
    """Print a certificate as a sealed PDF with its proof attached."""
    language = validated(DocumentQuery, request.args).lang or current_language()
    pdf = certificate_pdf(_proof(number), language, signing_key())
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{number}-{language}.pdf"'
    return response


@pages.get("/certificates/<number>/proof.json")
@public
def proof(number: str) -> dict[str, object]:
    """Give the proof of a certificate as the PDF carries it."""
    return _proof(number).to_dict()


def signing_key() -> SigningKey:
    """Return the key of the public world."""
    return world_key(installation().settings, public_world().slug)


def permanent_url(number: str) -> str:
    """Return the address under which a certificate is published for good."""
    base = installation().settings.public_url or request.url_root.rstrip("/")
    return f"{base}/c/{number}"


def _what_became(found: CertificateView, until: date | None, language: Language) -> str:
    """Return what happened to the units, as it stands today."""
    name = "retirement_sentence"
    if found.use == "surrender":
        name = "surrender_final" if until is None else "surrender_undoable"
        name = "surrender_undone" if found.undone_on is not None else name
    return text(name, language, year=found.compliance_year, day=until)


def _proof(number: str) -> CertificateProof:
    return certificate_proof(public_world(), number, signing_key(), permanent_url(number))

"""Proofs of certificates, read from the log."""

import json

from registry.proof.certificate_proofs import CertificateProof
from registry.proof.checkpoints import Checkpoint
from registry.proof.keys import SigningKey
from registry.proof.log import covering_checkpoint, inclusion, make_checkpoint
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch
from registry.worlds.errors import UnknownCertificate

_EVENT = (
    "SELECT e.content, l.leaf_index FROM event e LEFT JOIN log_leaf l ON l.event_id = e.id"
    " WHERE e.kind = 'certificate' AND e.subject = ? ORDER BY e.id LIMIT 1"
)


def ready_proof(
    session: WorldSession, number: str, key: SigningKey, url: str = ""
) -> CertificateProof | None:
    """Return the proof of a certificate if a signed state of the log covers it already.

    Args:
        session: any session.
        number: of the certificate.
        key: that must have signed.
        url: where the certificate is published.

    Raises:
        UnknownCertificate: there is none with this number.
    """
    content, index = _event(session, number)
    covering = covering_checkpoint(session, index, key) if index is not None else None
    if index is None or covering is None:
        return None
    return _proof(session, content, index, covering, key, url)


def make_proof(
    session: WorldSession, number: str, key: SigningKey, url: str = ""
) -> CertificateProof:
    """Return the proof of a certificate, signing the log as it is now if that is needed.

    Args:
        session: a unit of work.
        number: of the certificate.
        key: signs.
        url: where the certificate is published.

    Raises:
        UnknownCertificate: there is none with this number.
    """
    found = ready_proof(session, number, key, url)
    if found is not None:
        return found
    signed = make_checkpoint(session, key)
    content, index = _event(session, number)
    assert index is not None
    return _proof(session, content, index, signed, key, url)


def _event(session: WorldSession, number: str) -> tuple[str, int | None]:
    rows = fetch(session, _EVENT, (number,))
    if not rows:
        raise UnknownCertificate(certificate=number[:40], field="certificate")
    content, index = rows[0]
    return content, index


def _proof(
    session: WorldSession,
    content: str,
    index: int,
    checkpoint: Checkpoint,
    key: SigningKey,
    url: str,
) -> CertificateProof:
    return CertificateProof(
        certificate=json.loads(content)["content"],
        event=content,
        leaf_index=index,
        proof=inclusion(session, index, checkpoint.size),
        checkpoint=checkpoint,
        key=key.public,
        url=url,
    )

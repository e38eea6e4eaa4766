"""Proofs and checkpoints of a world, read if they are there and made if they are not."""

from functools import partial

from registry.ledger import stated_now
from registry.proof import (
    CertificateProof,
    Checkpoint,
    RecordAltered,
    SigningKey,
    latest_checkpoint,
    make_checkpoint,
    make_proof,
    ready_proof,
)
from registry.worlds import World, WorldSession, carry_out, reading


def keep_log(world: World, key: SigningKey) -> Checkpoint:
    """Give places to new events and sign the log; the worker does this every minute."""
    return carry_out(world, partial(make_checkpoint, key=key))


def current_checkpoint(world: World, key: SigningKey) -> Checkpoint:
    """Return the newest signed state of a world's log, made if there is none."""
    with reading(world) as session:
        found = latest_checkpoint(session)
    return found or keep_log(world, key)


def certificate_proof(world: World, number: str, key: SigningKey, url: str) -> CertificateProof:
    """Return the proof of a certificate whose record is still what was logged.

    Raises:
        UnknownCertificate: there is none with this number.
        RecordAltered: its row says something else than its event.
    """
    with reading(world) as session:
        found = ready_proof(session, number, key, url)
        _check_record(session, found)
    if found is not None:
        return found

    def work(session: WorldSession) -> CertificateProof:
        made = make_proof(session, number, key, url)
        _check_record(session, made)
        return made

    return carry_out(world, work)


def _check_record(session: WorldSession, proof: CertificateProof | None) -> None:
    if proof is None:
        return
    number = str(proof.certificate["number"])
    now = stated_now(session, number)
    for name, logged in proof.certificate.items():
        if now.get(name) != logged and name != "obligation":  # its name follows the rules in force
            raise RecordAltered(certificate=number, name=name)

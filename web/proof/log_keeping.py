"""Proofs and checkpoints of a world, read if they are there and made if they are not."""

from functools import partial

from registry.ledger import stated_now
from registry.proof import (
    CertificateProof,
    Checkpoint,
    RecordAltered,
    SigningKey,
    is_behind,
    latest_checkpoint,
    make_checkpoint,
    make_proof,
    ready_proof,
)
from registry.worlds import World, WorldSession, carry_out, reading
from web.proof.log_keys import world_key
from web.settings import Settings

_NOT_COMPARED = frozenset(
    {
        "obligation",  # its name follows the rules in force
        "account",  # in statements logged before 2026-11, not stated any more
    }
)


def keep_log(world: World, key: SigningKey) -> Checkpoint:
    """Give places to new events, sign the log and return its newest signed state."""
    return carry_out(world, partial(make_checkpoint, key=key))


def keep_up_log(world: World, settings: Settings) -> None:
    """Sign what happened since the last time, if anything did; the worker does so every minute."""
    with reading(world) as session:
        behind = is_behind(session)
    if behind:
        keep_log(world, world_key(settings, world.slug))


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
        if name in _NOT_COMPARED:
            continue
        if now.get(name) != logged:
            raise RecordAltered(certificate=number, name=name)

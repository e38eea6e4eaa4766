"""`/proof`: checkpoints, proofs and entries of the event log, for programs that trust nobody."""

import base64
from typing import Any

from flask import Blueprint, request
from pydantic import BaseModel, ConfigDict, Field

from registry.proof import (
    Checkpoint,
    consistency,
    entries,
    inclusion,
    log_size,
    may_read,
    newest_checkpoints,
)
from registry.worlds import reading
from web.access import public
from web.acting import public_world
from web.api.specification import answers, specification
from web.errors import validated
from web.installation import installation
from web.pages.certificates import permanent_url, signing_key
from web.proof.log_keeping import certificate_proof, current_checkpoint
from web.proof.log_keys import world_key

api = Blueprint("proof", __name__)

ENTRIES_MAX = 1_000
CHECKPOINTS_MAX = 1_000
PLACE_MAX = 10**15


class CheckpointShape(BaseModel):
    """A signed state of the log; `text` is the signed note itself."""

    origin: str
    size: int
    root: str
    text: str


class LatestShape(CheckpointShape):
    """The newest signed state, and the key that checks it."""

    key: str


class CheckpointList(BaseModel):
    """Signed states, newest first."""

    rows: list[CheckpointShape]


class InclusionQuery(BaseModel):
    """Which entry, in the log of which size (default: all of it)."""

    model_config = ConfigDict(extra="ignore")

    leaf: int = Field(ge=0, le=PLACE_MAX)
    size: int = Field(0, ge=0, le=PLACE_MAX)


class RangeQuery(BaseModel):
    """From where to where; `to` 0: to the end."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    first: int = Field(0, alias="from", ge=0, le=PLACE_MAX)
    last: int = Field(0, alias="to", ge=0, le=PLACE_MAX)


class ProofShape(BaseModel):
    """Hashes that lead to a root, in base64."""

    first: int
    size: int
    hashes: list[str]


class EntryShape(BaseModel):
    """An entry as it is now; `leaf_hash` is computed from its content at this moment."""

    index: int
    leaf_hash: str
    kind: str | None
    subject: str | None
    content: str | None


class EntryList(BaseModel):
    """Entries in order, at most 1,000, and the size of the log."""

    rows: list[EntryShape]
    size: int


class CertificateProofShape(BaseModel):
    """The file `proof.json` of a certificate."""

    format: str
    url: str
    certificate: dict[str, Any]
    event: str
    leaf_index: int
    tree_size: int
    inclusion_proof: list[str]
    checkpoint: str
    key: str


@api.get("/proof/checkpoint")
@public
@specification.validate(resp=answers(LatestShape), tags=["proof"])
def show_checkpoint() -> LatestShape:
    """Show the newest signed state of the log and the key that signs it."""
    world = public_world()
    key = world_key(installation().settings, world.slug)
    found = current_checkpoint(world, key)
    return LatestShape(**_shape(found).model_dump(), key=key.public.text)


@api.get("/proof/checkpoints")
@public
@specification.validate(resp=answers(CheckpointList), tags=["proof"])
def list_checkpoints() -> CheckpointList:
    """List the newest thousand signed states of the log."""
    with reading(public_world()) as session:
        return CheckpointList(
            rows=[_shape(each) for each in newest_checkpoints(session, CHECKPOINTS_MAX)]
        )


@api.get("/proof/inclusion")
@public
@specification.validate(query=InclusionQuery, resp=answers(ProofShape, 404, 422), tags=["proof"])
def show_inclusion() -> ProofShape:
    """Prove that an entry is in the log of a size."""
    query = validated(InclusionQuery, request.args)
    with reading(public_world()) as session:
        size = query.size or log_size(session)
        hashes = inclusion(session, query.leaf, size)
    return ProofShape(first=query.leaf, size=size, hashes=[_text(each) for each in hashes])


@api.get("/proof/consistency")
@public
@specification.validate(query=RangeQuery, resp=answers(ProofShape, 404, 422), tags=["proof"])
def show_consistency() -> ProofShape:
    """Prove that the log of one size is the beginning of that of another."""
    query = validated(RangeQuery, request.args)
    with reading(public_world()) as session:
        size = query.last or log_size(session)
        hashes = consistency(session, query.first, size)
    return ProofShape(first=query.first, size=size, hashes=[_text(each) for each in hashes])


@api.get("/proof/entries")
@public
@specification.validate(query=RangeQuery, resp=answers(EntryList, 422), tags=["proof"])
def list_entries() -> EntryList:
    """List entries from one place up to, not with, another; confidential ones by hash only."""
    query = validated(RangeQuery, request.args)
    with reading(public_world()) as session:
        size = log_size(session)
        last = min(query.last or size, query.first + ENTRIES_MAX, size)
        found = entries(session, query.first, last)
    rows = [
        EntryShape(
            index=entry.index,
            leaf_hash=_text(entry.hash_now),
            kind=entry.kind,
            subject=entry.subject,
            content=entry.content if may_read(entry.kind, entry.subject) else None,
        )
        for entry in found
    ]
    return EntryList(rows=rows, size=size)


@api.get("/certificates/<number>/proof")
@public
@specification.validate(resp=answers(CertificateProofShape, 404, 422), tags=["proof"])
def show_certificate_proof(number: str) -> CertificateProofShape:
    """Prove a certificate: the same file that its PDF carries."""
    proof = certificate_proof(public_world(), number, signing_key(), permanent_url(number))
    return CertificateProofShape.model_validate(proof.to_dict())


def _shape(found: Checkpoint) -> CheckpointShape:
    return CheckpointShape(
        origin=found.origin, size=found.size, root=_text(found.root), text=found.text
    )


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()

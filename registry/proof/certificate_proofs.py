"""The proof of a certificate, as the file `proof.json` carries it; checking it needs nothing else.

Pure functions: values in, values out.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.proof.checkpoints import Checkpoint, read_checkpoint
from registry.proof.keys import PublicKey, read_public_key
from registry.proof.refused_proofs import (
    ForeignKey,
    NotACertificate,
    ProofOfOtherTree,
    ProofTruncated,
    ProofUnreadable,
    StatementDiffers,
)
from registry.proof.tree import inclusion_length, leaf_hash, root_of_inclusion
from registry.worlds.errors import words

FORMAT = "tanlab certificate proof 1"
HASHES_MAX = 64
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class CertificateProof:
    """Everything that shows a certificate to be in a signed log.

    `event` is the canonical text whose hash is the leaf; `certificate` repeats its content.
    """

    certificate: Mapping[str, Any]
    event: str
    leaf_index: int
    proof: Sequence[bytes]
    checkpoint: Checkpoint
    key: PublicKey
    url: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return the proof as plain values for JSON."""
        return {
            "format": FORMAT,
            "url": self.url,
            "certificate": dict(self.certificate),
            "event": self.event,
            "leaf_index": self.leaf_index,
            "tree_size": self.checkpoint.size,
            "inclusion_proof": [base64.b64encode(each).decode() for each in self.proof],
            "checkpoint": self.checkpoint.text,
            "key": self.key.text,
        }

    def check(self, trusted: PublicKey | None = None) -> None:
        """Check the proof from the key to the last field of the certificate.

        Args:
            trusted: the key that must have signed; None takes the one that the proof names.

        Raises:
            ForeignKey, SignatureInvalid: the checkpoint is not the registry's.
            ProofTruncated, ProofOfOtherTree: the event is not in the signed log.
            NotACertificate, StatementDiffers: the event says something else.
        """
        if trusted is not None and trusted != self.key:
            raise ForeignKey(
                found=f"{self.key.name}+{self.key.key_id.hex()}",
                expected=f"{trusted.name}+{trusted.key_id.hex()}",
            )
        self.checkpoint.check(self.key)
        index, size = self.leaf_index, self.checkpoint.size
        if index >= size:
            raise ProofOfOtherTree(index=index, size=size)
        needed = inclusion_length(index, size)
        if len(self.proof) != needed:
            raise ProofTruncated(found=len(self.proof), needed=needed, index=index, size=size)
        leaf = leaf_hash(self.event.encode())
        if root_of_inclusion(index, size, leaf, self.proof) != self.checkpoint.root:
            raise ProofOfOtherTree(index=index, size=size)
        _check_statement(self.certificate, json.loads(self.event))


def read_proof(text: str | bytes, file: str) -> CertificateProof:
    """Read a proof; nothing is checked yet.

    Args:
        text: the JSON.
        file: its name, for the refusal.

    Raises:
        ProofUnreadable, CheckpointUnreadable, KeyUnreadable: it is something else.
    """
    try:
        found = json.loads(text)
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise _unreadable(file, "it is no proof of a certificate", "不是证书证明文件")
        return CertificateProof(
            certificate=_mapping(found["certificate"]),
            event=_text(found["event"]),
            leaf_index=_index(found["leaf_index"]),
            proof=[_hash(each) for each in found["inclusion_proof"][:HASHES_MAX]],
            checkpoint=read_checkpoint(_text(found["checkpoint"])),
            key=read_public_key(_text(found["key"])),
            url=_text(found.get("url", "")),
        )
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise _unreadable(file, "it is damaged or incomplete", "文件损坏或不完整") from error


def _check_statement(stated: Mapping[str, Any], event: object) -> None:
    kind = event.get("kind") if isinstance(event, dict) else None
    if not isinstance(event, dict) or kind != "certificate":
        raise NotACertificate(kind=str(kind)[:_SHOWN])
    recorded = event["content"]
    for name in sorted({*stated, *recorded}):
        if name not in stated or name not in recorded or stated[name] != recorded[name]:
            raise StatementDiffers(
                name=name,
                stated=_shown(stated.get(name)),
                recorded=_shown(recorded.get(name)),
            )


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _unreadable(file: str, en: str, zh: str) -> ProofUnreadable:
    return ProofUnreadable(file=file, reason=words(en, zh))


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _index(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError
    return value


def _hash(value: object) -> bytes:
    try:
        return base64.b64decode(_text(value), validate=True)
    except binascii.Error as error:
        raise ValueError from error

"""Checkpoints: signed states of the log, as text that anyone can keep. Pure functions.

Source:
    C2SP tlog-checkpoint and signed-note (github.com/C2SP/C2SP).
"""

import base64
import binascii
import re
from dataclasses import dataclass

from registry.proof.keys import KEY_ID_BYTES, PublicKey, SigningKey
from registry.proof.refused_proofs import CheckpointUnreadable, ForeignKey, SignatureInvalid
from registry.worlds.errors import words

SIGNATURE_BYTES = 64
ROOT_BYTES = 32
_SIGNATURE = re.compile(r"— (?P<name>[^\s+]+) (?P<value>[A-Za-z0-9+/=]+)")
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A state of a log that somebody signed; `text` is what was published."""

    origin: str
    size: int
    root: bytes
    signer: str
    key_id: bytes
    signature: bytes
    text: str

    @property
    def body(self) -> bytes:
        """Return what was signed."""
        return _body(self.origin, self.size, self.root)

    def check(self, key: PublicKey) -> None:
        """Refuse the checkpoint unless the key signed it.

        Raises:
            ForeignKey: it names another key.
            SignatureInvalid: the key did not sign this.
        """
        if self.key_id != key.key_id or self.signer != key.name:
            found = f"{self.signer}+{self.key_id.hex()}"
            raise ForeignKey(found=found, expected=f"{key.name}+{key.key_id.hex()}")
        if not key.has_signed(self.signature, self.body):
            raise SignatureInvalid(key=key.name)


def sign_checkpoint(key: SigningKey, size: int, root: bytes) -> Checkpoint:
    """Return a signed state of the key's log."""
    body = _body(key.name, size, root)
    signature = key.sign(body)
    key_id = key.public.key_id
    value = base64.b64encode(key_id + signature).decode()
    text = f"{body.decode()}\n— {key.name} {value}\n"
    return Checkpoint(key.name, size, root, key.name, key_id, signature, text)


def read_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint; its signature is not checked yet.

    Raises:
        CheckpointUnreadable: the text is something else.
    """
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    if len(lines) != 5 or lines[3]:  # noqa: PLR2004  origin, size, root, blank, signature
        raise CheckpointUnreadable(reason=words("it has other lines", "行数不符"))
    origin, size, root_text, _, last = (line.rstrip() for line in lines)
    signed = _SIGNATURE.fullmatch(last)
    value = _bytes(signed["value"]) if signed else b""
    root = _bytes(root_text)
    if signed is None or len(value) != KEY_ID_BYTES + SIGNATURE_BYTES:
        raise CheckpointUnreadable(reason=words("its last line is no signature", "末行不是签名"))
    if not _SIZE.fullmatch(size) or len(root) != ROOT_BYTES or not origin:
        raise CheckpointUnreadable(
            reason=words("size or root cannot be read", "规模或根哈希无法读取")
        )
    return Checkpoint(
        origin=origin,
        size=int(size),
        root=root,
        signer=signed["name"],
        key_id=value[:KEY_ID_BYTES],
        signature=value[KEY_ID_BYTES:],
        text=text,
    )


def _body(origin: str, size: int, root: bytes) -> bytes:
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode()


def _bytes(value: str) -> bytes:
    try:
        found = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return found if base64.b64encode(found).decode() == value else b""

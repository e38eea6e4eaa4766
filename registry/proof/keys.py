"""Keys that sign the log: Ed25519, in the text forms of C2SP signed notes. Pure functions.

An installation has one master key; each world signs with a key derived from it, under the name
`<master's name>/<world>`, which is also the origin of its checkpoints.

Source:
    C2SP signed-note (github.com/C2SP/C2SP, signed-note.md); RFC 5869 for the derivation.
"""

import base64
import binascii
import hashlib
import re
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from registry.proof.refused_proofs import KeyUnreadable

ED25519 = b"\x01"
SEED_BYTES = 32
KEY_ID_BYTES = 4
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that checks signatures, by name."""

    name: str
    value: bytes

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that name the key in signatures."""
        named = self.name.encode() + b"\n" + ED25519 + self.value
        return hashlib.sha256(named).digest()[:KEY_ID_BYTES]

    @property
    def text(self) -> str:
        """Return the key as people copy it: name, id and value, joined by ``+``."""
        value = base64.b64encode(ED25519 + self.value).decode()
        return f"{self.name}+{self.key_id.hex()}+{value}"

    def has_signed(self, signature: bytes, message: bytes) -> bool:
        """Tell whether this key made a signature."""
        try:
            Ed25519PublicKey.from_public_bytes(self.value).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A world's key that signs."""

    name: str
    seed: bytes

    @property
    def public(self) -> PublicKey:
        """Return what everybody may know of it."""
        value = self._private().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return PublicKey(self.name, value)

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message, 64 bytes."""
        return self._private().sign(message)

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def __repr__(self) -> str:
        return f"SigningKey({self.name!r}, …)"


@dataclass(frozen=True, slots=True)
class MasterKey:
    """An installation's secret, from which each world's key is derived."""

    name: str
    seed: bytes

    @property
    def text(self) -> str:
        """Return the key as it is kept in a file or setting."""
        return f"{self.name}+{base64.b64encode(self.seed).decode()}"

    def of_world(self, slug: str) -> SigningKey:
        """Return the key with which a world signs."""
        derive = HKDF(hashes.SHA256(), SEED_BYTES, salt=None, info=f"tanlab log {slug}".encode())
        return SigningKey(f"{self.name}/{slug}", derive.derive(self.seed))

    def __repr__(self) -> str:
        return f"MasterKey({self.name!r}, …)"


def new_master_key(name: str) -> MasterKey:
    """Make a master key.

    Args:
        name: such as the host name of the registry.
    """
    return MasterKey(name, secrets.token_bytes(SEED_BYTES))


def read_master_key(text: str) -> MasterKey:
    """Read a master key as `MasterKey.text` wrote it.

    Raises:
        KeyUnreadable: it is something else.
    """
    name, _, value = text.strip().partition("+")
    seed = _bytes(value)
    if not _NAME.fullmatch(name) or len(seed) != SEED_BYTES:
        raise KeyUnreadable(value=name[:40])
    return MasterKey(name, seed)


def read_public_key(text: str) -> PublicKey:
    """Read a public key as `PublicKey.text` wrote it; blank lines and ``#`` lines may surround it.

    Raises:
        KeyUnreadable: it is something else, or its id does not fit.
    """
    lines = [line.strip() for line in text.splitlines()]
    meant = [line for line in lines if line and not line.startswith("#")]
    parts = meant[0].split("+", 2) if len(meant) == 1 else []
    if len(parts) != 3:  # noqa: PLR2004  name, id, value
        raise KeyUnreadable(value=text.strip()[:40])
    name, key_id, value = parts
    known = _bytes(value)
    key = PublicKey(name, known[1:])
    if (
        not _NAME.fullmatch(name)
        or known[:1] != ED25519
        or len(key.value) != SEED_BYTES
        or key.key_id.hex() != key_id
    ):
        raise KeyUnreadable(value=text.strip()[:40])
    return key


def _bytes(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return b""

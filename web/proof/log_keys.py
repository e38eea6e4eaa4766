"""The installation's master key of the event log: from the environment, or a file of its own."""

import contextlib
import os
import secrets
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from registry.proof import MasterKey, SigningKey, new_master_key, read_master_key
from web.settings import Settings

KEY_FILE = "log.key"
NAME_WITHOUT_ADDRESS = "tanlab.local"
OWNER_ONLY = 0o600


def world_key(settings: Settings, slug: str) -> SigningKey:
    """Return the key with which a world signs its log.

    Raises:
        KeyUnreadable: TANLAB_LOG_KEY, or the file, holds no key.
    """
    return _master_key(settings).of_world(slug)


@lru_cache(maxsize=8)
def _master_key(settings: Settings) -> MasterKey:
    given = settings.log_key.get_secret_value()
    if given:
        return read_master_key(given)
    file = settings.instance / KEY_FILE
    if not file.exists():
        name = urlsplit(settings.public_url).netloc or NAME_WITHOUT_ADDRESS
        _write_once(file, new_master_key(name).text + "\n")
    return read_master_key(file.read_text())


def _write_once(file: Path, text: str) -> None:
    """Write a file whole, readable by its owner only; one that is there already stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w") as opened:
        opened.write(text)
    with contextlib.suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()

"""`tanlab log`: sign the event log, and check old checkpoints against it."""

import base64
import binascii
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, NoReturn
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import typer

from registry.proof import (
    Checkpoint,
    CheckpointAhead,
    CheckpointsDiffer,
    CheckpointUnreadable,
    EventsAltered,
    Frontier,
    KeyUnreadable,
    ProofRefused,
    ProofUnreadable,
    check_against,
    consistency,
    is_consistent,
    read_checkpoint,
)
from registry.worlds import reading, words
from web.cli.cert import KeyOption, KeyTextOption, trusted_key
from web.cli.existing_worlds import InstanceOption, WorldOption, required_log
from web.cli.output import ExitCode, JsonOption, LangOption, emit, fail
from web.proof.log_keeping import keep_log
from web.proof.log_keys import world_key

app = typer.Typer(help="Sign the event log, and check old checkpoints.", no_args_is_help=True)

UNREADABLE = (ProofUnreadable, CheckpointUnreadable, KeyUnreadable)
ENTRIES_PER_REQUEST = 1_000
SECONDS_MAX = 60


@app.callback()
def log() -> None:
    """Sign the event log, and check old checkpoints."""


@app.command()
def checkpoint(
    world: WorldOption = "public",
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Give new events their places, sign the log and print the checkpoint."""
    found, settings = required_log(world, instance, as_json, lang)
    key = world_key(settings, world)
    made = keep_log(found, key)
    emit({"checkpoint": made.text, "size": made.size, "key": key.public.text}, as_json, made.text)


@app.command()
def key(
    world: WorldOption = "public",
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Print the public key of a world here."""
    _, settings = required_log(world, instance, as_json, lang)
    text = world_key(settings, world).public.text
    emit({"key": text}, as_json, text)


@app.command()
def check(  # noqa: PLR0913, PLR0917  options of one command
    file: Annotated[Path, typer.Argument(help="A checkpoint that was kept.")],
    url: Annotated[str, typer.Option(help="Address of the registry; default: a world here.")] = "",
    key_file: KeyOption = None,
    key_text: KeyTextOption = None,
    world: WorldOption = "public",
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Compute the root of an old checkpoint anew from the events of today; exit 1 if altered."""
    try:
        old = _signed(file, key_file, key_text)
        if url:
            _check_from(url, old)
        else:
            with reading(required_log(world, instance, as_json, lang)[0]) as session:
                check_against(session, old)
    except UNREADABLE as error:
        fail(error, as_json, lang, ExitCode.USAGE)
    except ProofRefused as error:
        fail(error, as_json, lang, ExitCode.CHECK_FAILED)
    text = f"true: the first {old.size} entries of {old.origin} are as they were signed"
    emit({"ok": True, "size": old.size, "origin": old.origin}, as_json, text)


@app.command("consistency")
def check_consistency(  # noqa: PLR0913, PLR0917  options of one command
    old: Annotated[Path, typer.Argument(help="The earlier checkpoint.")],
    new: Annotated[Path, typer.Argument(help="The later checkpoint.")],
    proof: Annotated[
        Path | None,
        typer.Option(help="Answer of /api/v1/proof/consistency; default: from a world here."),
    ] = None,
    key_file: KeyOption = None,
    key_text: KeyTextOption = None,
    world: WorldOption = "public",
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Check that one checkpoint's log is the beginning of another's; exit 1 if it is not."""
    try:
        before = _signed(old, key_file, key_text)
        after = _signed(new, key_file, key_text)
        if proof is not None:
            hashes = _hashes(proof)
        else:
            with reading(required_log(world, instance, as_json, lang)[0]) as session:
                hashes = consistency(session, before.size, after.size)
        if not is_consistent(before.size, after.size, before.root, after.root, hashes):
            raise CheckpointsDiffer(old=before.size, new=after.size)
    except UNREADABLE as error:
        fail(error, as_json, lang, ExitCode.USAGE)
    except ProofRefused as error:
        fail(error, as_json, lang, ExitCode.CHECK_FAILED)
    text = f"true: the log of {after.size} entries begins with the {before.size} of the old one"
    emit({"ok": True, "old": before.size, "new": after.size}, as_json, text)


def _signed(file: Path, key_file: Path | None, key_text: str | None) -> Checkpoint:
    """Read a checkpoint; check its signature if a key was given."""
    try:
        found = read_checkpoint(file.read_text())
    except (OSError, UnicodeDecodeError) as error:
        _unreadable(file.name, error)
    trusted = trusted_key(key_file, key_text)
    if trusted is not None:
        found.check(trusted)
    return found


def _hashes(file: Path) -> list[bytes]:
    try:
        answer = json.loads(file.read_text())
        return [base64.b64decode(each, validate=True) for each in answer["hashes"]]
    except (OSError, ValueError, KeyError, TypeError, binascii.Error) as error:
        _unreadable(file.name, error)


def _check_from(url: str, old: Checkpoint) -> None:
    """Compute the root from what the registry at an address answers today."""
    frontier = Frontier()
    for entry in _entries(url, old.size):
        hashed = base64.b64decode(str(entry["leaf_hash"]))
        if not hashed:
            raise EventsAltered(size=old.size, altered=entry["index"])
        frontier.add(hashed)
    if frontier.size < old.size:
        raise CheckpointAhead(found=old.size, size=frontier.size)
    if frontier.root() != old.root:
        raise CheckpointsDiffer(old=old.size, new=frontier.size)


def _entries(url: str, size: int) -> Iterator[dict[str, Any]]:
    if urlsplit(url).scheme not in {"http", "https"}:
        _unreadable(url, ValueError("no address"))
    for first in range(0, size, ENTRIES_PER_REQUEST):
        last = min(size, first + ENTRIES_PER_REQUEST)
        address = f"{url.rstrip('/')}/api/v1/proof/entries?from={first}&to={last}"
        try:
            with urlopen(address, timeout=SECONDS_MAX) as answer:  # noqa: S310  http only, see above
                yield from json.load(answer)["rows"]
        except (URLError, OSError, ValueError, KeyError) as error:
            _unreadable(url, error)


def _unreadable(name: str, error: Exception) -> NoReturn:
    reason = words(str(error)[:120] or "it cannot be read", "无法读取")
    raise ProofUnreadable(file=name, reason=reason) from error

"""`tanlab cert`: check a certificate offline, or show one of a world here."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from registry.proof import (
    CheckpointUnreadable,
    KeyUnreadable,
    ProofRefused,
    ProofUnreadable,
    PublicKey,
    read_public_key,
)
from registry.worlds import words
from web.cli.existing_worlds import InstanceOption, WorldOption, required_log
from web.cli.output import ExitCode, JsonOption, LangOption, emit, fail, language
from web.proof.certificate_checks import Checked, check_file
from web.refusals import Language

app = typer.Typer(help="Check a certificate, or show one.", no_args_is_help=True)

UNREADABLE = (ProofUnreadable, CheckpointUnreadable, KeyUnreadable)
KeyOption = Annotated[
    Path | None, typer.Option("--key", help="File with the registry's public key, one line.")
]
KeyTextOption = Annotated[
    str | None, typer.Option("--key-text", help="The registry's public key itself.")
]
WORDS: Mapping[str, Mapping[Language, str]] = {
    "true": {"en": "true", "zh": "核验通过"},
    "sealed": {
        "en": "every byte of the PDF is as the registry sealed it",
        "zh": "PDF 每个字节均与登记系统封印时一致",
    },
    "signed": {
        "en": "the log of {size} entries is signed by {key}",
        "zh": "规模为 {size} 条的日志由 {key} 签名",
    },
    "included": {
        "en": "the certificate is entry {index} of that log",
        "zh": "证书为该日志的第 {index} 条",
    },
    "stated": {
        "en": "each field is as the registry recorded it",
        "zh": "各项内容均与登记记录一致",
    },
    "trusted": {"en": "the key is the one you gave", "zh": "公钥与您给定的一致"},
    "untrusted": {
        "en": "NOTE: no key was given. Compare {key} with the one the registry publishes,"
        " or give it with --key.",
        "zh": "注意：未给定公钥。请将 {key} 与登记系统公布者核对，或用 --key 给定。",
    },
}


@app.callback()
def cert() -> None:
    """Check a certificate, or show one."""


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A certificate's PDF, or its proof.json.")],
    key: KeyOption = None,
    key_text: KeyTextOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Check a certificate from its seal to its last field; exit with 1 if a check fails."""
    try:
        trusted = trusted_key(key, key_text)
        checked = check_file(_read(file), file.name, trusted)
    except UNREADABLE as error:
        fail(error, as_json, lang, ExitCode.USAGE)
    except ProofRefused as error:
        fail(error, as_json, lang, ExitCode.CHECK_FAILED)
    emit(_answer(checked), as_json, _sentences(checked, language(lang)))


@app.command()
def show(
    number: Annotated[str, typer.Argument(help="Number of the certificate.")],
    world: WorldOption = "public",
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show a certificate of a world here with its proof; `--json` prints proof.json."""
    from web.proof.log_keeping import certificate_proof  # noqa: PLC0415  needed only here
    from web.proof.log_keys import world_key  # noqa: PLC0415

    opened, settings = required_log(world, instance, as_json, lang)
    url = f"{settings.public_url}/c/{number}"
    proof = certificate_proof(opened, number, world_key(settings, world), url)
    emit(proof.to_dict(), as_json, json.dumps(proof.certificate, ensure_ascii=False, indent=2))


def trusted_key(file: Path | None, text: str | None) -> PublicKey | None:
    """Return the key that was given, by file or as text; None if none was.

    Raises:
        KeyUnreadable: it is no key.
    """
    if file is not None:
        text = _read(file).decode("utf-8", "replace")
    return read_public_key(text) if text is not None else None


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        reason = words(error.strerror or "it cannot be read", "文件不存在或无法读取")
        raise ProofUnreadable(file=file.name, reason=reason) from error


def _answer(checked: Checked) -> dict[str, object]:
    proof = checked.proof
    return {
        "ok": True,
        "certificate": dict(proof.certificate),
        "sealed": checked.sealed,
        "key": proof.key.text,
        "key_trusted": checked.trusted,
        "origin": proof.checkpoint.origin,
        "leaf_index": proof.leaf_index,
        "tree_size": proof.checkpoint.size,
        "root": proof.checkpoint.root.hex(),
    }


def _sentences(checked: Checked, spoken: Language) -> str:
    proof = checked.proof
    facts = {
        "size": proof.checkpoint.size,
        "index": proof.leaf_index,
        "key": proof.key.text,
    }
    names = [
        *(["sealed"] if checked.sealed else []),
        "signed",
        "included",
        "stated",
        "trusted" if checked.trusted else "untrusted",
    ]
    stated = proof.certificate
    title = f"{stated['number']}  {stated['quantity']} × {stated['unit_type']}"
    lines = [f"{title}: {WORDS['true'][spoken]}"]
    return "\n".join(lines + [f"- {WORDS[name][spoken].format(**facts)}" for name in names])

"""`tanlab cert` and `tanlab log`: exit codes and sentences."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from registry.proof import CertificateProof, make_checkpoint
from registry.worlds import World, unit_of_work
from tests.registry.proof.tampering import tamper
from tests.web.proven_certificates import KEY, OTHER_KEY, proven, retired
from web.cli import main
from web.installation import Installation
from web.proof.certificate_documents import certificate_pdf
from web.proof.log_keys import KEY_FILE, world_key

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `tanlab` with arguments; give exit code, stdout and stderr."""

    def ran(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as leaving:
            main([str(each) for each in arguments])
        captured = capsys.readouterr()
        return int(leaving.value.code or 0), captured.out, captured.err

    return ran


@pytest.fixture
def proof(world: World) -> CertificateProof:
    return proven(world)


@pytest.fixture
def pdf(proof: CertificateProof, tmp_path: Path) -> Path:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(certificate_pdf(proof, "zh", KEY))
    return file


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "key.txt"
    file.write_text(f"# the key of registry.example\n{KEY.public.text}\n")
    return file


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_true_certificate_leaves_with_0(
    run: Run, pdf: Path, key_file: Path, proof: CertificateProof, lang: str
) -> None:
    code, out, _ = run("cert", "verify", pdf, "--key", key_file, "--lang", lang)
    assert code == 0
    assert str(proof.certificate["number"]) in out
    code, out, _ = run("cert", "verify", pdf, "--key-text", KEY.public.text, "--json")
    answer = json.loads(out)
    assert (code, answer["ok"], answer["key_trusted"]) == (0, True, True)
    assert answer["certificate"] == proof.certificate


def test_without_a_key_the_reader_is_told_to_compare_it(run: Run, pdf: Path) -> None:
    code, out, _ = run("cert", "verify", pdf, "--lang", "en")
    assert code == 0
    assert f"NOTE: no key was given. Compare {KEY.public.text}" in out


def test_each_fault_leaves_with_1_and_names_itself(
    run: Run, pdf: Path, key_file: Path, proof: CertificateProof, tmp_path: Path
) -> None:
    faults: list[tuple[bytes, str]] = []
    changed = bytearray(pdf.read_bytes())
    changed[5_000] ^= 1
    faults.append((bytes(changed), "registry.file_changed"))
    faults.append((certificate_pdf(proof, "zh", OTHER_KEY), "registry.foreign_key"))
    document: dict[str, Any] = proof.to_dict()
    short = {**document, "inclusion_proof": document["inclusion_proof"][:-1]}
    faults.append((json.dumps(short).encode(), "registry.proof_truncated"))
    moved = {**document, "leaf_index": proof.leaf_index ^ 1}
    faults.append((json.dumps(moved).encode(), "registry.proof_of_other_tree"))
    lied = {**document, "certificate": {**proof.certificate, "quantity": 9}}
    faults.append((json.dumps(lied).encode(), "registry.statement_differs"))
    file = tmp_path / "fault"
    for content, expected in faults:
        file.write_bytes(content)
        code, out, err = run("cert", "verify", file, "--key", key_file, "--json", "--lang", "en")
        assert (code, json.loads(out)["error"]["code"]) == (1, expected)
        assert err.startswith(f"{expected} 90")


def test_what_cannot_be_read_leaves_with_2(run: Run, pdf: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.pdf"
    assert run("cert", "verify", nothing)[0] == 2
    nothing.write_bytes(b"nothing")
    assert run("cert", "verify", nothing)[0] == 2
    assert run("cert", "verify", pdf, "--key-text", "no key")[0] == 2
    assert run("cert", "verify", pdf, "--key", nothing)[0] == 2


@pytest.fixture
def instance(installed: Installation) -> Path:
    """The folder of an installation with one certificate."""
    retired(installed.worlds.open())
    return Path(installed.settings.instance)


def test_a_certificate_of_a_world_here_is_shown_with_its_proof(
    run: Run, instance: Path, tmp_path: Path
) -> None:
    code, out, _ = run("cert", "show", "CR-2026-000001", "--instance", instance, "--json")
    file = tmp_path / "proof.json"
    file.write_text(out)
    key = run("log", "key", "--instance", instance)[1].strip()
    assert code == 0
    assert run("cert", "verify", file, "--key-text", key)[0] == 0
    assert run("cert", "show", "CR-1999-000001", "--instance", instance)[0] == 2
    assert run("cert", "show", "CR-2026-000001", "--instance", tmp_path / "none")[0] == 2


def test_checkpoints_are_made_kept_and_compared(
    run: Run, instance: Path, installed: Installation, tmp_path: Path
) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(run("log", "checkpoint", "--instance", instance)[1])
    world = installed.worlds.open()
    retired(world, client_id="again")
    new.write_text(run("log", "checkpoint", "--instance", instance)[1])
    assert run("log", "consistency", old, new, "--instance", instance)[0] == 0
    assert run("log", "check", old, "--instance", instance)[0] == 0
    altered = new.read_text().split("\n")
    forged = tmp_path / "forged.txt"
    forged.write_text("\n".join([*altered[:2], old.read_text().split("\n")[2], *altered[3:]]))
    assert run("log", "consistency", old, forged, "--instance", instance)[0] == 1
    key = world_key(installed.settings, "public").public.text
    code, _, err = run("log", "check", forged, "--key-text", key, "--instance", instance)
    assert code == 1
    assert "signature" in err
    tamper(world, "event", "UPDATE event SET content = replace(content, '1234', '1235')")
    code, _, err = run("log", "check", old, "--instance", instance, "--lang", "en")
    assert code == 1
    assert "Altered or missing entries: " in err
    assert run("log", "check", tmp_path / "none.txt", "--instance", instance)[0] == 2
    assert run("log", "check", old, "--instance", tmp_path / "none")[0] == 2


def test_the_key_is_made_once_and_only_its_owner_reads_it(installed: Installation) -> None:
    key = world_key(installed.settings, "public")
    file = Path(installed.settings.instance) / KEY_FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert key == world_key(installed.settings, "public")
    assert key != world_key(installed.settings, "class-1")
    with unit_of_work(installed.worlds.open()) as session:
        make_checkpoint(session, key).check(key.public)
    assert sorted(path.name for path in file.parent.glob("log.key*")) == [KEY_FILE]

"""The export holds every public table, its dictionary, checksums and manifest, and no secret."""

import csv
import hashlib
import io
import json
import zipfile

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from registry.parties import grant_mandate
from registry.reporting import DownloadTooLarge
from registry.worlds import unit_of_work
from tests.checked import passes, trips
from tests.strategies import issued_and_retired
from web.cli import command_line
from web.tables.exporting import FORMATS, export_register

SECRET = "secret-person@example.org"


@pytest.fixture
def world(installed):
    world = installed.worlds.open()
    with unit_of_work(world) as session:
        venture = issued_and_retired(session)
        grant_mandate(session, SECRET, venture.developer.party_id)
    return world


def account_numbers(world):
    with unit_of_work(world) as session:
        rows = session.connection().exec_driver_sql(
            "SELECT number FROM account WHERE kind = 'holding'"
        )
        return [row[0] for row in rows]


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_is_whole_and_its_checksums_hold(world, tmp_path, form):
    manifest = export_register(world, tmp_path / "out", form)
    assert f"tables/certificate.{form}" in manifest["files"]
    for line in (tmp_path / "out" / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest
    assert manifest["files"][f"tables/unit_movement.{form}"]["rows"] == 2


@trips(DownloadTooLarge)
@passes(DownloadTooLarge)
def test_an_export_is_as_long_as_it_may_be_and_no_longer(world, tmp_path):
    export_register(world, tmp_path / "some.zip", "csv", rows_max=1_000)
    assert (tmp_path / "some.zip").exists()
    with pytest.raises(DownloadTooLarge):
        export_register(world, tmp_path / "few.zip", "csv", rows_max=1)
    assert not (tmp_path / "few.zip").exists()


def test_no_private_data_leaves(world, tmp_path):
    export_register(world, tmp_path / "out", "csv")
    whole = "".join(path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.csv"))
    assert SECRET not in whole
    assert "@example.org" not in whole
    for number in account_numbers(world):
        assert number not in whole


def test_each_column_of_each_file_is_in_the_dictionary(world, tmp_path):
    export_register(world, tmp_path / "out", "csv")
    with (tmp_path / "out" / "dictionary.csv").open(encoding="utf-8") as file:
        told = {(row["table"], row["column"]) for row in csv.DictReader(file)}
    for path in (tmp_path / "out" / "tables").glob("*.csv"):
        headings = path.read_text("utf-8").splitlines()[0].split(",")
        assert {(path.stem, heading) for heading in headings} <= told


def test_parquet_keeps_types(world, tmp_path):
    export_register(world, tmp_path / "out", "parquet")
    table = pq.read_table(tmp_path / "out" / "tables" / "certificate.parquet")
    assert str(table.schema.field("quantity").type) == "int64"
    assert str(table.schema.field("business_date").type) == "date32[day]"
    assert table.num_rows == 1


@pytest.mark.usefixtures("world")
def test_everybody_sees_the_dictionary_and_takes_the_archive(client):
    assert "certificate" in client.get("/exports?table=certificate").text
    for form in FORMATS:
        answer = client.get(f"/exports/tanlab-{form}.zip")
        assert answer.status_code == 200
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            assert manifest["access"] == "public"
            assert set(manifest["files"]) < set(archive.namelist())
    assert client.get("/exports/tanlab-exe.zip").status_code == 404


def test_the_command_line_exports_and_adds_accounts_only_when_asked(installed, world, tmp_path):
    installed.close()
    folder = str(installed.settings.instance)

    def run(*arguments):
        given = ["registry", "export", *map(str, arguments), "--json", "--instance", folder]
        outcome = CliRunner().invoke(command_line("registry"), given)
        return outcome.exit_code, outcome.stdout

    exit_code, data = run(tmp_path / "a.zip")
    assert exit_code == 0
    assert "tables/posting.csv" not in json.loads(data)["files"]
    exit_code, data = run(tmp_path / "full", "--full", "--format", "parquet")
    assert "tables/posting.parquet" in json.loads(data)["files"]
    assert "tables/mandate.parquet" not in json.loads(data)["files"]
    assert run(tmp_path / "full")[0] == 2
    assert run(tmp_path / "b", "--format", "doc")[0] == 2
    assert account_numbers(world)

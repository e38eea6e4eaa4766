"""Every route of estimates and factors that changes something: hostile fields, people and files."""

import io
import re
import shutil
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

from methodologies import find
from registry.reporting import FileUnreadable
from tests.web.hostile.attacks import NO_RECORDS, check_refused_page
from tests.web.hostile.besieged import new_id
from tests.web.hostile.estimate_attacks import QUERY, Request, hostile_bodies, requests
from tests.web.hostile.studio import Studio, open_studio
from tests.web.project_life import INPUTS
from web.estimates.batch_form import example_record, file_headings

AREAS: Final = re.compile(r"/(api/v1/)?(estimate|saved-estimates|share|factors)")
FILES_TO: Final = (
    "/estimate/ccer-01-002/upload",
    "/estimate/inclusion-wuhan-bus/batch",
    "/factors/import",
)
FILE_ROUTES: Final = {
    "POST /estimate/<methodology_id>/upload",
    "POST /estimate/<methodology_id>/batch",
    "POST /factors/import",
    "POST /api/v1/estimates/<methodology_id>/workbook",
}
"""What takes a file and no field; the files are attacked one by one."""
SAME: Final = {
    "on_city_platform": "true",
    "data_consent": "true",
    "as_described": "true",
    "consent": "given",
    "period": "month",
    "reason": "Notice",
}
SECOND: Final = {"POST /estimate/compare/saved/<comparison_id>/delete"}
"""What finds deleted what was deleted in another way."""
BUS: Final = find("inclusion-wuhan-bus")


@pytest.fixture(scope="module")
def studio(migrated_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """The place for requests that change nothing."""
    instance = tmp_path_factory.mktemp("studio") / "instance"
    shutil.copytree(migrated_instance, instance)
    opened = open_studio(instance)
    yield opened
    opened.installed.close()


def send(place: Studio, asked: Request, body: Any, who: str = "", **args: object) -> Any:
    """Send a body as JSON or as a form."""
    who, path = who or asked.who, asked.path(**args)
    if asked.is_json:
        return place.send(who, asked.method, path, body)
    return place.submit(who, path, {name: str(value) for name, value in body.items()})


def check_refused_json(answer: Any) -> None:
    """A refusal in words with a way out; methodologies have articles instead of numbers."""
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.text[:500])
    error = answer.json["error"]
    missing = [part for part in ("code", "sentence", "fix") if not error[part]]
    if error["code"].startswith("input."):
        missing += [part for part in ("number", "rule", "source") if not error[part]]
    assert missing == [], error


def check_refused(asked: Request, answer: Any) -> None:
    """A refusal as programs or as readers need it."""
    if asked.is_json:
        check_refused_json(answer)
    else:
        check_refused_page(answer)


def test_a_hostile_field_is_refused_and_nothing_moves(
    studio: Studio, subtests: pytest.Subtests
) -> None:
    for asked in requests(studio):
        before = studio.digest()
        for name, value, body in hostile_bodies(asked):
            with subtests.test(f"{asked.route} {name} {value!r:.40}"):
                check_refused(asked, send(studio, asked, body))
        with subtests.test(f"{asked.route}: nothing has moved"):
            assert studio.digest() == before


def test_who_may_not_is_refused_and_nothing_moves(
    studio: Studio, subtests: pytest.Subtests
) -> None:
    before = studio.digest()
    for asked in requests(studio):
        for who, status in asked.barred.items():
            with subtests.test(f"{asked.route}: {who}"):
                answer = send(studio, asked, asked.valid(), who)
                assert answer.status_code == status, answer.text
                check_refused(asked, answer)
    assert studio.digest() == before


def test_an_address_of_nothing_is_not_found(studio: Studio, subtests: pytest.Subtests) -> None:
    before = studio.digest()
    for asked in requests(studio):
        for name in asked.args:
            for other in NO_RECORDS:
                with subtests.test(f"{asked.route}: {name} {other[:30]}"):
                    answer = send(studio, asked, asked.valid(), **{name: other})
                    assert answer.status_code == 404, answer.text
                    check_refused(asked, answer)
    assert studio.digest() == before


def test_every_route_that_changes_something_is_attacked(studio: Studio) -> None:
    found = {
        f"{method} {rule.rule}"
        for rule in studio.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
        if AREAS.match(rule.rule)
    }
    assert {asked.route for asked in requests(studio)} | FILE_ROUTES == found


def test_every_valid_request_is_carried_out(
    migrated_instance: Path, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """Otherwise the table attacks nothing."""
    shutil.copytree(migrated_instance, tmp_path / "instance")
    place = open_studio(tmp_path / "instance")
    for asked in sorted(requests(place), key=lambda each: "delete" in each.route.lower()):
        with subtests.test(asked.route):
            done = {200, 202, 302, 303}
            if asked.route in SECOND:
                done = {404}
            answer = send(place, asked, asked.valid())
            assert answer.status_code in done, answer.text
    place.installed.close()


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, target = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def bomb() -> bytes:
    """Give a workbook of some kilobytes that would be a hundred megabytes."""
    return zipped(**{"xl/worksheets/sheet1.xml": b" " * 100_000_000, "[Content_Types].xml": b""})


def linked() -> bytes:
    """Give a workbook that takes figures from another one."""
    target = io.BytesIO(workbook(("a",), ("b",)))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    return target.getvalue()


FILES: Final[dict[str, Callable[[], bytes]]] = {
    "empty": lambda: b"",
    "blanks": lambda: b" \n" * 100,
    "picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(200),
    "page": lambda: b"<html><script>alert(1)</script></html>",
    "zip of nothing": zipped,
    "bomb": bomb,
    "external links": linked,
    "formulas": lambda: workbook(("=1+1", "=cmd|' /C calc'!A0"), ("=1/0", "@SUM(A1)")),
    "formula texts": lambda: b"=1+1,@x\n-2+3,+1\n",
    "control characters": lambda: b"table,key\n\x00\x01\x02,\xff\xfe\n",
    "too large": lambda: b"a," * 4_000_000,
}


@pytest.mark.parametrize("path", FILES_TO)
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_and_nothing_moves(studio: Studio, name: str, path: str) -> None:
    before = studio.digest()
    content = FILES[name]()
    for file in ("x.xlsx", "x\x01<script>.csv"):
        answer = studio.upload("ada", path, {**SAME, "client_id": "c1"}, content, file)
        assert 400 <= answer.status_code < 500, (answer.status_code, answer.text)
        assert 'role="alert"' in answer.text
        assert "<script>alert" not in answer.text
    assert studio.digest() == before


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_of_json_is_refused(studio: Studio, name: str) -> None:
    encoded = b64encode(FILES[name]()).decode()
    check_refused_json(
        studio.send(
            "visitor", "POST", "/api/v1/estimates/ccer-01-002/workbook", {"content": encoded}
        )
    )
    asked = {"file": "x.csv", "content": encoded}
    check_refused_json(studio.send("ada", "POST", "/api/v1/factors/imports/dry-run", asked))


@pytest.mark.parametrize("content", ["", "<script>", "eJw"])
def test_factors_that_are_not_base64_are_refused_as_such(studio: Studio, content: str) -> None:
    asked = {"file": "x.csv", "content": content}
    answer = studio.send("ada", "POST", "/api/v1/factors/imports/dry-run", asked)
    assert answer.json["error"]["number"] == FileUnreadable.number


@pytest.mark.parametrize(("rows", "status"), [(10_000, 200), (10_001, 422)])
def test_ten_thousand_records_are_taken_and_one_more_is_not(
    studio: Studio, rows: int, status: int
) -> None:
    before = studio.digest()
    first = ",".join(example_record(BUS))
    lines = [",".join(file_headings(BUS)), *(first.replace("r-0001", f"r{n}") for n in range(rows))]
    answer = studio.upload("visitor", FILES_TO[1], SAME, "\n".join(lines).encode(), "x.csv")
    assert answer.status_code == status, answer.text[:2000]
    assert studio.digest() == before


QUERIES: Final = ("", "1e400", "NaN", "-1", "9" * 400, "<script>alert(1)</script>", "=1+1", "\x00")
READ: Final = {
    "result": "inputs draft",
    "new": "inputs draft",
    "form.xlsx": "inputs draft",
    "upload": "inputs draft",
    "uncertainty": "inputs question",
    "years": "inputs plan",
    "years/table": "inputs",
    "revenue": "inputs low middle high certificate run share",
    "report": "inputs title lang section chosen",
    "report.pdf": "inputs lang",
    "report.xlsx": "inputs section",
}
"""What each page reads of its address."""


@pytest.mark.parametrize("page", READ)
def test_a_hostile_address_is_refused_or_answered(
    studio: Studio, page: str, subtests: pytest.Subtests
) -> None:
    for name in READ[page].split():
        for value in QUERIES:
            with subtests.test(f"{name}={value[:20]!r}"):
                answer = studio.client("visitor").get(
                    f"/estimate/ccer-01-002/{page}", query_string={**QUERY, name: value}
                )
                assert answer.status_code < 500
                assert b"<script>alert" not in answer.data


def test_an_id_that_was_used_for_something_else_is_refused(
    studio: Studio, subtests: pytest.Subtests
) -> None:
    used = new_id()
    first = {"methodology_id": "ccer-01-002", "title": "First", "inputs": INPUTS}
    sent = {**first, "client_id": used}
    assert studio.send("dora", "POST", "/api/v1/saved-estimates", sent).status_code == 200
    before = studio.digest()
    for asked in requests(studio):
        if asked.who == "dora" and "client_id" in asked.kinds:
            with subtests.test(asked.route):
                answer = send(studio, asked, {**asked.valid(), "client_id": used})
                assert answer.status_code == 409, answer.text
                assert "1010" in answer.text
    assert studio.digest() == before

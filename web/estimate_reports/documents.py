"""The PDF of an estimate: PDF/A-3 by Typst, its workbook attached.

The same result, language, sections, title and day give the same bytes.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

import typst

from methodologies import Methodology, Result, in_both, plain
from web.estimate_reports.sections import SECTIONS, SectionName, figure, sections
from web.estimate_reports.typeset import Typesetter
from web.estimate_reports.words import TEXTS, text
from web.formats import number
from web.refusals import Language

STANDARD: Final = "a-3b"
PREVIEW_PIXELS_PER_INCH: Final = 80
DECIMALS_LARGE: Final = 4
ATTACHED: Final = "workbook.xlsx"
_TEMPLATE = Path(__file__).parent / "report.typ"
_FONTS = Path(str(files("simulations"))) / "fonts"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """What the reader chooses of a report.

    Attributes:
        language: of everything but texts that were typed.
        day: the document's date.
        title: on top; without it the methodology's title.
        sections: which follow the result, in their own order.
        number: of a saved estimate, empty for a fresh one.
    """

    language: Language
    day: date
    title: str = ""
    sections: tuple[SectionName, ...] = SECTIONS
    number: str = ""


def report_pdf(
    methodology: Methodology, result: Result, workbook: bytes, options: ReportOptions
) -> bytes:
    """Return the report of a result as PDF/A-3b with its workbook attached.

    Args:
        methodology: that gave the result, of the same version.
        result: as calculated.
        workbook: of the same result; the page names its SHA-256.
        options: language, day, title and sections.
    """
    return _printed(methodology, result, workbook, options, "pdf")


def report_preview(
    methodology: Methodology, result: Result, workbook: bytes, options: ReportOptions
) -> bytes:
    """Return the first page of a report as PNG."""
    return _printed(methodology, result, workbook, options, "png")


def _printed(
    methodology: Methodology,
    result: Result,
    workbook: bytes,
    options: ReportOptions,
    form: Literal["pdf", "png"],
) -> bytes:
    page = _page(methodology, result, workbook, options)
    with TemporaryDirectory(prefix="tanlab-report-") as folder:
        (Path(folder) / ATTACHED).write_bytes(workbook)
        template = Path(shutil.copy(_TEMPLATE, folder))
        printed = typst.compile(
            template,
            root=Path(folder),
            format=form,
            ppi=PREVIEW_PIXELS_PER_INCH if form == "png" else None,
            sys_inputs={"data": json.dumps(page, ensure_ascii=False)},
            font_paths=[_FONTS],
            ignore_system_fonts=True,
            pdf_standards=STANDARD if form == "pdf" else None,
        )
    pages = printed if isinstance(printed, list) else [printed]
    assert isinstance(pages[0], bytes)
    return pages[0]


def _page(
    methodology: Methodology, result: Result, workbook: bytes, options: ReportOptions
) -> dict[str, object]:
    language = options.language
    setting = Typesetter()
    title = setting.plain(options.title or methodology.title[language])
    shown = sections(methodology, result, options.sections, language, setting)
    day = options.day.isoformat()
    known = f"{methodology.id} {methodology.version}"
    source = in_both(methodology.source)[language]
    reference = f"{text('number', language)} {options.number} · " if options.number else ""
    return {
        "lang": language,
        "words": {name: said[language] for name, said in TEXTS.items()},
        "title": title,
        "keywords": [methodology.id, methodology.version, result.status],
        "date": [options.day.year, options.day.month, options.day.day],
        "reference": f"{reference}{day}",
        "methodology": f"{methodology.title[language]} · {known} · {source}",
        "status": result.status,
        "banner": _banner(methodology, result, language),
        "totals": _totals(methodology, result, language),
        "outputs": [
            [
                f"{output.sign} {output.title[language]}".strip(),
                figure(result.results[output.name]),
                output.unit,
            ]
            for output in methodology.outputs
        ],
        "rounding": methodology.rounding.text[language] if methodology.rounding else "",
        "sections": shown,
        "digest": hashlib.sha256(workbook).hexdigest(),
        "footer": f"{known} · {reference}{day}",
        "substituted": setting.substituted,
    }


def _banner(methodology: Methodology, result: Result, language: Language) -> str:
    said = [text(result.status, language)]
    if result.status == "reconstructed" and methodology.issues:
        said.append(text("no_issuance", language))
    return " ".join(said)


def _totals(
    methodology: Methodology, result: Result, language: Language
) -> Sequence[dict[str, str]]:
    principal = methodology.principal
    totals = [
        {
            "label": principal.title[language],
            "value": number(plain(round(result.results[principal.name], DECIMALS_LARGE))),
            "unit": principal.unit,
        }
    ]
    if result.issuable_units is not None:
        units = {"value": number(result.issuable_units), "unit": principal.unit}
        totals.append({"label": text("issuable", language), **units})
    return totals

"""What is asked of the compliance cycle: models for the forms, and the commands they become."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, create_model

from registry.compliance import (
    POWER_SPECIAL,
    SECTORS,
    Allocate,
    ApplyCarryOver,
    CarryOver,
    Cooling,
    EntityYear,
    ImposeFine,
    NotifyCarryOver,
    Preallocate,
    ReportEmissions,
    ReturnEmissionsReport,
    SubmitEvidence,
    VerifyEmissions,
    figure_names,
)
from registry.worlds import Command
from web.compliance.forms import NoteForm
from web.compliance.register import borrow_command, delist_command, unit_command
from web.compliance.words import CLASS_NAMES, COOLING_NAMES, SECTOR_NAMES, SPECIAL_NAMES
from web.forms import FormModel, field_copy
from web.registry.unit_inputs import WholeNumber

FEN_PER_CNY = 100
FIGURE_MAX = Decimal(10) ** 12


_LINE_SPECIAL = ("white_cement", "gypsum_acid")

Year = Annotated[
    WholeNumber,
    Field(
        ge=2019,
        le=2026,
        json_schema_extra=field_copy(
            "排放年度",
            "Emission year",
            "2025、2026 年度为征求意见稿。",
            "2025 and 2026 are drafts.",
        ),
    ),
]
Emissions = Annotated[
    WholeNumber,
    Field(
        ge=0,
        le=10**12,
        json_schema_extra=field_copy("经核查排放量", "Verified emissions", unit="t CO2e"),
    ),
]


def _amount(zh: str, en: str, unit: str, zh_help: str = "", en_help: str = "") -> Any:
    copy = field_copy(zh, en, zh_help, en_help, unit=unit)
    return Field(ge=0, le=FIGURE_MAX, decimal_places=6, json_schema_extra=copy)


def _share(zh: str, en: str, zh_help: str = "", en_help: str = "") -> Any:
    copy = field_copy(zh, en, zh_help, en_help)
    return Field(ge=0, le=1, decimal_places=6, json_schema_extra=copy)


def _choices(names: Mapping[str, Mapping[str, str]], values: Sequence[str]) -> dict[str, Any]:
    return {"kind": "choice", "choices": {value: dict(names[value]) for value in values}}


Output = Annotated[
    Decimal,
    _amount(
        "发电量 Qe",
        "Output Qe",
        "MWh",
        "2022 年度及以前为供电量，2023 年度起为发电量。",
        "Net supplied until 2022, gross generated from 2023.",
    ),
]
Heat = Annotated[Decimal, _amount("供热量 Qh", "Heat supplied Qh", "GJ")]
Load = Annotated[
    Decimal,
    _share(
        "负荷（出力）系数 F",
        "Load factor F",
        "填写小数，例如 0.60。",
        "A fraction, for example 0.60.",
    ),
]
HeatRatio = Annotated[
    Decimal,
    _share(
        "供热比 h", "Heat-supply ratio h", "仅用于 2022 年度及以前。", "Counts until 2022 only."
    ),
]
Product = Annotated[Decimal, _amount("产品产量", "Product", "t")]
IntensityEmissions = Annotated[
    Decimal,
    _amount(
        "强度核算排放量",
        "Emissions of the intensity",
        "t CO2e",
        "钢铁为炼铁与烧结工序排放量；留空按全部排放量。",
        "Steel: ironmaking and sintering; empty: all emissions.",
    ),
]
CarbideSlag = Annotated[
    Decimal, _share("电石渣替代比例", "Carbide slag share", "仅水泥。", "Cement only.")
]
FIGURES: Mapping[str, tuple[Any, Any]] = {
    "emissions_t": (Emissions, ...),
    "output_mwh": (Output, ...),
    "heat_gj": (Heat, Decimal(0)),
    "load_factor": (Load, ...),
    "heat_ratio": (HeatRatio, Decimal(0)),
    "product_t": (Product, ...),
    "intensity_emissions_t": (IntensityEmissions | None, None),
    "carbide_slag_share": (CarbideSlag, Decimal(0)),
}


class PowerForm(FormModel):
    """A power unit's year, for the calculator."""

    year: Year
    unit_class: Literal["coal_large", "coal_small", "coal_unconventional", "gas"] = Field(
        json_schema_extra=field_copy(
            "机组类别",
            "Class",
            **_choices(CLASS_NAMES, ("coal_large", "coal_small", "coal_unconventional", "gas")),
        )
    )
    output_mwh: Output
    heat_gj: Heat = Decimal(0)
    load_factor: Load
    heat_ratio: HeatRatio = Decimal(0)
    cooling: Cooling = Field(
        Cooling.WATER,
        json_schema_extra=field_copy(
            "冷却方式",
            "Cooling",
            "仅用于 2022 年度及以前。",
            "Counts until 2022 only.",
            **_choices(COOLING_NAMES, tuple(Cooling)),
        ),
    )
    emissions_t: Emissions


class IndustryForm(FormModel):
    """A production line's year, for the calculator."""

    year: Annotated[
        WholeNumber,
        Field(ge=2024, le=2026, json_schema_extra=field_copy("排放年度", "Emission year")),
    ]
    sector: Literal["steel", "cement", "aluminium"] = Field(
        json_schema_extra=field_copy("行业", "Sector", **_choices(SECTOR_NAMES, SECTORS))
    )
    emissions_t: Emissions
    intensity: Annotated[
        Decimal,
        Field(
            gt=0,
            le=1000,
            decimal_places=6,
            json_schema_extra=field_copy("碳排放强度 I", "Intensity I", unit="t/t"),
        ),
    ]
    balance_value: Annotated[
        Decimal,
        Field(
            gt=0,
            le=1000,
            decimal_places=18,
            json_schema_extra=field_copy(
                "平衡值 BP",
                "Balance value BP",
                "全行业配额等于排放量时的强度；2024 年度不使用。",
                "At it the sector's allowances equal its emissions; not used for 2024.",
                unit="t/t",
            ),
        ),
    ] = Decimal(1)


def report_model(shown: EntityYear) -> type[BaseModel]:
    """Return the model of an entity's annual report: the figures of each unit in turn."""
    fields: dict[str, Any] = {}
    for number, unit in enumerate(shown.units):
        group = {"group": f"{unit.code} · {unit.name}"}
        for name in figure_names(shown.entity.scheme, shown.entity.sector):
            if name == "special":
                special = POWER_SPECIAL if shown.entity.sector == "power" else _LINE_SPECIAL
                copy = field_copy(
                    "特殊情形", "Special kind", **_choices(SPECIAL_NAMES, special), **group
                )
                fields[f"u{number}_special"] = (str, Field("", json_schema_extra=copy))
                continue
            annotation, default = FIGURES[name]
            extra = {**_schema_of(annotation), **group}
            fields[f"u{number}_{name}"] = (annotation, Field(default, json_schema_extra=extra))
    return create_model("ReportForm", __base__=FormModel, **fields)


def report_units(shown: EntityYear, value: BaseModel) -> tuple[dict[str, str], ...]:
    """Return the figures of a report as its command takes them."""
    given = value.model_dump()
    names = figure_names(shown.entity.scheme, shown.entity.sector)
    return tuple(
        {
            "code": unit.code,
            **{name: _plain(given[f"u{number}_{name}"]) for name in names},
        }
        for number, unit in enumerate(shown.units)
    )


def verify_model(shown: EntityYear) -> type[BaseModel]:
    """Return the model of a verification: the figures of each unit as found, and a note."""
    return create_model("VerifyForm", __base__=(report_model(shown), NoteForm))


def reported_figures(shown: EntityYear) -> dict[str, str]:
    """Return the figures of the report that waits, by the fields of its form."""
    report = shown.last("report")
    units = {} if report is None else {each["code"]: each for each in report.detail["units"]}
    names = figure_names(shown.entity.scheme, shown.entity.sector)
    return {
        f"u{number}_{name}": str(units[unit.code][name])
        for number, unit in enumerate(shown.units)
        for name in names
        if unit.code in units
    }


def corrected_units(shown: EntityYear, value: BaseModel) -> tuple[dict[str, str], ...]:
    """Return the figures a verifier found, or none where they are those reported."""
    reported = reported_figures(shown)
    found = value.model_dump()
    same = all(
        name in found and _plain_number(text) == _plain_number(_plain(found[name]))
        for name, text in reported.items()
    )
    return () if same and reported else report_units(shown, value)


def step_command(step: str, shown: EntityYear, value: Any, client_id: str, body_id: int) -> Command:
    """Return the command of a step of an entity's year."""
    known: dict[str, Any] = {"client_id": client_id, "entity": shown.entity.number}
    dated = {**known, "year": shown.year}
    judged = {**dated, "party_id": body_id}
    builders: Mapping[str, Callable[[], Command]] = {
        "evidence": lambda: SubmitEvidence(**dated, **value.model_dump()),
        "report": lambda: ReportEmissions(**dated, units=report_units(shown, value)),
        "verify": lambda: VerifyEmissions(
            **judged, units=corrected_units(shown, value), note=value.note
        ),
        "return": lambda: ReturnEmissionsReport(**judged, note=value.note),
        "preallocate": lambda: Preallocate(**dated, base_t=value.base_t),
        "allocate": lambda: Allocate(**dated, **value.model_dump()),
        "unit": lambda: unit_command(shown.entity.number, value, client_id),
        "delist": lambda: delist_command(shown.entity.number, value, client_id),
        "borrow": lambda: borrow_command(shown.entity.number, shown.year, value, client_id),
        "notify": lambda: NotifyCarryOver(**known),
        "apply": lambda: ApplyCarryOver(**known, **value.model_dump()),
        "carry-over": lambda: CarryOver(
            client_id=client_id, application=waiting_application(shown) or 0
        ),
        "fine": lambda: ImposeFine(
            **dated,
            amount_fen=int(value.amount_cny * FEN_PER_CNY),
            mean_price_fen=int(value.mean_price_cny * FEN_PER_CNY),
            note=value.note,
        ),
    }
    return builders[step]()


def waiting_application(shown: EntityYear) -> int | None:
    """Return the first carry-over application that is not carried out."""
    applied = [event.id for event in shown.events if event.kind == "application"]
    done = sum(event.kind == "carry_over" for event in shown.events)
    return applied[done] if done < len(applied) else None


def _schema_of(annotation: Any) -> dict[str, Any]:
    parts = getattr(annotation, "__args__", (annotation,))
    annotated = next((part for part in (annotation, *parts) if hasattr(part, "__metadata__")), None)
    assert annotated is not None
    field = next(each for each in annotated.__metadata__ if hasattr(each, "json_schema_extra"))
    extra: dict[str, Any] = field.json_schema_extra
    return extra


def _plain_number(text: str) -> Decimal | str:
    """Return a figure to compare: 1.50 is 1.5, and nothing is 0."""
    try:
        return Decimal(text or "0")
    except InvalidOperation:
        return text


def _plain(value: object) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)

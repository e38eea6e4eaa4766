"""How schemes, platforms, batches and carbon accounts look in JSON; masses are whole mg or kg."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict


class _Shape(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class UseShape(_Shape):
    """Whether a scheme allows a use, and where that is written."""

    use: str
    allowed: bool
    source: str
    confidence: str


class FactorShape(_Shape):
    """The factors of a kind of activity, kg CO2e per unit, as text."""

    kind: str
    unit: str
    base_kg: str
    project_kg: str
    source: str
    confidence: str


class UsedShape(_Shape):
    """Credits used for one purpose, kg."""

    use: str
    purpose: str
    quantity_kg: int
    certificates: int


class FiguresShape(_Shape):
    """Public sums of a scheme; masses in mg CO2e."""

    scheme: str
    platforms: int
    persons: int
    records: int
    reduction_mg: int
    enterprise_mg: int
    personal_mg: int
    waiting_mg: int
    issued_kg: int
    used: list[UsedShape]


class SchemeShape(_Shape):
    """A scheme: uses, terms, factors and figures."""

    code: str
    names: dict[str, str]
    has_persons: bool
    threshold_kg: str | None
    period: str | None
    market: str | None
    uses: list[UseShape]
    factors: list[FactorShape]
    figures: FiguresShape


class PartyName(_Shape):
    """A party in both languages."""

    id: int
    name_zh: str
    name_en: str
    fictitious: bool


class PlatformShape(_Shape):
    """A platform with its sums; masses in mg CO2e."""

    number: str
    name: str
    scheme: str
    party: PartyName
    enterprise_account: str
    kinds: list[str]
    registered_at: datetime
    persons: int
    records: int
    reduction_mg: int
    waiting_records: int
    waiting_mg: int
    enterprise_mg: int
    personal_mg: int
    issued_kg: int


class BatchEventShape(_Shape):
    """One step of a batch."""

    step: str
    party: PartyName | None
    note: str
    recorded_at: datetime


class BatchShape(_Shape):
    """A batch; masses in mg CO2e, credits in kg."""

    number: str
    platform: str
    scheme: str
    period_from: date
    period_to: date
    records: int
    reduction_mg: int
    enterprise_mg: int
    personal_mg: int
    state: str
    verifier: PartyName | None
    issued_kg: int | None
    unit_type: str
    serials: list[str]
    events: list[BatchEventShape]


class PersonalLineShape(_Shape):
    """What a person did of one kind in one month; masses in mg CO2e."""

    month: str
    kind: str
    records: int
    reduction_mg: int
    enterprise_mg: int
    personal_mg: int
    waiting_mg: int


class ConsentShape(_Shape):
    """One step of a consent."""

    step: str
    day: date


class CarbonAccountShape(_Shape):
    """A personal carbon account, known by its code alone; masses in mg CO2e."""

    code: str
    scheme: str
    platform: str
    opened_on: date
    records: int
    reduction_mg: int
    enterprise_mg: int
    personal_mg: int
    waiting_mg: int
    lines: list[PersonalLineShape]
    consents: list[ConsentShape]


class SchemeList(BaseModel):
    """The schemes in force."""

    schemes: list[SchemeShape]


class PlatformList(BaseModel):
    """All platforms."""

    platforms: list[PlatformShape]


class PlatformPageShape(BaseModel):
    """A platform and its newest batches."""

    platform: PlatformShape
    batches: list[BatchShape]


class InclusionAnswer(BaseModel):
    """What a command did; `replayed` if its client id had been carried out before."""

    model_config = ConfigDict(extra="allow")

    replayed: bool


def scheme_shape(found: Any, figures: Any) -> SchemeShape:
    """Return a scheme with its figures as an answer."""
    return SchemeShape(
        code=found.code,
        names=dict(found.names),
        has_persons=found.has_persons,
        threshold_kg=found.threshold.text if found.threshold else None,
        period=found.period.text if found.period else None,
        market=found.market.text if found.market else None,
        uses=[
            UseShape(
                use=use,
                allowed=found.allows(use),
                source=rule.source,
                confidence=rule.confidence,
            )
            for use, rule in sorted(found.uses.items())
        ],
        factors=[
            FactorShape(
                kind=factor.kind,
                unit=factor.unit,
                base_kg=f"{factor.base_kg:f}",
                project_kg=f"{factor.project_kg:f}",
                source=factor.source,
                confidence=factor.confidence,
            )
            for factor in found.factors.values()
        ],
        figures=FiguresShape.model_validate(figures),
    )

"""Unit types of a world: entering and finding them."""

from collections.abc import Mapping
from typing import NamedTuple

from registry.ledger.models import UnitType
from registry.ledger.refused_moves import WrongUnitKind
from registry.ledger.units import Measure, UnitKind, parse_unit_type_code
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch
from registry.worlds.errors import RecordExists, UnknownUnitType, words
from registry.worlds.texts import check_text

UNIT_TYPE = words("Unit type", "单位类别")
KIND_NAMES: Mapping[str, Mapping[str, str]] = {
    UnitKind.ALLOWANCE: words("allowance", "配额"),
    UnitKind.CREDIT: words("credit", "减排量"),
    UnitKind.CERTIFICATE: words("green certificate", "绿证"),
    UnitKind.CASH: words("cash", "资金"),
}
ISSUANCE_NAMES: Mapping[str, Mapping[str, str]] = {
    UnitKind.ALLOWANCE: words("issuance", "发放"),
    UnitKind.CREDIT: words("issuance", "签发"),
    UnitKind.CERTIFICATE: words("issuance", "核发"),
    UnitKind.CASH: words("deposit", "入金"),
}
"""What the creation of units is called, by their kind."""
_UNIT_TYPE = "SELECT id, code, kind, scheme, vintage, measure FROM unit_type WHERE code = ?"


class UnitTypeFacts(NamedTuple):
    """What services need to know of a unit type."""

    id: int
    code: str
    kind: str
    scheme: str
    vintage: int | None
    measure: str


def add_unit_type(
    session: WorldSession,
    code: str,
    kind: UnitKind,
    measure: Measure,
    name_zh: str = "",
    name_en: str = "",
) -> UnitTypeFacts:
    """Enter a unit type.

    Args:
        session: the unit of work.
        code: scheme and vintage, such as ``CEA-2024``.
        kind: its family; cash is entered with the world.
        measure: what one unit stands for.
        name_zh: its Chinese name; default the code.
        name_en: its English name; default the code.

    Raises:
        UnitTypeCodeInvalid: the code has a wrong form.
        RecordExists: the code is taken.
    """
    scheme, vintage = parse_unit_type_code(code, "code")
    if fetch(session, _UNIT_TYPE, (code,)):
        raise RecordExists(what=UNIT_TYPE, value=code, field="code")
    record = UnitType(
        code=code,
        kind=kind.value,
        scheme=scheme,
        vintage=vintage,
        measure=measure.value,
        name_zh=check_text(name_zh or code, "name_zh"),
        name_en=check_text(name_en or code, "name_en"),
    )
    session.add(record)
    session.flush()
    session.note("unit_type", record.model_dump(exclude={"serial_next", "name_zh", "name_en"}))
    return find_unit_type(session, code)


def find_unit_type(session: WorldSession, code: str, *kinds: UnitKind) -> UnitTypeFacts:
    """Return what is known of the unit type with a code.

    Args:
        session: any session.
        code: such as ``CEA-2024``.
        kinds: those that are wanted here; none: any.

    Raises:
        UnknownUnitType: there is none.
        WrongUnitKind: it is of another kind.
    """
    rows = fetch(session, _UNIT_TYPE, (str(code).strip(),))
    if not rows:
        raise UnknownUnitType(unit_type=str(code)[:40], field="unit_type", value=str(code)[:40])
    found = UnitTypeFacts(*rows[0])
    if kinds and found.kind not in kinds:
        raise WrongUnitKind(
            unit_type=found.code,
            kind=KIND_NAMES[found.kind],
            needed={
                language: " / ".join(KIND_NAMES[kind][language] for kind in kinds)
                for language in ("en", "zh")
            },
            field="unit_type",
        )
    return found

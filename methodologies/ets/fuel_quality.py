"""Evidence and data quality of fuels: tests, moisture, ranges and the stock balance."""

from decimal import Decimal

from methodologies.activity.fuels import FUELS, Fuel
from methodologies.engine.errors import both
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import Amount, MethodologyInputs, asked
from methodologies.engine.trace import Notice, plain
from methodologies.ets.combustion import (
    COALS,
    FuelInputs,
    FuelMonth,
    FuelRules,
    from_air_dried,
    from_dry,
    fuel_unit,
    used_fuels,
)
from methodologies.ets.plausibility import judge
from methodologies.ets.provenance import DEFAULTS
from methodologies.ets.refusals import CarbonAboveMass, MoistureMissing, StockWithoutUse
from methodologies.ets.reporting import Series, by_name, missing

_STOCK_MAX = 100_000_000


class FuelStock(MethodologyInputs):
    """The stock of one fuel over the account: a second way to its consumption."""

    fuel: Fuel = asked("燃料", "Fuel", group="quality", kind="choice", choices=FUELS)
    opening: Amount = asked(
        "期初库存", "Opening stock", group="quality", kind="decimal", unit="t", at_most=_STOCK_MAX
    )
    received: Amount = asked(
        "购入量", "Received", group="quality", kind="decimal", unit="t", at_most=_STOCK_MAX
    )
    issued: Amount = asked(
        "外销及其他用途",
        "Sold or used otherwise",
        group="quality",
        kind="decimal",
        unit="t",
        at_most=_STOCK_MAX,
        default=Decimal(0),
    )
    closing: Amount = asked(
        "期末库存", "Closing stock", group="quality", kind="decimal", unit="t", at_most=_STOCK_MAX
    )


class StockedFuelInputs(FuelInputs):
    """The fuels of a plant, with the stocks that check them."""

    fuel_stocks: tuple[FuelStock, ...] = asked(
        "燃料库存平衡",
        "Stock balance of fuels",
        group="quality",
        kind="rows",
        default=(),
        rows_max=20,
        help=both(
            "消耗量 = 期初 + 购入 − 外销及其他 − 期末，用于核对，不改变结果。",
            "Used = opening + received − sold − closing; a check that changes no result.",
        ),
    )


def fuel_series(inputs: FuelInputs) -> list[Series]:
    """Return the fuels as series of months."""
    return [
        Series("fuels", FUELS[fuel], rows)
        for fuel, rows in by_name(inputs.fuels, lambda row: row.fuel).items()
    ]


def check_fuels(
    inputs: StockedFuelInputs, rules: FuelRules, factors: FactorLibrary
) -> list[Notice]:
    """Check tests, moisture, ranges and stocks of the fuels.

    Returns:
        Notices of untested carbon, of unlikely figures and of a stock balance that is off.

    Raises:
        MoistureMissing, CarbonAboveMass, Implausible, StockWithoutUse: the rows cannot be right.
    """
    notices: list[Notice] = []
    for row in inputs.fuels:
        notices += _check_carbon(row, factors)
    untested = [row for row in inputs.fuels if row.carbon_content is None and row.quantity]
    if untested:
        notices.append(_untested(untested, bool(rules.untested_coal)))
    return notices + _check_stocks(inputs, factors)


def _check_carbon(row: FuelMonth, factors: FactorLibrary) -> list[Notice]:
    if row.carbon_content is None:
        return []
    if row.carbon_content > 1 and fuel_unit(row.fuel) == "t":
        raise CarbonAboveMass(field="fuels", label=FUELS[row.fuel], value=plain(row.carbon_content))
    received = _as_received(row)
    notices = judge(factors, "coal_carbon", received, "fuels") if row.fuel in COALS else []
    if row.heating_value:
        notices += judge(factors, "carbon_per_heat", received / row.heating_value, "fuels")
    return notices


def _as_received(row: FuelMonth) -> Decimal:
    assert row.carbon_content is not None
    if row.carbon_basis == "received":
        return row.carbon_content
    received, air_dried = row.moisture_received_pct, row.moisture_air_dried_pct
    if received is None or (row.carbon_basis == "air_dried" and air_dried is None):
        raise MoistureMissing(field="fuels", fuel=FUELS[row.fuel])
    if row.carbon_basis == "dry":
        dry: Decimal = from_dry(row.carbon_content, received)
        return dry
    converted: Decimal = from_air_dried(row.carbon_content, received, air_dried)
    return converted


def _untested(rows: list[FuelMonth], penal: bool) -> Notice:
    names = {row.fuel: FUELS[row.fuel] for row in rows}
    zh, en = (
        "、".join(n["zh"] for n in names.values()),
        ", ".join(n["en"] for n in names.values()),
    )
    why_zh = "（高于常见实测值）" if penal else ""
    why_en = " (above what tests usually find)" if penal else ""
    return Notice(
        "methodologies.untested_carbon",
        {
            "zh": f"{zh}有月份未实测元素碳含量，按缺省值{why_zh}计算。",
            "en": f"In some months the carbon of {en} was not tested; defaults{why_en} apply.",
        },
        DEFAULTS,
    )


def _check_stocks(inputs: StockedFuelInputs, factors: FactorLibrary) -> list[Notice]:
    used = used_fuels(inputs.fuels)
    notices: list[Notice] = []
    named = [stock.fuel for stock in inputs.fuel_stocks]
    for stock in inputs.fuel_stocks:
        rows = [row for row in inputs.fuels if row.fuel == stock.fuel]
        if named.count(stock.fuel) > 1 or not used.get(stock.fuel):
            raise StockWithoutUse(field="fuel_stocks", fuel=FUELS[stock.fuel])
        if missing(rows, inputs.through_month):
            continue
        balanced = stock.opening + stock.received - stock.issued - stock.closing
        difference = abs(balanced - used[stock.fuel]) / used[stock.fuel]
        notices += judge(factors, "stock_difference", difference, "fuel_stocks")
    return notices

"""How numbers, money, dates and times are written, in the reader's language."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import Flask
from flask_babel import format_date, format_datetime, gettext
from markupsafe import Markup, escape

from methodologies import Factor, in_both
from registry.ledger import Measure, credit_tonnes
from web.languages import current_language

FEN_PER_YUAN = 100
MINUS = "\N{MINUS SIGN}"
DIGITS_SHOWN_MAX = 40
WHOLE_DIGITS = re.compile(r"(?<![\d.])\d{4,30}")
SUBSCRIPT = re.compile(r"([^\W\d_]+)_(\w+(?:,\w+)*)")


def init_app(app: Flask) -> None:
    """Add the filters of this module to templates."""
    app.jinja_env.filters.update(
        kilogram_tonnes=kilogram_tonnes,
        number=number,
        yuan=yuan,
        unit=unit,
        symbol=symbol,
        grouped=grouped,
        day=day,
        moment=moment,
        in_language=in_language,
    )


def in_language(source: str | Mapping[str, Any] | Factor, language: str = "") -> str:
    """Write a source in one language, if it was written in both.

    Args:
        source: a text, or the factor that states it; what a user imported is shown as written.
        language: zh or en; without it, the reader's.
    """
    language = language or current_language()
    if isinstance(source, Factor):
        return source.sources[language]
    if isinstance(source, str):
        return in_both(source)[language]
    return source["source"] if source.get("imported") else in_both(source["source"])[language]


def number(value: Decimal | int | str | float, decimals: int | None = None) -> str:
    """Write a number with thousands separators and a true minus sign.

    Args:
        value: the number; text must be a plain decimal.
        decimals: digits after the point, rounded half to even; default: as given.
    """
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not exact.is_finite() or abs(exact.adjusted()) > DIGITS_SHOWN_MAX:
        return str(exact)
    shown = f"{exact:,f}" if decimals is None else f"{exact:,.{decimals}f}"
    return shown.replace("-", MINUS)


def yuan(fen: int) -> str:
    """Write an amount of fen as yuan with two decimals."""
    return number(Decimal(fen) / FEN_PER_YUAN, 2)


def kilogram_tonnes(quantity_kg: int) -> str:
    """Write kilogram units as tonnes, exactly."""
    return number(trimmed(credit_tonnes(Measure.KG_CO2E, quantity_kg)))


def trimmed(exact: Decimal) -> Decimal:
    """Return a number without the zeros at its end."""
    return exact.quantize(1) if exact == exact.to_integral_value() else exact.normalize()


def unit(symbol: str) -> Markup:
    """Write a unit with real subscripts, `tCO2e` as t CO₂e, and yuan in the reader's language."""
    safe = str(escape(symbol)).replace("tCO2", "t CO2").replace("CO2", "CO<sub>2</sub>")
    safe = safe.replace("CNY", gettext("CNY"))
    return Markup(safe)  # noqa: S704 escaped above


def symbol(formula: str) -> Markup:
    """Write symbols with real subscripts: `EF_grid,CM,y` becomes EF with a `<sub>`."""
    return Markup(SUBSCRIPT.sub(r"\1<sub>\2</sub>", str(escape(formula))))  # noqa: S704 escaped


def grouped(expression: str) -> str:
    """Write the numbers of an expression with thousands separators."""
    return WHOLE_DIGITS.sub(lambda found: f"{int(found[0]):,}", expression)


def day(value: date) -> str:
    """Write a date as 2026-11-21, in both languages and everywhere alike."""
    return str(format_date(value, "yyyy-MM-dd"))


def moment(value: datetime) -> str:
    """Write date and time in the market's zone."""
    return str(format_datetime(value, "yyyy-MM-dd HH:mm"))

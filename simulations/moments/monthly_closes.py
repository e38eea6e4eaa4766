"""Closes beside which simulated prices are drawn: published month ends, or a user's own file."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from simulations.moments.daily import DailySeries
from simulations.moments.price_files import read_price_file
from simulations.moments.published import Source, published_bands
from simulations.moments.refused_files import ClosesOfOtherMarkets, UnknownCloses

FILE: Final = "data/monthly_closes.yaml"
Closes = dict[date, float]


class PublishedClose(BaseModel):
    """The last close of one month.

    Args:
        day: The month's last trading day.
        close_cny: The close, CNY/t.
        source: Key of the source.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    close_cny: float = Field(gt=0)
    source: str


class MonthlyCloses(BaseModel):
    """The published closes of real markets.

    Args:
        schema_name: Name and version of the file's form.
        sources: Sources by key.
        closes: The last close of each month, in order, by the market's code.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_name: Literal["tanlab/monthly-closes@1"]
    sources: Mapping[str, Source]
    closes: Mapping[str, tuple[PublishedClose, ...]]

    def source_of(self, close: PublishedClose) -> Source:
        """Return where a close comes from, and how far it can be relied on."""
        return self.sources[close.source]


@cache
def monthly_closes() -> MonthlyCloses:
    """Return the published closes of the package."""
    text = files("simulations.moments").joinpath(FILE).read_text(encoding="utf-8")
    tree = YAML(typ="safe", pure=True).load(text)
    return MonthlyCloses(schema_name=tree.pop("schema"), **tree)


def closes_of(reference: str, markets: Sequence[str]) -> dict[str, Closes]:
    """Return closes by day for each market that they are of, CNY/t.

    Args:
        reference: A shipped series such as ``CEA``, or the path of a CSV file of prices; one
            series and one market belong together whatever the series is called.
        markets: Names of the markets of a scenario.

    Raises:
        UnknownCloses: No series has that name, and no file.
        ClosesOfOtherMarkets: They are of none of the markets.
        Unreadable: The file cannot be read.
    """
    shipped = monthly_closes().closes
    if reference in shipped:
        series = {reference: {row.day: row.close_cny for row in shipped[reference]}}
    elif Path(reference).is_file():
        read = read_price_file(Path(reference)).series
        series = {name: _by_day(days) for name, days in read.items()}
        if len(series) == len(markets) == 1:
            return dict(zip(markets, series.values(), strict=True))
    else:
        raise UnknownCloses(name=reference, known=", ".join(shipped))
    found = {market: series[name] for market in markets for name in series if _is(name, market)}
    if not found:
        raise ClosesOfOtherMarkets(names=", ".join(series), known=", ".join(markets))
    return found


def _by_day(series: DailySeries) -> Closes:
    days = series.days.astype(object)
    return {day: float(close) for day, close in zip(days, series.close, strict=True)}


def _is(name: str, market: str) -> bool:
    """Tell whether a series is of a market: the same name, or names of the same real market."""
    real = published_bands().of_market(name)
    return name.casefold() == market.casefold() or (real is not None and market in real[1].markets)

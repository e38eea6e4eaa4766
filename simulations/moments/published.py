"""Published bands: dated rows with source and confidence, and how values compare with them."""

import math
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from simulations.moments.bootstrap import BootstrapPlan

FILE: Final = "data/published_bands.yaml"
Confidence = Literal["official", "published", "recalled", "derived", "assumption"]
_Z_OF_90_PCT: Final = 1.6448536269514722


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Frozen):
    """Where a row comes from.

    Args:
        text: Who computed or published it.
        dated: Last day of the data behind it.
        confidence: How far it can be relied on.
    """

    text: str
    dated: date
    confidence: Confidence


class PublishedRow(_Frozen):
    """One statistic of one real market over one period.

    Args:
        moment: The statistic.
        period: The days it covers.
        value: What was found, in the statistic's unit.
        low: Lower end of the band; None when open.
        high: Upper end of the band; None when open.
        basis: What the band is: bootstrap, years, tolerance or none.
        use: fitted, emergent or shown.
        source: Key of the source.
        years: Values of single years.
    """

    moment: str
    period: str
    value: float
    low: float | None
    high: float | None
    basis: Literal["bootstrap", "years", "tolerance", "none"]
    use: Literal["fitted", "emergent", "shown"]
    source: str
    years: Mapping[str, float] = {}

    def inside(self, value: float) -> bool | None:
        """Tell whether a value lies in the band, ends included; None without band or value."""
        if math.isnan(value) or (self.low is None and self.high is None):
            return None
        above = self.low is None or value >= self.low
        return above and (self.high is None or value <= self.high)

    @property
    def standard_error(self) -> float | None:
        """Return the width of a 90 % bootstrap band as a standard error; None for others."""
        if self.basis != "bootstrap" or self.low is None or self.high is None:
            return None
        return (self.high - self.low) / (2 * _Z_OF_90_PCT)


class PublishedSeries(_Frozen):
    """The rows of one real market.

    Args:
        title: Its name in zh and en.
        markets: Names of markets in scenarios and price files that are compared with it.
        rows: Its statistics.
    """

    title: Mapping[str, str]
    markets: tuple[str, ...]
    rows: tuple[PublishedRow, ...]


class Published(_Frozen):
    """Everything published that statistics are compared with.

    Args:
        schema_name: Name and version of the file's form.
        bootstrap: The plan with which the bands were made; bands here are made with the same.
        sources: Sources by key.
        correlations: The band of weekly correlations between unlinked markets.
        series: Real markets by code.
    """

    schema_name: Literal["tanlab/published-bands@1"]
    bootstrap: BootstrapPlan
    sources: Mapping[str, Source]
    correlations: PublishedRow
    series: Mapping[str, PublishedSeries]

    def of_market(self, market: str) -> tuple[str, PublishedSeries] | None:
        """Return the real market that a name stands for, with its code; None if there is none.

        Args:
            market: A name of the lists ``markets``, in any case; a system of an ICAP file may
                go on after it.
        """
        asked = market.casefold()
        for code, series in self.series.items():
            for name in series.markets:
                known = name.casefold()
                if asked == known or (" " in known and asked.startswith(known)):
                    return code, series
        return None


@cache
def published_bands() -> Published:
    """Return the published bands of the package."""
    text = files("simulations.moments").joinpath(FILE).read_text(encoding="utf-8")
    tree = YAML(typ="safe", pure=True).load(text)
    return Published(schema_name=tree.pop("schema"), **tree)

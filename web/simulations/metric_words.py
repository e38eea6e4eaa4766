"""What a metric and a market of a simulation are called for people, in the reader's language."""

from flask_babel import gettext as _

from registry.rules import scheme_profiles
from simulations import read_metric
from web.languages import current_language


def market_title(market: str) -> str:
    """Return the name of a market: of a known scheme its title, else the name in the scenario."""
    profile = scheme_profiles().get(market)
    return profile.name[current_language()] if profile else market


def metric_words(name: str) -> str:
    """Return a metric's name: the markets, what is measured, over which days.

    Args:
        name: such as ``national.price_mean_cny`` or ``hubei.volume_t@2024-09-01/2024-09-30``.
    """
    asked = read_metric(name)
    if asked is None:
        return name
    markets = " – ".join(market_title(market) for market in asked.markets)
    words = _("%(market)s: %(metric)s", market=markets, metric=asked.metric.name[current_language()])
    if asked.window is None:
        return str(words)
    return str(
        _("%(words)s, %(start)s to %(end)s", words=words, start=asked.window[0], end=asked.window[1])
    )


def metric_unit(name: str) -> str:
    """Return the unit of a metric for people; empty where it has none."""
    asked = read_metric(name)
    if asked is None:
        return ""
    return str(_("share, 0–1")) if asked.metric.unit == "ratio" else asked.metric.unit

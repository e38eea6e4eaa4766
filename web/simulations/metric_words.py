"""What a metric of a simulation is called for people, in the reader's language."""

from flask_babel import gettext as _

from simulations import read_metric
from web.languages import current_language


def metric_words(name: str) -> str:
    """Return a metric's name: the markets, what is measured, over which days.

    Args:
        name: such as ``national.price_mean_cny`` or ``hubei.volume_t@2024-09-01/2024-09-30``.
    """
    asked = read_metric(name)
    if asked is None:
        return name
    measured = asked.metric.name[current_language()]
    words = _("%(market)s: %(metric)s", market=" – ".join(asked.markets), metric=measured)
    if asked.window is None:
        return str(words)
    start, end = asked.window
    return str(_("%(words)s, %(start)s to %(end)s", words=words, start=start, end=end))


def metric_unit(name: str) -> str:
    """Return the unit of a metric; empty where it is a ratio."""
    asked = read_metric(name)
    return "" if asked is None or asked.metric.unit == "ratio" else asked.metric.unit

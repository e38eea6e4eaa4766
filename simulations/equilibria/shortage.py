"""What a unit is worth before emissions are known: the penalty times the probability of missing it.

Source: J. Seifert, M. Uhrig-Homburg & M. Wagner (2008), Dynamic behavior of CO2 spot prices,
Journal of Environmental Economics and Management 56(2); M. Chesney & L. Taschini (2012), The
endogenous price dynamics of emission allowances and an application to CO2 option pricing, Applied
Mathematical Finance 19(5).
"""

import math
from dataclasses import dataclass

from simulations.equilibria.firms import PRICE_CNY_MAX, TONNES_MAX
from simulations.equilibria.refused_equilibria import require_within

_RATE_MIN, _RATE_MAX = -0.99, 10.0
_YEARS_MAX = 100.0


@dataclass(frozen=True, slots=True)
class EmissionsOutlook:
    """Emissions of the whole market until the deadline as they are expected now, normal.

    Args:
        mean_t: Expected emissions, t.
        sd_t: Standard deviation of what is not known yet, t; 0 once all is known.
    """

    mean_t: float
    sd_t: float

    def __post_init__(self) -> None:
        require_within("mean_t", self.mean_t, -TONNES_MAX, TONNES_MAX)
        require_within("sd_t", self.sd_t, 0.0, TONNES_MAX)

    def shortage_probability(self, cap_t: float) -> float:
        """Return the probability that emissions exceed the cap, 0 to 1."""
        if self.sd_t == 0:
            return 1.0 if self.mean_t > cap_t else 0.0
        return 0.5 * math.erfc((cap_t - self.mean_t) / (self.sd_t * math.sqrt(2)))

    def after(self, known_share: float, news_sd: float = 0.0) -> "EmissionsOutlook":
        """Return the outlook when a share of the variance has become known.

        Args:
            known_share: Share of the variance that is known now, 0 to 1.
            news_sd: How many standard deviations of that news emissions moved.
        """
        require_within("known_share", known_share, 0.0, 1.0)
        news_t = news_sd * self.sd_t * math.sqrt(known_share)
        return EmissionsOutlook(self.mean_t + news_t, self.sd_t * math.sqrt(1 - known_share))


def shortage_price_cny(
    outlook: EmissionsOutlook,
    cap_t: float,
    penalty_cny: float,
    *,
    worth_if_long_cny: float = 0.0,
    rate: float = 0.0,
    years: float = 0.0,
) -> float:
    """Return the price of a unit when nothing can be abated before the deadline.

    Args:
        outlook: Emissions as expected now.
        cap_t: Units that exist, t.
        penalty_cny: All that one missing tonne costs, CNY/t: the fine and, where the unit must
            be made good, the later price of one.
        worth_if_long_cny: What a unit left over is worth, CNY/t: 0, or the later price where
            units are carried over.
        rate: Interest a year, continuous, a share.
        years: Years until the deadline.

    Returns:
        The expected worth, discounted, CNY/t; between both outcomes, and a martingale when
        discounted.

    Raises:
        NoEquilibrium: A value is outside its range.

    Source:
        Seifert et al. (2008); Chesney & Taschini (2012).
    """
    require_within("cap_t", cap_t, 0.0, TONNES_MAX)
    require_within("penalty_cny", penalty_cny, 0.0, PRICE_CNY_MAX)
    require_within("worth_if_long_cny", worth_if_long_cny, 0.0, PRICE_CNY_MAX)
    require_within("rate", rate, _RATE_MIN, _RATE_MAX)
    require_within("years", years, 0.0, _YEARS_MAX)
    probability = outlook.shortage_probability(cap_t)
    worth = probability * penalty_cny + (1 - probability) * worth_if_long_cny
    return math.exp(-rate * years) * worth

"""What allocation does to output and abatement where it follows them, as under a rate-based plan.

Source: L. H. Goulder, X. Long, J. Lu & R. D. Morgenstern (2019), China's unconventional nationwide
CO2 emissions trading system, NBER Working Paper 26537; C. Fischer (2001), Rebating environmental
policy revenues, Resources for the Future Discussion Paper 01-22.
"""

from dataclasses import dataclass

from simulations.behaviour.abatement import LEAST, PRICE_CNY_MAX, AbatementCurve
from simulations.behaviour.refused_behaviour import require_within


@dataclass(frozen=True, slots=True)
class OutputResponse:
    """How a firm's output follows its cost.

    Args:
        product_price_cny: Price of a unit of output, CNY, above 0.
        elasticity: By how many per cent output falls when a unit of output costs 1 % of its
            price more, 0 or more.
        output_share_max: Most output, as a multiple of output at a carbon price of 0, 1 or more.
    """

    product_price_cny: float
    elasticity: float
    output_share_max: float

    def __post_init__(self) -> None:
        require_within("product_price_cny", self.product_price_cny, LEAST, PRICE_CNY_MAX)
        require_within("elasticity", self.elasticity, 0.0, 1_000.0)
        require_within("output_share_max", self.output_share_max, 1.0, 1_000.0)

    def output_share(self, unit_cost_cny: float) -> float:
        """Return output as a multiple of output without a carbon price.

        Args:
            unit_cost_cny: What the carbon price adds to the cost of a unit of output, CNY; below 0
                where free units earn more than emissions cost.
        """
        share = 1 - self.elasticity * unit_cost_cny / self.product_price_cny
        return min(max(share, 0.0), self.output_share_max)


def carbon_cost_cny(
    price_cny: float, intensity_t: float, benchmark_t: float, curve: AbatementCurve
) -> float:
    """Return what a carbon price adds to the cost of a unit of output when abatement is best.

    Args:
        price_cny: Price of a unit, CNY/t.
        intensity_t: Emissions per unit of output without abatement, t.
        benchmark_t: Units received for a further unit of output, t; 0 where allocation is fixed.
        curve: Marginal cost of abatement.

    Returns:
        Units bought beyond the free ones and the cost of abatement, CNY per unit of output.

    Source:
        Goulder et al. (2019): p [m (1 − x) − β] + C(x), where C′ = p; check 14.
    """
    share = curve.share(price_cny)
    emitted_t = intensity_t * (1 - share)
    return price_cny * (emitted_t - benchmark_t) + intensity_t * curve.cost_cny(share)

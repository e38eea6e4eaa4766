"""What abating costs a firm: marginal cost by the share of its emissions that is abated.

Source: the curve MAC(x) = A ζ x^η; one anchor of its usual numbers is L. Du, A. Hanley & C. Wei
(2015), Estimating the marginal abatement cost curve of CO2 emissions in China, Kiel Working Paper
1985.
"""

from dataclasses import dataclass

from simulations.behaviour.refused_behaviour import require_within

PRICE_CNY_MAX = 1e9
TONNES_MAX = 1e15
LEAST = 1e-9
EXPONENT_MIN, EXPONENT_MAX = 0.01, 100.0


@dataclass(frozen=True, slots=True)
class AbatementCurve:
    """Marginal cost ``intercept + rise * (x / share_max) ** exponent`` of abating the share x.

    Args:
        intercept_cny: Marginal cost of the first tonne, CNY/t; the price of fuel moves it.
        rise_cny: Rise of marginal cost from the first tonne to the last one, CNY/t, above 0.
        exponent: How cost rises with the share abated, η; 1 makes the curve a line.
        share_max: Most that can be abated, a share of emissions, 0 to 1.
    """

    intercept_cny: float
    rise_cny: float
    exponent: float
    share_max: float

    def __post_init__(self) -> None:
        require_within("intercept_cny", self.intercept_cny, 0.0, PRICE_CNY_MAX)
        require_within("rise_cny", self.rise_cny, LEAST, PRICE_CNY_MAX)
        require_within("exponent", self.exponent, EXPONENT_MIN, EXPONENT_MAX)
        require_within("share_max", self.share_max, 0.0, 1.0)

    @classmethod
    def power(
        cls, scale_cny: float, exponent: float, intercept_cny: float, share_max: float
    ) -> "AbatementCurve":
        """Return the curve ``intercept + scale * x ** exponent``.

        Args:
            scale_cny: A ζ, the rise of marginal cost to x = 1, CNY/t.
            exponent: η.
            intercept_cny: Marginal cost of the first tonne, CNY/t.
            share_max: Most that can be abated, a share.
        """
        require_within("share_max", share_max, 0.0, 1.0)
        require_within("exponent", exponent, EXPONENT_MIN, EXPONENT_MAX)
        rise = scale_cny * share_max**exponent if share_max > 0 else scale_cny
        return cls(intercept_cny, rise, exponent, share_max)

    @classmethod
    def line(
        cls, bau_t: float, slope_cny: float, intercept_cny: float, share_max: float
    ) -> "AbatementCurve":
        """Return the curve whose marginal cost rises by ``slope_cny`` with each tonne.

        Args:
            bau_t: Emissions without abatement, t, above 0.
            slope_cny: Rise of marginal cost, CNY/t per t.
            intercept_cny: Marginal cost of the first tonne, CNY/t.
            share_max: Most that can be abated, a share.
        """
        return cls.power(slope_cny * bau_t, 1.0, intercept_cny, share_max)

    def share(self, price_cny: float) -> float:
        """Return the share whose marginal cost equals the price, 0 to ``share_max``."""
        relative = (price_cny - self.intercept_cny) / self.rise_cny
        relative = min(max(relative, 0.0), 1.0)
        return float(self.share_max * relative ** (1 / self.exponent))

    def marginal_cost_cny(self, share: float) -> float:
        """Return the marginal cost at a share, CNY/t."""
        return self.intercept_cny + self._risen_cny(share)

    def cost_cny(self, share: float) -> float:
        """Return the cost of abating a share, per tonne of emissions without abatement, CNY."""
        return share * (self.intercept_cny + self._risen_cny(share) / (self.exponent + 1))

    def narrowed(self, part: float) -> "AbatementCurve":
        """Return the curve on which every price calls forth only a part of the abatement.

        Args:
            part: The part, 0 to 1.
        """
        require_within("part", part, 0.0, 1.0)
        share_max = part * self.share_max
        return AbatementCurve(self.intercept_cny, self.rise_cny, self.exponent, share_max)

    def _risen_cny(self, share: float) -> float:
        if share == 0 or self.share_max == 0:
            return 0.0
        return float(self.rise_cny * (share / self.share_max) ** self.exponent)


@dataclass(frozen=True, slots=True)
class AbatingFirm:
    """A firm with its curve, as the solvers of ``simulations.equilibria`` take firms.

    Args:
        bau_t: Emissions without any abatement, t CO2e, above 0.
        allocation_t: Units received free of charge, t CO2e.
        curve: Its marginal cost.
    """

    bau_t: float
    allocation_t: float
    curve: AbatementCurve

    def __post_init__(self) -> None:
        require_within("bau_t", self.bau_t, LEAST, TONNES_MAX)
        require_within("allocation_t", self.allocation_t, 0.0, TONNES_MAX)

    @property
    def price_cny_max(self) -> float:
        """Marginal cost of the last tonne that can be abated, CNY/t."""
        return self.curve.intercept_cny + self.curve.rise_cny

    def abatement_t(self, price_cny: float) -> float:
        """Return the abatement whose marginal cost equals the price, t."""
        return self.bau_t * self.curve.share(price_cny)

    def abatement_rate(self, price_cny: float) -> float:
        """Return how abatement rises with the price, t per CNY/t; 0 at a corner."""
        above = price_cny - self.curve.intercept_cny
        if not 0 < above < self.curve.rise_cny:
            return 0.0
        return self.abatement_t(price_cny) / (self.curve.exponent * above)

    def marginal_cost_cny(self, abatement_t: float) -> float:
        """Return the marginal cost of abating so much, CNY/t."""
        return self.curve.marginal_cost_cny(abatement_t / self.bau_t)

    def cost_cny(self, abatement_t: float) -> float:
        """Return the cost of abating so much, CNY."""
        return self.bau_t * self.curve.cost_cny(abatement_t / self.bau_t)

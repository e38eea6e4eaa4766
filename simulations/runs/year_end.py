"""The deadline carried out: commands and postings for each firm's accounting."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from registry.compliance import Surrender, fine_fen
from simulations.agents import FirmAgent
from simulations.behaviour import FEN
from simulations.markets import Exit, Migration, settle_exit
from simulations.memory import MemoryWorld, Venue
from simulations.runs.credits import CreditDesk, split_credits
from simulations.runs.supply import Supply
from simulations.runs.surrender import Accounting, Books, account_for_year, carried_t
from simulations.scenarios import Market


@dataclass(slots=True, kw_only=True)
class YearEnd:
    """Settles one compliance year of one market, firm by firm.

    Args:
        world: Where commands are carried out.
        rules: The market's rules at the deadline.
        year: The emission year.
        old: The venue of its units.
        new: The venue of the next year's units.
        credits: Where the market's firms find credits.
        mean_fen: Mean price of the month before the deadline, fen per t.
        supply: The market's units beside free allocation; borrowed ones are noted there.
        leaving: Moves whose sectors surrender here for the last time.
        remainders: Last emission year of which firms that have left may keep units, by account.
        exits: What became of the units of firms that leave, by account.
        totals: Quantities settled, by kind of event, t.
    """

    world: MemoryWorld
    rules: Market
    year: int
    old: Venue
    new: Venue
    credits: CreditDesk
    mean_fen: int
    supply: Supply
    leaving: Mapping[str, Migration] = field(default_factory=dict)
    remainders: Mapping[int, int] = field(default_factory=dict)
    exits: dict[int, Exit] = field(default_factory=dict)
    totals: Counter[str] = field(default_factory=Counter)

    def settle(self, agent: FirmAgent) -> tuple[Any, ...]:
        """Settle one firm and return its row of the firms table."""
        world = self.world
        held_t = world.held(agent.account_id, self.old.unit_type_id)
        stock = self.credits.surrenderable(agent)
        done = account_for_year(
            Books(
                emissions_t=agent.year.emissions_t,
                held_t=held_t,
                offsets_t=sum(credits_t for _, credits_t in stock),
                expected_cny=agent.expected_cny,
                abatement=agent.abatement,
                offset_limit_share=self.rules.offsets.max_share,
                fine_cny=self._fine_fen(1) / FEN,
                owed_t=agent.owed_t,
                borrowing_share_max=self._borrowing_share(),
            )
        )
        net_t = agent.net_purchases_t(held_t)
        kept_t = self._kept_t(agent, done, net_t)
        fine = self._fine_fen(done.shortfall_t)
        for code, credits_t in split_credits(stock, done.offsets_t):
            self._surrender(agent, code, credits_t)
        self._carry_out(agent, done, kept_t, fine)
        cost_cny = agent.invested_cny + agent.abatement.cost_cny(done.abatement_t)
        return (
            self.year,
            self.old.market,
            agent.profile.firm_id,
            agent.profile.sector,
            agent.year.emissions_t,
            agent.issued_t,
            done.obligation_t,
            done.abatement_t,
            round(cost_cny, 2),
            net_t,
            done.surrendered_t,
            done.offsets_t,
            kept_t,
            done.shortfall_t,
            fine / FEN,
            done.borrowed_t,
            agent.abatement.built_t,
            round(agent.output_share, 6),
        )

    def _kept_t(self, agent: FirmAgent, done: Accounting, net_t: int) -> int:
        """Return what of the units left the firm keeps, t."""
        last_year = self.remainders.get(agent.account_id)
        if last_year is not None:
            return done.left_t if self.year < last_year else 0
        move = self.leaving.get(agent.profile.sector)
        if move is None:
            return min(done.left_t, carried_t(self.rules, done.left_t, -net_t))
        left = settle_exit(done.left_t, agent.issued_t, done.obligation_t, move)
        if left.kept_until <= self.year:
            left = left._replace(kept_t=0, cancelled_t=left.cancelled_t + left.kept_t)
        self.exits[agent.account_id] = left
        return left.kept_t

    def _fine_fen(self, missing_t: int) -> int:
        """Return the fine on so many missing units, fen."""
        terms = self.rules.compliance
        if terms.penalty is not None:
            return int(terms.penalty.flat_cny * FEN) * missing_t
        return fine_fen(missing_t, self.mean_fen, Decimal(terms.penalty_price_multiple))

    def _borrowing_share(self) -> float:
        """Return the share of an obligation that units of the next cycle may cover."""
        if self.rules.borrowing == "forbidden":
            return 0.0
        share = self.rules.borrowing_share_max
        return 1.0 if share is None else share

    def _carry_out(self, agent: FirmAgent, done: Accounting, kept_t: int, fine: int) -> None:
        """Surrender, pay, and exchange what is carried over for units of the next cycle."""
        world, supply, penalty = self.world, self.supply, self.rules.compliance.penalty
        world.issue(agent.account, self.old.instrument, done.borrowed_t)
        self._surrender(agent, self.old.instrument, done.surrendered_t)
        world.pay_fine(agent.account_id, fine)
        world.cancel_units(agent.account_id, self.old.unit_type_id, done.left_t)
        world.issue(agent.account, self.new.instrument, kept_t)
        if done.borrowed_t:
            supply.borrowed_t[agent.account_id] = done.borrowed_t
        agent.owed_t = done.shortfall_t if penalty is not None and penalty.make_good else 0
        supply.issued_t += done.borrowed_t
        supply.emitted_t += done.obligation_t - done.shortfall_t
        supply.cancelled_t += done.left_t - kept_t
        self.totals["borrowed"] += done.borrowed_t
        self.totals["surrender"] += done.surrendered_t
        self.totals["offset"] += done.offsets_t
        self.totals["carry_over"] += kept_t
        self.totals["cancelled"] += done.left_t - kept_t
        self.totals["shortfall"] += done.shortfall_t

    def _surrender(self, agent: FirmAgent, unit_type: str, quantity_t: int) -> None:
        if quantity_t:
            command = Surrender(
                client_id=f"surrender:{unit_type}:{self.year}:{agent.profile.number}",
                account=agent.account,
                unit_type=unit_type,
                quantity=quantity_t,
                compliance_year=self.year,
            )
            self.world.execute(command)

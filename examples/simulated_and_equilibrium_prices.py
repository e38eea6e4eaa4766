# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A simulated price and the price of theory · 模拟价格与理论价格
#
# What would the price be if every firm knew everything and trading cost nothing? The solver answers
# for the very firms that a run has drawn; the run answers for firms that wake up now and then, meet
# in a book and expect prices. The sample is small and the result illustrative.
#
# 如果企业无所不知、交易没有成本，价格会是多少？求解器针对同一批企业给出答案；模拟则让企业不时进场、
# 在订单簿中相遇并形成预期。样本很小，结果仅作示意。

# %%
import pandas as pd

import simulations as sim

scenario = sim.Scenario.load(
    "builtin:cn-national-2024",
    [
        "agents.firms.power.count=60",
        "agents.firms.power.emissions_t=150_000_000",
        "agents.firms.steel.count=0",
        "agents.firms.cement.count=0",
        "agents.firms.aluminium.count=0",
    ],
)

# %% [markdown]
# Each settled cycle has its price of theory, `equilibrium_price_cny`, in the summary. The run's
# mean close is beside it.

# %%
rows = []
for gap in (0.0, 0.01, 0.02):
    tighter = scenario.with_(**{"agents.firms.power.gap_mean": gap})
    for seed in range(3):
        national = sim.run(tighter, seed).summary["markets"]["national"]
        (year,) = national["years"]
        rows.append(
            {
                "gap_mean": gap,
                "seed": seed,
                "equilibrium_cny": year["equilibrium_price_cny"],
                "simulated_cny": year["price_mean_cny"],
                "compliance_rate": year["compliance_rate"],
            }
        )
prices = pd.DataFrame(rows)
prices

# %%
prices.groupby("gap_mean")[["equilibrium_cny", "simulated_cny"]].mean()

# %% [markdown]
# The price of theory differs from seed to seed, because few firms decide whether units are missing:
# with too many of them it is zero, and credits at 70.76 bound it from above. The simulated price
# starts at the close before, 97.49, and follows slowly, while holders keep most of a surplus.
#
# The solver can be asked by hand. Two firms, one cap:

# %%
firms = (
    sim.LinearFirm(100, slope=1, allocation_t=80),
    sim.LinearFirm(100, slope=3, allocation_t=80),
)
sim.solve_cap(firms, 160).price_cny

# %% [markdown]
# With a second, tighter year units are worth keeping, and the price rises at the rate of interest.

# %%
path = sim.solve_banking([sim.CapYear(firms, 160), sim.CapYear(firms, 120)], rate=0.05)
path.prices_cny

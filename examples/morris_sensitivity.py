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
# # Which number matters? Morris screening · 哪个参数最重要？
#
# Morris' method moves one factor at a time along random paths through the design. μ* is the mean
# size of its effects; a σ as large as μ* says that the effect depends on the other factors.
#
# 莫里斯法沿随机路径逐一改变因素：μ* 是影响的平均大小，σ 与 μ* 相当则说明影响取决于其他因素。

# %%
import pandas as pd

import simulations as sim

EXPERIMENT = """
schema: tanlab/scenario@1
id: screening
extends: builtin:cn-national-2024
agents:
  firms:
    power: {count: 40, emissions_t: 100_000_000}
    steel: {count: 0}
    cement: {count: 0}
    aluminium: {count: 0}
sources:
  agents.firms: {source: a small sample, confidence: assumption}
experiments:
  what_moves_the_price:
    design: {kind: morris, trajectories: 4, levels: 4, seed: 7}
    replications: 2
    factors:
      agents.firms.power.gap_mean: [-0.02, 0.04]
      agents.behaviours.hoarding: [0.0, 1.0]
      agents.behaviours.impatience_per_try: [0.0, 0.02]
      markets.national.offsets.max_share: [0.0, 0.1]
    metrics: [national.price_mean_cny]
    tables: []
"""
experiment = sim.Scenario.parse(EXPERIMENT).experiment("what_moves_the_price")

# %% [markdown]
# Trajectories × (factors + 1) cases, each with the same two seeds.

# %%
result = experiment.run(jobs=1)
result

# %%
found = result.sensitivity("price.mean")
effects = found["metrics"]["national.price_mean_cny"]["factors"]
pd.DataFrame(effects).sort_values("mu_star", ascending=False)

# %% [markdown]
# The design and every run are tables. SALib called on them gives the same numbers.

# %%
result.table("runs")[["scenario", "seed", "national.price_mean_cny"]].head()

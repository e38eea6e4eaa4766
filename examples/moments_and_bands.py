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
# # Moments and the bands of real markets · 统计特征与真实市场的区间
#
# A simulated market is judged by its statistics, not by its path. This notebook computes them,
# holds them against published bands and shows what a calibration would aim at. The sample is small
# and not calibrated.
#
# 评判一个模拟市场要看其统计特征，而不是某一条价格路径。样本很小，未经校准。

# %%
import pandas as pd

import simulations as sim

scenario = sim.Scenario.load(
    "builtin:cn-national-2024",
    [
        "agents.firms.power.count=100",
        "agents.firms.power.emissions_t=250_000_000",
        "agents.firms.steel.count=0",
        "agents.firms.cement.count=0",
        "agents.firms.aluminium.count=0",
    ],
)
plan = sim.published_bands().bootstrap
plan

# %% [markdown]
# One run: bands come from drawing its days again in blocks.


# %%
def table(report: sim.MomentsReport) -> pd.DataFrame:
    """Return a row for each statistic, with the published values beside it."""
    moments = report.as_dict()["markets"]["national"]["moments"]
    rows = []
    for moment in moments:
        row = {key: moment[key] for key in ("id", "unit", "value", "low", "high")}
        for published in moment["published"][:1]:
            names = ("value", "low", "high", "inside")
            row |= {f"published_{name}": published[name] for name in names}
        rows.append(row)
    return pd.DataFrame(rows).set_index("id")


def tables(result: sim.RunResult) -> dict:
    """Return the tables that statistics are computed from."""
    return {"daily": result.daily, "events": result.events, "firms": result.firms}


few = sim.BootstrapPlan(
    replications=200,
    mean_block_days=plan.mean_block_days,
    coverage=plan.coverage,
    seed=plan.seed,
)
table(sim.report_of_runs([tables(sim.run(scenario, 0))], few))

# %% [markdown]
# Several runs: the band holds 90 % of them. A statistic of theirs outside the published band is a
# miss of the model, not bad luck of one seed.

# %%
five = table(sim.report_of_runs([tables(sim.run(scenario, seed)) for seed in range(5)], plan))
five[five["published_value"].notna()]

# %% [markdown]
# A calibration file frees some keys within bounds and names its targets: statistics to fit
# (`fitted`) and those that must follow by themselves (`emergent`).

# %%
calibration = sim.load_calibration("cn-national-2021-2024")
pd.DataFrame(
    [(key, bounds.low, bounds.high, bounds.scale) for key, bounds in calibration.file.free.items()],
    columns=["key", "low", "high", "scale"],
)

# %%
targets = sim.targets_of(calibration)
pd.DataFrame(
    [(one.metric, one.value, one.low, one.high, one.use) for one in targets.rows],
    columns=["metric", "value", "low", "high", "use"],
)

"""What calibration refuses."""

from collections.abc import Mapping
from typing import ClassVar

from simulations.errors import SimulationError, UnknownRecord


class UnknownTargets(UnknownRecord):
    """No published series and no price file has this name."""

    code = "simulations.unknown_targets"
    text: ClassVar[Mapping[str, str]] = {
        "en": "There are no targets “{name}”.",
        "zh": "没有名为“{name}”的校准目标。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give one of {known}, or the path of a CSV file with daily prices.",
        "zh": "请填写 {known} 之一，或每日价格 CSV 文件的路径。",
    }


class NothingToFit(SimulationError):
    """None of the targets can be fitted."""

    code = "simulations.nothing_to_fit"
    text: ClassVar[Mapping[str, str]] = {
        "en": "None of the targets “{name}” has a band from which a weight follows.",
        "zh": "“{name}”中没有任何可据以计算权重的目标区间。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give a market with published bootstrap bands, or a longer price file.",
        "zh": "请选择具有已发布自助法区间的市场，或提供更长的价格文件。",
    }


class SearchNotInstalled(SimulationError):
    """The search method needs a package that is not installed."""

    code = "simulations.search_not_installed"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The search “{method}” is not installed.",
        "zh": "未安装搜索方法“{method}”。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Install tanlab[research], or search by differential_evolution.",
        "zh": "请安装 tanlab[research]，或改用 differential_evolution。",
    }


class RunsFailed(SimulationError):
    """Runs of the scenario itself fail, so nothing can be compared."""

    code = "simulations.runs_failed"
    text: ClassVar[Mapping[str, str]] = {
        "en": "All runs of a set of values failed, the first with {error}.",
        "zh": "某组取值的全部运行均失败，首个错误为 {error}。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Run the scenario with `tanlab run` and the settings {settings}.",
        "zh": "请用 `tanlab run` 及设置 {settings} 运行该情景以查明原因。",
    }

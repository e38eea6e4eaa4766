"""What is refused of ensembles, of their directories and of the workers that carry them out."""

from collections.abc import Mapping
from typing import ClassVar

from simulations.errors import SimulationError, UnknownRecord


class UnknownExperiment(UnknownRecord):
    """The scenario file has no experiment of this name."""

    code = "simulations.unknown_experiment"
    text: ClassVar[Mapping[str, str]] = {
        "en": "“{scenario}” has no experiment “{name}”; it has: {known}.",
        "zh": "“{scenario}”中没有名为“{name}”的实验；现有：{known}。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Write FILE:EXPERIMENT with a name that stands below `experiments:` in that file.",
        "zh": "请写作 文件:实验名，实验名须列在该文件的 experiments: 之下。",
    }


class NotAnEnsemble(UnknownRecord):
    """The directory is not a finished ensemble."""

    code = "simulations.not_an_ensemble"
    text: ClassVar[Mapping[str, str]] = {
        "en": "“{directory}” holds no finished ensemble: {missing} is missing.",
        "zh": "“{directory}”不是完整的集合模拟结果：缺少 {missing}。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give the directory of `tanlab ensemble … -o DIR`; run that command again to resume.",
        "zh": "请给出 `tanlab ensemble … -o DIR` 的目录；再次运行该命令即可续算。",
    }


class EnsembleDiffers(SimulationError):
    """The directory holds an ensemble of something else."""

    code = "simulations.ensemble_differs"
    text: ClassVar[Mapping[str, str]] = {
        "en": "“{directory}” holds another ensemble; different: {parts}.",
        "zh": "“{directory}”中是另一个集合模拟；不同之处：{parts}。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "Runs of two scenarios, designs or versions are never mixed in one directory.",
        "zh": "不同情景、设计或版本的运行结果不得混入同一目录。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give a new directory with -o, or go back to what plan.json in it says.",
        "zh": "请用 -o 指定新目录，或恢复为该目录中 plan.json 所述的内容。",
    }


class EnsembleCancelled(SimulationError):
    """The caller asked the ensemble to stop; what was finished is kept."""

    code = "simulations.ensemble_cancelled"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The ensemble was cancelled after {done} of {total} runs.",
        "zh": "集合模拟在完成 {done} 次运行（共 {total} 次）后被取消。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give the same command again: only the missing runs are carried out.",
        "zh": "再次执行同一命令即可，只会补算缺少的运行。",
    }


class EnsembleBusy(SimulationError):
    """Another process is carrying out the ensemble of this directory."""

    code = "simulations.ensemble_busy"
    text: ClassVar[Mapping[str, str]] = {
        "en": "Another process is at work in “{directory}”.",
        "zh": "另一个进程正在“{directory}”中运行。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "One process at a time writes an ensemble's directory.",
        "zh": "同一集合模拟目录同一时间只能由一个进程写入。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Wait for it, or stop it and give the same command again; "
        "`tanlab ensemble status DIR` shows how far it is.",
        "zh": "请等待其结束，或停止后再次执行同一命令；`tanlab ensemble status 目录` 可查看进度。",
    }


class WorkersDiffer(SimulationError):
    """A worker has other versions than the process that started the ensemble."""

    code = "simulations.workers_differ"
    text: ClassVar[Mapping[str, str]] = {
        "en": "A worker has other versions: {parts}.",
        "zh": "某个工作进程的版本不同：{parts}。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "Results are the same to the byte only with the same versions everywhere.",
        "zh": "只有各处版本一致，结果才能逐字节相同。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Install the same packages on every machine of the cluster.",
        "zh": "请在集群的每台机器上安装相同的软件包。",
    }


class ProcessesCannotBegin(SimulationError):
    """Every process of the pool died before it could do anything, twice in a row."""

    code = "simulations.processes_cannot_begin"
    text: ClassVar[Mapping[str, str]] = {
        "en": "None of {jobs} worker processes could begin.",
        "zh": "{jobs} 个工作进程均无法启动。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "A worker process begins by importing the script that started it.",
        "zh": "工作进程启动时会先导入启动它的脚本。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": 'In a script of your own put the call below `if __name__ == "__main__":`, '
        "or give jobs=1.",
        "zh": '在自己的脚本中，请把该调用放在 `if __name__ == "__main__":` 之下，或设 jobs=1。',
    }


class NoScheduler(SimulationError):
    """The scheduler of a cluster cannot be used."""

    code = "simulations.no_scheduler"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The scheduler “{address}” cannot be used: {reason}.",
        "zh": "无法使用调度器“{address}”：{reason}。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Install the extra `tanlab[cluster]`, start `dask scheduler` and `dask worker`, and "
        "give the address that the scheduler prints.",
        "zh": "请安装附加组件 `tanlab[cluster]`，启动 `dask scheduler` 和 `dask worker`，"
        "并填写调度器显示的地址。",
    }


class NotAnalysable(SimulationError):
    """The ensemble does not allow this analysis."""

    code = "simulations.not_analysable"
    text: ClassVar[Mapping[str, str]] = {
        "en": "Sensitivity cannot be computed: {reason}",
        "zh": "无法计算敏感度：{reason_zh}",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "Indices belong to the design that was drawn for them, with every run finished.",
        "zh": "敏感度指数只适用于为其抽取的设计，且全部运行须已完成。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Use a design of kind sobol or morris; give the ensemble again to rerun what failed.",
        "zh": "请使用 sobol 或 morris 设计；再次执行该集合模拟以补算失败的运行。",
    }


class RunsUnclear(SimulationError):
    """It is not clear which runs are asked for."""

    code = "simulations.runs_unclear"
    text: ClassVar[Mapping[str, str]] = {
        "en": "These runs cannot be carried out together: {reason_en}",
        "zh": "无法合并执行这些运行：{reason_zh}",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give scenarios of the same markets, each with its own id, and seeds, each once.",
        "zh": "请给出市场相同、标识各异的情景，以及互不重复的种子。",
    }


class NoSuchResult(UnknownRecord):
    """An ensemble has no metric, table or scenario of this name."""

    code = "simulations.no_such_result"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The ensemble has no “{name}”; it has: {known}.",
        "zh": "集合模拟中没有“{name}”；现有：{known}。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Choose one of them; tables are kept when the experiment or run_many names them.",
        "zh": "请从中选择；只有实验或 run_many 列出的表才会保留。",
    }


class UnknownMetric(NoSuchResult):
    """An ensemble has no metric of this name."""

    code = "simulations.unknown_metric"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The ensemble has no metric “{name}”; the nearest are {nearest}.",
        "zh": "集合模拟中没有指标“{name}”；最接近的是 {nearest}。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Choose one of them; `tanlab ensemble metrics` lists all.",
        "zh": "请从中选择；`tanlab ensemble metrics` 列出全部指标。",
    }


class NoSuchFormat(UnknownRecord):
    """Results cannot be written in this format."""

    code = "simulations.no_such_format"
    text: ClassVar[Mapping[str, str]] = {
        "en": "There is no format “{name}”; there are: {known}.",
        "zh": "没有“{name}”格式；可用格式：{known}。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Choose one of them or several, as in `--format csv --format iamc`.",
        "zh": "请选择其中一种或多种，例如 `--format csv --format iamc`。",
    }


class NothingYearly(SimulationError):
    """The ensemble keeps nothing from which yearly values could be made."""

    code = "simulations.nothing_yearly"
    text: ClassVar[Mapping[str, str]] = {
        "en": "“{directory}” keeps neither the table daily nor firms, so the table of the IAMC "
        "would be empty.",
        "zh": "“{directory}”既未保留 daily 表也未保留 firms 表，IAMC 表将为空。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Carry the experiment out again with `tables: [daily, firms]`, or choose another "
        "format.",
        "zh": "请在实验中写明 `tables: [daily, firms]` 后重新运行，或选择其他格式。",
    }


class TableTooLarge(SimulationError):
    """A table has more rows or columns than a sheet of a workbook."""

    code = "simulations.table_too_large"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The table {table} has {rows} rows and {columns} columns; a sheet holds 1,048,575 "
        "rows and 16,384 columns.",
        "zh": "表 {table} 有 {rows} 行、{columns} 列；工作表最多容纳 1,048,575 行、16,384 列。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Choose csv or parquet, or keep fewer tables with `tables:` of the experiment.",
        "zh": "请改用 csv 或 parquet，或在实验的 `tables:` 中少保留几张表。",
    }


class ExportInTheWay(SimulationError):
    """The directory to export to holds something else."""

    code = "simulations.export_in_the_way"
    text: ClassVar[Mapping[str, str]] = {
        "en": "“{directory}” is not empty and holds no earlier export.",
        "zh": "“{directory}”非空，且不是此前导出的目录。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give a new or empty directory with -o; only an earlier export is replaced.",
        "zh": "请用 -o 指定新目录或空目录；只会替换此前的导出结果。",
    }

"""The accepted values as a preset that other scenarios extend, with where they come from."""

import json
from collections.abc import Mapping
from typing import Any

from simulations.calibration.reports import CalibrationReport
from simulations.runs import versions


def preset_text(report: CalibrationReport) -> str:
    """Return the YAML text of a preset with the accepted values.

    Every value has a source: the calibration, its targets, the distance before and after, the runs
    behind it and the digest of its plan. A value that stands at the end of its range says so.
    """
    file = report.plan.file
    lines = [
        "# Written by `tanlab calibrate`; the report of the same run tells what was reached.",
        "schema: tanlab/scenario@1",
        "preset:",
        f"  title: {_words('校准值：' + file.title.zh, 'Calibrated: ' + file.title.en)}",
        f"  about: {_words(_about(report, 'zh'), _about(report, 'en'))}",
        *_tree_lines(_nested(report.accepted), 0),
        "sources:",
    ]
    for key, value in report.accepted.items():
        source = _source(report)
        if report.plan.parameters.at_bound(key, float(value)):
            source += "; at the end of its range"
        lines += [f"  {key}:", f"    source: {_text(source)}", "    confidence: derived"]
    return "\n".join(lines) + "\n"


def _about(report: CalibrationReport, lang: str) -> str:
    before, after = report.before.distance, report.after.distance
    if lang == "zh":
        return f"目标 {report.plan.file.targets}：距离由 {before:.2f} 降至 {after:.2f}。"
    return f"Targets {report.plan.file.targets}: distance from {before:.2f} to {after:.2f}."


def _source(report: CalibrationReport) -> str:
    file = report.plan.file
    before, after = report.before.distance, report.after.distance
    return (
        f"fitted to {file.targets} ({len(report.targets.fitted)} targets, "
        f"{report.targets.weighting} weights; distance {before:.3g} before, {after:.3g} after, "
        f"{report.after.runs} runs); calibration {file.id} {report.plan.digest[:19]}, "
        f"TanLab {versions()['tanlab']}"
    )


def _nested(values: Mapping[str, float | int]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key, value in values.items():
        *parents, last = key.split(".")
        branch = tree
        for parent in parents:
            branch = branch.setdefault(parent, {})
        branch[last] = value
    return tree


def _tree_lines(tree: Mapping[str, Any], depth: int) -> list[str]:
    lines = []
    for key, value in tree.items():
        if isinstance(value, dict):
            lines += [f"{'  ' * depth}{key}:", *_tree_lines(value, depth + 1)]
        else:
            lines.append(f"{'  ' * depth}{key}: {json.dumps(value)}")
    return lines


def _words(zh: str, en: str) -> str:
    return f"{{zh: {_text(zh)}, en: {_text(en)}}}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)

"""Figures for print, in Chinese and English, each with its numbers beside it."""

from simulations.figures.files import save_figure, save_rows
from simulations.figures.intervals import intervals
from simulations.figures.of_ensembles import (
    save_ensemble_figures,
    source_line,
    surrender_deadlines,
)
from simulations.figures.price_and_volume import (
    price_and_volume,
    price_and_volume_data,
    save_figures,
)
from simulations.figures.price_fan import price_fan, price_fan_data
from simulations.figures.price_levels import quarter_levels, simulated_closes
from simulations.figures.sensitivity_bars import sensitivity_bars, sensitivity_data
from simulations.figures.styles import WIDTHS_MM, Language, Width

__all__ = [
    "WIDTHS_MM",
    "Language",
    "Width",
    "intervals",
    "price_and_volume",
    "price_and_volume_data",
    "price_fan",
    "price_fan_data",
    "quarter_levels",
    "save_ensemble_figures",
    "save_figure",
    "save_figures",
    "save_rows",
    "sensitivity_bars",
    "sensitivity_data",
    "simulated_closes",
    "source_line",
    "surrender_deadlines",
]

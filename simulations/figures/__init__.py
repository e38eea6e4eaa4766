"""Figures of runs for print and page, each with its numbers."""

from simulations.figures.price_and_volume import (
    price_and_volume,
    price_and_volume_data,
    save_figures,
)

__all__ = [
    "price_and_volume",
    "price_and_volume_data",
    "save_figures",
]

"""Accounting of emissions for the national emissions trading scheme, by sector."""

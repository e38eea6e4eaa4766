"""What `tanlab init` writes: a scenario, a calibration, a notebook and a guide to begin with."""

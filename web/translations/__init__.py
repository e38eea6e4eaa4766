"""Chinese texts of the interface; `python -m web.translations` checks them, `--update` collects."""

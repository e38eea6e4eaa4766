"""Units of other registries, mirrored here once each while immobilised there."""

__all__: list[str] = []

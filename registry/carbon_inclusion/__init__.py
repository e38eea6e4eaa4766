"""Carbon inclusion (碳普惠): accounts, activity records, aggregation, credits."""

__all__: list[str] = []

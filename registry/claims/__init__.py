"""Source claims: a meter and period, or an area, backs one mechanism only."""

__all__: list[str] = []

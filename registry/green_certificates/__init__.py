"""Green certificates (绿证): devices, metered generation, issuance, validity, cancellation."""

__all__: list[str] = []

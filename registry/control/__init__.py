"""Who may do what, with whom, and when: proposals, approvals, trusted accounts, delays, tasks."""

__all__: list[str] = []

"""What the public sees of a participant's account number."""

MASK = "\N{BULLET}"
SHOWN_DIGITS = 2


def masked(number: str) -> str:
    """Return an account number of which only type and last two running digits are readable.

    The check digits are hidden too: they would give the others away.

    Example: ``200-0000012-34`` becomes ``200-•••••12-••``.
    """
    type_, _, rest = number.partition("-")
    running, _, check = rest.partition("-")
    hidden = MASK * max(0, len(running) - SHOWN_DIGITS)
    return f"{type_}-{hidden}{running[-SHOWN_DIGITS:]}-{MASK * len(check)}"

"""Whether an account number has its form and its check digits."""

import re

FORM = re.compile(r"(\d{3})-(\d{7,10})-(\d{2})")


def checks(number):
    """Tell whether a number, read as one, leaves 1 when divided by 97."""
    found = FORM.fullmatch(number)
    return found is not None and int("".join(found.groups())) % 97 == 1

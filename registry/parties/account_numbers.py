"""Account numbers: a type, a running number, two check digits."""

_MODULUS = 97
HOLDING_TYPE = 200


def format_account_number(account_type: int, sequence: int) -> str:
    """Return an account number with check digits, such as ``200-0000012-34``.

    The digits make the whole, read as one number, leave 1 when divided by 97, so that every single
    wrong digit and every swap of neighbours is noticed.

    Source:
        ISO/IEC 7064 MOD 97-10.
    """
    payload = f"{account_type:03d}{sequence:07d}"
    check = _MODULUS + 1 - int(payload + "00") % _MODULUS
    return f"{account_type:03d}-{sequence:07d}-{check:02d}"

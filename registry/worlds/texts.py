"""Texts and codes that people enter."""

from registry.worlds.refused_values import CreditCodeInvalid, TextInvalid

TEXT_CHARACTERS_MAX = 200


_CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


_CREDIT_CODE_CHARACTERS = 18


def check_text(value: object, field: str, maximum: int = TEXT_CHARACTERS_MAX) -> str:
    """Return a text without surrounding blanks if it has 1…maximum printable characters.

    Raises:
        TextInvalid: it is empty, too long, or holds control characters.
    """
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > maximum or any(not _storable(sign) for sign in text):
        raise TextInvalid(field=field, value=str(value)[:40], maximum=str(maximum))
    return text


def check_credit_code(code: str, field: str = "credit_code") -> str:
    """Return a unified social credit code in capitals if its check character fits.

    Args:
        code: 18 characters.
        field: name of the input, for the refusal.

    Raises:
        CreditCodeInvalid: wrong length, alphabet or check character.

    Source:
        GB 32100-2015: weights 3^(i-1) mod 31, check value (31 - sum mod 31) mod 31.
    """
    given = code.strip().upper()
    values = [_CREDIT_CODE_ALPHABET.find(sign) for sign in given]
    if len(values) != _CREDIT_CODE_CHARACTERS or min(values) < 0:
        raise CreditCodeInvalid(value=code[:40], field=field)
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:-1]))
    if (31 - total % 31) % 31 != values[-1]:
        raise CreditCodeInvalid(value=code[:40], field=field)
    return given


def _storable(sign: str) -> bool:
    return sign.isprintable() or sign in "\n\t\u3000"

"""Check digits of registered numbers: a wrong one says that a number was mistyped or made up.

An asset type (schemas/assets) names the identifiers that it may have and the rule of each.
"""

from __future__ import annotations

from collections.abc import Callable

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# ISO 3779: letters of a vehicle number count 1 to 9; I, O and Q do not occur in it.
VEHICLE_LETTERS = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "12345678123457923456789"), strict=True)
)
VEHICLE_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
VEHICLE_CHECK_PLACE = 8
DOUBLED_TOO_FAR = 9
VEHICLE_SIGNS = "0123456789X"


def as_digits(text: str) -> str:
    """Write letters as 10 to 35, as ISO/IEC 7064 and ISO 6166 do."""
    return "".join(str(DIGITS.index(sign)) for sign in text)


def holds_mod_97(text: str) -> bool:
    """Tell whether the last two digits of a number are its check digits (ISO/IEC 7064 MOD 97-10).

    >>> holds_mod_97("5493001KJTIIGC8Y1R12"), holds_mod_97("5493001KJTIIGC8Y1R21")
    (True, False)
    """
    return int(as_digits(text)) % 97 == 1


def holds_iban(text: str) -> bool:
    """Tell the same of an IBAN, whose country and check digits stand in front (ISO 13616).

    >>> holds_iban("DE89370400440532013000"), holds_iban("DE88370400440532013000")
    (True, False)
    """
    return holds_mod_97(text[4:] + text[:4])


def holds_luhn(text: str) -> bool:
    """Tell whether the last digit of an ISIN is its check digit (double-add-double, ISO 6166).

    >>> holds_luhn("US0378331005"), holds_luhn("US0378331006")
    (True, False)
    """
    digits = [int(digit) for digit in reversed(as_digits(text))]
    doubled = [digit * 2 if place % 2 else digit for place, digit in enumerate(digits)]
    return sum(n - 9 if n > DOUBLED_TOO_FAR else n for n in doubled) % 10 == 0


def holds_imo(text: str) -> bool:
    """Tell whether the last of seven digits is the check digit: 7 × first + 6 × second + and so on.

    >>> holds_imo("IMO9074729"), holds_imo("9074728")
    (True, False)
    """
    digits = [int(digit) for digit in text[-7:]]
    return sum(d * (7 - place) for place, d in enumerate(digits[:6])) % 10 == digits[6]


def holds_vehicle(text: str) -> bool:
    """Tell whether the ninth of seventeen signs is the check digit (49 CFR 565.15).

    Outside North America that sign need not be one.

    >>> holds_vehicle("1M8GDM9AXKP042788"), holds_vehicle("1M8GDM9A1KP042788")
    (True, False)
    """
    worth = (VEHICLE_LETTERS.get(sign) or int(sign) for sign in text)
    rest = sum(w * n for w, n in zip(VEHICLE_WEIGHTS, worth, strict=True)) % 11
    return text[VEHICLE_CHECK_PLACE] == VEHICLE_SIGNS[rest]


CHECKS: dict[str, Callable[[str], bool]] = {
    "mod97": holds_mod_97,
    "iban": holds_iban,
    "luhn": holds_luhn,
    "imo": holds_imo,
    "vin": holds_vehicle,
}

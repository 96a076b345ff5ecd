"""Patterns of what is found, and what makes each of them valid and comparable."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from pydantic import BaseModel


class Entity(BaseModel):
    """A place in the text: its kind, its offsets in characters, its value in one form, and whether its check digits or calendar agree."""

    kind: str
    start: int
    end: int
    text: str
    value: str
    valid: bool = True


_MONTHS = {name: i for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_CURRENCIES = {"£": "GBP", "€": "EUR", "$": "USD"}


def _date(year: str, month: str | int, day: str) -> tuple[str, bool]:
    number = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(number, int(month), int(day)).isoformat(), True
    except ValueError:
        return f"{number:04}-{int(month):02}-{int(day):02}", False


def _iso_date(m: re.Match) -> tuple[str, bool]:
    return _date(m["y"], m["m"], m["d"])


def _named_date(m: re.Match) -> tuple[str, bool]:
    return _date(m["y"], _MONTHS[m["m"][:3].lower()], m["d"])


def _amount(m: re.Match) -> tuple[str, bool]:
    figure = re.sub(r"[\s']", "", m["n"])
    # Whichever of both stands last, with two digits behind it, is the decimal point.
    if cents := re.search(r"[.,](\d{2})$", figure):
        figure = re.sub(r"[.,]", "", figure[: cents.start()]) + "." + cents[1]
    else:
        figure = re.sub(r"[.,]", "", figure)
    sign = "-" if m["sign"] in ("-", "−") else ""
    return f"{sign}{Decimal(figure):.2f} {_CURRENCIES.get(m['c'] or '', (m['c'] or m['code']).upper())}", True


def _iban(m: re.Match) -> tuple[str, bool]:
    iban = re.sub(r"\s", "", m[0]).upper()
    digits = "".join(str(int(c, 36)) for c in iban[4:] + iban[:4])
    return iban, int(digits) % 97 == 1


def _vat(m: re.Match) -> tuple[str, bool]:
    digits = re.sub(r"\D", "", m["n"])
    total = sum(int(d) * weight for d, weight in zip(digits[:7], range(8, 1, -1))) + int(digits[7:9])
    # HMRC's two schemes: modulus 97, and the newer one that adds 55.
    return f"GB{digits}", total % 97 == 0 or (total + 55) % 97 == 0


def _plain(m: re.Match) -> tuple[str, bool]:
    return m[0], True


def _lower(m: re.Match) -> tuple[str, bool]:
    return m[0].lower(), True


def _percent(m: re.Match) -> tuple[str, bool]:
    return f"{Decimal(m['n'].replace(',', '.'))} %", True


_FIGURE = r"(?P<n>\d{1,3}(?:[,.' ]\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{2})?)"
_RULES: tuple[tuple[str, str, Callable[[re.Match], tuple[str, bool]]], ...] = (
    ("email", r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b", _lower),
    ("url", r"\bhttps?://[^\s<>\"')\]]+[^\s<>\"')\].,;:!?]", _plain),
    ("iban", r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", _iban),
    ("vat", r"\bGB ?(?P<n>\d{3} ?\d{4} ?\d{2})\b", _vat),
    ("date", r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b", _iso_date),
    ("date", r"\b(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4}|\d{2})\b", _iso_date),
    ("date", r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\.? (?P<m>(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?,? (?P<y>\d{4})\b", _named_date),
    ("date", r"\b(?P<m>(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})\b", _named_date),
    ("percent", r"(?<![\w.,])(?P<n>\d+(?:[.,]\d+)?) ?%", _percent),
    ("amount", r"(?P<sign>[-−])?(?P<c>[£€$]) ?" + _FIGURE + r"(?P<code>(?!))?(?![\d])", _amount),
    ("amount", r"(?<![\w.,£€$])(?P<sign>[-−])?" + _FIGURE + r" ?(?:(?P<c>[£€])|(?P<code>GBP|EUR|USD|CHF)\b)", _amount),
)
_COMPILED = tuple((kind, re.compile(pattern), value) for kind, pattern, value in _RULES)

KINDS = tuple(dict.fromkeys(kind for kind, _, _ in _RULES))
"""What can be found."""


def find(text: str) -> Iterator[Entity]:
    """Entities in the order of the text, none overlapping: where two patterns fit, the one further up in the list wins."""
    taken: list[Entity] = []
    used = bytearray(len(text))
    for kind, pattern, value in _COMPILED:
        for match in pattern.finditer(text):
            if any(used[match.start() : match.end()]):
                continue
            used[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            normal, valid = value(match)
            taken.append(Entity(kind=kind, start=match.start(), end=match.end(), text=match[0], value=normal, valid=valid))
    yield from sorted(taken, key=lambda e: e.start)

"""What people write into fields, as values: each reader returns the value in one form, or raises ValueError."""

import re
from datetime import date, datetime
from decimal import Decimal

_DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%d/%m/%y")
_YES = {"yes", "y", "true", "x", "[x]", "☒", "☑", "✓", "✔"}
_NO = {"no", "n", "false", "", "[ ]", "[]", "☐", "-"}


def read_date(text: str) -> date:
    tidy = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text.replace(",", " "))
    tidy = " ".join(tidy.split())
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(tidy, form).date()
        except ValueError:
            continue
    raise ValueError(f"'{text}' is no date; write 2026-01-31 or 31/01/2026")


def read_money(text: str) -> Decimal:
    figure = re.fullmatch(r"(?P<open>\()?\s*(?P<sign>[-−])?\s*(?:£|GBP)?\s*(?P<n>\d{1,3}(?:,\d{3})+|\d+)(?P<pence>\.\d{1,2})?\s*(?:GBP)?\s*\)?", text.strip())
    if figure is None:
        raise ValueError(f"'{text}' is no amount; write 1234.50 or £1,234.50")
    amount = Decimal(figure["n"].replace(",", "") + (figure["pence"] or "")).quantize(Decimal("0.01"))
    # Accountants write what is owed in brackets.
    return -amount if figure["sign"] or figure["open"] else amount


def read_flag(text: str) -> bool:
    word = text.strip().casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise ValueError(f"'{text}' is neither yes nor no")


def read_text(text: str) -> str:
    tidy = " ".join(text.split())
    if not tidy:
        raise ValueError("is empty")
    return tidy


READERS = {"date": read_date, "money": read_money, "flag": read_flag, "text": read_text}

"""Age from a citizen ID (公民身份号码), whose digits 7 to 14 are the day of birth."""

import datetime as dt
import re

ID_18 = re.compile(r"\d{6}(\d{8})\d{3}[\dX]", re.ASCII)


def age_on(day: dt.date, id_number: str | None) -> int | None:
    """Return the age in full years on `day`; None where the number tells no day of birth."""
    match = ID_18.fullmatch(id_number or "")
    if match is None:
        return None
    try:
        born = dt.datetime.strptime(match[1], "%Y%m%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

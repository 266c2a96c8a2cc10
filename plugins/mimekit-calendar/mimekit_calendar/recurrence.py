"""Recurrence rules (RFC 5545 section 3.3.10) in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from mimekit_calendar.moments import day_name, day_text, month_name
from mimekit_calendar.properties import clean

MAX_VALUES: Final = 31
"""Values of one part of a rule that are told in words; there are as many days in a month."""

MAX_RULE_CHARACTERS: Final = 300
"""Characters that are shown of a rule that is more than words here can say."""

_UNITS: Final = {
    "SECONDLY": "second",
    "MINUTELY": "minute",
    "HOURLY": "hour",
    "DAILY": "day",
    "WEEKLY": "week",
    "MONTHLY": "month",
    "YEARLY": "year",
}
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS: Final = ["MO", "TU", "WE", "TH", "FR"]
_IN_WORDS: Final = {
    *("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"),
    *("BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"),
}
_ORDINALS: Final = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}
_FROM_END: Final = {-1: "last", -2: "last but one"}


def rule_text(recur: Any) -> str:  # noqa: ANN401 - vRecur, or a value that could not be read
    """A rule in words; as it stands if words fail.

    >>> rule_text({"FREQ": ["WEEKLY"], "INTERVAL": [2], "BYDAY": ["MO", "WE"], "COUNT": [10]})
    'every 2 weeks on Monday and Wednesday, 10 times'
    >>> rule_text({"FREQ": ["MONTHLY"], "BYDAY": ["2TU"]})
    'every month on the second Tuesday'
    """
    if isinstance(recur, Mapping):
        parts = {str(name).upper(): values for name, values in recur.items()}
        try:
            return _in_words(parts)
        except (ValueError, TypeError, LookupError):
            pass
    return f"by the rule {_as_it_stands(recur)}"


def _in_words(parts: Mapping[str, Any]) -> str:
    if not {*parts} <= _IN_WORDS or any(len(values) > MAX_VALUES for values in parts.values()):
        raise ValueError("a rule that words here cannot say")
    unit = _UNITS[str(parts["FREQ"][0]).upper()]
    interval = int(parts.get("INTERVAL", [1])[0])
    text = f"every {unit}" if interval == 1 else f"every {interval} {unit}s"
    if days := _days(parts):
        text += f" on {days}"
    if months := parts.get("BYMONTH"):
        text += f" in {_listed([_month(int(month)) for month in months])}"
    if "COUNT" in parts:
        count = int(parts["COUNT"][0])
        text += f", {count} times" if count != 1 else ", once"
    if "UNTIL" in parts:
        text += f", until {_until(parts['UNTIL'][0])}"
    return text


def _days(parts: Mapping[str, Any]) -> str:
    weekdays = [clean(str(word)).upper() for word in parts.get("BYDAY", ())]
    numbers = [int(number) for number in parts.get("BYMONTHDAY", ())]
    positions = [int(number) for number in parts.get("BYSETPOS", ())]
    if positions:
        if numbers or len(positions) > 1 or not weekdays:
            raise ValueError("positions of more than weekdays")
        kind = "workday" if weekdays == _WORKDAYS else _listed(map(_weekday, weekdays), "or")
        return f"the {_ordinal(positions[0])} {kind}"
    if numbers and weekdays:
        raise ValueError("weekdays on some days only")
    if numbers:
        return _listed([_month_day(number) for number in numbers])
    return _listed([_weekday(word) for word in weekdays])


def _month_day(number: int) -> str:
    if number < 0:
        return "the last day" if number == -1 else f"the {_ordinal(number)} day"
    return f"day {number}"


def _weekday(word: str) -> str:
    name = day_name(_WEEKDAYS.index(word[-2:]))
    ordinal = word[:-2].removeprefix("+")
    return f"the {_ordinal(int(ordinal))} {name}" if ordinal else name


def _ordinal(number: int) -> str:
    return _FROM_END[number] if number < 0 else _ORDINALS[number]


def _month(number: int) -> str:
    name = month_name(number)
    if name is None:
        raise ValueError("no month")
    return name


def _until(value: object) -> str:
    if isinstance(value, datetime):
        zone = " UTC" if value.tzinfo else ""
        return f"{day_text(value)}, {value:%H:%M}{zone}"
    if isinstance(value, date):
        return day_text(value)
    raise ValueError("no date")


def _listed(words: Sequence[str] | map[str], last: str = "and") -> str:
    *before, end = [*words] or [""]
    return f"{', '.join(before)} {last} {end}" if before else end


def _as_it_stands(recur: Any) -> str:  # noqa: ANN401 - as above
    try:
        text = recur.to_ical().decode("utf-8", "replace")
    except Exception:  # noqa: BLE001 - whatever icalendar says of values that it took
        text = str(recur)
    return " ".join(clean(text).split())[:MAX_RULE_CHARACTERS]

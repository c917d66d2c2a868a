"""Tables of course.toml → TOML again, for a course that is cut down to one assignment."""

import json
from collections.abc import Mapping
from datetime import date, time
from typing import Any


def toml_of(tables: Mapping[str, Any]) -> str:
    """Return a TOML file with these tables, one a line."""
    return "".join(f"{_text(key)} = {_value(value)}\n" for key, value in tables.items())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_text(key)} = {_value(one)}" for key, one in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, date | time):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, str):
        return _text(value)
    return repr(value)


def _text(text: str) -> str:
    # What JSON escapes TOML escapes alike; it wants the last character of ASCII escaped, too.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

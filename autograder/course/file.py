"""course.toml as a file → its tables as plain data, and what is wrong with it as one sentence."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from autograder.errors import CourseError
from autograder.text.decoding import decoded
from autograder.text.nearest import hint
from autograder.times.zones import is_zone, moment, zone_named

HOW = (
    "Write dates as 2026-12-13T23:59:00+01:00, without quotes, their offset from UTC at the end; "
    'where [course] has a timezone, such as "Europe/Prague", they need no offset'
)
_DATES = ("due", "released", "solutions_from")  # keys of an assignment
_LONGEST = 80  # characters of a wrong value that are repeated
_PLACE = re.compile(r"\(at line (\d+), column \d+\)")
_ENTRY = re.compile(r"\s*[\"']?(?P<key>[^=\"']+?)[\"']?\s*=\s*(?P<value>[^#]*)")
_LIKE_A_DATE = re.compile(r"\W?\d{1,4}\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{1,4}\b")


def read_tables(path: Path) -> dict[str, Any]:
    """Read a TOML file that a person edits; raises CourseError naming the line and a remedy."""
    try:
        text = decoded(path.read_bytes())
    except UnicodeDecodeError as error:
        raise CourseError(f"{path}: this is not UTF-8 text: {error}. Save it as UTF-8.") from error
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path}: {_no_toml(text, str(error))}") from error


def _no_toml(text: str, said: str) -> str:
    """Say what is wrong with a line; the TOML of a date is told where one was meant."""
    place = _PLACE.search(said)
    lines = text.split("\n")
    number = int(place[1]) if place else len(lines)
    entry = _ENTRY.match(lines[min(number, len(lines)) - 1])
    if entry:
        header = next((one for one in reversed(lines[:number]) if one.startswith("[")), "")
        value = entry["value"].strip()
        wanted = entry["key"].strip() in _DATES or header.startswith("[extensions")
        if wanted or _LIKE_A_DATE.match(value):
            return f"line {number}: {value[:_LONGEST]} is no date that TOML knows. {HOW}."
    return f"this is not TOML: {said}. Fix that line."


def put_into_zone(path: Path, data: Mapping[str, Any]) -> None:
    """Return the dates in the tables of a course the time zone of the course, if it has one.

    Raises CourseError for one that its clocks do not show, or show twice.
    """
    name = _table(data, "course").get("timezone")
    if not isinstance(name, str) or not is_zone(name):
        return  # there is none, or what is wrong with it is told of the key
    zone = zone_named(name)
    for name, assignment in _table(data, "assignments").items():
        if isinstance(assignment, dict):
            _localise(path, f"assignments.{name}", assignment, _DATES, zone)
    for name, granted in _table(data, "extensions").items():
        if isinstance(granted, dict):
            _localise(path, f"extensions.{name}", granted, list(granted), zone)


def _localise(
    path: Path, where: str, table: dict[str, Any], keys: Sequence[str], zone: tzinfo
) -> None:
    for key in keys:
        found = table.get(key)
        if not isinstance(found, datetime):
            continue
        try:
            there = found.astimezone(zone) if found.tzinfo else moment(found, zone)
        except ValueError as error:
            said = f"the key {where}.{key} is {found.isoformat()}, which {error}."
            raise CourseError(f"{path}: {said}") from error
        table[key] = there


def _table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def sentence(error: ValidationError, model: type[BaseModel]) -> str:
    """Say the first fault of a validation as one sentence with a remedy.

    A key that is not known comes first: another is missing for it, perhaps.
    """
    faults = error.errors()
    fault = next((one for one in faults if one["type"] == "extra_forbidden"), faults[0])
    loc = [str(part) for part in fault["loc"] if part != "[key]"]
    key, value = ".".join(loc), fault["input"]
    if fault["type"] == "extra_forbidden":
        near = hint(loc[-1], _known_keys(model, loc[:-1]))
        return f"the key {key} is not known. {near} Check its spelling, or remove it."
    if fault["type"] == "missing":
        return f"the key {key} is missing. Add it."
    shown = "" if isinstance(value, dict) else f" is {_shown(key, value)}"
    if fault["type"].startswith(("datetime", "date_", "timezone")):
        return f"the key {key}{shown}, which is no date with its time and time zone. {HOW}."
    said = _lower(fault["msg"]).rstrip(".")
    if not key:  # it is about several tables, which it names
        return f"{said}."
    return f"the key {key}{shown}: {said}{'' if said.endswith('?') else '.'} Change it."


def _shown(key: str, value: Any) -> str:
    """Return a wrong value; a database address may carry a password, so it is not repeated."""
    if key.endswith("db_url"):
        return "wrong"
    text = str(value) if hasattr(value, "isoformat") else repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _known_keys(model: type[BaseModel], loc: Sequence[str]) -> list[str]:
    """Return the keys of the table at a place, none where keys are names of one's own."""
    table: Any = model
    for part in loc:
        if isinstance(table, type) and issubclass(table, BaseModel):
            fields = {field.alias or name: field for name, field in table.model_fields.items()}
            table = fields[part].annotation if part in fields else None
        else:
            inner = get_args(table)[-1:]
            table = inner[0] if inner else None
            if get_origin(table) is Annotated:
                table = get_args(table)[0]
    if not (isinstance(table, type) and issubclass(table, BaseModel)):
        return []
    names = (field.alias or name for name, field in table.model_fields.items())
    return [name for name in names if name not in ("root", "name")]


def _lower(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:]

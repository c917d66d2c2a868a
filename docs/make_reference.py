"""Write docs/reference.md from the code: `python docs/make_reference.py`.

The command line is told by its own app; the keys of course.toml by the classes that read them,
with the words that stand beside each key in the course's own file.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from typer.core import TyperCommand

from autograder.cli.commands import commands
from autograder.course.config import Assignment, Course
from autograder.course.data import Data
from autograder.course.exercises import ExerciseTable

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "docs" / "reference.md"


def reference() -> str:
    """Return the whole page as Markdown."""
    lines = ["<!-- Made by docs/make_reference.py from the code. Do not edit. -->"]
    lines += ["# Reference", "", "## Command line", "", *_top()]
    for name, command in commands().items():
        lines += [f"### `autograder {name}`", "", f"{command.help}", "", *_examples(command)]
        lines += [*_arguments(command), ""]
    lines += ["Exit codes: 0 done · 1 not as it must be · 2 the course or a template is wrong ·"]
    lines += ["3 a submission cannot be read · 4 no sandbox · 5 a store cannot be written ·"]
    lines += ["130 stopped by Ctrl-C.", "", "## course.toml", ""]
    for title, model in _tables():
        lines += [f"### `[{title}]`", "", *_keys(title, model), ""]
    return "\n".join(lines).rstrip() + "\n"


def _top() -> list[str]:
    return ["`autograder [--course DIR] COMMAND …`; DIR holds course.toml, default: here.", ""]


def _examples(command: TyperCommand) -> list[str]:
    """Return the command lines at the end of a command's help, as a block of code."""
    told = (command.epilog or "").splitlines()
    return [*(f"    {line.strip()}" for line in told if line.startswith("  ")), ""]


def _arguments(command: TyperCommand) -> list[str]:
    rows = ["| | |", "|---|---|"]
    for one in command.params:
        if not getattr(one, "hidden", False):
            rows.append(f"| `{_spelled(one)}` | {_cell(getattr(one, 'help', None) or '')} |")
    return rows if len(rows) > 2 else []


def _spelled(one: Any) -> str:
    """Return an argument or option as it is written, with its value."""
    if one.param_type_name == "argument":
        name = one.metavar if one.required else f"[{one.metavar}]"
        return name + (" …" if one.nargs == -1 else "")
    name = (one.secondary_opts or one.opts)[-1]
    choices = get_args(one.type_descriptor.annotation)
    value = one.metavar or "{" + ",".join(map(str, choices)) + "}"
    return name if one.is_flag else f"{name} {value}"


def _tables() -> Iterator[tuple[str, type[BaseModel]]]:
    for name, field in Course.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield name, field.annotation
    yield "assignments.NAME", Assignment
    yield "assignments.NAME.exercises.NAME", ExerciseTable
    yield "assignments.NAME.data", Data


def _keys(title: str, model: type[BaseModel]) -> list[str]:
    said = _comments(title)
    rows = ["| key | default | |", "|---|---|---|"]
    for attribute, field in model.model_fields.items():
        name = field.alias or attribute
        if name == "name":  # of an assignment: the table's own
            continue
        given = field.get_default(call_default_factory=True)
        default = "needed" if field.is_required() else f"`{given!r}`"
        if isinstance(given, BaseModel):
            default = ""
        choices = [repr(one) for one in get_args(field.annotation) if isinstance(one, str)]
        words = said.get(name) or " or ".join(choices)
        rows.append(f"| `{name}` | {default} | {_cell(words)} |")
    return rows


def _comments(title: str) -> dict[str, str]:
    """Return what course.toml says beside each key of a table."""
    found: dict[str, str] = {}
    here = ""
    for line in (ROOT / "course.toml").read_text(encoding="utf-8").splitlines():
        if table := re.match(r"(?:# )?\[([\w.]+)\]", line):
            here = re.sub(r"^assignments\.\w+", "assignments.NAME", table[1])
            here = re.sub(r"(\.exercises)\.\w+", r"\1.NAME", here)
            if here.startswith(f"{title}."):
                found[here.rpartition(".")[2]] = _after(line)
        elif here == title and (key := re.match(r"#? ?(\w+) = ", line)):
            found[key[1]] = _after(line)
    return found


def _after(line: str) -> str:
    return line.partition(" # ")[2].strip()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PLACE.write_text(reference(), encoding="utf-8")
    sys.stdout.write(f"{PLACE}\n")

"""Write docs/checks.md from docstrings and an example: `python docs/make_checks.py`."""

import inspect
import sys
from pathlib import Path
from typing import Any

from autograder.checking import slips
from autograder.checking.answer import Answer, Gradient
from autograder.checking.check import Decorator, Passed
from autograder.checking.context import Context
from autograder.checking.student import Handle, Student
from autograder.checking.transport import Failed

DOCS = Path(__file__).resolve().parent
PLACE = DOCS / "checks.md"
EXAMPLE = (
    ("solutions/flows/norms.py", "solution.py"),
    ("assignments/flows/checks/norms.py", "checks.py"),
    ("tests/submissions/flows/norms/wrong_root.py", "wrong_root.py"),
    ("tests/submissions/flows/norms/wrong_detached.py", "wrong_detached.py"),
)
INTRODUCTION = """\
# Checks

A check asks the student's code a question and says what the answer should be. If the answer is
wrong, the student reads which mistake it was. [Add an exercise](add-an-exercise.md) says where a
check stands; `autograder verify` tells you whether it fails the wrong submissions and none of the
right ones.
"""
ASKING = ["call", "construct", "call_plain", "count_operations", "seed_everything", "generator"]
OF_OBJECTS = ["train", "parameter_gradients", "forward", "mode", "state_dict", "load_state_dict"]
MORE = """\
Arguments are tensors, plain data, an `Oracle` (a model that the grader plays), what `construct` has
returned, and tuples or lists of them. Plain data in an answer are None, truths, numbers, texts, and
lists or dictionaries of them. Whole numbers come as they are, up to some 3,600 digits: compare them
as floats by `as_float` of `autograder.checking.reply`: those beyond all floats become infinite.

What is said of `student` holds for the object that `construct` returns, too, by the names of its
methods; `__call__` is the object itself.
"""
RULES = """\
## Sentences

Titles, names of slips, `wrong=` and `why=` are plain text. Where a value is filled in, use
`said("`{name}` returns other numbers.", name=name)` of `autograder.text.i18n`. Both can be
translated: `tools/translations.py` reads them from the source, so slips stand in a table annotated
`Slips`, in a function that returns `SlipAnswers` or `Slips`, or in `slips=` itself. A sentence of a
hidden check must hold no value that the student's code returned: put that into `detail=` of Failed.

A hidden check is in the release with its name and title alone. They are read from the text of the
module: write the names and titles of `check.each` there, as literals.
"""


def page() -> str:
    """Return the whole page as Markdown."""
    parts = ["<!-- Made by docs/make_checks.py from the code. Do not edit. -->", INTRODUCTION]
    parts += ["## A whole exercise", ""]
    for place, name in EXAMPLE:
        text = (DOCS / "example" / name).read_text(encoding="utf-8").rstrip()
        parts += [f"`{place}`", "", "```python", text, "```", ""]
    parts += ["## Making checks", ""]
    parts += _entry("@check", Decorator.__call__) + _entry("@check.each", Decorator.each)
    parts += _entry("Passed", Passed, "what a check may return") + _entry("Failed", Failed)
    parts += ["## Asking: `student`", "", *_methods(Student, "student", ASKING), MORE]
    parts += ["### An object of theirs", "", *_methods(Handle, "model", OF_OBJECTS)]
    parts += ["## What an answer should be", "", *_about(Answer), *_methods(Answer, "answer")]
    parts += ["### Gradients", "", *_methods(Gradient, "gradient")]
    parts += ["### Slips", "", *_about(slips.evaluated), "## Drawing: `ctx`", ""]
    parts += [*_about(Context), *_methods(Context, "ctx"), RULES]
    return "\n".join(parts).rstrip() + "\n"


def _methods(owner: type, name: str, chosen: list[str] | None = None) -> list[str]:
    """Return the public methods and properties of a class, or those that are chosen, in order."""
    order = chosen or [key for key in vars(owner) if not key.startswith("_")]
    found = {key: inspect.getattr_static(owner, key) for key in order if hasattr(owner, key)}
    told = {key: thing for key, thing in found.items() if inspect.isroutine(thing)}
    told |= {key: thing for key, thing in found.items() if isinstance(thing, property)}
    return [line for key in order if key in told for line in _entry(f"{name}.{key}", told[key])]


def _entry(name: str, thing: Any, note: str = "") -> list[str]:
    return [f"**`{name}{_signature(thing)}`**{f', {note}' if note else ''}", "", *_about(thing)]


def _about(thing: Any) -> list[str]:
    return [inspect.getdoc(thing) or "", ""]


def _signature(thing: Any) -> str:
    if isinstance(thing, property | type):
        return ""
    parameters = inspect.signature(thing).parameters.values()
    shown = [str(one.replace(annotation=inspect.Parameter.empty)) for one in parameters]
    stars = [one.kind is inspect.Parameter.KEYWORD_ONLY for one in parameters]
    if True in stars and not any(text.startswith("*") for text in shown):
        shown.insert(stars.index(True), "*")
    return f"({', '.join(shown[1:])})".replace("torch.", "").replace("(*, ", "(")


if __name__ == "__main__":
    text = page()
    if "--check" in sys.argv:
        sys.exit(0 if PLACE.read_text(encoding="utf-8") == text else f"{PLACE} is not current")
    PLACE.write_text(text, encoding="utf-8")
    print(PLACE)

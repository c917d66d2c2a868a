"""Write docs/checks.md from docstrings and an example: `python docs/make_checks.py`."""

import inspect
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.checking import games, given, slips
from autograder.checking.answer import Answer
from autograder.checking.calibration import Calibrated
from autograder.checking.check import Decorator, Passed
from autograder.checking.context import Context
from autograder.checking.dataset import Dataset
from autograder.checking.gradient import Gradient
from autograder.checking.models import (
    apart,
    causal,
    differentiated,
    drawn,
    generators,
    learned_texts,
    normalised,
    played,
    players,
    reader,
    repeats,
    seen,
    sizes,
    streamed,
    texts,
    trained,
)
from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.layout import ImageLayout, RowLayout
from autograder.checking.models.leaks import Leak
from autograder.checking.models.sampler import Sampler
from autograder.checking.models.split import Split
from autograder.checking.models.text_layout import TextLayout
from autograder.checking.models.training import Size
from autograder.checking.student import Handle, Student
from autograder.checking.transport import Failed
from autograder.checking.without_autograd import without_autograd
from autograder.probes import oracles
from autograder.probes.order import Grid
from autograder.probes.rows import Rows
from autograder.probes.table import Table
from autograder.probes.texts import Texts

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
DENSITY = """\
## Asking a density model

Whatever its assignment, an autoregressive density model is asked the same: whether it sees what it
predicts, answers twice alike, looks at what it may, sums to one, and learns. These questions stand
in `autograder.checking.models`. A check says what is its own: how a model is built (a
`ModelClass`), in what layout its data stand and how large it is (a `Plan`), and where random
numbers come from (`draw`, a generator such as `ctx.generator()`). Each question raises Failed with
a sentence in the words of the layout: of pixels for images, of dimensions for rows, of tokens for
texts. A language model that is given more than its text, such as a source to translate, is asked
with that fixed (`TextLayout(…, before=(source, lengths))`).

`docs/example/density.py`, for models of rows that take an `order`:
"""
QUESTIONS = (
    ("causal", causal.is_causal),
    ("causal", causal.stays_causal),
    ("causal", causal.is_causal_beyond),
    ("causal", causal.is_causal_elsewhere),
    ("apart", apart.is_causal_across_processes),
    ("repeats", repeats.is_repeatable),
    ("seen", seen.uses_neighbours),
    ("seen", seen.uses_all_earlier),
    ("normalised", normalised.mass_is_one),
    ("differentiated", differentiated.reaches_parameters),
    ("texts", texts.agrees_when_cut),
    ("texts", texts.tells_order),
    ("streamed", streamed.streams),
    ("trained", trained.learns),
    ("learned_texts", learned_texts.learns_texts),
    ("sizes", sizes.rows),
    ("sizes", sizes.small),
    ("sizes", sizes.small_colour),
    ("sizes", sizes.long),
    ("sizes", sizes.vast),
    ("sizes", sizes.vast_colour),
    ("sizes", sizes.countable),
)
SAMPLERS = """\
## Asking a sampler

`Sampler` says how a sampler is called, `draw` calls it, and the functions below judge what came
back, whichever way it was called. A sampler that is handed a model gets one that the grader plays:
it answers by a law that is known exactly, and remembers what it saw, so a wrong order has a name. A
sampler that draws from the student's own model is judged by the law that this model states.
"""
ASKING = [
    "call",
    "construct",
    "call_plain",
    "count_operations",
    "operations",
    "seed_everything",
    "generator",
]
OF_OBJECTS = ["train", "parameter_gradients", "forward", "mode", "state_dict", "load_state_dict"]
MORE = """\
Arguments are tensors, plain data, an `Oracle` (a model that the grader plays), what `construct` has
returned, and tuples or lists of them. Plain data in an answer are None, truths, numbers, texts, and
lists or dictionaries of them. Whole numbers come as they are, up to some 3,600 digits: compare them
as floats by `as_float` of `autograder.checking.reply`: those beyond all floats become infinite.
Where a Python float or int was asked for, `float_of(student, name, value)` of
`autograder.checking.floats` and `int_of` of `autograder.checking.whole` return the number: a tensor
in its place fails the first check that meets it, and costs points once.

What is said of `student` holds for the object that `construct` returns, too, by the names of its
methods; `__call__` is the object itself.
"""
OURS = """\
An `Oracle` computes in the grader, so no gradient goes through it. What has to be differentiated
is made in the student's process, by `autograder.checking.given`; its handle is an argument as any
other.
"""
GAMES = """\
`autograder.checking.games` hands over a game of two players that is played from tables, an
evaluator that notes what it is asked, and paths of nodes of a search tree: `search(game, state,
evaluate, …)`, `backup(path, value)`.
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

Of a module that a visible check imports, students get what visible checks use: every other
definition, assignment and import goes, through all modules together. A name that is looked up by
its text (`getattr(module, name)`) is not seen as used. A module that computes answers, or draws
hidden inputs, says `HIDDEN = True` at its top: then it is never released, and `autograder build`
refuses a visible check that uses anything of it. Give such a check numbers instead of the formula,
in a module without HIDDEN. A student may read every line of it: what compares, what names a mistake
by altering the right answer, and a model played from a table may stand there, and nothing that
returns an answer of the exercise. The formula stays in a hidden module, from which a test
computes the numbers again, so that they stay right. In this repository every module of checks is
either released or HIDDEN (`tests/assignments/test_hidden_modules.py`).
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
    parts += _entry("without_autograd", without_autograd)
    parts += ["### An object of theirs", "", *_methods(Handle, "model", OF_OBJECTS)]
    parts += ["### An object of ours in their process", "", OURS, *_functions(given)]
    parts += ["### A game that their search plays", "", GAMES]
    for described in (games.Rules, games.Evaluator, games.Played, games.GivenPath):
        parts += [*_entry(described.__name__, described)]
        parts += _methods(described, described.__name__)
    parts += ["## What an answer should be", "", *_about(Answer), *_methods(Answer, "answer")]
    parts += ["### Gradients", "", *_methods(Gradient, "gradient")]
    parts += ["### Slips", "", *_about(slips.evaluated), "## Drawing: `ctx`", ""]
    parts += [*_about(Context), *_methods(Context, "ctx")]
    parts += [*_entry("Dataset", Dataset), *_methods(Dataset, "dataset", ["images"])]
    parts += [*_density(), *_samplers(), "## Ceilings", ""]
    parts += [*_entry("Calibrated", Calibrated, "in `checks/calibrated.py`"), RULES]
    return "\n".join(parts).rstrip() + "\n"


def _density() -> list[str]:
    """Return what any density model is asked, and how it is described."""
    example = (DOCS / "example" / "density.py").read_text(encoding="utf-8").rstrip()
    parts = [DENSITY, "```python", example, "```", "", "### Describing a model", ""]
    for described in (ModelClass, Plan, ImageLayout, RowLayout, TextLayout):
        parts += _entry(described.__name__, described)
    parts += _entry("RowLayout.images", RowLayout.images) + _entry("Leak", Leak)
    parts += [f"Its members: {', '.join(f'`{leak.name}`' for leak in Leak)}.", ""]
    parts += ["### Questions", ""]
    for room, question in QUESTIONS:
        parts += _entry(f"{room}.{question.__name__}", question)
    for described in (trained.Goal, learned_texts.TextGoal, trained.Data, Size, Split):
        parts += _entry(described.__name__, described)
    return parts


def _samplers() -> list[str]:
    """Return what samplers are asked by: calls, layouts, laws, judgements, played models."""
    text = (DOCS / "example" / "sampler.py").read_text(encoding="utf-8").rstrip()
    parts = [SAMPLERS, "```python", text, "```", "", *_entry("Sampler", Sampler)]
    parts += _methods(Sampler, "sampler", ["draw", "arguments_after", "require_kept"])
    parts += ["### Layouts and laws", "", *_entry("Grid", Grid), *_entry("Rows", Rows)]
    parts += _methods(Rows, "Rows", ["of", "drawn", "per_entry"])
    parts += _entry("Texts", Texts)
    for law in (oracles.Hash, oracles.Indep, oracles.Chain, oracles.Coin, Table):
        parts += _entry(law.__name__, law)
    parts += [*_methods(Table, "Table", ["asked"]), "### What samples are judged by", ""]
    parts += [*_functions(drawn), *_functions(generators), "### Played models", ""]
    parts += [*_functions(players), *_functions(reader), *_entry("Known", played.Known)]
    return parts + _entry("PlayedTable", played.PlayedTable) + _functions(played)


def _functions(module: ModuleType) -> list[str]:
    """Return the public functions of a module, in the order in which they stand there."""
    found = [one for one in vars(module).values() if inspect.isfunction(one)]
    own = [one for one in found if one.__module__ == module.__name__]
    public = [one for one in own if not one.__name__.startswith("_")]
    return [line for one in public for line in _entry(one.__name__, one)]


def _methods(owner: type, name: str, chosen: list[str] | None = None) -> list[str]:
    """Return the public methods and properties of a class, or those that are chosen, in order."""
    order = chosen or [key for key in vars(owner) if not key.startswith("_")]
    found = {key: inspect.getattr_static(owner, key) for key in order if hasattr(owner, key)}
    found = {key: getattr(thing, "__func__", thing) for key, thing in found.items()}
    told = {key: thing for key, thing in found.items() if inspect.isroutine(thing)}
    told |= {key: thing for key, thing in found.items() if isinstance(thing, property)}
    return [line for key in order if key in told for line in _entry(f"{name}.{key}", told[key])]


def _entry(name: str, thing: Any, note: str = "") -> list[str]:
    """Return a name with its signature, and what is said of it."""
    shown = _signature(thing)
    return [f"**`{name}{shown}`**{f', {note}' if note else ''}", "", *_about(thing)]


def _about(thing: Any) -> list[str]:
    return [inspect.getdoc(thing) or "", ""]


def _signature(thing: Any) -> str:
    if isinstance(thing, property | type):
        return ""
    parameters = inspect.signature(thing).parameters.values()
    shown = [str(one.replace(annotation=inspect.Parameter.empty)) for one in parameters]
    stars = [one.kind is inspect.Parameter.KEYWORD_ONLY for one in parameters]
    if True in stars and not any(text.startswith("*") and text[1] != "*" for text in shown):
        shown.insert(stars.index(True), "*")
    shown = shown[1:] if shown[0] in ("self", "cls") else shown
    return f"({', '.join(shown)})".replace("torch.", "").replace("(*, ", "(")


if __name__ == "__main__":
    text = page()
    if "--check" in sys.argv:
        sys.exit(0 if PLACE.read_text(encoding="utf-8") == text else f"{PLACE} is not current")
    PLACE.write_text(text, encoding="utf-8")
    print(PLACE)

"""The command line's app: commands join it by a decorator, and are chosen before they are run.

`autograder --help` must not wait for torch: no module of ours that is heavy is imported here.
"""

from collections.abc import Callable, Sequence
from functools import partial, wraps
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from autograder import __version__
from autograder.cli.options import option
from autograder.storage.permissions import nothing_for_others

PROGRAM = "autograder"
Chosen = Callable[[], int]

# A student has installed what `check` needs, and should not have to read of all the rest.
GRADES = find_spec("nbgrader") is not None
FOR_STUDENTS = """\b
All other commands, for who makes a course or grades one:
  pip install 'dgm-autograder[grading]'"""

app = typer.Typer(
    name=PROGRAM,
    help="Autograded assignments for deep generative models.",
    epilog=None if GRADES else FOR_STUDENTS,
    rich_markup_mode=None,  # brackets in our sentences are no markup
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def chosen(words: Sequence[str] | None = None) -> Chosen:
    """Return what the words of a command line ask for, ready to run; its result is the exit code.

    Raises SystemExit: after help and version with 0; with 2 where the words are wrong, once a
    sentence on stderr has said so.
    """
    try:
        found = get_command(app).main(words, prog_name=PROGRAM, standalone_mode=False)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        where = context.command_path if context else PROGRAM
        told = " ".join(error.format_message().split()).rstrip(".")
        typer.echo(f"{PROGRAM}: {told}. See: {where} --help", err=True)
        raise SystemExit(error.exit_code) from error
    if not callable(found):  # help and the like have been shown
        raise SystemExit(found)
    run: Chosen = found
    return run


def commands() -> dict[str, TyperCommand]:
    """Return all commands by name, in the order in which help lists them."""
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    return {name: one for name, one in group.commands.items() if isinstance(one, TyperCommand)}


def command(
    *examples: str,
    private: bool = False,
    student: bool = False,
    cls: type[TyperCommand] = TyperCommand,
    name: str | None = None,
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Have a function be the command of its name: parameters are options, its docstring is help.

    Args: `examples`, command lines without the program's name, which help ends with; `private`,
    that what it writes, grades and students' work, is for no other users; `student`, that it is
    listed where nbgrader is not installed, too; `name`, if it is not the function's. The function
    imports what it needs itself: help waits for nothing heavy, and a student's part of the package
    has only some of it.
    """

    def join(work: Callable[..., int]) -> Callable[..., int]:
        @wraps(work)
        def choose(**given: Any) -> Chosen:
            return partial(_privately if private else _plainly, work, **given)

        listed = GRADES or student
        app.command(name, cls=cls, epilog=_epilog(examples), hidden=not listed)(choose)
        return work

    return join


def _epilog(examples: Sequence[str]) -> str | None:
    """Return the end of a command's help; its first line has each line stay as it is."""
    if not examples:
        return None
    return "\n  ".join(["\b\nExamples:", *(f"{PROGRAM} {example}" for example in examples)])


def _plainly(work: Callable[..., int], **given: Any) -> int:
    return work(**given)


def _privately(work: Callable[..., int], **given: Any) -> int:
    with nothing_for_others():
        return work(**given)


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _of_all(
    course: Annotated[
        Path,
        option(
            "--course", "folder of course.toml; default: here", metavar="DIR", hidden=not GRADES
        ),
    ] = Path(),
    version: Annotated[
        bool, option("--version", "print the version", is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """Hold what stands before the command; a command's own `course` reads it from here."""

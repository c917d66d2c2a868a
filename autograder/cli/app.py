"""The command line's app: commands join it by a decorator, and are chosen before they are run.

`autograder --help` must not wait for torch: no module of ours that is heavy is imported here.
"""

from collections.abc import Callable, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from autograder import __version__
from autograder.cli.options import option
from autograder.storage.permissions import nothing_for_others

PROGRAM = "autograder"
Run = Callable[[], int]

app = typer.Typer(
    name=PROGRAM,
    help="Autograded assignments for deep generative models.",
    rich_markup_mode=None,  # brackets in our sentences are no markup
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def chosen(words: Sequence[str] | None = None) -> Run:
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
    run: Run = found
    return run


def commands() -> dict[str, TyperCommand]:
    """Return all commands by name, in the order in which help lists them."""
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    return {name: one for name, one in group.commands.items() if isinstance(one, TyperCommand)}


def command(
    *, private: bool = False, cls: type[TyperCommand] = TyperCommand, name: str | None = None
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Have a function be the command of its name: parameters are options, its docstring is help.

    Args: `private`, that what it writes, grades and students' work, is for no other users; `name`,
    if it is not the function's. The function imports what it needs itself: help waits for nothing
    heavy, and a student's part of the package has only some of it.
    """

    def join(work: Callable[..., int]) -> Callable[..., int]:
        @wraps(work)
        def choose(**given: Any) -> Run:
            return partial(_privately if private else _plainly, work, **given)

        app.command(name, cls=cls)(choose)
        return work

    return join


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
    course: Annotated[Path, option("--course", "folder of course.toml", metavar="DIR")] = Path(),
    version: Annotated[
        bool, option("--version", "show it", is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """Hold what stands before the command; a command's own `course` reads it from here."""

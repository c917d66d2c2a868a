"""Arguments and options that several commands have, and what their values may be."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer import Argument
from typer.core import TyperCommand


def option(name: str, help: str = "", **more: Any) -> Any:
    """Return a typer.Option whose help says what it has to say of a default itself."""
    return typer.Option(name, help=help or None, show_default=False, **more)


def _given_before(context: typer.Context, own: Path | None) -> Path:
    before = context.parent.params["course"] if context.parent else Path()
    return before if own is None else own


# After the command, too, where many look for it; hidden, as each of them would tell it.
InCourse = Annotated[Path, option("--course", hidden=True, callback=_given_before)]
BEFORE: Any = None

Device = Literal["cpu", "cuda", "auto"]
Walls = Literal["bubblewrap", "docker"]

Assignment = Annotated[str, Argument(metavar="ASSIGNMENT", help="its name in course.toml")]
OneOrAll = Annotated[str | None, Argument(metavar="ASSIGNMENT", help="default: all of course.toml")]
Submitted = Annotated[
    Path | None,
    option("--submitted", "holds <student>/<assignment>/; default: submitted/", metavar="DIR"),
]
Jobs = Annotated[int, option("--jobs", "sandboxes at a time; default: one per core", metavar="N")]
OnDevice = Annotated[
    Device | None, option("--device", "where students' code computes; default: as in course.toml")
]
Sandbox = Annotated[
    Walls | None, option("--sandbox", "where students' code runs; default: as in course.toml")
]


def known_cluster(text: str | None) -> str | None:
    """Return what `--cluster` was given; raises BadParameter for what is no cluster."""
    if text in (None, "", "local", "slurm") or text.startswith(("tcp://", "tls://")):
        return text
    raise typer.BadParameter(
        f"{text!r} is neither local, slurm nor an address such as tls://host:8786."
    )


def share(number: float) -> float:
    """Return a share as it was given; raises BadParameter for what is none, nan too."""
    if not 0 <= number <= 1:
        raise typer.BadParameter("Name a number from 0 to 1.")
    return number


def days(number: float) -> float:
    """Return a number of days as it was given; raises BadParameter below 0 and for nan."""
    if not number >= 0:
        raise typer.BadParameter("Name 0 or more.")
    return number


def positive(number: int) -> int:
    """Return a number as it was given; raises BadParameter below 1."""
    if number < 1:
        raise typer.BadParameter("Name 1 or more.")
    return number


Least = Annotated[
    float,
    option("--least", "share of either's own code; default: 0.8", metavar="SHARE", callback=share),
]


class ClusterKindMayBeLeftOut(TyperCommand):
    """Typer knows no option whose value may be left out, as in `--cluster`."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Have a bare `--cluster` be one with an empty value."""
        following = [*args[1:], "--"]
        words = [
            "--cluster=" if word == "--cluster" and after.startswith("-") else word
            for word, after in zip(args, following, strict=False)
        ]
        return super().parse_args(ctx, words)

"""The command line's grammar: one command to each verb, all listed in docs/reference.md."""

import argparse
from pathlib import Path

from autograder import __version__
from autograder.cli import commands


def parser() -> argparse.ArgumentParser:
    """Give the command line's grammar."""
    top = argparse.ArgumentParser(
        prog="autograder", description="Autograded assignments for deep generative models."
    )
    top.add_argument("--version", action="version", version=__version__)
    top.add_argument(
        "--course", type=Path, default=Path(), metavar="DIR", help="folder of course.toml"
    )
    verbs = top.add_subparsers(required=True, metavar="COMMAND")
    _add_build(verbs.add_parser("build", help="templates + solutions → release/"))
    _add_grade(verbs.add_parser("grade", help="grade a class in the sandbox"))
    _add_watch(verbs.add_parser("watch", help="grade what arrives in nbgrader's exchange"))
    _add_preview(verbs.add_parser("preview", help="an assignment's notebooks as pages"))
    _add_verify(verbs.add_parser("verify", help="grade the submissions with a known verdict"))
    _add_collect(verbs.add_parser("collect", help="what a platform lets you download → submitted/"))
    _add_export(verbs.add_parser("export", help="grades for Canvas, Moodle or Gradescope"))
    _add_report(verbs.add_parser("report", help="what a class has come to: HTML, CSV, JSON"))
    _add_similarity(verbs.add_parser("similarity", help="which submissions share code"))
    _add_check(verbs.add_parser("check", help="ask the self-checks of your own notebook"))
    _add_new(verbs.add_parser("new", help="begin an exercise, all parts of it, ready to verify"))
    _add_prune(verbs.add_parser("prune", help="remove superseded files of verdicts/"))
    _add_doctor(verbs.add_parser("doctor", help="what is here, and what is missing"))
    _add_demo(verbs.add_parser("demo", help="a small class, from templates to feedback"))
    return top


def _add_build(command: argparse.ArgumentParser) -> None:
    command.add_argument("assignment", nargs="?", help="default: all of course.toml")
    command.add_argument(
        "--check", action="store_true", help="fail when the release is not what would be built"
    )
    command.set_defaults(run=commands.run_build)


def _add_grade(command: argparse.ArgumentParser) -> None:
    command.add_argument("assignment")
    command.add_argument(
        "--submitted", type=Path, metavar="DIR", help="holds <student>/<assignment>/*.ipynb"
    )
    command.add_argument("--student", default="*", metavar="GLOB", help="only these students")
    command.add_argument("--jobs", type=int, default=0, metavar="N", help="default: one per core")
    command.add_argument(
        "--cluster",
        nargs="?",
        type=_cluster,
        const="",
        metavar="KIND",
        help="on Dask: local, slurm or tls://host:port; default: as course.toml says",
    )
    command.add_argument("--device", choices=["cpu", "cuda", "auto"])
    command.add_argument("--sandbox", choices=["bubblewrap", "docker"])
    command.add_argument("--verdicts", type=Path, metavar="FILE.jsonl", help="one verdict per line")
    command.add_argument(
        "--no-gradebook", action="store_true", help="grade only: leave nbgrader's database alone"
    )
    command.add_argument("--regrade", action="store_true", help="also what is graded already")
    command.add_argument("--quiet", action="store_true", help="no progress, no table")
    command.add_argument(
        "--json", action="store_true", help="on stdout a line per verdict as it is ready, no table"
    )
    command.set_defaults(run=commands.run_grade)


def _add_watch(command: argparse.ArgumentParser) -> None:
    command.add_argument("assignments", nargs="+", metavar="ASSIGNMENT")
    command.add_argument("--once", action="store_true", help="one round, as for cron, then end")
    command.add_argument("--jobs", type=int, default=0, metavar="N", help="default: one per core")
    command.add_argument("--device", choices=["cpu", "cuda", "auto"])
    command.add_argument("--sandbox", choices=["bubblewrap", "docker"])
    command.add_argument("--json", action="store_true", help="a line of JSON for each event")
    command.set_defaults(run=commands.run_watch)


def _add_preview(command: argparse.ArgumentParser) -> None:
    command.add_argument("assignment")
    command.add_argument(
        "--write", type=Path, metavar="DIR", default=Path("preview"), help="default: preview/"
    )
    command.set_defaults(run=commands.run_preview)


def _add_verify(command: argparse.ArgumentParser) -> None:
    command.add_argument("assignment", nargs="?", help="default: all of course.toml")
    command.add_argument(
        "--submissions",
        type=Path,
        metavar="DIR",
        help="holds <assignment>/<exercise>/{right,wrong}_*.py; default: tests/submissions",
    )
    command.add_argument("--only", default="*", metavar="GLOB", help="of <exercise>/<name>")
    command.add_argument("--right", action="store_true", help="only the right ones")
    command.add_argument(
        "--secrets", type=_positive, default=1, metavar="N", help="each under N course secrets"
    )
    command.add_argument("--jobs", type=int, default=0, metavar="N", help="default: one per core")
    command.add_argument("--sandbox", choices=["bubblewrap", "docker"])
    command.add_argument(
        "--write", type=Path, metavar="DIR", help="for the kill matrix; default: verified/"
    )
    command.add_argument(
        "--afresh",
        action="store_true",
        help="ask also what is remembered, of which all is as it was",
    )
    command.set_defaults(run=commands.run_verify)


def _cluster(text: str) -> str:
    if text in ("", "local", "slurm") or text.startswith(("tcp://", "tls://")):
        return text
    raise argparse.ArgumentTypeError(
        f"{text!r} is neither local, slurm nor an address such as tls://host:8786"
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("give 1 or more")
    return number


def _add_collect(command: argparse.ArgumentParser) -> None:
    command.add_argument("assignment")
    command.add_argument(
        "source", type=Path, metavar="SOURCE", help="a zip, a folder, or one student's notebook"
    )
    command.add_argument(
        "--submitted", type=Path, metavar="DIR", help="where to; default: submitted/"
    )
    command.add_argument(
        "--dry-run", action="store_true", help="only say who would be taken from where"
    )
    command.set_defaults(run=commands.run_collect)


def _add_export(command: argparse.ArgumentParser) -> None:
    command.add_argument("assignment", nargs="?")
    command.add_argument("--all", action="store_true", help="every assignment of course.toml")
    command.add_argument("--to", required=True, choices=["canvas", "moodle", "gradescope"])
    command.add_argument(
        "--into", type=Path, metavar="FILE", help="what to write; default: grades-<to>.csv"
    )
    command.add_argument(
        "--roster", type=Path, metavar="FILE", help="CSV of students; default: as course.toml says"
    )
    command.set_defaults(run=commands.run_export)


def _add_report(command: argparse.ArgumentParser) -> None:
    _add_similarity(command)
    command.add_argument(
        "--write", type=Path, metavar="DIR", default=Path("reports"), help="default: reports/"
    )
    command.add_argument(
        "--no-similarity", dest="similarity", action="store_false", help="compare no submissions"
    )
    command.set_defaults(run=commands.run_report)


def _add_similarity(command: argparse.ArgumentParser) -> None:
    command.add_argument("assignment")
    command.add_argument(
        "--submitted", type=Path, metavar="DIR", help="holds <student>/<assignment>/*.ipynb"
    )
    command.add_argument(
        "--least", type=_share, default=0.8, metavar="SHARE", help="of either's code; default: 0.8"
    )
    command.set_defaults(run=commands.run_similarity, write=Path())


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError("give a number from 0 to 1")
    return share


def _add_check(command: argparse.ArgumentParser) -> None:
    command.add_argument("notebook", type=Path, metavar="NOTEBOOK.ipynb")
    command.add_argument(
        "--exercise", action="append", default=[], metavar="NAME", help="only this one; repeatable"
    )
    command.add_argument("--html", type=Path, metavar="FILE", help="write a page with pictures")
    command.set_defaults(run=commands.run_check)


def _add_new(command: argparse.ArgumentParser) -> None:
    command.add_argument("key", metavar="ASSIGNMENT/EXERCISE")
    command.set_defaults(run=commands.run_new)


def _add_prune(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--submitted", type=Path, metavar="DIR", help="holds <student>/<assignment>/*.ipynb"
    )
    command.add_argument(
        "--days", type=_days, default=7, metavar="N", help="keep what is younger; default: 7"
    )
    command.add_argument("--dry-run", action="store_true", help="only say what would go")
    command.set_defaults(run=commands.run_prune)


def _days(text: str) -> float:
    number = float(text)
    if not number >= 0:
        raise argparse.ArgumentTypeError("give 0 or more")
    return number


def _add_doctor(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=commands.run_doctor)


def _add_demo(command: argparse.ArgumentParser) -> None:
    command.add_argument("--folder", type=Path, default=Path("demo"), metavar="DIR")
    command.set_defaults(run=commands.run_demo)

"""The command line: one command to each verb, all listed in docs/reference.md."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder import __version__
from autograder.errors import AutograderError
from autograder.plain import plain
from autograder.stdout import deserted

INTERRUPTED = 130
LONGEST_LOG = 10_000  # characters of one record, a traceback included


class _PlainFormatter(logging.Formatter):
    """Shows what a student's code said as text that cannot steer a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return plain(super().format(record), LONGEST_LOG)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code, and an error as a sentence on stderr."""
    options = parser().parse_args(argv)
    handler = logging.StreamHandler()
    handler.setFormatter(_PlainFormatter("%(levelname)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    try:
        with deserted():
            code: int = options.run(options)
    except AutograderError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return error.exit_code
    except ModuleNotFoundError as error:
        if not str(error.name).startswith("autograder."):
            raise
        print(
            "autograder: this is the student's part, whose only command is `autograder check`. To "
            "grade, install all of it: pip install dgm-autograder[grading]",
            file=sys.stderr,
        )
        return AutograderError.exit_code
    except KeyboardInterrupt:
        print(
            "\nautograder: stopped. What was graded is kept; the same command goes on from there.",
            file=sys.stderr,
        )
        return INTERRUPTED
    return code


def parser() -> argparse.ArgumentParser:
    """Give the command line's grammar."""
    top = argparse.ArgumentParser(
        prog="autograder", description="Autograded assignments for deep generative models."
    )
    top.add_argument("--version", action="version", version=__version__)
    top.add_argument(
        "--course", type=Path, default=Path(), metavar="DIR", help="folder of course.toml"
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _add_build(commands.add_parser("build", help="templates + solutions → release/"))
    _add_grade(commands.add_parser("grade", help="grade a class in the sandbox"))
    _add_watch(commands.add_parser("watch", help="grade what arrives in nbgrader's exchange"))
    _add_preview(commands.add_parser("preview", help="an assignment's notebooks as pages"))
    _add_verify(commands.add_parser("verify", help="grade the submissions with a known verdict"))
    _add_collect(
        commands.add_parser("collect", help="a zip of Canvas, Moodle or folders → submitted/")
    )
    _add_export(commands.add_parser("export", help="grades for Canvas, Moodle or Gradescope"))
    _add_report(commands.add_parser("report", help="what a class has come to: HTML, CSV, JSON"))
    _add_similarity(commands.add_parser("similarity", help="which submissions share code"))
    _add_check(commands.add_parser("check", help="ask the self-checks of your own notebook"))
    _add_new(commands.add_parser("new", help="begin an exercise, all parts of it, ready to verify"))
    _add_prune(commands.add_parser("prune", help="remove superseded files of verdicts/"))
    _add_doctor(commands.add_parser("doctor", help="what is here, and what is missing"))
    _add_demo(commands.add_parser("demo", help="a small class, from templates to feedback"))
    return top


def _add_build(command: argparse.ArgumentParser) -> None:
    command.add_argument("assignment", nargs="?", help="default: all of course.toml")
    command.add_argument(
        "--check", action="store_true", help="fail when the release is not what would be built"
    )
    command.set_defaults(run=_build)


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
    command.set_defaults(run=_grade)


def _add_watch(command: argparse.ArgumentParser) -> None:
    command.add_argument("assignments", nargs="+", metavar="ASSIGNMENT")
    command.add_argument("--once", action="store_true", help="one round, as for cron, then end")
    command.add_argument("--jobs", type=int, default=0, metavar="N", help="default: one per core")
    command.add_argument("--device", choices=["cpu", "cuda", "auto"])
    command.add_argument("--sandbox", choices=["bubblewrap", "docker"])
    command.add_argument("--json", action="store_true", help="a line of JSON for each event")
    command.set_defaults(run=_watch)


def _add_preview(command: argparse.ArgumentParser) -> None:
    command.add_argument("assignment")
    command.add_argument(
        "--write", type=Path, metavar="DIR", default=Path("preview"), help="default: preview/"
    )
    command.set_defaults(run=_preview)


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
    command.set_defaults(run=_verify)


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
    command.add_argument("archive", type=Path, metavar="ZIP")
    command.add_argument(
        "--submitted", type=Path, metavar="DIR", help="where to; default: submitted/"
    )
    command.set_defaults(run=_collect)


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
    command.set_defaults(run=_export)


def _add_report(command: argparse.ArgumentParser) -> None:
    _add_similarity(command)
    command.add_argument(
        "--write", type=Path, metavar="DIR", default=Path("reports"), help="default: reports/"
    )
    command.add_argument(
        "--no-similarity", dest="similarity", action="store_false", help="compare no submissions"
    )
    command.set_defaults(run=_report)


def _add_similarity(command: argparse.ArgumentParser) -> None:
    command.add_argument("assignment")
    command.add_argument(
        "--submitted", type=Path, metavar="DIR", help="holds <student>/<assignment>/*.ipynb"
    )
    command.add_argument(
        "--least", type=_share, default=0.8, metavar="SHARE", help="of either's code; default: 0.8"
    )
    command.set_defaults(run=_similarity, write=Path())


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
    command.set_defaults(run=_check)


def _add_new(command: argparse.ArgumentParser) -> None:
    command.add_argument("key", metavar="ASSIGNMENT/EXERCISE")
    command.set_defaults(run=_new)


def _add_prune(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--submitted", type=Path, metavar="DIR", help="holds <student>/<assignment>/*.ipynb"
    )
    command.add_argument(
        "--days", type=_days, default=7, metavar="N", help="keep what is younger; default: 7"
    )
    command.add_argument("--dry-run", action="store_true", help="only say what would go")
    command.set_defaults(run=_prune)


def _days(text: str) -> float:
    number = float(text)
    if not number >= 0:
        raise argparse.ArgumentTypeError("give 0 or more")
    return number


def _add_doctor(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=_doctor)


def _add_demo(command: argparse.ArgumentParser) -> None:
    command.add_argument("--folder", type=Path, default=Path("demo"), metavar="DIR")
    command.set_defaults(run=_demo)


def _given(options: argparse.Namespace) -> dict[str, Any]:
    """Give what the command line says, as the fields of a command's options."""
    return {key: value for key, value in vars(options).items() if key != "run"}


# The commands import what they need only when they run: `--help` must not wait for torch.


def _build(options: argparse.Namespace) -> int:
    from autograder.console import build

    return build(options.course, options.assignment, check=options.check)


def _grade(options: argparse.Namespace) -> int:
    from autograder.console import GradeOptions, grade

    return grade(GradeOptions(**_given(options)))


def _watch(options: argparse.Namespace) -> int:
    from autograder.watch.loop import WatchOptions, watch

    return watch(WatchOptions(**_given(options)))


def _preview(options: argparse.Namespace) -> int:
    from autograder.preview import preview

    return preview(options.course, options.assignment, options.write)


def _verify(options: argparse.Namespace) -> int:
    from autograder.proof import VerifyOptions, verify_known

    return verify_known(VerifyOptions(**_given(options)))


def _collect(options: argparse.Namespace) -> int:
    from autograder.console import collected

    return collected(options.course, options.assignment, options.archive, options.submitted)


def _export(options: argparse.Namespace) -> int:
    from autograder.policy.export.command import ExportOptions, export_grades

    return export_grades(ExportOptions(**_given(options)))


def _report(options: argparse.Namespace) -> int:
    from autograder.reporting import ReportOptions, report

    return report(ReportOptions(**_given(options)))


def _similarity(options: argparse.Namespace) -> int:
    from autograder.reporting import ReportOptions, similarity

    return similarity(ReportOptions(**_given(options)))


def _check(options: argparse.Namespace) -> int:
    from autograder.notebook import check

    return check(options.notebook, options.exercise, options.html)


def _new(options: argparse.Namespace) -> int:
    from autograder.console import new

    return new(options.course, options.key)


def _prune(options: argparse.Namespace) -> int:
    from autograder.course import load_course
    from autograder.prune import prune

    course = load_course(options.course)
    submitted = (options.submitted or course.root / "submitted").resolve()
    print(prune(course, submitted, options.days, dry=options.dry_run))
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from autograder.doctor import doctor

    return doctor(options.course)


def _demo(options: argparse.Namespace) -> int:
    from autograder.demo import demo

    return demo(options.course, options.folder)


if __name__ == "__main__":
    sys.exit(main())

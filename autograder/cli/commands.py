"""What each command runs, with its part of the package imported only then.

`--help` must not wait for torch, and a student's part of the package has only some of it.
"""

import argparse
from collections.abc import Callable
from functools import wraps
from typing import Any

from autograder.storage.permissions import nothing_for_others

Run = Callable[[argparse.Namespace], int]


def _private(run: Run) -> Run:
    """Have what a command writes, grades and students' work, be for no other users."""

    @wraps(run)
    def privately(options: argparse.Namespace) -> int:
        with nothing_for_others():
            return run(options)

    return privately


def run_build(options: argparse.Namespace) -> int:
    """Run `autograder build`."""
    from autograder.cli.build import build

    return build(options.course, options.assignment, check=options.check)


@_private
def run_grade(options: argparse.Namespace) -> int:
    """Run `autograder grade`."""
    from autograder.cli.grade import grade
    from autograder.grading.session import GradeOptions

    return grade(GradeOptions(**_given(options)))


@_private
def run_watch(options: argparse.Namespace) -> int:
    """Run `autograder watch`."""
    from autograder.watch.loop import WatchOptions, watch

    return watch(WatchOptions(**_given(options)))


@_private
def run_preview(options: argparse.Namespace) -> int:
    """Run `autograder preview`."""
    from autograder.handout.preview import preview

    return preview(options.course, options.assignment, options.write)


def run_verify(options: argparse.Namespace) -> int:
    """Run `autograder verify`."""
    from autograder.verify.command import VerifyOptions, verify_known

    return verify_known(VerifyOptions(**_given(options)))


@_private
def run_collect(options: argparse.Namespace) -> int:
    """Run `autograder collect`."""
    from autograder.collecting.command import CollectOptions, collected

    return collected(CollectOptions(**_given(options)))


@_private
def run_export(options: argparse.Namespace) -> int:
    """Run `autograder export`."""
    from autograder.export.command import ExportOptions, export_grades

    return export_grades(ExportOptions(**_given(options)))


@_private
def run_report(options: argparse.Namespace) -> int:
    """Run `autograder report`."""
    from autograder.report.command import ReportOptions, report

    return report(ReportOptions(**_given(options)))


@_private
def run_similarity(options: argparse.Namespace) -> int:
    """Run `autograder similarity`."""
    from autograder.report.command import ReportOptions, similarity

    return similarity(ReportOptions(**_given(options)))


def run_check(options: argparse.Namespace) -> int:
    """Run `autograder check`."""
    from autograder.selfcheck.notebook import check

    return check(options.notebook, options.exercise, options.html)


def run_new(options: argparse.Namespace) -> int:
    """Run `autograder new`."""
    from autograder.cli.build import new

    return new(options.course, options.key)


@_private
def run_prune(options: argparse.Namespace) -> int:
    """Run `autograder prune`."""
    from autograder.course.config import load_course
    from autograder.grading.prune import prune
    from autograder.verify.prune import superseded_outcomes

    course = load_course(options.course)
    submitted = (options.submitted or course.root / "submitted").resolve()
    also = superseded_outcomes(course, options.days)
    print(prune(course, submitted, options.days, also=also, dry=options.dry_run))
    return 0


def run_doctor(options: argparse.Namespace) -> int:
    """Run `autograder doctor`."""
    from autograder.cli.doctor import doctor

    return doctor(options.course)


def run_demo(options: argparse.Namespace) -> int:
    """Run `autograder demo`."""
    from autograder.cli.demo import demo

    return demo(options.course, options.folder)


def _given(options: argparse.Namespace) -> dict[str, Any]:
    """Give what the command line says, as the fields of a command's options."""
    return {key: value for key, value in vars(options).items() if key != "run"}

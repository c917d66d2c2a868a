"""The commands of who makes a course: begin it, write exercises, build and verify them."""

from pathlib import Path
from typing import Annotated

from typer import Argument

from autograder.cli.app import command
from autograder.cli.options import (
    BEFORE,
    Assignment,
    InCourse,
    Jobs,
    OneOrAll,
    Sandbox,
    option,
    positive,
)


@command()
def init(
    folder: Annotated[Path, Argument(metavar="FOLDER")],
    title: Annotated[str, option("--title", "default: the folder's name", metavar="TEXT")] = "",
    course: InCourse = BEFORE,
) -> int:
    """begin a course in a folder of its own"""
    from autograder.cli.build import init

    return init(folder, title)


@command()
def new(
    key: Annotated[str, Argument(metavar="ASSIGNMENT/EXERCISE")], course: InCourse = BEFORE
) -> int:
    """begin an exercise, all parts of it, ready to verify"""
    from autograder.cli.build import new

    return new(course, key)


@command()
def demo(
    assignment: Annotated[
        str, Argument(metavar="[ASSIGNMENT]", help="default: the first there is")
    ] = "",
    folder: Annotated[Path, option("--folder", metavar="DIR")] = Path("demo"),
    course: InCourse = BEFORE,
) -> int:
    """a small class, from templates to feedback"""
    from autograder.cli.demo import demo

    return demo(course, folder, assignment)


@command()
def rehearse(
    assignment: Assignment,
    students: Annotated[
        int, option("--students", "how many hand in; default: 12", metavar="N", callback=positive)
    ] = 12,
    folder: Annotated[Path, option("--folder", "default: rehearsal/", metavar="DIR")] = Path(
        "rehearsal"
    ),
    course: InCourse = BEFORE,
) -> int:
    """a class of known submissions, graded as yours will be"""
    from autograder.cli.demo import rehearse

    return rehearse(course, folder, assignment, students)


@command()
def rename(
    old: Annotated[str, Argument(metavar="OLD", help="an assignment, or assignment/exercise")],
    new: Annotated[str, Argument(metavar="NEW")],
    course: InCourse = BEFORE,
) -> int:
    """another name for an assignment or an exercise"""
    from autograder.cli.rename import rename

    return rename(course, old, new)


@command(private=True, name="publish-solutions")
def publish_solutions(
    assignment: Assignment,
    write: Annotated[Path | None, option("--write", "default: published/", metavar="DIR")] = None,
    early: Annotated[
        bool, option("--before-all-have-handed-in", "also while it can be handed in")
    ] = False,
    course: InCourse = BEFORE,
) -> int:
    """the notebook with its solutions, once nobody can hand in"""
    from autograder.cli.publish import publish_solutions

    return publish_solutions(course, assignment, write, early=early)


@command()
def build(
    assignment: OneOrAll = None,
    check: Annotated[
        bool, option("--check", "fail when the release is not what would be built")
    ] = False,
    course: InCourse = BEFORE,
) -> int:
    """templates + solutions → release/"""
    from autograder.cli.build import build

    return build(course, assignment, check=check)


@command(private=True)
def preview(
    assignment: Assignment,
    write: Annotated[Path, option("--write", "default: preview/", metavar="DIR")] = Path("preview"),
    course: InCourse = BEFORE,
) -> int:
    """an assignment's notebooks as pages"""
    from autograder.handout.preview import preview

    return preview(course, assignment, write)


@command()
def verify(
    assignment: OneOrAll = None,
    submissions: Annotated[
        Path | None,
        option(
            "--submissions",
            "holds <assignment>/<exercise>/{right,wrong}_*.py; default: tests/submissions",
            metavar="DIR",
        ),
    ] = None,
    only: Annotated[str, option("--only", "of <exercise>/<name>", metavar="GLOB")] = "*",
    right: Annotated[bool, option("--right", "only the right ones")] = False,
    secrets: Annotated[
        int, option("--secrets", "each under N course secrets", metavar="N", callback=positive)
    ] = 1,
    afresh: Annotated[
        bool, option("--afresh", "ask also what is remembered, of which all is as it was")
    ] = False,
    jobs: Jobs = 0,
    sandbox: Sandbox = None,
    write: Annotated[
        Path | None, option("--write", "for the kill matrix; default: verified/", metavar="DIR")
    ] = None,
    course: InCourse = BEFORE,
) -> int:
    """grade the submissions with a known verdict"""
    given = dict(locals())
    from autograder.verify.command import VerifyOptions, verify_known

    return verify_known(VerifyOptions(**given))


@command()
def image(
    tag: Annotated[str, Argument(metavar="[TAG]")] = "dgm-autograder",
    base: Annotated[
        str, option("--base", "has Python; default: as in the Dockerfile", metavar="IMAGE")
    ] = "",
    course: InCourse = BEFORE,
) -> int:
    """build the image for --sandbox docker"""
    from autograder.sandbox.build_image import build_image

    print(build_image(tag, base))
    return 0


@command()
def doctor(course: InCourse = BEFORE) -> int:
    """what is here, and what is missing"""
    from autograder.cli.doctor import doctor

    return doctor(course)

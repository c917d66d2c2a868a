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


@command("init my-course --title Flows")
def init(
    folder: Annotated[Path, Argument(metavar="FOLDER", help="to be made")],
    title: Annotated[
        str, option("--title", "of the course; default: the folder's name", metavar="TEXT")
    ] = "",
    course: InCourse = BEFORE,
) -> int:
    """Begin a course in a folder of its own."""
    from autograder.cli.begin import init

    return init(folder, title)


@command("new flows/coupling")
def new(
    key: Annotated[
        str,
        Argument(metavar="ASSIGNMENT/EXERCISE", help="an assignment of course.toml, or a new one"),
    ],
    course: InCourse = BEFORE,
) -> int:
    """Begin an exercise: all its parts, ready to verify."""
    from autograder.cli.begin import new

    return new(course, key)


@command("demo", "demo flows --folder /tmp/demo")
def demo(
    assignment: Annotated[
        str, Argument(metavar="ASSIGNMENT", help="default: the first there is")
    ] = "",
    folder: Annotated[
        Path, option("--folder", "for the class; default: demo/", metavar="DIR")
    ] = Path("demo"),
    course: InCourse = BEFORE,
) -> int:
    """Show a small class, from templates to feedback."""
    from autograder.cli.demo import demo

    return demo(course, folder, assignment)


@command("rehearse flows", "rehearse flows --students 30")
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
    """Grade a class of known submissions as yours will be."""
    from autograder.cli.demo import rehearse

    return rehearse(course, folder, assignment, students)


@command("rename flows normalising", "rename flows/coupling affine")
def rename(
    old: Annotated[str, Argument(metavar="OLD", help="an assignment, or assignment/exercise")],
    new: Annotated[str, Argument(metavar="NEW", help="what it is called from now on")],
    course: InCourse = BEFORE,
) -> int:
    """Give an assignment or an exercise another name."""
    from autograder.cli.rename import rename

    return rename(course, old, new)


@command(
    "publish-solutions flows",
    "publish-solutions flows --write /srv/solutions",
    private=True,
    name="publish-solutions",
)
def publish_solutions(
    assignment: Assignment,
    write: Annotated[Path | None, option("--write", "default: published/", metavar="DIR")] = None,
    early: Annotated[
        bool, option("--before-all-have-handed-in", "also while it can be handed in")
    ] = False,
    course: InCourse = BEFORE,
) -> int:
    """Write the notebook with its solutions, once all is in."""
    from autograder.cli.publish import publish_solutions

    return publish_solutions(course, assignment, write, early=early)


@command("build", "build flows", "build --check")
def build(
    assignment: OneOrAll = None,
    check: Annotated[
        bool, option("--check", "fail when the release is not what would be built")
    ] = False,
    course: InCourse = BEFORE,
) -> int:
    """Make release/ of templates and solutions."""
    from autograder.cli.build import build

    return build(course, assignment, check=check)


@command("preview flows", private=True)
def preview(
    assignment: Assignment,
    write: Annotated[
        Path, option("--write", "for the pages; default: preview/", metavar="DIR")
    ] = Path("preview"),
    course: InCourse = BEFORE,
) -> int:
    """Show an assignment's notebooks as pages."""
    from autograder.handout.preview import preview

    return preview(course, assignment, write)


@command("verify", "verify flows --only 'coupling/*'", "verify --right --secrets 50")
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
    variant: Annotated[
        str, option("--variant", "only this one; default: each", metavar="LETTER")
    ] = "",
    jobs: Jobs = 0,
    sandbox: Sandbox = None,
    write: Annotated[
        Path | None, option("--write", "for the kill matrix; default: verified/", metavar="DIR")
    ] = None,
    course: InCourse = BEFORE,
) -> int:
    """Grade the submissions whose verdict is known."""
    given = dict(locals())
    from autograder.verify.command import VerifyOptions, verify_known

    return verify_known(VerifyOptions(**given))


@command("calibrate flows", "calibrate flows --seeds 5")
def calibrate(
    assignment: Assignment,
    seeds: Annotated[
        int, option("--seeds", "of each model; default: 3", metavar="N", callback=positive)
    ] = 3,
    only: Annotated[str, option("--only", "of <exercise>/<name>", metavar="GLOB")] = "*",
    submissions: Annotated[
        Path | None,
        option("--submissions", "as of verify; default: tests/submissions", metavar="DIR"),
    ] = None,
    jobs: Jobs = 0,
    sandbox: Sandbox = None,
    course: InCourse = BEFORE,
) -> int:
    """Measure what right answers reach; propose ceilings."""
    given = dict(locals())
    from autograder.calibrate.command import CalibrateOptions
    from autograder.calibrate.command import calibrate as calibrated

    return calibrated(CalibrateOptions(**given))


@command("image", "image my-course:2027")
def image(
    tag: Annotated[
        str, Argument(metavar="TAG", help="of the image; default: dgm-autograder")
    ] = "dgm-autograder",
    base: Annotated[
        str, option("--base", "has Python; default: as in the Dockerfile", metavar="IMAGE")
    ] = "",
    course: InCourse = BEFORE,
) -> int:
    """Build the image for --sandbox docker."""
    from autograder.sandbox.build_image import build_image

    print(build_image(tag, base))
    return 0


@command("gradescope flows", "gradescope flows --with scipy --minutes 20", private=True)
def gradescope(
    assignment: Assignment,
    into: Annotated[
        Path | None,
        option("--into", "what to write; default: gradescope-<assignment>.zip", metavar="FILE"),
    ] = None,
    libraries: Annotated[
        list[str] | None,
        option("--with", "a library that notebooks find, too; repeatable", metavar="LIBRARY"),
    ] = None,
    pip: Annotated[
        list[str] | None,
        option("--pip", "a word for pip there, such as --no-deps; repeatable", metavar="WORD"),
    ] = None,
    minutes: Annotated[
        int,
        option("--minutes", "the timeout set there; default: 40", metavar="N", callback=positive),
    ] = 40,
    course: InCourse = BEFORE,
) -> int:
    """Write the zip with which Gradescope grades."""
    from autograder.gradescope.command import GradescopeOptions
    from autograder.gradescope.command import gradescope as write

    given = tuple(libraries or ()), tuple(pip or ())
    return write(GradescopeOptions(course, assignment, into, *given, minutes))


@command("doctor")
def doctor(course: InCourse = BEFORE) -> int:
    """Say what is here, and what is missing."""
    from autograder.cli.doctor import doctor

    return doctor(course)

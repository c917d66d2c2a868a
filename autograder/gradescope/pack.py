"""The zip that Gradescope takes: setup.sh and run_autograder in its root, beside all they need."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO

from packaging.requirements import InvalidRequirement, Requirement

from autograder.course.config import Course
from autograder.gradescope.cut import cut
from autograder.gradescope.settings import COURSE, FILE, Settings
from autograder.handout.wheel import EPOCH, wheel_bytes, wheel_name
from autograder.sandbox.build_image import pins

PROGRAMS = ("setup.sh", "run_autograder")
PACKAGES, PINS, PIP, MINUTES = "packages.txt", "pins.txt", "pip.txt", "minutes.txt"


@dataclass(frozen=True)
class Wanted:
    """What an instructor may choose: other libraries, words for pip, and Gradescope's time limit.

    `minutes` are those after which Gradescope ends a run.
    """

    libraries: tuple[str, ...] = ()
    pip: tuple[str, ...] = ()
    minutes: int = 40


def zip_of(course: Course, assignment: str, wanted: Wanted) -> bytes:
    """Return the zip for one assignment, the same bytes for the same course and libraries.

    Raises CourseError as `cut`.
    """
    outline, needed = cut(course, assignment)
    settings = Settings(assignment, outline.sha256)
    libraries = [*own_libraries(), *wanted.libraries]
    content = {name: _recipe(name) for name in PROGRAMS}
    content[FILE] = settings.to_json().encode()
    content[MINUTES] = f"{wanted.minutes}\n".encode()
    content[PACKAGES] = _lines(libraries)
    content[PINS] = _lines(sorted({*pins([_name_of(one) for one in libraries])}))
    content[PIP] = _lines(wanted.pip)
    content[f"wheel/{wheel_name()}"] = wheel_bytes()
    content |= {f"{COURSE}/{name}": data for name, data in needed.items()}
    return _zipped(content)


def own_libraries() -> list[str]:
    """Return the libraries that grading there imports, and that notebooks find."""
    lines = _recipe(PACKAGES).decode().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def installed(requirement: str) -> bool:
    """Say whether it names a library that is installed here, whose version is taken there."""
    try:
        wanted = Requirement(requirement)
    except InvalidRequirement:
        return False
    return wanted.url is None and next(pins([wanted.name]), None) is not None


def _name_of(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]


def _recipe(name: str) -> bytes:
    return files("autograder.gradescope").joinpath("recipe", name).read_bytes()


def _lines(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _zipped(content: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = (0o100700 if name in PROGRAMS else 0o100600) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content[name])
    return packed.getvalue()

"""`autograder collect`: a zip that Canvas or Moodle gives, or of plain folders → submitted/.

A zip comes from students. Nothing in it chooses where a file goes: names are read, never followed,
and only notebooks are taken out, each to the folder of a student whose name is made harmless.
"""

import re
import stat
import unicodedata
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.errors import SubmissionError
from autograder.naming import Names, Person, harmless
from autograder.verdicts import keeping, write_atomically

__all__ = ["Collected", "collect", "harmless"]

MOST_FILES = 100_000
MEGABYTE = 1_000_000
CHUNK = 1 << 20
_UTF8 = 0x800  # the flag of a zip that says of a name that it is UTF-8

# Canvas: <name>[_LATE]_<user>_<submission>_<file>[-<version>].ipynb, all in one folder
CANVAS = re.compile(r"^(?P<name>[^_]+)(?:_LATE)?_(?P<number>\d+)_\d+_.+\.ipynb$")
CANVAS_VERSION = re.compile(r"-(\d+)\.ipynb$")
# Moodle: <Full Name>_<participant>_assignsubmission_file[_]/<file>
MOODLE = re.compile(r"^(?P<name>.+)_(?P<number>\d+)_assignsubmission_file_?$")


@dataclass(frozen=True)
class Found:
    """A notebook in a zip: whose it is by name and number, and which version of it."""

    entry: zipfile.ZipInfo
    name: str
    number: str
    version: int = 0

    @property
    def person(self) -> Person:
        """Give whose it is."""
        return Person(unicodedata.normalize("NFC", self.name).strip(), self.number)


@dataclass(frozen=True)
class Collected:
    """What a zip came to: whose notebook is new, changed or as it was; what was left, and why.

    `apart` says whose folder is called otherwise, since another student has that name already.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    left: tuple[str, ...]
    apart: tuple[str, ...] = ()


def collect(archive: Path, submitted: Path, assignment: str, most_mb: int) -> Collected:
    """Put every student's notebook to `submitted/<student>/<assignment>/<assignment>.ipynb`.

    Of several by one student the latest version counts, else the one named after the assignment.
    Raises SubmissionError for what is no zip or cannot be from a course, and StoreError when a
    file cannot be written; what was written before stays.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            return _collected(opened, submitted, assignment, most_mb * MEGABYTE)
    except FileNotFoundError as error:
        raise SubmissionError(f"{archive}: there is no such file.") from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError) as error:
        raise SubmissionError(f"{archive} cannot be read as a zip: {error}.") from error


def _collected(
    opened: zipfile.ZipFile, submitted: Path, assignment: str, most_bytes: int
) -> Collected:
    entries = opened.infolist()
    if len(entries) > MOST_FILES:
        raise SubmissionError(
            f"The zip holds {len(entries)} files, more than {MOST_FILES}: it cannot be of one "
            f"assignment. Download it anew."
        )
    left: list[str] = []
    found = list(_notebooks(entries, left))
    names = Names.beside(submitted, assignment)
    folders = names.folders(one.person for one in found)
    chosen = _chosen(found, folders, assignment, left)
    names.keep()
    sorted_out: dict[str, list[str]] = {"new": [], "changed": [], "same": []}
    for student, one in sorted(chosen.items()):
        content = _content(opened, one.entry, most_bytes)
        if content is None:
            left.append(f"{_told(one.entry)}: larger than {most_bytes // MEGABYTE} MB, or damaged")
            continue
        place = submitted / student / assignment / f"{assignment}.ipynb"
        with keeping(place):
            before = place.read_bytes() if place.is_file() else None
            if before != content:
                write_atomically(place, content)
        kind = "new" if before is None else "same" if before == content else "changed"
        sorted_out[kind].append(student)
    parts = {kind: tuple(students) for kind, students in sorted_out.items()}
    return Collected(**parts, left=tuple(left), apart=tuple(_apart(folders)))


def _apart(folders: Mapping[Person, str]) -> Iterator[str]:
    """Say which folder is whose, where names come to the same or have come to it before."""
    for one, folder in sorted(folders.items()):
        if folder not in ("", harmless(one.name)):
            number = f" ({one.number})" if one.number else ""
            yield f"{printable(one.name)}{number} is in {folder}, since others have such a name"


def _notebooks(entries: Sequence[zipfile.ZipInfo], left: list[str]) -> Iterator[Found]:
    """Give the notebooks, and note what else there is."""
    for entry in entries:
        path = PurePosixPath(_name_of(entry).replace("\\", "/"))
        if entry.is_dir() or "__MACOSX" in path.parts or path.name.startswith("."):
            continue
        if ".." in path.parts or path.is_absolute() or re.match(r"^[A-Za-z]:", entry.filename):
            left.append(f"{_told(entry)}: its name leads out of the zip")
        elif stat.S_ISLNK(entry.external_attr >> 16):
            left.append(f"{_told(entry)}: a link")
        elif entry.flag_bits & 1:
            left.append(f"{_told(entry)}: encrypted")
        elif path.suffix.lower() != ".ipynb":
            left.append(f"{_told(entry)}: no notebook")
        else:
            yield _found(entry, path)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Give a file's name, which may be UTF-8 though the zip does not say so."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _found(entry: zipfile.ZipInfo, path: PurePosixPath) -> Found:
    for folder in path.parts[:-1]:
        if moodle := MOODLE.match(folder):
            return Found(entry, moodle["name"], moodle["number"])
    if canvas := CANVAS.match(path.name):
        version = CANVAS_VERSION.search(path.name)
        return Found(entry, canvas["name"], canvas["number"], int(version[1]) if version else 0)
    return Found(entry, path.parts[0] if len(path.parts) > 1 else path.stem, "")


def _chosen(
    found: Sequence[Found], folders: Mapping[Person, str], assignment: str, left: list[str]
) -> dict[str, Found]:
    """Give one notebook to each student."""
    by_student: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        by_student[folders[one.person]].append(one)
    chosen: dict[str, Found] = {}
    for student, several in by_student.items():
        best = max(several, key=lambda one: (one.version, _is_named(one, assignment)))
        rivals = [one for one in several if one is not best]
        equal = [one for one in rivals if one.version == best.version]
        if student and (not equal or _is_named(best, assignment)):
            chosen[student] = best
            left += [
                f"{_told(one.entry)}: {student} has a later or better named one" for one in rivals
            ]
        else:
            why = f"none of {len(several)} is named {assignment}.ipynb" if student else "no name"
            left += [f"{_told(one.entry)}: {why}" for one in several]
    return chosen


def _is_named(found: Found, assignment: str) -> bool:
    return bool(re.search(rf"(^|[/_]){assignment}(-\d+)?\.ipynb$", _name_of(found.entry)))


def _content(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes | None:
    """Unpack one file of at most `most` bytes, whatever size it claims; None if it is not so."""
    if entry.file_size > most:
        return None
    content = bytearray()
    try:
        with opened.open(entry) as file:
            while chunk := file.read(CHUNK):
                content += chunk
                if len(content) > most:
                    return None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError):
        return None
    return bytes(content)


def _told(entry: zipfile.ZipInfo) -> str:
    return printable(_name_of(entry))


def printable(name: str) -> str:
    """Give a name such that it can only be read."""
    return "".join(c if c.isprintable() else "?" for c in name)[:200]

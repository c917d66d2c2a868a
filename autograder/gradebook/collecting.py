"""nbgrader's collect, for submissions whose writers are not to be trusted with our permissions.

A student owns the folder that is collected. nbgrader would follow links in it, and so hand in, and
show in the feedback, whatever file the instructor may read: the solutions, say. A name such as
`..+toy+…` would lead it out of `submitted/`, and one without a time would end it for the class.
"""

import os
import re
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import ignore_patterns, parse_utc
from traitlets import Unicode

from autograder.arrival import Moments, keep_question, written
from autograder.gradebook import withhold

_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a FIFO must not keep us
KILOBYTE = 1000
_LONGEST_STAMP = 100  # characters
# What dateutil raises of a text that a student could have written.
_NO_TIME = (ValueError, OverflowError, TypeError, AttributeError, IndexError, ArithmeticError)

MOST_FILES, DEEPEST = 1_000, 20  # files of one submission, and folders within folders

Ignore = Callable[[str, list[str]], set[str]]


class UnsafeFolder(Exception):
    """A submission that nobody may copy: too large, too many files, or no folder at all."""


@dataclass(frozen=True)
class Name:
    """What the name of a folder of inbound/ says; `time` is naive UTC, `stamp` the text of it."""

    student: str
    stamp: str
    time: datetime


def name_of(folder: str, assignment: str) -> Name | None:
    """Read the name of a folder of inbound/; gives None for one that is no submission's."""
    parts = re.fullmatch(rf"(.+)\+{re.escape(assignment)}\+([^+]+)(?:\+[^+]*)?", folder, re.DOTALL)
    if parts is None or parts[1].startswith("."):
        return None
    if len(parts[2]) > _LONGEST_STAMP:
        return None
    try:
        return Name(parts[1], parts[2], parse_utc(parts[2]))
    except _NO_TIME:
        return None


class CollectSafely(ExchangeCollect):  # type: ignore[misc]
    """Collects as nbgrader does, but copies plain files only, and each submission whole."""

    wanted = Unicode("", help="Take just this folder of inbound/").tag(config=True)
    not_before = Unicode("", help="It was not there at this time (ISO)").tag(config=True)

    def _path_to_record(self, path: str) -> dict[str, Any]:
        filename = Path(path).name
        found = name_of(filename, self.coursedir.assignment_id) or Name("", "", datetime.min)
        return {"username": found.student, "filename": filename, "timestamp": found.time}

    def init_src(self) -> None:
        """Find what is to be collected."""
        super().init_src()
        if self.wanted:
            self.src_records = [self._path_to_record(self.wanted)]
        self.src_records = [record for record in self.src_records if record["username"]]

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        """Copy a submission, or leave it out with a sentence in the log."""
        directory = self.coursedir
        ignore = ignore_patterns(
            exclude=directory.ignore,
            include=directory.include,
            max_file_size=directory.max_file_size,
            log=self.log,
        )
        target = Path(dest)
        draft = target.with_name(f".{target.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        try:
            copy_plain(Path(src), draft, ignore, KILOBYTE * directory.max_dir_size)
        except (UnsafeFolder, OSError) as error:
            shutil.rmtree(draft, ignore_errors=True)
            self.log.error("Not collected, as it cannot be copied: %s: %s", src, error)
            return
        # The file that lateness is told by might say another time than the folder.
        found = name_of(Path(src).name, directory.assignment_id)
        if found:
            (draft / "timestamp.txt").write_text(found.stamp)
        question = self._question(Path(src), found)
        keep_question(draft, question)
        if question:
            self.log.warning("A question for you on %s: %s", target.parent.name, question)
        draft.rename(target)

    def _question(self, source: Path, name: Name | None) -> str:
        if name is None:
            return ""
        not_before = datetime.fromisoformat(self.not_before) if self.not_before else None
        moments = Moments(name.time.replace(tzinfo=UTC), written(source), not_before)
        return moments.question(withhold.now())


@dataclass
class _Room:
    """What may still be copied of one submission."""

    size: int
    files: int = MOST_FILES

    def take(self, size: int = 0, files: int = 0) -> None:
        """Raise UnsafeFolder when there is no room for so much more."""
        self.size -= size
        self.files -= files
        if self.size < 0:
            raise UnsafeFolder("it is larger than CourseDirectory.max_dir_size allows")
        if self.files < 0:
            raise UnsafeFolder(f"it holds more than {MOST_FILES} files")


def copy_plain(source: Path, target: Path, ignore: Ignore, most: int) -> None:
    """Copy the plain files of a folder and of those in it, of at most `most` bytes, and no links.

    Raises UnsafeFolder and OSError; what was copied until then stays.
    """
    handle = os.open(source, _OPEN | os.O_DIRECTORY)
    try:
        _copy_folder(handle, (source, target), ignore, _Room(most), DEEPEST)
    finally:
        os.close(handle)


def _copy_folder(
    folder: int, places: tuple[Path, Path], ignore: Ignore, room: _Room, levels: int
) -> None:
    """Copy an open folder, of which `places` are the source's name and the target."""
    if levels < 0:
        raise UnsafeFolder(f"its folders are nested more than {DEEPEST} deep")
    named_as, target = places
    target.mkdir()
    names = sorted(os.listdir(folder))
    room.take(files=len(names))
    ignored = ignore(str(named_as), names)
    for name in (name for name in names if name not in ignored):
        try:
            handle = os.open(name, _OPEN, dir_fd=folder)
        except OSError:  # a link, a socket, or what we may not read
            continue
        try:
            mode = os.fstat(handle).st_mode
            if stat.S_ISDIR(mode):
                inner = named_as / name, target / name
                _copy_folder(handle, inner, ignore, room, levels - 1)
            elif stat.S_ISREG(mode):
                _copy_file(handle, target / name, room)
        finally:
            os.close(handle)


def _copy_file(handle: int, target: Path, room: _Room) -> None:
    with target.open("wb") as file:
        while block := os.read(handle, 1 << 20):
            room.take(size=len(block))
            file.write(block)

"""nbgrader's collect, for submissions whose writers are not to be trusted with our permissions.

A student owns the folder that is collected. nbgrader would follow links in it, and so hand in, and
show in the feedback, whatever file the instructor may read: the solutions, say. A name such as
`..+toy+…` would lead it out of `submitted/`, and one without a time would end it for the class.
"""

import os
import shutil
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import ignore_patterns
from traitlets import Unicode

from autograder.course.opened import course_at
from autograder.gradebook import redact
from autograder.gradebook.inbound import UNREADABLE, Found, found_in
from autograder.gradebook.timestamp import STAMP, Clocks, clocks_of, time_beside
from autograder.times.arrival import Moments, asked_about, keep_question, written

_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a FIFO must not keep us
KILOBYTE = 1000

MOST_FILES, DEEPEST = 1_000, 20  # files of one submission, and folders within folders

Ignore = Callable[[str, list[str]], set[str]]


class UnsafeFolder(Exception):
    """A submission that nobody may copy: too large, too many files, or no folder at all."""


class CollectSafely(ExchangeCollect):  # type: ignore[misc]
    """Collects as nbgrader does, but copies plain files only, and each submission whole."""

    wanted = Unicode("", help="Take just this folder of inbound/").tag(config=True)
    not_before = Unicode("", help="It was not there at this time (ISO)").tag(config=True)
    course_root = Unicode("", help="The folder of course.toml").tag(config=True)

    @cached_property
    def _clocks(self) -> Clocks:
        return clocks_of(course_at(Path(self.course_root or self.coursedir.root)), self.timezone)

    def _found(self, folder: str) -> Found | None:
        """Read the name of a folder of inbound/, None for one that says nothing."""
        return found_in(
            Path(self.inbound_path) / folder, self.coursedir.assignment_id, self._clocks
        )

    def _path_to_record(self, path: str) -> dict[str, Any]:
        folder = Path(path).name
        found = self._found(folder)
        if found is None:
            self.log.error("Not collected: %s: %s", folder, UNREADABLE)
            return {"username": "", "filename": folder, "timestamp": datetime.min}
        time = found.time.replace(tzinfo=None)
        return {"username": found.student, "filename": folder, "timestamp": time}

    def init_src(self) -> None:
        """Find what is to be collected, and name what cannot be."""
        super().init_src()
        if self.wanted:
            self.src_records = [self._path_to_record(self.wanted)]
        self.src_records = [one for one in self.src_records if one["username"]]

    def copy_files(self) -> None:
        """Copy what is newer than what lies in `submitted/`, by its time as we read it."""
        directory = self.coursedir
        by_nbgrader = directory.get_existing_timestamp
        directory.get_existing_timestamp = self._existing
        self.src_records = [one for one in self.src_records if not self._is_here(one)]
        try:
            super().copy_files()
        finally:
            directory.get_existing_timestamp = by_nbgrader

    def _place(self, student: str) -> Path:
        directory = self.coursedir
        return Path(
            directory.format_path(directory.submitted_directory, student, directory.assignment_id)
        )

    def _is_here(self, record: Mapping[str, Any]) -> bool:
        """Say whether a submission with a question lies in `submitted/`: a person may be at it."""
        folder: str = record["filename"]
        return asked_about(self._place(record["username"])) == folder

    def _existing(self, place: str) -> datetime | None:
        student = Path(place).parent.name
        time = time_beside(Path(place), self._clocks, self.coursedir.assignment_id, student)
        return time and time.replace(tzinfo=None)

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
        found = self._found(Path(src).name)
        if found:
            (draft / STAMP).write_text(found.stamp)
        question = self._question(Path(src), found)
        keep_question(draft, question, Path(src).name)
        if question:
            self.log.warning("A question for you on %s: %s", target.parent.name, question)
        draft.rename(target)

    def _question(self, source: Path, found: Found | None) -> str:
        if found is None:
            return ""
        not_before = datetime.fromisoformat(self.not_before) if self.not_before else None
        moments = Moments(found.time, written(source), not_before, found.doubt)
        return moments.question(redact.now())


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

"""Opens what `collect` is given: a zip, a folder, or one notebook."""

import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autograder.collecting.files import (
    MOST_FILES,
    MOST_LEVELS,
    File,
    Level,
    level_of,
    printable,
    spelt,
)
from autograder.collecting.zips import NO_ZIP, Listed, listed
from autograder.errors import SubmissionError

# Files that platforms and nbgrader add: not a student's, and not worth a word.
_PLATFORMS_OWN = {
    *("index.html", "grades.csv", "grades.xls", "grades.xlsx", "submission_metadata.yml"),
    *("timestamp.txt", "submission_secret.txt", "arrival.json"),
    *("comments.txt", "feedbacktext.html"),
}


@dataclass(frozen=True)
class Source:
    """An opened source: its top level, and what of it was left, with the reason."""

    top: Level
    left: tuple[str, ...]


@contextmanager
def opened(place: Path) -> Iterator[Source]:
    """Open a source; raises SubmissionError for what is none."""
    if place.is_dir():
        yield _source(_in_folder(place), place)
    elif place.suffix.lower() == ".ipynb" and place.is_file():
        name = spelt([place.name])
        yield _source(Listed([File(name, partial(_content, place.resolve()))]), place)
    else:
        try:
            with zipfile.ZipFile(place) as archive:
                yield _source(listed(archive), place)
        except FileNotFoundError as error:
            raise SubmissionError(f"{place}: there is no such file.") from error
        except NO_ZIP as error:
            raise SubmissionError(
                f"{place} cannot be read as a zip: {error}. Give a zip, a folder or a notebook."
            ) from error


def _source(found: Listed, place: Path) -> Source:
    if len(found.files) > MOST_FILES:
        raise SubmissionError(
            f"{place.name} holds {len(found.files)} files, more than {MOST_FILES}: it cannot be of "
            f"one assignment. Download it again."
        )
    top = level_of(found.files, found.folders)
    left = [*found.left]
    for file in top.everything():
        if file.fault:
            left.append(f"{file.shown}: {file.fault}")
        elif not file.may_hold_work and file.name.lower() not in _PLATFORMS_OWN:
            left.append(f"{file.shown}: no notebook")
    return Source(top, tuple(left))


def _in_folder(place: Path) -> Listed:
    """List a folder's files; links are followed nowhere."""
    found = Listed()
    for above, folders, files in os.walk(place):
        parts = spelt(Path(above).relative_to(place).parts)
        if len(parts) > MOST_LEVELS or len(found.files) > MOST_FILES:
            folders.clear()
            continue
        for name in folders:
            path = Path(above) / name
            found.folders.append((*parts, *spelt([name])))
            if path.is_symlink():
                found.left.append(f"{printable('/'.join((*parts, name)))}: a link")
        for name in files:
            path = Path(above) / name
            kind = path.lstat().st_mode
            fault = "" if stat.S_ISREG(kind) else "a link" if stat.S_ISLNK(kind) else "no file"
            found.files.append(File((*parts, *spelt([name])), partial(_content, path), fault))
    return found


def _content(path: Path, most: int) -> bytes | None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return None
            content = file.read(most + 1)
    except OSError:
        return None
    return content if len(content) <= most else None

"""Zips: their files by name, and one by one what is in them, however hostile they are."""

import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath

from autograder.collecting.files import MOST_LEVELS, File, leads_out, printable, spelt

CHUNK = 1 << 20
_UTF8 = 0x800  # the flag of a zip that says of a name that it is UTF-8
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)  # others take any memory

NO_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    OSError,
    ValueError,  # names that are no text
    EOFError,
    zlib.error,
    lzma.LZMAError,
)

MOST_OF_A_STUDENT = 10_000  # files in one student's own zip
_MOST_LISTED = 4_000_000  # bytes of its list of files
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_TAIL = (1 << 16) + 22  # bytes at the end of a zip within which its list is found


@dataclass
class Listed:
    """The files and folders of a zip, and what is not looked at, with the reason."""

    files: list[File] = field(default_factory=list)
    folders: list[tuple[str, ...]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def listed(opened: zipfile.ZipFile, above: tuple[str, ...] = ()) -> Listed:
    """List a zip's files; `above` are the folders that it lies in itself."""
    found = Listed()
    for entry in opened.infolist():
        name = _name_of(entry).replace("\\", "/")
        path = PurePosixPath(name)
        told = printable("/".join((*above, name)))
        if leads_out(name):
            found.left.append(f"{told}: its name leads out of the zip")
        elif len(path.parts) > MOST_LEVELS or not path.parts:
            found.left.append(f"{told}: too many folders within folders")
        elif name.endswith("/"):
            found.folders.append((*above, *spelt(path.parts)))
        else:
            parts = (*above, *spelt(path.parts))
            read = partial(_content, opened, entry)
            found.files.append(File(parts, read, _fault(entry)))
    return found


def _fault(entry: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "a link"
    if kind not in (0, stat.S_IFREG):
        return "no plain file"
    if entry.flag_bits & 1:
        return "encrypted"
    return "" if entry.compress_type in _PACKINGS else "packed in a way that is not opened here"


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Return a file's name, which may be UTF-8 though the zip does not say so."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


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
    except (*NO_ZIP, RuntimeError):  # RuntimeError: encrypted after all
        return None
    return bytes(content)


def within(file: File, most: int) -> Listed | None:
    """List a student's own zip; None for one that is no zip, damaged, too large or too full.

    What is in it stays as it is: a zip within it is not opened.
    """
    content = file.read(most)
    if content is None or not _has_short_list(content):
        return None
    try:
        opened = zipfile.ZipFile(io.BytesIO(content))
        if len(opened.infolist()) > MOST_OF_A_STUDENT:
            return None
        return listed(opened, file.parts)
    except NO_ZIP:
        return None


def _has_short_list(content: bytes) -> bool:
    """Say whether a zip's list of files is short enough to be read into memory."""
    tail = content[-_TAIL:]
    sizes = [int.from_bytes(tail[at + 12 : at + 16], "little") for at in _places(tail, _END)]
    return bool(sizes) and max(sizes) <= _MOST_LISTED and _END_64 not in tail


def _places(tail: bytes, mark: bytes) -> Iterator[int]:
    at = tail.find(mark)
    while at >= 0:
        yield at
        at = tail.find(mark, at + 1)

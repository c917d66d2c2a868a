"""What a source holds, by name and level of folders; nothing of it is opened here."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from autograder.text.spelling import one_spelling

MOST_FILES = 100_000
MOST_LEVELS = 40  # of folders within folders

# What editors, systems and version control leave behind: it is nobody's work.
_NOBODYS = frozenset(
    "__MACOSX .ipynb_checkpoints .git .DS_Store .Trash .Trashes .Spotlight-V100 .fseventsd "
    "__pycache__ .venv node_modules .vscode .idea .cache .local .ipython .jupyter "
    ".virtual_documents Thumbs.db desktop.ini".casefold().split()
)
REPOSITORY = ".git"

Read = Callable[[int], bytes | None]


@dataclass(frozen=True)
class File:
    """One file: the folders it lies in and its name, and how at most so many bytes are read.

    `read` gives None for one that is larger, or damaged; `fault` says why it is not opened at all.
    """

    parts: tuple[str, ...]
    read: Read = field(repr=False, compare=False)
    fault: str = ""

    @property
    def name(self) -> str:
        """Return its own name."""
        return self.parts[-1]

    @property
    def shown(self) -> str:
        """Return its whole name such that it can only be read."""
        return printable("/".join(self.parts))

    @property
    def is_notebook(self) -> bool:
        """Say whether it is called like a notebook."""
        return self.name.lower().endswith(".ipynb")

    @property
    def is_zip(self) -> bool:
        """Say whether it is called like a zip."""
        return self.name.lower().endswith(".zip")

    @property
    def may_hold_work(self) -> bool:
        """Say whether a notebook can come of it."""
        return self.is_notebook or self.is_zip


@dataclass
class Level:
    """A folder: what lies directly in it, and its folders, by their names."""

    place: tuple[str, ...] = ()
    files: dict[str, File] = field(default_factory=dict)
    folders: dict[str, "Level"] = field(default_factory=dict)
    repository: bool = False  # of git

    @property
    def has_work(self) -> bool:
        """Say whether there is a notebook or a zip somewhere in it."""
        return any(file.may_hold_work for file in self.everything())

    @property
    def work(self) -> list[File]:
        """Return the notebooks and zips that lie directly in it."""
        return [file for file in self.files.values() if file.may_hold_work]

    def everything(self) -> Iterator[File]:
        """Return all files in it and below."""
        yield from self.files.values()
        for folder in self.folders.values():
            yield from folder.everything()

    def child(self, name: str) -> list[File]:
        """Return the files of one thing directly in it: of a folder all, of a file itself."""
        if name in self.folders:
            return list(self.folders[name].everything())
        return [self.files[name]] if name in self.files else []

    def below(self, name: str) -> "Level":
        """Return the folder of this name, made if it is not there."""
        return self.folders.setdefault(name, Level((*self.place, name)))


def level_of(files: Iterable[File], folders: Iterable[tuple[str, ...]]) -> Level:
    """Put files, and folders that may be empty, into levels, without what is nobody's."""
    top = Level()
    for parts in folders:
        _folder(top, parts)
    for file in files:
        level = _folder(top, file.parts[:-1])
        if level is not None and not _is_nobodys(file.name) and not file.name.startswith("."):
            level.files[file.name] = file  # of two of one name the later one, as unzipping does
    return top


def _folder(top: Level, parts: tuple[str, ...]) -> Level | None:
    level = top
    for name in parts:
        if name == REPOSITORY:
            level.repository = True
        if _is_nobodys(name):
            return None
        level = level.below(name)
    return level


def _is_nobodys(name: str) -> bool:
    return name.casefold() in _NOBODYS


def spelt(names: Iterable[str]) -> tuple[str, ...]:
    """Return the parts of a file's name in the spelling that names have everywhere."""
    return tuple(one_spelling(name) for name in names)


def leads_out(name: str) -> bool:
    """Say whether a name, with slashes only, would lead out of where it lies."""
    return ".." in name.split("/") or name.startswith("/") or bool(re.match(r"^[A-Za-z]:", name))


def printable(name: str) -> str:
    """Return a name such that it can only be read."""
    return "".join(c if c.isprintable() else "?" for c in name)[:200]

"""Students by the bare names of folders or files: where no platform's names say whose they are."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.collecting.files import File, Level
from autograder.collecting.layout import Setting
from autograder.collecting.wrapping import (
    holds_submissions,
    is_courses_own,
    is_no_student,
    may_wrap,
    slug_of,
)
from autograder.errors import SubmissionError

# What students hand in where they should have handed in a notebook.
_WORK = re.compile(
    r"\.(?:ipynb|zip|pdf|py|html?|docx?|odt|pages|7z|rar|tar|gz|tgz|ya?ml)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Student:
    """Whose name stands on a folder or a file: what it is, and the files in it."""

    name: str
    place: tuple[str, ...]
    files: tuple[File, ...]


@dataclass
class Bare:
    """The students of a level, and what on it is of nobody known."""

    students: list[Student] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    def add(self, other: "Bare") -> None:
        """Take over what was found elsewhere."""
        self.students += other.students
        self.strange += other.strange


def bare_students(level: Level, setting: Setting) -> Bare:
    """Return the students of the level that tells them apart; raises SubmissionError for none."""
    working = {name: folder for name, folder in level.folders.items() if folder.has_work}
    if level.work or not working:
        return (
            _of_one_folder(level, setting) if level.place and not working else _here(level, setting)
        )
    if len(working) == 1:
        ((name, only),) = working.items()
        if is_no_student(name, setting.assignment, setting.title) or len(level.folders) == 1:
            return bare_students(only, setting)
        return _here(level, setting)
    return _of_several(level, list(working.values()), setting)


def _of_several(level: Level, working: Sequence[Level], setting: Setting) -> Bare:
    """Look into several folders: of students, or of groups of students."""
    around = [folder for folder in working if holds_submissions(folder.place[-1])]
    if len(around) == 1 and not around[0].work:
        found = bare_students(around[0], setting)
        others = [one for one in working if one not in around and not is_courses_own(one.place[-1])]
        found.strange += [file.shown for one in others for file in one.everything()]
        return found
    groups = [folder for folder in working if _is_group(folder)]
    if all(_is_named_group(folder, setting) for folder in working):
        groups = list(working)
    if not groups or any(folder.work for folder in working):
        return _here(level, setting)  # of one's several notebooks none may be chosen: it is told
    named = [one for one in groups if slug_of(one.place[-1]) == slug_of(setting.assignment)]
    if len(groups) < len(working) and not named:
        inner = {name.casefold() for one in working if one not in groups for name in one.folders}
        if len(inner) == 1:  # such as the assignment's name
            return _here(level, setting)
        raise SubmissionError(
            f"It cannot be told whether {_said(level.place, 'the top')} holds students or groups "
            f"of them: {groups[0].place[-1]} has several folders with notebooks of one name. Give "
            f"each student one folder, all side by side."
        )
    found = Bare()
    for group in named or groups:
        found.add(bare_students(group, setting))
    _require_once(found.students)
    return found


def _require_once(students: Sequence[Student]) -> None:
    """Raise SubmissionError where two groups have a student of one name, who may be two."""
    counts = Counter(one.name.casefold() for one in students)
    twice = [one for one in students if counts[one.name.casefold()] > 1]
    if twice:
        raise SubmissionError(
            f"{_said(twice[0].place)} and {_said(twice[-1].place)} may be of two students. Give "
            f"folders names that tell them apart, and leave just one for each student."
        )


def _is_named_group(folder: Level, setting: Setting) -> bool:
    """Say whether a folder is called as no student is, such as "section 2", and holds others."""
    name = folder.place[-1]
    return not folder.work and is_no_student(name, setting.assignment, setting.title)


def _is_group(folder: Level) -> bool:
    """Say whether folders in it have notebooks of one name, as several students' have."""
    names = [
        {file.name.casefold() for file in inner.everything() if file.may_hold_work}
        for inner in folder.folders.values()
    ]
    counts = Counter(name for one in names for name in one)
    return not folder.work and any(count > 1 for count in counts.values())


def _of_one_folder(level: Level, setting: Setting) -> Bare:
    """Look at files below nothing but single folders: one student's, or one for each."""
    own = [
        name for name in level.place if not is_no_student(name, setting.assignment, setting.title)
    ]
    named = [file for file in level.work if _is_one_of(file.name, setting)]
    ends_in_wrapper = may_wrap(level.place, setting.assignment, setting.title)
    of_assignment = slug_of(level.place[-1]) == slug_of(setting.assignment)
    if len(own) == 1 and (named or (of_assignment if ends_in_wrapper else len(level.work) == 1)):
        return Bare([Student(own[0], level.place, tuple(level.everything()))])
    if ends_in_wrapper:
        return _here(level, setting)
    raise SubmissionError(
        f"It cannot be told whose {_said(level.place)} is: one student's, or a folder of several. "
        f"Give each student a folder, or a file that bears the student's name, all side by side."
    )


def _here(level: Level, setting: Setting) -> Bare:
    """Take each folder, and each file that may be one's work, for a student's."""
    found = Bare()
    for name, folder in level.folders.items():
        found.students.append(Student(name, folder.place, tuple(folder.everything())))
    by_file = not any(folder.has_work for folder in level.folders.values())
    for name, file in level.files.items():
        if file.is_notebook and _is_one_of(name, setting):
            found.strange.append(file.shown)
        elif file.may_hold_work or (by_file and level.work and _WORK.search(name)):
            found.students.append(Student(_stem(name), file.parts, (file,)))
    return found


def _is_one_of(name: str, setting: Setting) -> bool:
    """Say whether a file is called as one of the assignment's notebooks."""
    return any(is_called(name, notebook) for notebook in setting.files)


def is_called(name: str, assignment: str) -> bool:
    """Say whether a file is called as a notebook of this name, or as a version of that."""
    stem = re.sub(r"(?:-\d{1,3})?\.ipynb$", "", name, flags=re.IGNORECASE)
    return stem.casefold() == assignment.casefold()


def _stem(name: str) -> str:
    return _WORK.sub("", name)


def _said(place: Sequence[str], top: str = "") -> str:
    return "/".join(place) or top

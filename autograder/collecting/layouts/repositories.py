"""A folder or file for each student, whose name has the assignment's before or after the login.

* GitHub Classroom: repositories `<assignment>-<login>/`, as its users' guide tells, and as
  `gh classroom clone student-repos` puts them into `<assignment>-submissions/`.
* Artemis: `<exercise>-<login>-<submission>.ipynb` of an upload, as its own
  SubmissionExportService.java writes them; repositories have `<login>-<exercise>/`, or the other
  way round, below `<exercise>-student-submissions/`.

There is no time.
"""

import re
from collections.abc import Sequence

from autograder.collecting.files import Level
from autograder.collecting.layout import Claim, Claims, Layout, Setting
from autograder.collecting.wrapping import is_no_student, may_wrap, slug_of
from autograder.students.folders import Person
from autograder.students.people import Identity

_WRAPPER = re.compile(r"(.+?)[-_ ](?:student[-_ ])?(?:submissions|repos|repositories)\b.*", re.I)


def _slugs(level: Level, setting: Setting) -> set[str]:
    """Return what the assignment may be called there."""
    wrappers = [found[1] for name in level.place[-1:] if (found := _WRAPPER.fullmatch(name))]
    return {slug_of(one) for one in (setting.assignment, setting.title, *wrappers)} - {""}


def _stem(name: str) -> str:
    return re.sub(r"\.(?:ipynb|zip)$", "", name, flags=re.IGNORECASE)


def _cut(names: Sequence[str], slugs: set[str], repositories: bool) -> dict[str, str]:
    """Return what is left of each name without the assignment, which all have before or after
    it.
    """
    before = _shared(names)
    before = before[: max(before.rfind("-"), before.rfind("_")) + 1]
    after = _shared([name[::-1] for name in names])[::-1]
    cuts = [at for at in (after.find("-"), after.find("_")) if at >= 0]
    after = after[min(cuts) :] if cuts else ""
    if len(names) == 1:  # all of it is in common
        before = next((one for one in _heads(names[0]) if slug_of(one) in slugs), "")
        after = next((one for one in _tails(names[0]) if slug_of(one) in slugs), "")
    is_task = bool(before) and is_no_student(before, "", "")  # such as hw3-
    before = before if repositories or is_task or _names_it(before, slugs) else ""
    after = after if _names_it(after, slugs) else ""
    if not before and not after:
        return {}
    rests = {name: name[len(before) : len(name) - len(after)] for name in names}
    return {} if all(re.fullmatch(r"\d?\d?", rest) for rest in rests.values()) else rests


def _shared(names: Sequence[str]) -> str:
    """Return what all names begin with."""
    low, high = min(names), max(names)
    return low[: next((at for at, c in enumerate(low) if high[at : at + 1] != c), len(low))]


def _heads(name: str) -> list[str]:
    return [name[: found.end()] for found in re.finditer("[-_]", name)]


def _tails(name: str) -> list[str]:
    return [name[found.start() :] for found in re.finditer("[-_]", name)]


def _names_it(part: str, slugs: set[str]) -> bool:
    return any(f"-{slug}-" in f"-{slug_of(part)}-" for slug in slugs)


def _reads(level: Level, setting: Setting) -> Claims:
    folders = [name for name, folder in level.folders.items() if folder.has_work]
    files = [name for name, file in level.files.items() if file.may_hold_work]
    names = {_stem(name): name for name in folders or files}
    if (folders and files) or len(names) < len(folders or files) or not names:
        return {}
    if (files or len(names) == 1) and not may_wrap(level.place, setting.assignment, setting.title):
        return {}  # it may be one student's folder
    repositories = any(level.folders[name].repository for name in folders)
    rests = _cut(list(names), _slugs(level, setting), repositories)
    if any(is_no_student(rest, setting.assignment, setting.title) for rest in rests.values()):
        return {}  # such as <assignment>-submissions
    if files and rests and all(re.search(r"-\d+$", rest) for rest in rests.values()):
        bare = {name: re.sub(r"-\d+$", "", rest) for name, rest in rests.items()}
        if all(bare.values()) and len(set(bare.values())) == len(bare):
            rests = bare  # Artemis: the submission's number
    branchless = {name: re.sub(r"-(?:main|master)$", "", rest) for name, rest in rests.items()}
    if len(set(branchless.values())) == len(rests):
        rests = branchless  # GitHub's own zip of a repository
    return {
        names[name]: (
            Claim(Person(rest), Identity(login=rest), name=f"{rest}.ipynb" if files else ""),
        )
        for name, rest in rests.items()
    }


REPOSITORIES = Layout("GitHub Classroom, Artemis", _reads)

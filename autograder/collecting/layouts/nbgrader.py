"""nbgrader: `<student>/<assignment>/<assignment>.ipynb`, with the timestamp.txt of its exchange.

As the nbgrader documentation tells ("Philosophy", directory structure). timestamp.txt beside the
notebook is nbgrader's, and kept word for word.
"""

from autograder.collecting.files import Level
from autograder.collecting.layout import Claim, Claims, Layout, Setting
from autograder.collecting.wrapping import is_no_student
from autograder.students.folders import Person
from autograder.students.people import Identity

_MOST = 1 << 12  # bytes of a timestamp.txt


def _reads(level: Level, setting: Setting) -> Claims:
    students = {name: folder for name, folder in level.folders.items() if folder.has_work}
    inside = {name: _assignment_in(folder, setting) for name, folder in students.items()}
    if not any(own and students[name].folders[own].work for name, own in inside.items()):
        return {}
    if any(is_no_student(name, setting.assignment, setting.title) for name in students):
        return {}
    laid_out = [_is_by_assignment(one, inside[name], setting) for name, one in students.items()]
    if not all(laid_out):
        return {}
    claims: dict[str, tuple[Claim, ...]] = {}
    for name, folder in students.items():
        if own := inside[name]:
            stamp = folder.folders[own].files.get("timestamp.txt")
            content = stamp.read(_MOST) or b"" if stamp and not stamp.fault else b""
            claims[name] = (
                Claim(Person(name), Identity(login=name), inside=own, stamp=content.strip()),
            )
        else:
            claims[name] = ()  # handed in something else
    return claims


def _assignment_in(folder: Level, setting: Setting) -> str:
    wanted = setting.assignment.casefold()
    return next((name for name in folder.folders if name.casefold() == wanted), "")


def _is_by_assignment(folder: Level, own: str, setting: Setting) -> bool:
    """Say whether all work of a student lies in folders that are called as assignments are."""
    return not folder.work and all(
        name == own
        or name in setting.others
        or any(file.name.casefold() == f"{name}.ipynb".casefold() for file in inner.work)
        for name, inner in folder.folders.items()
        if inner.has_work
    )


NBGRADER = Layout("nbgrader", _reads)

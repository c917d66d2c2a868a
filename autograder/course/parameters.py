"""Parameters of course.toml that nothing reads, because their name has a typing slip."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from autograder.errors import CourseError
from autograder.text.nearest import meant

_LIKE = 0.8  # how like a text in a check has to be that is read by nobody knows what

# How handouts and checks name a parameter: p.size, p["size"]; ctx.parameters["size"],
# parameters.get("size"), whole(ctx, "size").
_IN_HANDOUT = re.compile(r"\bp(?:\.|\[[\"'])([a-z][a-z0-9_]*)")
_IN_CHECKS = re.compile(r"(?:parameters(?:\[|\.get\()|\bctx,)\s*[\"']([a-z][a-z0-9_]*)[\"']")
_TEXT = re.compile(r"[\"']([a-z][a-z0-9_]*)[\"']")


def require_read(
    toml: Path, assignment: str, given: Iterable[str], handouts: Iterable[Path], checks: Path
) -> None:
    """Raise CourseError for a parameter of an assignment that is read under another name."""
    found = mistyped(given, handouts, checks)
    if found:
        raise CourseError(
            f"{toml}: the key assignments.{assignment}.parameters.{found[0]} is read by no check "
            f"and no handout. Did you mean {found[1]}? Check its spelling, or remove it."
        )


def mistyped(
    given: Iterable[str], handouts: Iterable[Path], checks: Path
) -> tuple[str, str] | None:
    """Return a parameter that nothing reads and the name that was meant, None where there is none.

    A parameter that nothing reads and that is like no name which checks read is let be: its reader
    may put the name together, or be a script of the course's own. Of a name that a handout alone
    reads, `build` says the line.
    """
    known = set(given)
    if not known:
        return None
    pages = "\n".join(map(_read, handouts))
    sources = "\n".join(map(_read, sorted(checks.rglob("*.py")) if checks.is_dir() else []))
    asked = set(_IN_CHECKS.findall(sources))
    texts = set(_TEXT.findall(sources))
    for name in sorted(known - asked - texts - set(_IN_HANDOUT.findall(pages))):
        near = meant(name, sorted(asked - known))
        near = near or next(iter(get_close_matches(name, sorted(texts - known), 1, _LIKE)), "")
        if near:
            return name, near
    return None


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", errors="ignore")
    except OSError:
        return ""  # who needs the file says so

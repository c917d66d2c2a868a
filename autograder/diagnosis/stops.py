"""Which cell kept an exercise's answers from being there, and why: the first, not its last victim.

It rests on what cells did in the first process, before anything was asked, and on which findings
are of a name that is not there; so it is fit for hidden checks, too.
"""

import builtins
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from autograder.diagnosis.hints import Hint, Told, hint_of, read_error
from autograder.diagnosis.lacking import LONGEST_LINE, Lack, lack_of
from autograder.records.cell import CellRun, CodeCell
from autograder.records.verdict import ExerciseVerdict, Finding, Stop
from autograder.text.i18n import Said, as_said, listed, quoted, recipe_of, said
from autograder.text.sanitize import plain

LONGEST_ERROR = 240  # characters
LONGEST_QUESTION = 400
LONGEST_KIND = 80
MOST_NAMES, MOST_LINES = 5, 2_000  # that are looked for, and of each cell that may hold one
UNWRITTEN = "{subject} is not written yet."
_MISSING = re.compile(r"name '(\w{1,80})' is not defined|^`(\w{1,80})` is not defined")
_MISUSED = re.compile(r"^`(\w{1,80})` raised (?:TypeError|AttributeError)")
_UNCALLABLE = re.compile(r"object is not callable|object has no attribute")
_SOURCE = re.compile(r"\(cell .{1,200}?, line \d+(?:, in [^:]*)?: (.*)")
_WORD = re.compile(r"[^\W\d]\w*")
_FUNCTION = r"^(?:(?:async[ \t]+)?def|class)[ \t]+{name}\b|^(?:from|import)\b.*\b{name}\b"
_VALUE = (
    r"^(?:[\w \t,*()]+,[ \t]*)?{name}[ \t]*(?::[^=\n]*|,[\w \t,*()]*)?=(?!=)|"
    r"^for[ \t]+(?:[\w \t,*()]+,[ \t]*)?{name}\b[\w \t,*()]*\bin\b|^with\b.*\bas[ \t]+{name}\b"
)
_DEFINES = _FUNCTION + "|" + _VALUE


@dataclass(frozen=True)
class _Stopped:
    """A cell that did not run to its end."""

    cell: CodeCell
    run: CellRun
    told: Told

    def defines(self, name: str) -> bool:
        return _line_of(_DEFINES, name, self.cell.source) > 0


def with_stop(
    cells: Sequence[CodeCell],
    runs: Mapping[str, CellRun],
    findings: Sequence[Finding],
    left_out: Sequence[CodeCell] = (),
) -> tuple[tuple[Finding, ...], Stop | None]:
    """Return the findings, those of missing answers led by what kept these away, and the first
    such.

    `left_out`, the cells of the submission that grading does not run.
    """
    crashed = [finding for finding in findings if finding.outcome == "crashed"]
    missing = [finding for finding in crashed if finding.kind == "NameError"]
    misused = [finding for finding in crashed if finding.kind in ("TypeError", "AttributeError")]
    stopped = list(_stopped(cells, runs))
    causes = _causes(missing, stopped, cells, left_out)
    if not any(causes.values()):
        overwritten = _overwriting(cells, misused)
        causes = {id(one): overwritten for one in misused}
    leads = dict(_leads([one for one in crashed if causes.get(id(one))], causes))
    if not leads:
        return tuple(findings), None
    return tuple(
        replace(one, message=listed([leads[id(one)], one.message])) if id(one) in leads else one
        for one in findings
    ), next(stop for stop in causes.values() if stop)


def _causes(
    missing: Sequence[Finding],
    stopped: Sequence[_Stopped],
    cells: Sequence[CodeCell],
    left_out: Sequence[CodeCell],
) -> dict[int, Stop | None]:
    """Return by finding why the names that it misses are not there; each set of names once."""
    known: dict[tuple[str, ...], Stop | None] = {}
    causes: dict[int, Stop | None] = {}
    for one in missing:
        found = (name for names in _MISSING.findall(one.message) for name in names if name)
        names = tuple(islice(dict.fromkeys(found), MOST_NAMES))
        if names not in known and len(known) < MOST_NAMES:
            known[names] = _cause(names, stopped, cells, left_out)
        causes[id(one)] = known.get(names)
    return causes


def _leads(led: Sequence[Finding], causes: Mapping[int, Stop | None]) -> Iterable[tuple[int, str]]:
    """Return what each finding begins with: a cause in full where it stands first, else its place.

    And once for those who may see no hidden findings yet.
    """
    told: set[tuple[str, bool]] = set()
    for one in led:
        stop = causes[id(one)]
        assert stop is not None
        is_told = (stop.place, True) in told or (not one.visible and (stop.place, False) in told)
        told.add((stop.place, one.visible))
        yield id(one), stop.place if is_told else stop.message


def _cause(
    names: Sequence[str],
    stopped: Sequence[_Stopped],
    cells: Sequence[CodeCell],
    left_out: Sequence[CodeCell],
) -> Stop | None:
    """Return why these names are not there, None where nothing is known."""
    first = next((one for one in stopped if any(map(one.defines, names))), None)
    if first is None:
        for name in names:
            if lack := lack_of(name, cells, left_out):
                return _looked(lack)
        return _told(stopped[0], "") if stopped else None
    # It may itself be the victim of an earlier one, or of a name that nothing defines.
    for earlier in reversed(stopped[: stopped.index(first)]):
        lacks = _MISSING.search(first.told.text)
        if lacks and earlier.defines(lacks[1] or ""):
            first = earlier
    lacks = _MISSING.search(first.told.text) if first.told.kind == "NameError" else None
    lack = lack_of(lacks[1] or "", cells, left_out) if lacks else None
    if lack:
        return _looked(lack)
    return _told(first, next((name for name in names if first.defines(name)), ""))


def _looked(lack: Lack) -> Stop:
    told = said("Look at cell {cell}, line {line}.", cell=_label(lack.cell), line=lack.line)
    return Stop(lack.kind, told, listed([told, lack.why]), lack.why)


def asked_of_a_person(exercises: tuple[ExerciseVerdict, ...]) -> tuple[ExerciseVerdict, ...]:
    """Return the exercises, with a question on the first where nothing of a submission ran at all.

    Holes that nobody has filled in are no such thing, but nothing besides them has run.
    """
    findings = [finding for exercise in exercises for finding in exercise.findings]
    first = next((one for one in findings if one.outcome == "crashed"), None)
    if first is None or not all(map(_is_without_answer, findings)):
        return exercises
    why = next((one.stop.message for one in exercises if one.stop), first.message)
    question = (
        f"nothing of this submission ran, so its 0 points say nothing of its answers. "
        f"{plain(why, LONGEST_QUESTION)} Have it fixed, or fix it, and grade it again."
    )
    return tuple(
        replace(
            one,
            findings=tuple(
                replace(f, question=question) if f is first else f for f in one.findings
            ),
        )
        for one in exercises
    )


def _is_without_answer(finding: Finding) -> bool:
    recipe = recipe_of(finding.message) or {}
    unwritten = any(one.get("text") == UNWRITTEN for one in (recipe, *recipe.get("parts", ())))
    return finding.outcome in ("crashed", "skipped") or (finding.outcome == "failed" and unwritten)


def _stopped(cells: Sequence[CodeCell], runs: Mapping[str, CellRun]) -> Iterable[_Stopped]:
    for cell in cells:
        run = runs.get(cell.cell_id)
        if run is None or not run.error:
            continue
        told = Told("", "") if run.death else read_error(run.error)
        if told.kind != "NotImplementedError":  # a stub that nobody has filled in
            yield _Stopped(cell, run, told)


def _told(stopped: _Stopped, name: str) -> Stop:
    line = _line(stopped)
    place = _place(stopped.cell, line)
    lost = said("It was to define {name}.", name=quoted(f"`{name}`")) if name else ""
    if stopped.run.death:
        kind, why = "killed", _whole(stopped.run.death)
        advice = said(
            "Cells that grading need not run, such as a long training, may have the tag `ungraded`."
        )
        return Stop(kind, place, listed([place, why, lost, advice]), why)
    told = stopped.told
    lines = stopped.cell.source.splitlines()
    source = lines[line - 1] if 0 < line <= len(lines) else ""
    hint = hint_of(told.kind, told.text, source) or Hint(told.kind or "error", as_said(""))
    error = quoted(plain(_error_of(stopped), LONGEST_ERROR))
    message = listed([place, error, hint.sentence, lost])
    return Stop(hint.kind[:LONGEST_KIND], place, message, hint.sentence or error)


def _whole(death: str) -> str:
    return death if isinstance(death, Said) else quoted(plain(death, LONGEST_ERROR))


def _error_of(stopped: _Stopped) -> str:
    told = stopped.told
    if not told.kind:
        return stopped.run.error
    return f"{told.kind}: {told.text}." if told.text else f"{told.kind}."


def _line(stopped: _Stopped) -> int:
    """Return the line of the cell itself at which it stopped, 0 where that is not known."""
    if stopped.run.death:
        return stopped.run.reached[-1] if stopped.run.reached else 0
    name = stopped.cell.name.removeprefix("cell ")
    own = [place for place in stopped.told.places if place["cell"] == name]
    outer = [place for place in own if not place["rest"].startswith(", in ")]
    return int((outer or own)[0]["line"]) if own else 0


def _label(cell: CodeCell) -> Said:
    number = cell.name.removeprefix("cell ")
    return quoted(number if number != cell.name else f"`{cell.name}`")


def _place(cell: CodeCell, line: int) -> Said:
    name = _label(cell)
    if not line:
        return said("Cell {cell} stopped.", cell=name)
    return said("Cell {cell} stopped in line {line}.", cell=name, line=line)


def _overwriting(cells: Sequence[CodeCell], misused: Sequence[Finding]) -> Stop | None:
    """Return the line that gives a name to a value which findings miss as a function or a
    module.
    """
    words = dict.fromkeys(word for one in misused for word in _misused_names(one))
    for name in islice(words, MOST_NAMES):
        if not (hasattr(builtins, name) or any(_line_of(_FUNCTION, name, c.source) for c in cells)):
            continue
        for cell in reversed(cells):
            line = _line_of(_VALUE, name, cell.source)
            if not line:
                continue
            why = said(
                "The name {name} was given to a value, so that what had it before is gone: use "
                "another name.",
                name=quoted(f"`{name}`"),
            )
            return _looked(Lack("overwritten", cell, line, why))
    return None


def _misused_names(finding: Finding) -> Iterable[str]:
    """Return the names that a TypeError or AttributeError may be due to."""
    source = _SOURCE.search(finding.message)
    if source and _UNCALLABLE.search(finding.message):
        yield from _WORD.findall(source[1])
    elif not source and (asked := _MISUSED.match(finding.message)):
        yield asked[1]


def _line_of(pattern: str, name: str, source: str) -> int:
    """Return the last line at which a source does that with a name, 0 if it does not."""
    if name not in source:
        return 0
    does = re.compile(pattern.replace("{name}", re.escape(name)))
    # Students' text: in longer lines a search could take its time.
    lines = enumerate(source.split("\n"), 1)
    likely = ((n, line) for n, line in lines if len(line) <= LONGEST_LINE and name in line)
    return max((n for n, line in islice(likely, MOST_LINES) if does.match(line)), default=0)

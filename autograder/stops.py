"""Which cell kept an exercise's answers from being there, and why: the first, not its last victim.

It rests on what cells did in the first process, before anything was asked, and on which findings
are of a name that is not there; so it is fit for hidden checks, too.
"""

import builtins
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.cell import CellRun, CodeCell
from autograder.hints import Hint, Told, hint_of, read_error
from autograder.language import Said, as_said, listed, quoted, recipe_of, said
from autograder.plain import plain
from autograder.verdict import ExerciseVerdict, Finding, Stop

LONGEST_ERROR = 240  # characters
LONGEST_LINE = 300
LONGEST_QUESTION = 400
UNWRITTEN = "{subject} is not written yet."
_MISSING = re.compile(r"name '(\w{1,80})' is not defined|^`(\w{1,80})` is not defined")
_MISUSED = re.compile(r"^`(\w{1,80})` raised (?:TypeError|AttributeError)")
_UNCALLABLE = re.compile(r"object is not callable|object has no attribute")
_SOURCE = re.compile(r"\(cell .{1,200}?, line \d+(?:, in [^:]*)?: (.*)")
_WORD = re.compile(r"[^\W\d]\w*")
_FUNCTION = r"^(?:(?:async[ \t]+)?def|class)[ \t]+{name}\b|^(?:from|import)\b.*\b{name}\b"
_VALUE = (
    r"^(?:[\w \t,*()]+,[ \t]*)?{name}[ \t]*(?::[^=\n]*|,[\w \t,*()]*)?=(?!=)|^for[ \t]+{name}\b"
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
    cells: Sequence[CodeCell], runs: Mapping[str, CellRun], findings: Sequence[Finding]
) -> tuple[tuple[Finding, ...], Stop | None]:
    """Give the findings, those of missing answers led by what stopped these, and that."""
    crashed = [finding for finding in findings if finding.outcome == "crashed"]
    missing = [finding for finding in crashed if finding.kind == "NameError"]
    misused = [finding for finding in crashed if finding.kind in ("TypeError", "AttributeError")]
    stop = _stop_of(cells, runs, missing) if missing else None
    led = missing if stop else misused
    stop = stop or _overwriting(cells, misused)
    if stop is None:
        return tuple(findings), None
    # In full where it stands first, also for who may see no hidden findings yet.
    first = {id(led[0]), *[id(one) for one in led if one.visible][:1]}
    leads = {id(one): stop.message if id(one) in first else stop.place for one in led}
    return tuple(
        replace(one, message=listed([leads[id(one)], one.message])) if id(one) in leads else one
        for one in findings
    ), stop


def asked_of_a_person(exercises: tuple[ExerciseVerdict, ...]) -> tuple[ExerciseVerdict, ...]:
    """Give the exercises, with a question on the first where nothing of a submission ran at all.

    Holes that nobody has filled in are no such thing, but nothing besides them has run.
    """
    findings = [finding for exercise in exercises for finding in exercise.findings]
    first = next((one for one in findings if one.outcome == "crashed"), None)
    if first is None or not all(map(_is_without_answer, findings)):
        return exercises
    why = next((one.stop.message for one in exercises if one.stop), first.message)
    question = (
        f"nothing of this submission ran, so its 0 points say nothing of its answers. "
        f"{plain(why, LONGEST_QUESTION)} Have it mended, or mend it, and grade it again."
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


def _stop_of(
    cells: Sequence[CodeCell], runs: Mapping[str, CellRun], missing: Sequence[Finding]
) -> Stop | None:
    """Give the cell whose stop explains that names are missing, None when every cell has run."""
    stopped = list(_stopped(cells, runs))
    if not stopped:
        return None
    names = [name for one in missing for found in _MISSING.findall(one.message) for name in found]
    first = next((one for one in stopped if any(map(one.defines, filter(None, names)))), stopped[0])
    # It may itself be the victim of an earlier one.
    for earlier in reversed(stopped[: stopped.index(first)]):
        lacks = _MISSING.search(first.told.text)
        if lacks and earlier.defines(lacks[1] or ""):
            first = earlier
    name = next((name for name in names if name and first.defines(name)), "")
    return _told(first, name)


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
    return Stop(hint.kind, place, message, hint.sentence or error)


def _whole(death: str) -> str:
    return death if isinstance(death, Said) else quoted(plain(death, LONGEST_ERROR))


def _error_of(stopped: _Stopped) -> str:
    told = stopped.told
    if not told.kind:
        return stopped.run.error
    return f"{told.kind}: {told.text}." if told.text else f"{told.kind}."


def _line(stopped: _Stopped) -> int:
    """Give the line of the cell itself at which it stopped, 0 where that is not known."""
    if stopped.run.death:
        return stopped.run.reached[-1] if stopped.run.reached else 0
    name = stopped.cell.name.removeprefix("cell ")
    own = [place for place in stopped.told.places if place["cell"] == name]
    outer = [place for place in own if not place["rest"].startswith(", in ")]
    return int((outer or own)[0]["line"]) if own else 0


def _place(cell: CodeCell, line: int) -> Said:
    number = cell.name.removeprefix("cell ")
    name = quoted(number if number != cell.name else f"`{cell.name}`")
    if not line:
        return said("Cell {cell} stopped.", cell=name)
    return said("Cell {cell} stopped in line {line}.", cell=name, line=line)


def _overwriting(cells: Sequence[CodeCell], misused: Sequence[Finding]) -> Stop | None:
    """Give the line that gives a name to a value which findings miss as a function or a module."""
    for name in dict.fromkeys(word for one in misused for word in _misused_names(one)):
        if not (hasattr(builtins, name) or any(_line_of(_FUNCTION, name, c.source) for c in cells)):
            continue
        for cell in reversed(cells):
            line = _line_of(_VALUE, name, cell.source)
            if not line:
                continue
            label = cell.name.removeprefix("cell ")
            place = quoted(label if label != cell.name else f"`{label}`")
            why = said(
                "The name {name} was given to a value, so that what had it before is gone: use "
                "another name.",
                name=quoted(f"`{name}`"),
            )
            told = said("Look at cell {cell}, line {line}.", cell=place, line=line)
            return Stop("overwritten", told, listed([told, why]), why)
    return None


def _misused_names(finding: Finding) -> Iterable[str]:
    """Give the names that a TypeError or AttributeError may be due to."""
    source = _SOURCE.search(finding.message)
    if source and _UNCALLABLE.search(finding.message):
        yield from _WORD.findall(source[1])
    elif not source and (asked := _MISUSED.match(finding.message)):
        yield asked[1]


def _line_of(pattern: str, name: str, source: str) -> int:
    """Give the last line at which a source does that with a name, 0 if it does not."""
    if name not in source:
        return 0
    does = re.compile(pattern.replace("{name}", re.escape(name)))
    # Students' text: in longer lines a search could take its time.
    lines = (line if len(line) <= LONGEST_LINE else "" for line in source.split("\n"))
    return max(
        (n for n, line in enumerate(lines, 1) if name in line and does.match(line)), default=0
    )

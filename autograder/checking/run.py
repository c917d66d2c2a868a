"""One check asked of one student's code: Check + Student + Context → Finding."""

import logging
import sysconfig
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.checking.check import Check, Context, Passed
from autograder.checking.pictured import pictured
from autograder.checking.scales import Scales
from autograder.checking.student import Failed, Student, StudentCrashed
from autograder.checking.transcript import Transcript
from autograder.checking.transport import WrongForm
from autograder.errors import SandboxError, Starved
from autograder.records.verdict import Cause, Finding, Outcome, Picture
from autograder.text.i18n import as_said, listed, quoted, said
from autograder.text.sanitize import CUT, plain, plain_ends

log = logging.getLogger("autograder")

LONGEST_MESSAGE = 5_000  # characters, those of values that it names included
LONGEST_TRACE = 10_000
# Where Python's own modules and installed ones lie: what they raise, a check has brought about.
_LIBRARIES = tuple({sysconfig.get_path(kind) for kind in ("stdlib", "purelib", "platlib")})
TRIES = 2  # of a check that met the far limit of wall time


def examine(
    check: Check, student: Student, ctx: Context, earlier: Iterable[Finding] = ()
) -> Finding:
    """Ask one check and say what it found.

    `earlier`, what was found before: a unit or a sign that a name is off by has cost points there.

    A check that breaks is `broken`. Before anything was answered that is our own fault, and costs
    nothing; afterwards the answer may have done it, so it is kept for a person, and earns nothing.
    """
    minutes, scales = Transcript(), Scales.found(earlier)
    try:
        own = replace(ctx, draws=check.draws)  # asked twice, a check draws the same numbers twice
        asked = student.through(minutes.taken_at).drawing(own.stream, scales)
        passed = check.question(asked, own) or Passed()
        picture = _picture(passed, check.visible and ctx.pictures)
    except Failed as failed:
        return _failed(check, failed)
    except StudentCrashed as crash:
        message = _message(check, crash.message, crash.detail)
        if crash.unwritten:
            return finding(check, "failed", message)
        return replace(finding(check, "crashed", message, cause=crash.cause), kind=crash.kind)
    except SandboxError:
        raise
    except Exception as error:  # a bug of the check: the boundary between it and the grade
        return _broken(check, error, minutes.told())
    found = finding(check, "passed", passed.message, picture=picture)
    message = listed([_in_the_right_unit(scales), found.message])
    return replace(found, question=passed.question, message=message)


def _picture(passed: Passed, seen: bool) -> Picture | None:
    """Return the picture of an answer that passes; what is yet to be drawn, where it is seen."""
    if callable(passed.picture):
        return pictured(passed.picture) if seen else None
    return passed.picture


def _failed(check: Check, failed: Failed) -> Finding:
    """Return the finding of a wrong answer, and what it means for others."""
    message = _message(check, failed.message, failed.detail)
    found = finding(check, "failed", message, picture=failed.picture)
    # In another unit or with the other sign they mean what they should.
    sound = isinstance(failed, WrongForm) or failed.scale is not None
    meaning = check.essential and not sound
    essential = meaning if failed.essential is None else failed.essential
    return replace(found, essential=essential, scale=failed.scale)


def _in_the_right_unit(scales: Scales) -> str:
    """Say of which names the unit or the sign, which cost points before, was put right."""
    names = ", ".join(f"`{name}`" for name in sorted(scales.used))
    if not names:
        return ""
    return said(
        "Asked of {names} with its unit or sign put right: the wrong one costs points once.",
        names=quoted(names),
    )


def _broken(check: Check, error: Exception, replies: tuple[str, ...]) -> Finding:
    """Return the finding of a check that broke, with the last replies that it broke over."""
    # Its text may hold what the student's code gave, and the log is read in a terminal.
    trace = "".join(traceback.format_exception(error))
    told = "\n".join(
        (plain_ends(trace, LONGEST_TRACE), *(plain(one, LONGEST_TRACE) for one in replies))
    )
    log.error("check %s broke:\n%s", check.name, told)
    kind, why = type(error).__name__, why_broken(error)
    if not replies:
        message = said("Our check crashed ({kind}); you lose no points.", kind=kind)
        return replace(finding(check, "broken", message), question=why)
    message = said(
        "Our check crashed ({kind}) on what your code returned: it earns nothing until a person "
        "has looked at it.",
        kind=kind,
    )
    return replace(finding(check, "broken", message), replies=replies, question=why)


def why_broken(error: BaseException) -> str:
    """Return what a check raised and where, in the course's own code if it came through there."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = str(Path(__file__).parent.parent)
    own = [one for one in frames if not one.filename.startswith((ours, "<", *_LIBRARIES))]
    last = traceback.format_exception_only(error)[-1].strip()
    place = (own or frames)[-1:]
    where = ", ".join(f"{Path(one.filename).name}, line {one.lineno}: {one.line}" for one in place)
    return plain(f"{last} ({where})" if where else last, LONGEST_MESSAGE)


def examine_all(
    checks: Iterable[Check],
    sit: Callable[[], Student],
    context_of: Callable[[Check], Context],
    earlier: Iterable[Finding] = (),
) -> Iterator[Finding]:
    """Ask checks in their order; one that rests on a check that did not pass is skipped.

    `sit` gives the Student to ask; it is called before each check, so that a process that an
    earlier check has killed can be replaced. `earlier`, what was found of others before.
    """
    before = tuple(earlier)
    titles: dict[str, str] = {found.check: found.title for found in before}
    told, met = list(before), {found.check for found in before if _is_met(found)}
    for check in checks:
        titles[check.name] = check.title
        unmet = [name for name in check.after if name not in met]
        if unmet:
            basis = titles.get(unmet[0], unmet[0])
            message = said("Skipped: “{title}” has to pass first.", title=as_said(basis))
            found = finding(check, "skipped", message)
        else:
            found = _examined(check, sit, context_of(check), told)
        told.append(found)
        if _is_met(found):
            met.add(check.name)
        yield found


def _is_met(found: Finding) -> bool:
    """Say whether what rests on a check can be asked: only the unit or the sign may be wrong."""
    return found.outcome == "passed" or found.scale is not None


def _examined(
    check: Check, sit: Callable[[], Student], ctx: Context, told: Sequence[Finding]
) -> Finding:
    """Ask one check, and once more where the machine was too busy for it; then it is broken."""
    for _ in range(TRIES):
        try:
            return examine(check, sit(), ctx, told)
        except Starved as starved:
            log.warning("check %s was not answered: %s", check.name, starved)
    message = said(
        "This machine was too busy to have this check answered. It is our fault, not yours."
    )
    return finding(check, "broken", message, cause="wall_time")


def finding(
    check: Check,
    outcome: Outcome,
    message: str,
    *,
    cause: Cause | None = None,
    picture: Picture | None = None,
) -> Finding:
    """Return the finding of a check, its message clipped to a readable length.

    A hidden one shows no picture, and says nothing of an answer that passes: both may hold what
    was asked.
    """
    if not check.visible:
        message, picture = "" if outcome == "passed" else message, None
    if len(message) > LONGEST_MESSAGE:
        message = message[: LONGEST_MESSAGE - len(CUT)] + CUT
    asked = check.name, check.title, outcome, check.weight, message, check.visible, cause, picture
    return Finding(*asked, about=check.about, form=check.form)


def _message(check: Check, message: str, detail: str) -> str:
    """Add what the student's code said or returned, which a hidden check must not show."""
    return listed([message, detail]) if check.visible else message

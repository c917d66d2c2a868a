"""Points follow severity: how much of its points each kind of mistake keeps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from autograder.records.verdict import Finding
from autograder.verify.case import Outcome

# What the third line of a wrong submission may say, `# kind: unit`, from the mildest on.
KINDS = {
    "form": "a shape, a dtype, an error, a name, or an argument that is changed in place",
    "unit": "a unit, a sign, or one factor that is the same everywhere",
    "numerics": "an overflow, an underflow, or lost digits",
    "gradient": "right numbers without their gradient",
    "generator": "random numbers that come from somewhere else",
    "case": "one case of several that is left out",
    "weak": "less than was asked for, of what is sound otherwise",
    "wrong": "other numbers than were asked for",
    "law": "draws that nearly follow the law",
    "meaningless": "no density at all: it sees what it predicts, or its mass is not one",
}
# What a slip of unit or sign has to keep of its exercise at least, and what means nothing may keep
# at most of what the names that are wrong are worth: the middle one of all of the kind.
MOST, LITTLE = 0.5, 0.35


@dataclass(frozen=True)
class Severity:
    """What the submissions of one kind keep: of the exercise, and of the names they get wrong."""

    kind: str
    count: int
    of_exercise: tuple[float, float, float]  # the least, the median and the most
    of_names: float  # the median


def kept_of_names(findings: Sequence[Finding]) -> float:
    """Return the share that is kept of what the names are worth about which something was lost.

    Where a lost check is about no name, those that are about none count as one name's. 1 where
    nothing was lost.
    """
    names = {one.about for one in findings if not one.earned}
    own = [one for one in findings if one.about in names]
    total = sum(one.weight for one in own)
    return sum(one.weight for one in own if one.earned) / total if total else 1.0


def severities(outcomes: Iterable[Outcome]) -> tuple[Severity, ...]:
    """Return what each kind keeps, the mildest first; what names no kind is left out."""
    by_kind: dict[str, list[Outcome]] = {kind: [] for kind in KINDS}
    for one in outcomes:
        if not one.right and one.kind in by_kind:
            by_kind[one.kind].append(one)
    return tuple(_severity(kind, own) for kind, own in by_kind.items() if own)


def _severity(kind: str, outcomes: Sequence[Outcome]) -> Severity:
    shares = [one.points / one.max_points for one in outcomes]
    middle = median(one.kept for one in outcomes)
    return Severity(kind, len(shares), (min(shares), median(shares), max(shares)), middle)


def severity_complaints(outcomes: Sequence[Outcome]) -> list[str]:
    """Return one sentence for each kind that keeps too little or too much, or is not known."""
    said = [
        f"{one.exercise}/{one.name}: line 3 names the kind {one.kind!r}. Write one of "
        f"{', '.join(KINDS)}."
        for one in outcomes
        if one.kind and one.kind not in KINDS
    ]
    for one in severities(outcomes):
        if one.kind == "unit" and one.of_exercise[1] < MOST:
            said.append(
                f"A slip of unit or sign keeps {one.of_exercise[1]:.0%} of its exercise, in "
                f"the middle: at least {MOST:.0%} must be kept. Let `should_equal` find it first "
                f"in a small check, on which others rest."
            )
        if one.kind == "meaningless" and one.of_names > LITTLE:
            said.append(
                f"What means nothing keeps {one.of_names:.0%} of what its name is worth, in "
                f"the middle: at most {LITTLE:.0%} may be kept. Make the checks that find it "
                f"`essential`, and say in `about` what the others are about."
            )
    return said


def severity_table(outcomes: Sequence[Outcome]) -> str:
    """Return the kinds as a Markdown table, "" where no submission names one."""
    found = severities(outcomes)
    if not found:
        return ""
    rows = [
        "| kind | what is wrong | submissions | kept of the exercise, % | of the name, % |",
        "|---|---|--:|--:|--:|",
    ]
    for one in found:
        least, middle, most = (round(100 * share) for share in one.of_exercise)
        rows.append(
            f"| {one.kind} | {KINDS[one.kind]} | {one.count} | {middle} ({least}–{most}) "
            f"| {round(100 * one.of_names)} |"
        )
    return "\n".join(rows)

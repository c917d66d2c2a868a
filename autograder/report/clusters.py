"""Submissions that share code, as clusters, each one's own code beside the others'; pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from autograder.report.summary import Pair, Span

MOST_SHOWN = 20_000  # characters of one student's code
_SHARED = Markup("<mark>{}</mark>")
FOLDED = 4  # lines in a row that were handed out, and say nothing about who wrote them


@dataclass(frozen=True)
class Cluster:
    """Students who are linked by code that two of them share, and who shares how much."""

    students: tuple[str, ...]
    pairs: tuple[Pair, ...]

    def spans(self, student: str) -> list[Span]:
        """Return what of a student's code stands in that of another of the cluster, too."""
        first = [span for pair in self.pairs if pair.first == student for span in pair.in_first]
        second = [span for pair in self.pairs if pair.second == student for span in pair.in_second]
        return _joined([*first, *second])


def clusters_of(pairs: Sequence[Pair]) -> tuple[Cluster, ...]:
    """Return the clusters that pairs form, in the order of their first pairs."""
    groups: list[list[Pair]] = []
    for pair in pairs:
        linked = [group for group in groups if _students(group) & {pair.first, pair.second}]
        merged = [one for group in linked for one in group] + [pair]
        groups = [group for group in groups if group not in linked] + [merged]
    order = {id(pair): number for number, pair in enumerate(pairs)}
    groups.sort(key=lambda group: min(order[id(pair)] for pair in group))
    return tuple(Cluster(tuple(sorted(_students(group))), tuple(group)) for group in groups)


def marked_code(code: str, spans: Iterable[Span], given: Collection[str] = frozenset()) -> Markup:
    """Return code as text of a page, the lines that are shared marked; a long one is cut.

    Longer runs of lines that were handed out, which `given` has without their space, are folded.
    """
    lines = _lines(code[:MOST_SHOWN], _joined(spans))
    pieces: list[Markup] = []
    for handed_out, run in groupby(lines, lambda line: not line[0] or line[0].strip() in given):
        block = list(run)
        if handed_out and sum(bool(text) for text, _ in block) >= FOLDED:
            pieces.append(Markup("⋯ {} lines as handed out").format(len(block)))
            continue
        for shared, texts in groupby(block, lambda line: line[1]):
            text = "\n".join(text for text, _ in texts)
            pieces.append(_SHARED.format(text) if shared else escape(text))
    cut = [Markup("… (cut)")] if len(code) > MOST_SHOWN else []
    return Markup("\n").join([*pieces, *cut])


def lines_of(code: str) -> frozenset[str]:
    """Return the lines of what was handed out, without their space."""
    return frozenset(line.strip() for line in code.splitlines())


def _lines(code: str, spans: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """Yield each line as it can be shown, and whether a span touches it."""
    start = 0
    for line in code.split("\n"):
        end = start + len(line)
        shown = "".join(c if c == "\t" or c.isprintable() else "\ufffd" for c in line)
        shared = any(first < end and last > start for first, last in spans)
        yield shown if shown.strip() else "", shared
        start = end + 1


def codes_in(clusters: Iterable[Cluster], codes: Mapping[str, str]) -> dict[str, str]:
    """Return the code of those alone who are in a cluster."""
    return {one: codes[one] for cluster in clusters for one in cluster.students if one in codes}


def _students(group: Iterable[Pair]) -> set[str]:
    return {name for pair in group for name in (pair.first, pair.second)}


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > start:
            found.append((start, end))
    return found

"""Submissions that share code, as clusters, each one's own code beside the others'; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from autograder.report.summary import Pair, Span

MOST_SHOWN = 20_000  # characters of one student's code


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


def marked_code(code: str, spans: Iterable[Span]) -> Markup:
    """Return code as text of a page, what is shared marked; a long one is cut, and says so."""
    shown = "".join(c if c in "\n\t" or c.isprintable() else "\ufffd" for c in code[:MOST_SHOWN])
    pieces, last = [], 0
    for start, end in _joined(_of_lines(shown, span) for span in spans if span[0] < len(shown)):
        pieces.append(Markup("{}<mark>{}</mark>").format(shown[last:start], shown[start:end]))
        last = end
    rest = shown[last:] + ("\n… (cut)" if len(code) > MOST_SHOWN else "")
    return Markup("").join([*pieces, Markup("{}").format(rest)])


def codes_in(clusters: Iterable[Cluster], codes: Mapping[str, str]) -> dict[str, str]:
    """Return the code of those alone who are in a cluster."""
    return {one: codes[one] for cluster in clusters for one in cluster.students if one in codes}


def _students(group: Iterable[Pair]) -> set[str]:
    return {name for pair in group for name in (pair.first, pair.second)}


def _of_lines(text: str, span: Span) -> Span:
    """Return the lines that a span touches: fingerprints are told to some letters."""
    start = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", max(span[1] - 1, start))
    return start, len(text) if end < 0 else end


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > start:
            found.append((start, end))
    return found

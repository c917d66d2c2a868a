"""What a graded notebook comes to, as the gradebook has it now, and what to look at first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup
from nbformat import NotebookNode

_NO_SUM = 1e-6  # below any difference of points
_UNCHANGED = "No response."  # nbgrader's own comment on a cell that is as it was handed out


@dataclass(frozen=True)
class Seen:
    """One finding as it stands on the page; title and message are elements of it.

    `stopped`, that its message begins with the cell that kept its answer from being there.
    """

    outcome: str
    title: Markup
    message: Markup
    anchor: str
    pictured: bool
    stopped: bool


@dataclass(frozen=True)
class Part:
    """One graded cell: its points in the gradebook, and the findings that its output shows.

    `automatic` are the points by the checks alone, None for a cell that a person grades.
    """

    name: str
    anchor: str
    score: float | None
    points: float
    automatic: float | None
    seen: tuple[Seen, ...]
    html: Markup
    rejected: Markup
    withheld: bool

    @property
    def lost(self) -> float:
        """Give the share of its points that is lost, 0 while nobody has graded it."""
        return 0.0 if self.score is None or not self.points else 1 - self.score / self.points

    @property
    def passed(self) -> int:
        """Give how many of its checks have passed."""
        return sum(one.outcome == "passed" for one in self.seen)

    @property
    def minded(self) -> Seen | None:
        """Give the first finding that cost points, of all the first that a stopped cell did."""
        costly = [one for one in self.seen if one.outcome in ("failed", "crashed")]
        return next((one for one in costly if one.stopped), costly[0] if costly else None)

    @property
    def stopped(self) -> bool:
        """Say whether a stopped cell kept an answer from being there."""
        return any(one.stopped for one in self.seen)

    @property
    def changed(self) -> bool:
        """Say whether a person has given other points than the checks."""
        known = self.score is not None and self.automatic is not None
        return known and abs((self.score or 0.0) - (self.automatic or 0.0)) > _NO_SUM


@dataclass(frozen=True)
class Summary:
    """All parts of a notebook, and of them the one to look at first, if any has lost points."""

    parts: tuple[Part, ...]
    comments: tuple[str, ...]
    first: Part | None

    @property
    def rejected(self) -> Markup:
        """Give why the submission could not be graded, '' where it was."""
        return next((part.rejected for part in self.parts if part.rejected), Markup(""))

    @property
    def withheld(self) -> bool:
        """Say whether some findings, and their points, are not told yet."""
        return any(part.withheld for part in self.parts)

    @property
    def full(self) -> bool:
        """Say whether all is graded, and nothing lost."""
        return all(part.score is not None and part.lost <= _NO_SUM for part in self.parts)

    @property
    def pardoned(self) -> bool:
        """Say whether a check has not passed for which a person gave the points all the same."""
        return self.full and any(part.minded for part in self.parts)


def summarise(notebook: NotebookNode) -> Summary:
    """Read the summary from a notebook that nbgrader's GetGrades has filled in."""
    parts = [part_of(cell) for cell in notebook.cells if _is_graded(cell)]
    tables = map(_nbgrader, notebook.cells)
    comments = [of["grade_id"] for of in tables if of.get("comment") not in (None, "", _UNCHANGED)]
    losing = [part for part in parts if part.lost > _NO_SUM]
    # Where a person took the points there is no finding to show, only perhaps a comment.
    told = [part for part in losing if part.minded] or losing
    # What stopped comes first: most of what is said of other parts may be due to it.
    told = [part for part in told if part.stopped][:1] or told
    first = max(told, key=lambda part: part.lost, default=None)
    return Summary(tuple(parts), tuple(comments), first)


def part_of(cell: NotebookNode) -> Part:
    """Read one graded cell; its HTML gets anchors, so that the summary can point into it."""
    nbgrader = _nbgrader(cell)
    name = str(nbgrader["grade_id"]).removesuffix("-grade")
    soup = BeautifulSoup(_output(cell, "text/html"), "html.parser")
    anchor = f"result-{name}"
    seen = [
        _seen(item, f"{anchor}-{number}")
        for number, item in enumerate(soup.select("li[data-outcome]"), 1)
    ]
    for picture in soup.select("img"):
        picture.wrap(soup.new_tag("div", attrs={"class": "scroll", "tabindex": "0"}))
    reason = soup.select_one("[data-outcome=rejected]")
    score = nbgrader.get("score")
    return Part(
        name=name,
        anchor=anchor,
        score=None if score is None else float(score),
        points=float(nbgrader.get("points") or 0.0),
        automatic=_float(_output(cell, "text/plain")),
        seen=tuple(seen),
        html=_markup(str(soup)),
        rejected=_markup(reason.decode_contents() if reason else ""),
        withheld=soup.select_one("[data-withheld]") is not None,
    )


def title_of(notebook: NotebookNode, otherwise: str) -> str:
    """Give the first heading of a notebook as text, or what to call it without one."""
    for cell in notebook.cells:
        found = re.search(r"^# +(.+)$", cell.source, re.MULTILINE)
        if cell.cell_type == "markdown" and found:
            return found[1].strip()
    return otherwise


def _seen(item: Tag, anchor: str) -> Seen:
    item["id"] = anchor
    title, message = (_markup(str(item.find(name) or "")) for name in ("strong", "div"))
    pictured = item.find("img") is not None
    stopped = item.has_attr("data-stopped")
    return Seen(str(item["data-outcome"]), title, message, anchor, pictured, stopped)


def _markup(written: str) -> Markup:
    """Take what stands in a grade cell's output for HTML: only we write there, by `findings`."""
    return Markup(written)  # noqa: S704 - made of Markup before it was kept


def _nbgrader(cell: NotebookNode) -> Mapping[str, Any]:
    found: Mapping[str, Any] = cell.metadata.get("nbgrader", {})
    return found


def _is_graded(cell: NotebookNode) -> bool:
    return bool(_nbgrader(cell).get("grade") or _nbgrader(cell).get("task"))


def _output(cell: NotebookNode, kind: str) -> str:
    """Give a grade cell's output of a kind; only such cells have one that we have written."""
    nbgrader = _nbgrader(cell)
    if nbgrader.get("grade") and not nbgrader.get("solution"):
        for output in cell.get("outputs", ()):
            if kind in output.get("data", {}):
                return str(output.data[kind])
    return ""


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None

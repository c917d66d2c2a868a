"""nbgrader's sanitize step: the submission, put back onto the released notebook."""

import re
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from autograder.exam import read_release
from autograder.rebuild import rebuild


class Rebuild(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes from a submission what its student wrote, and everything else from the release."""

    root = Unicode(help="The folder of course.toml").tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Give the rebuilt notebook; raises CourseError when nothing was released."""
        names = resources["nbgrader"]
        released = read_release(Path(self.root), names["assignment"], names["notebook"])
        rebuilt = rebuild(released, nb)
        ours = {cell.id: cell.source for cell in released.cells}
        for cell in rebuilt.cells:
            if cell.cell_type != "code" and ours.get(cell.id) != cell.source:
                cell.source = harmless(cell.source)
        return rebuilt, resources


def harmless(prose: str) -> str:
    """Give a student's Markdown without what a browser would execute.

    Feedback pages and formgrader show raw HTML of Markdown cells as it is, and a TA opens them
    while logged in. Doing it again changes nothing.
    """
    prose = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", prose)
    prose = re.sub(r"&(?=#|colon;|Tab;|NewLine;)", "& ", prose)  # they can spell a scheme, too
    return re.sub(r"(?i)\b(javascript|vbscript|data)(?=\\*:)", r"\1 ", prose)

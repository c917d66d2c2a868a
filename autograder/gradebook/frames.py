"""formgrader without red frames: its style sheet draws one around every picture, a right one too.

`formgrade.css` says `img { border: 2px solid red; }`. Findings and Markdown say otherwise of their
own pictures; those that a cell drew are laid out by nbconvert, which says nothing.
"""

from typing import Any

from markupsafe import Markup
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

PICTURE = Markup('<img style="border:0" alt="{}" src="data:{};base64,{}">')
KINDS = ("image/png", "image/jpeg")


class NoFrames(Preprocessor):
    """Lays out, on the way to a page, the pictures that cells drew; no file is changed."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook with its drawn pictures as HTML."""
        for cell in nb.cells:
            for output in cell.get("outputs", ()):
                _unframe(output)
        return nb, resources


def _unframe(output: NotebookNode) -> None:
    data = output.get("data", {})
    kind = next((kind for kind in KINDS if kind in data), "")
    if kind and "text/html" not in data:
        alt = str(output.get("metadata", {}).get(kind, {}).get("alt", ""))
        data["text/html"] = str(PICTURE.format(alt, kind, str(data.pop(kind)).replace("\n", "")))

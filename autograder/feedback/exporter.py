"""The exporters behind our pages of notebooks: one template and style, nothing loaded, nothing run.

nbgrader's own feedback template loads require.js, jQuery and MathJax from elsewhere, is too wide
for a phone and too bright for a dark screen.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import Highlight2HTML
from nbformat import NotebookNode
from traitlets import Unicode, default
from traitlets.config import Config

from autograder.course.opened import course_of
from autograder.feedback.markdown import Outline, safe_markdown
from autograder.feedback.summary import part_of, summarise, title_of
from autograder.feedback.time_limit import CELL_SECONDS, Patience
from autograder.feedback.words import Words
from autograder.text.i18n import ENGLISH, Language

TEMPLATES = Path(__file__).parent / "templates"


class PatientHighlight(Highlight2HTML):
    """nbconvert's highlighting, but code that takes too long is shown without colours."""

    def __call__(self, source: str, language: Any = None, metadata: Any = None) -> Markup:
        """Return code as HTML."""

        def highlight(text: str) -> str:
            call = super(PatientHighlight, self).__call__
            return str(call(text, language, metadata))  # type: ignore[no-untyped-call]

        patience = getattr(self.parent, "patience", None) or Patience(CELL_SECONDS)
        found = patience.try_to(highlight, source)
        if found is None:
            return Markup('<div class="highlight"><pre>{}</pre></div>').format(source)
        return Markup(found)  # noqa: S704 - Pygments has escaped what it colours


class NotebookPage(HTMLExporter):
    """A notebook as one HTML file, whole in itself.

    `kind` names the templates of what stands above the notebook, and in place of its grade cells.
    """

    kind = ""

    @property
    def language(self) -> Language:
        """Say in which language the page is."""
        return ENGLISH

    @default("template_file")
    def _own_template(self) -> str:
        return "notebook.html.j2"

    @property
    def default_config(self) -> Any:
        """Return nbconvert's settings; ours stand under our name, which wins over
        HTMLExporter's.
        """
        settings = super().default_config
        own = Config()
        own.Exporter.default_preprocessors = []
        own.NotebookPage.preprocessors = []  # of formgrader's page
        own.NotebookPage.extra_template_basedirs = [str(TEMPLATES.parent)]
        own.NotebookPage.template_name = TEMPLATES.name
        settings.merge(own)
        return settings

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """Return nbconvert's filters and ours."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "highlight_code", PatientHighlight
        yield "markdown2html", safe_markdown
        yield "scrollable", _scrollable
        yield "number", _number
        yield "part", partial(part_of, language=self.language)
        yield "summary", partial(summarise, language=self.language)
        yield "title", title_of

    @property
    def environment(self) -> Any:
        """Return nbconvert's environment, but it escapes all that a template does not call safe."""
        found = super().environment
        found.autoescape = True
        return found

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own overrides it so
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page of a notebook, and nbconvert's resources.

        HTMLExporter's own would parse the whole page once more, which takes longer than all else,
        for alternative texts that ours has.
        """
        self.patience = Patience()
        own = {"outline": Outline(), "kind": self.kind, "words": Words(self.language)}
        own["patience"] = self.patience
        known = {**(resources or {}), **own}
        page, told = super(HTMLExporter, self).from_notebook_node(nb, known, **kw)
        return str(page), told


class FeedbackPage(NotebookPage):
    """A student's notebook with points, findings and comments, and what to look at first on top."""

    kind = "feedback"
    root = Unicode(help="The folder of course.toml; without one the page is in English").tag(
        config=True
    )

    @property
    def language(self) -> Language:
        """Return the language of the course."""
        return course_of(self).language if self.root else ENGLISH


class StudentPage(NotebookPage):
    """A notebook as students will get it."""

    kind = "student"


class InstructorPage(NotebookPage):
    """A notebook with its solutions and, in `resources["exercises"]`, what its checks ask."""

    kind = "instructor"


def page_of(exporter: type[NotebookPage], notebook: NotebookNode, **resources: Any) -> str:
    """Return the page of a notebook outside of nbgrader."""
    made: NotebookPage = exporter()
    return made.from_notebook_node(notebook, resources)[0]


def _scrollable(html: Markup) -> Markup:
    """Let highlighted code be scrolled by keyboard."""
    return html.replace("<pre>", Markup('<pre tabindex="0" dir="ltr">'), 1)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{round(float(value), 2):g}"

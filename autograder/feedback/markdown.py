"""Markdown of a notebook → HTML that can do nothing: what a student writes is shown, never obeyed.

nbconvert passes HTML in Markdown through as it stands, and copies into the page whatever file an
image names. A student could so run a script in a TA's browser, or read the hidden solutions.
"""

import base64
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import bleach
from bs4 import BeautifulSoup
from jinja2 import pass_context
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.feedback.mathml import mathml
from autograder.feedback.time_limit import CELL_SECONDS, LONGEST, Patience
from autograder.feedback.words import Words
from autograder.text.i18n import Language, said

_BLOCKS = "blockquote br caption col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5"
_MORE_BLOCKS = "h6 hr li ol p pre summary table tbody td tfoot th thead tr ul"
_INLINE = "a abbr b code del em i img ins kbd s small span strong sub sup u var"
TAGS = frozenset(f"{_BLOCKS} {_MORE_BLOCKS} {_INLINE}".split())
# Classes of code and formulas only: with ours, a student's text could look like a result.
_CLASSES = re.compile(r"(highlight|anchor-link|tex-block|tex-inline|[a-z][a-z0-9]?)?")
_PROTOCOLS = frozenset({"http", "https", "mailto", "data"})
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})
MOST_BYTES = 4 << 20  # of one picture
_FITS = 20  # characters of a formula that a phone has room for


def _plain_attribute(_tag: str, name: str, value: str) -> bool:
    if name == "class":
        return all(_CLASSES.fullmatch(one) for one in value.split())
    return name in ("id", "title", "align", "lang", "dir")


ATTRIBUTES = {
    "*": _plain_attribute,
    "a": ["href"],
    "img": ["src", "alt", "width", "height"],
    "ol": ["start"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
}


@dataclass
class Outline:
    """The headings of a page so far, so that a notebook's own fit below them and skip no level."""

    last: int = 2

    def level(self, wanted: int) -> int:
        """Return the level of a notebook's heading, whose own levels begin at 1, on the page."""
        self.last = min(wanted + 1, self.last + 1, 6)
        return self.last


@pass_context
def safe_markdown(
    context: Any, source: str, attachments: Mapping[str, Any] | None = None
) -> Markup:
    """Render Markdown and leave out scripts, styles, frames, events and pictures from elsewhere.

    What takes too long to be laid out is shown as the text that it is. A picture is kept when it is
    within the text or lies in the notebook's own folder, which then
    holds the handout's figures; it becomes part of the page. Formulas become MathML. Where a
    template of nbgrader's asks, the cell's `attachments` are found in its context.
    """
    resources = context.get("resources", {})
    language = resources.get("words", Words()).language
    if attachments is None:
        attachments = context.get("cell", {}).get("attachments", {})
    patience = resources.get("patience") or Patience(CELL_SECONDS)

    def render(text: str) -> Markup:
        return _rendered(text, dict(attachments or {}), resources)

    found = patience.try_to(render, source)
    return _as_it_stands(source, language) if found is None else found


def _as_it_stands(source: str, language: Language) -> Markup:
    """Show Markdown as its text, where laying it out takes too long."""
    told = language.word(said("This text is too long or too intricate to be laid out."))
    shown = source if len(source) <= LONGEST else source[:LONGEST] + " … (cut)"
    page = Markup('<p><em>{}</em></p><pre tabindex="0" dir="ltr">{}</pre>')
    return page.format(told, shown)


def _rendered(source: str, attachments: dict[str, Any], resources: Mapping[str, Any]) -> Markup:
    language = resources.get("words", Words()).language
    folder = Path(resources.get("metadata", {}).get("path", "") or ".")
    renderer = _Renderer(escape=False, attachments=attachments)
    html = MarkdownWithMath(renderer=renderer).render(source)
    clean = bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols=_PROTOCOLS, strip=True)
    soup = BeautifulSoup(clean, "html.parser")
    for link in soup.select("a.anchor-link"):
        link.decompose()
    for link in soup.select("a[href]"):
        if str(link["href"]).strip().lower().startswith("data:"):
            del link["href"]
    for image in soup.select("img"):
        picture = _picture(str(image.get("src", "")), folder)
        if picture:
            image["src"], image["style"] = picture, "border:0"  # formgrader would frame it in red
            image["alt"] = image.get("alt") or language.word(
                said("A picture without a description.")
            )
        else:
            told = said("[picture left out: {picture}]", picture=str(image.get("alt", "")))
            image.replace_with(language.word(told))
    _draw_formulas(soup)
    _lay_out(soup, resources.get("outline"))
    return Markup(soup)  # noqa: S704 - only what bleach has left is in the tree


class _Renderer(IPythonRenderer):
    """nbconvert's renderer, but it marks formulas, and no missing picture stops it.

    It returns plain text: mistune adds its own HTML by `+`, which would be escaped beside Markup.
    """

    def block_math(self, body: str) -> str:
        return str(Markup('<code class="tex-block">{}</code>').format(body))

    def inline_math(self, body: str) -> str:
        return str(Markup('<code class="tex-inline">{}</code>').format(body))

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")

    def image(self, text: str, url: str, title: str | None = None) -> str:
        name = url.removeprefix("attachment:")
        known = name == url or self.attachments.get(name)
        return str(super().image(text, url if known else "", title))


def _draw_formulas(soup: BeautifulSoup) -> None:
    """Put MathML in place of what was marked as a formula; what cannot be drawn stays as code."""
    for code in soup.select("code.tex-inline, code.tex-block"):
        block = "tex-block" in code["class"]
        drawn = mathml(code.get_text(), block=block)
        math = BeautifulSoup(drawn, "html.parser").find("math")
        if math is None:
            continue
        code.replace_with(math)
        if not block and len(math.get_text()) > _FITS:
            # a browser breaks no formula that stands within a line
            math.wrap(soup.new_tag("span", attrs={"class": "long", "tabindex": "0"}))


def _lay_out(soup: BeautifulSoup, outline: Outline | None) -> None:
    """Fit headings into the page, and let what is wide scroll by itself, by keyboard too."""
    for heading in soup.select("h1, h2, h3, h4, h5, h6") if outline else ():
        assert outline is not None
        heading.name = f"h{outline.level(int(heading.name[1]))}"
    for head in soup.select("th"):
        if not head.get_text(strip=True) and not head.find("img"):
            head.name = "td"  # the corner of a table is the header of nothing
    for wide in soup.select("table, math[display=block]"):
        wide.wrap(soup.new_tag("span", attrs={"class": "scroll", "tabindex": "0"}))
    for code in soup.select("pre"):
        code["tabindex"] = "0"
    for code in soup.select("code, pre, math"):
        code["dir"] = "ltr"  # and so says nothing about the language around it


def _picture(source: str, folder: Path) -> str:
    """Return a picture as data, or '' for what is no picture of this notebook's."""
    if source.startswith("data:"):
        return source if source[5:].partition(";")[0] in PICTURES else ""
    kind = mimetypes.guess_type(source)[0]
    home = folder.resolve()
    path = (home / unquote(source)).resolve()
    if kind not in PICTURES or not path.is_relative_to(home) or not path.is_file():
        return ""
    if path.stat().st_size > MOST_BYTES:
        return ""
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"

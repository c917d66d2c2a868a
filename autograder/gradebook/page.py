"""Markdown of a notebook → HTML that can do nothing: what a student writes is shown, never obeyed.

nbconvert passes HTML in Markdown through as it stands, and copies into the page whatever file an
image names. A student could so run a script in a TA's browser, or read the hidden solutions.
"""

import base64
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import bleach
from bs4 import BeautifulSoup
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter

_BLOCKS = "blockquote br caption col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5"
_MORE_BLOCKS = "h6 hr li ol p pre summary table tbody td tfoot th thead tr ul"
_INLINE = "a abbr b code del em i img ins kbd s small span strong sub sup u var"
TAGS = frozenset(f"{_BLOCKS} {_MORE_BLOCKS} {_INLINE}".split())
ATTRIBUTES = {
    "*": ["class", "id", "title", "align", "lang", "dir"],
    "a": ["href"],
    "img": ["src", "alt", "width", "height"],
    "ol": ["start"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
}
PROTOCOLS = frozenset({"http", "https", "mailto", "data"})
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})
MOST_BYTES = 4 << 20  # of one picture


@pass_context
def safe_markdown(context: Any, source: str) -> str:
    """Render Markdown and leave out scripts, styles, frames, events and pictures from elsewhere.

    A picture is kept when it is within the text or lies in the notebook's own folder, which then
    holds the handout's figures; it becomes part of the page.
    """
    html = _exporter().markdown2html(context, source)
    folder = context.get("resources", {}).get("metadata", {}).get("path", "")
    clean = bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True)
    soup = BeautifulSoup(clean, "html.parser")
    for link in soup.select("a[href]"):
        if str(link["href"]).strip().lower().startswith("data:"):
            del link["href"]
    for image in soup.select("img"):
        picture = _picture(str(image.get("src", "")), Path(folder or "."))
        if picture:
            image["src"] = picture
        else:
            image.replace_with(f"[picture left out: {image.get('alt', '')}]")
    return str(soup)


@cache
def _exporter() -> Any:
    exporter: Any = HTMLExporter
    return exporter(embed_images=False)


def _picture(source: str, folder: Path) -> str:
    """Give a picture as data, or '' for what is no picture of this notebook's."""
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

"""The documentation as a site: `make docs` writes build/site/, in which every link leads somewhere.

The pages are those of this repository, where people read them too: README.md, docs/ and design/.
Handouts are shown as students get them, from release/. What a page links to beside these, such as
a folder of code, is named there and no link.
"""

import logging
import os
import re
import shutil
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import nbformat
from mkdocs.commands.build import build
from mkdocs.config import load_config

from autograder.feedback.feedback_page import StudentPage, page_of

ROOT = Path(__file__).parent.parent
CONFIG = ROOT / "docs" / "mkdocs.yml"
WORDS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/*.md", "design/*.md")
SHOWN = ("docs/images/*", "docs/example/*", "course.toml")
HANDOUTS = "handouts"
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")


def collect(root: Path, pages: Path) -> None:
    """Copy all that the site shows into a folder of pages, with links as they are there."""
    for pattern in SHOWN:
        for path in filter(Path.is_file, sorted(root.glob(pattern))):
            _place(pages / path.relative_to(root)).write_bytes(path.read_bytes())
    for path in sorted((root / "release").glob("*/*.ipynb")):
        place = pages / HANDOUTS / path.parent.name / f"{path.stem}.html"
        notebook = nbformat.read(path, as_version=4)
        own = {"name": path.stem, "path": str(path.parent)}
        _place(place).write_text(page_of(StudentPage, notebook, metadata=own), encoding="utf-8")
        for data in path.parent.glob("figures/*"):
            _place(place.parent / "figures" / data.name).write_bytes(data.read_bytes())
    for pattern in WORDS:
        for path in sorted(root.glob(pattern)):
            text = path.read_text(encoding="utf-8")
            _place(pages / _shown(path, root)).write_text(
                linked(text, path, root, pages), encoding="utf-8"
            )


def linked(text: str, path: Path, root: Path, pages: Path) -> str:
    """Return the text of a page in which links lead to pages of the site, others being words."""

    def target(found: re.Match[str]) -> str:
        mark, words, link = found.groups()
        parts = urlsplit(link)
        if parts.scheme or not parts.path:
            return found[0]
        there = (path.parent / unquote(parts.path)).resolve()
        shown = _place_of(there, root, pages)
        if shown is None:
            return words
        own = (pages / _shown(path, root)).parent
        anchor = f"#{parts.fragment}" if parts.fragment else ""
        return f"{mark}[{words}]({Path(os.path.relpath(shown, own)).as_posix()}{anchor})"

    lines, is_code = [], False
    for line in text.splitlines(keepends=True):
        is_code ^= line.lstrip().startswith("```")
        kept = is_code or line.startswith("    ")  # code, in which a call may look like a link
        lines.append(line if kept else _LINK.sub(target, line))
    return "".join(lines)


def broken(site: Path) -> Iterator[str]:
    """Yield a sentence for each link or picture of a built site that leads nowhere."""
    seen = {page: _Links.of(page) for page in sorted(site.rglob("*.html"))}
    for page, links in seen.items():
        for link in links.targets:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or link.startswith(("#__", "data:")):
                continue
            base = site if parts.path.startswith("/") else page.parent
            there = (base / unquote(parts.path).lstrip("/")) if parts.path else page
            there = there / "index.html" if there.is_dir() else there
            name = page.relative_to(site)
            if not there.is_file():
                yield f"{name} links to {link}, which is not there."
            elif parts.fragment and _lacks(seen.get(there.resolve()), unquote(parts.fragment)):
                yield f"{name} links to {link}, and that page has no such place."


def _lacks(page: "_Links | None", place: str) -> bool:
    return page is not None and place not in page.anchors


def make(root: Path, site: Path) -> None:
    """Build the site into a folder; raises mkdocs' Abort for a warning of it."""
    with TemporaryDirectory() as folder:
        pages = Path(folder).resolve()
        collect(root, pages)
        config = load_config(str(CONFIG), docs_dir=str(pages), site_dir=str(site), strict=True)
        config.nav = [*(config.nav or ()), *_further(pages)]
        build(config)


def _further(pages: Path) -> Iterator[dict[str, list[dict[str, str]]]]:
    """Yield the parts of the menu that grow: matrices, handouts, decisions; and what changed."""
    for title, pattern in (("Kill matrices", "docs/kill-matrix-*.md"), ("Design", "design/*.md")):
        found = sorted(pages.glob(pattern))
        yield {title: [{_titled(one): one.relative_to(pages).as_posix()} for one in found]}
    handouts = sorted((pages / HANDOUTS).glob("*/*.html"))
    yield {"Handouts": [{one.stem: one.relative_to(pages).as_posix()} for one in handouts]}
    words = (("Contributing", "CONTRIBUTING.md"), ("Changes", "CHANGELOG.md"))
    yield {"Project": [{title: place} for title, place in words]}


def _titled(page: Path) -> str:
    """Return the heading of a page, without marks of code."""
    first = page.read_text(encoding="utf-8").partition("\n")[0]
    return first.lstrip("# ").replace("`", "").removeprefix("Kill matrix of ")


def main() -> int:
    """Build build/site/, and say what is broken in it; 1 where something is."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    site = ROOT / "build" / "site"
    shutil.rmtree(site, ignore_errors=True)
    make(ROOT, site)
    faults = list(broken(site.resolve()))
    print(*faults, f"Open {site / 'index.html'}", sep="\n")
    return 1 if faults else 0


class _Links(HTMLParser):
    """What a page links to, and the places in it that can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.anchors: set[str] = set()

    @classmethod
    def of(cls, page: Path) -> "_Links":
        found = cls()
        found.feed(page.read_text(encoding="utf-8"))
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.anchors |= {text for text in (given.get("id"), given.get("name")) if text}
        wanted = {"a": "href", "link": "href", "img": "src", "script": "src"}.get(tag)
        if wanted and (link := given.get(wanted)):
            self.targets.append(link)


def _shown(path: Path, root: Path) -> Path:
    """Return the place of a page within the site: README.md is its first one."""
    place = path.relative_to(root)
    return Path("index.md") if place == Path("README.md") else place


def _place_of(there: Path, root: Path, pages: Path) -> Path | None:
    """Return where the site shows a file of the repository, None where it does not."""
    if not there.is_relative_to(root):
        return None
    place = there.relative_to(root)
    if place.parts[:1] == ("assignments",) and place.name.endswith(".md.j2"):
        handout = pages / HANDOUTS / place.parts[1]
        shown = sorted(handout.glob("*.html"))
        return shown[0] if shown else None
    known = there.is_file() and any(there in root.glob(pattern) for pattern in (*WORDS, *SHOWN))
    return pages / _shown(there, root) if known else None


def _place(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


if __name__ == "__main__":
    sys.exit(main())

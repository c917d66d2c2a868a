"""The documentation as a site: all of it is there, and no link leads nowhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.site import broken, collect, linked, make


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site").resolve()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "true")  # the theme sets it otherwise, for good
        make(ROOT, folder)
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Path]:
    """A repository of few files, under a link-free path."""
    root = tmp_path.resolve() / "repository"
    for place in ("README.md", "docs/tas.md", "design/0001-a.md", "solutions/a.py", "course.toml"):
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text("# A page\n")
    yield root


@pytest.mark.slow
@pytest.mark.xdist_group("site")
def test_no_link_of_the_site_leads_nowhere(site: Path) -> None:
    assert list(broken(site)) == []


@pytest.mark.slow
@pytest.mark.xdist_group("site")
def test_every_page_of_the_repository_is_in_it(site: Path) -> None:
    pages = [*ROOT.glob("docs/*.md"), *ROOT.glob("design/*.md")]
    shown = [page.relative_to(ROOT).with_suffix(".html") for page in pages]
    assert shown and [one for one in shown if not (site / one).is_file()] == []
    menu = (site / "index.html").read_text(encoding="utf-8")
    assert [one for one in shown if f'href="{one.as_posix()}"' not in menu] == []


@pytest.mark.slow
@pytest.mark.xdist_group("site")
def test_handouts_are_those_of_students(site: Path) -> None:
    released = {path.parent.name for path in ROOT.glob("release/*/*.ipynb")}
    assert released == {path.parent.name for path in site.glob("handouts/*/*.html")}
    for page in site.glob("handouts/*/*.html"):
        assert "BEGIN SOLUTION" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "text", "shown"),
    [
        ("README.md", "see [it](docs/tas.md#who)", "see [it](docs/tas.md#who)"),
        ("docs/tas.md", "[home](../README.md)", "[home](../index.md)"),
        ("docs/tas.md", "[why](../design/0001-a.md)", "[why](../design/0001-a.md)"),
        ("docs/tas.md", "[the code](../solutions)", "the code"),
        ("docs/tas.md", "[an answer](../solutions/a.py)", "an answer"),
        ("docs/tas.md", "[keys](../course.toml)", "[keys](../course.toml)"),
        ("docs/tas.md", "[there](https://example.org/a)", "[there](https://example.org/a)"),
        ("docs/tas.md", "[here](#below)", "[here](#below)"),
        ("docs/tas.md", "    q[a](../solutions)", "    q[a](../solutions)"),
        ("docs/tas.md", "```\nq[a](../solutions)\n```\n", "```\nq[a](../solutions)\n```\n"),
    ],
)
def test_links_lead_to_pages_or_are_words(
    repository: Path, page: str, text: str, shown: str
) -> None:
    pages = repository / "build" / "pages"
    assert linked(text, repository / page, repository, pages) == shown


def test_answers_are_not_copied(repository: Path) -> None:
    pages = repository / "build" / "pages"
    collect(repository, pages)
    found = {path.relative_to(pages).as_posix() for path in pages.rglob("*") if path.is_file()}
    assert found == {"index.md", "docs/tas.md", "design/0001-a.md", "course.toml"}


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    site = tmp_path.resolve()
    (site / "a.html").write_text('<a id="top" href="b.html">b</a><a href="c.html#x">c</a>')
    (site / "c.html").write_text('<a href="a.html#top">a</a><img src="none.png">')
    assert sorted(broken(site)) == [
        "a.html links to b.html, which is not there.",
        "a.html links to c.html#x, and that page has no such place.",
        "c.html links to none.png, which is not there.",
    ]

"""The docs: links lead somewhere, commands exist, and what is made of the code is up to date."""

import re
import runpy
import shlex
from pathlib import Path

import pytest

from autograder.cli.commands import chosen, commands
from tests.conftest import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("design/*.md")])
COMMAND = re.compile(r"^ {4}autograder (?P<command>.+?)(?:\s{2,}#.*|\s+#.*)?$", re.MULTILINE)


def headings(page: Path) -> set[str]:
    """Return the anchors of a page as forges make them."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in found}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        assert place.exists(), f"{page.name} links to {target}, which is not there"
        assert not anchor or anchor in headings(place), f"{page.name}: no heading {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_exist(page: Path) -> None:
    for match in COMMAND.finditer(page.read_text(encoding="utf-8")):
        words = shlex.split(match["command"])
        if any(word.isupper() or "…" in word for word in words):
            continue  # a pattern, not a command
        if words == ["--install-completion"]:
            continue  # it would, into the home of whoever runs this
        chosen(words)  # SystemExit otherwise


def test_the_reference_is_what_the_code_says() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_reference.py"))["reference"]()
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert page == made, "run: python docs/make_reference.py"


def test_every_command_is_told_to_somebody() -> None:
    guides = [
        page for page in PAGES if page.name != "reference.md" and page.parent != ROOT / "design"
    ]
    told = "\n".join(page.read_text(encoding="utf-8") for page in guides)
    for name in commands():
        assert f"autograder {name}" in told, name

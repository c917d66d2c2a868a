"""docs/security.md tells the attacks that there are."""

import re

import pytest

from tests.attacks.families import ATTACKS
from tests.attacks.table import BEGIN, PAGE, page_with_table

pytestmark = pytest.mark.attack


def test_the_page_is_what_would_be_written_now() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == page_with_table(page), "Run: python -m tests.attacks"


def test_every_attack_has_its_row() -> None:
    rows = re.findall(r"^\| ([^|]+) \| [A-Z]", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == list(ATTACKS)


def test_a_page_without_marks_is_no_page() -> None:
    with pytest.raises(ValueError, match="marks"):
        page_with_table(PAGE.read_text(encoding="utf-8").replace(BEGIN, ""))

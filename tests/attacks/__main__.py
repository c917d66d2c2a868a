"""Writes the table of attacks into docs/security.md: `python -m tests.attacks`."""

from tests.attacks.table import PAGE, page_with_table

PAGE.write_text(page_with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

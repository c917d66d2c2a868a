"""Checks say nothing that a translator would not find."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.sentences import found_by_translators

CHECKS = sorted((ROOT / "assignments").glob("*/checks/**/*.py"))
FEWEST = 4  # words of a sentence
ERRORS = ("ValueError", "TypeError", "AssertionError")  # read by who writes checks


def sentences(tree: ast.Module) -> Iterator[str]:
    """Yield texts that end as sentences do, but for docstrings and what is said to authors."""
    passed_over = {id(part) for node in ast.walk(tree) for part in _for_authors(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in passed_over:
            text = node.value if isinstance(node.value, str) else ""
            if len(text.split()) >= FEWEST and text.endswith((".", "?", ":")):
                yield text


def _for_authors(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.Assert) or (
        isinstance(node, ast.Raise) and _callee(node.exc) in ERRORS
    ):
        yield from ast.walk(node)


def _callee(node: ast.expr | None) -> str:
    return getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: "/".join(path.parts[-4:]))
def test_every_sentence_of_a_check_is_found_by_translators(path: Path) -> None:
    said = set(sentences(ast.parse(path.read_text(encoding="utf-8"))))
    lost = said - found_by_translators()
    assert not lost, "say it by `said(…)`, or where tools/translations.py looks for it"


def test_sentences_are_told_from_docstrings_and_from_errors() -> None:
    source = '"""A docstring of four words."""\nraise ValueError("that is no order at all.")\n'
    tree = ast.parse(source + 'WRONG = "One word and three others."\nKEY = "a b c"\n')
    assert [*sentences(tree)] == ["One word and three others."]

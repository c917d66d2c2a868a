"""A reference solution as a file: its names, docstrings, examples, and what is left of it."""

import ast
import doctest
import importlib
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pytest

from tests.conftest import ROOT

REGION = re.compile(r"^( *)### BEGIN SOLUTION\n.*?^\1### END SOLUTION$", re.DOTALL | re.MULTILINE)


def source_of(assignment: str, exercise: str) -> str:
    return (ROOT / "solutions" / assignment / f"{exercise}.py").read_text(encoding="utf-8")


def stub_of(assignment: str, exercise: str) -> str:
    """The module as a student gets it: each region replaced by one line that raises."""
    raising = r'\1raise NotImplementedError("write me")'
    stub, count = REGION.subn(raising, source_of(assignment, exercise))
    assert count > 0 and "SOLUTION" not in stub
    return "\n".join(line for line in stub.splitlines() if "import" not in line[:40])


def imports_of(
    assignment: str, exercise: str, names: Sequence[str]
) -> list[ast.Import | ast.ImportFrom]:
    """Its imports, of a module that defines these names in this order and nothing besides."""
    body = ast.parse(source_of(assignment, exercise)).body
    imports = [n for n in body if isinstance(n, ast.Import | ast.ImportFrom)]
    definitions = [n for n in body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    assert [node.name for node in definitions] == list(names)
    assert len(body) == 1 + len(imports) + len(definitions)  # 1: the module's docstring
    return imports


def assert_documented(assignment: str, exercise: str, but: Collection[str] = ()) -> None:
    """Every function and class that a student sees has a docstring."""
    for node in ast.walk(ast.parse(source_of(assignment, exercise))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name not in but:
            assert ast.get_docstring(node), node.name


def assert_stubs_say_so(
    assignment: str,
    exercises: Collection[str],
    imported: Mapping[str, Any],
    calls: Mapping[str, tuple[Any, ...]],
) -> None:
    """What is left for students runs as one notebook, and each call says what is missing."""
    namespace = dict(imported)
    for exercise in exercises:
        exec(compile(stub_of(assignment, exercise), exercise, "exec"), namespace)
    for name, arguments in calls.items():
        with pytest.raises(NotImplementedError):
            namespace[name](*arguments)


def assert_examples_true(
    assignment: str, exercise: str, least: int, named: Mapping[str, Any] | None = None
) -> None:
    """The examples in its docstrings are true, and at least so many lines."""
    module = importlib.import_module(f"solutions.{assignment}.{exercise}")
    globs, flags = dict(named or {}), doctest.NORMALIZE_WHITESPACE
    results = doctest.testmod(module, extraglobs=globs, optionflags=flags)
    assert results.failed == 0
    assert results.attempted >= least

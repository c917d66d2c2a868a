"""The command line: what it takes, what it says of what it does not, and what it imports."""

import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from autograder import __version__
from autograder.cli.commands import chosen, commands
from tests.conftest import ROOT


def given(*words: str) -> dict[str, Any]:
    run = chosen(words)
    assert isinstance(run, partial)
    return dict(run.keywords)


def spoken(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "importtime", "-m", "autograder", *words]
    variables = {"PATH": "/usr/bin:/bin", "COLUMNS": "100", **environment}
    return subprocess.run(command, capture_output=True, text=True, env=variables, cwd=ROOT)


HEAVY = {"torch", "numpy", "rich", "nbformat", "sqlalchemy", "matplotlib"}
# One process asks all commands: what none of them has imported, no single one has.
ALL_HELP = """
import io, json, sys
from contextlib import redirect_stdout
from autograder.__main__ import main

told = []
for words in json.loads(sys.argv[1]):
    out = io.StringIO()
    with redirect_stdout(out):
        try:
            code = main(words)
        except SystemExit as ended:
            code = ended.code
    told.append([code, out.getvalue()])
print(json.dumps([told, sorted(sys.modules)]))
"""


def test_help_names_all_and_imports_nothing_heavy() -> None:
    asked = [["--help"], ["-h"], *([name, "--help"] for name in commands())]
    command = [sys.executable, "-c", ALL_HELP, json.dumps(asked)]
    variables = {"PATH": "/usr/bin:/bin", "COLUMNS": "100"}
    ended = subprocess.run(command, capture_output=True, text=True, env=variables, cwd=ROOT)
    told, imported = json.loads(ended.stdout)
    assert "typer" in imported and not HEAVY & {*imported}
    for words, (code, text) in zip(asked, told, strict=True):
        name = " ".join(["autograder", *words[:-1]])
        assert code == 0 and f"Usage: {name}" in text, words
    for _, text in told[:2]:
        assert all(f"\n  {name}" in text for name in commands())


def test_the_package_is_a_command() -> None:
    ended = spoken("--help")
    assert ended.returncode == 0 and "Usage: autograder" in ended.stdout
    assert not HEAVY & {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "Missing command. See: autograder --help"),
        ("grad toy", "No such command 'grad'. Did you mean 'grade'?"),
        ("grade", "'ASSIGNMENT'. See: autograder grade --help"),
        ("grade toy --devic cpu", "--device"),
        ("grade toy --device tpu", "'tpu' is not one of 'cpu', 'cuda', 'auto'"),
        ("grade toy --jobs many", "'--jobs'"),
        ("grade toy --cluster pixelcnn", "'pixelcnn' is neither local, slurm nor an address"),
        ("report toy --least nan", "Name a number from 0 to 1"),
        ("report toy --least 1.5", "Name a number from 0 to 1"),
        ("prune --days -1", "Name 0 or more"),
        ("prune --days nan", "Name 0 or more"),
        ("verify --secrets 0", "Name 1 or more"),
        ("export flows", "'--to'"),
        ("export flows --to x", "'x' is not one of"),
        ("build one two", "two"),
        ("new", "ASSIGNMENT/EXERCISE"),
    ],
)
def test_wrong_words_end_with_a_sentence_and_2(
    words: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        chosen(words.split())
    said = capsys.readouterr()
    assert ended.value.code == 2 and said.out == ""
    assert said.err.startswith("autograder: ") and told in said.err and said.err.count("\n") == 1


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        chosen(["--version"])
    assert ended.value.code == 0 and capsys.readouterr().out == f"{__version__}\n"


def test_a_course_is_named_before_the_command_or_after_it() -> None:
    assert given("new", "a/b")["course"] == Path()
    assert given("--course", "x", "new", "a/b")["course"] == Path("x")
    assert given("new", "a/b", "--course", "y")["course"] == Path("y")
    assert given("--course", "x", "new", "a/b", "--course", "y")["course"] == Path("y")


def test_options_stand_before_arguments_or_behind() -> None:
    assert given("grade", "--cluster", "--quiet", "toy")["cluster"] == ""
    assert given("grade", "toy", "--cluster")["cluster"] == ""
    assert given("grade", "toy", "--cluster=local", "--jobs=3")["jobs"] == 3
    asked = given("watch", "a", "--once", "b", "--device", "auto")
    assert (asked["assignments"], asked["once"], asked["device"]) == (["a", "b"], True, "auto")
    assert given("report", "toy")["no_similarity"] is False
    assert given("report", "toy", "--no-similarity", "--write", "x")["no_similarity"] is True
    assert given("check", "n.ipynb", "--exercise", "a", "--exercise", "b")["exercise"] == ["a", "b"]


def run_without(library: str, tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command where a library cannot be found, as where it was never installed."""
    program = (
        "import sys\n"
        "class Gone:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.split('.')[0] == {library.partition('.')[0]!r} and "
        f"(name == {library!r} or '.' not in {library!r}):\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Gone())\n"
        "from autograder.__main__ import main\n"
        f"sys.exit(main({list(words)!r}))"
    )
    command = [sys.executable, "-c", program]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path)


@pytest.mark.parametrize("library", ["yaml", "filelock"])
def test_a_library_of_the_extra_that_is_missing_is_named(library: str, tmp_path: Path) -> None:
    ended = run_without(library, tmp_path, "collect", "toy", "x.zip")
    assert ended.returncode == 1 and "Traceback" not in ended.stderr
    assert f"autograder: {library} is not installed." in ended.stderr
    assert "pip install 'dgm-autograder[grading]'" in ended.stderr


def test_a_module_of_ours_that_is_missing_is_a_bug(tmp_path: Path) -> None:
    ended = run_without("autograder.collecting", tmp_path, "collect", "toy", "x.zip")
    assert "Traceback" in ended.stderr and "pip install" not in ended.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands_and_options(shell: str) -> None:
    # `--show-completion` prints the same for the shell that it is begun from, where there is one.
    shown = spoken(_AUTOGRADER_COMPLETE=f"source_{shell}").stdout
    assert "_AUTOGRADER_COMPLETE" in shown
    line = "autograder sim"
    variables = {"_AUTOGRADER_COMPLETE": f"complete_{shell}", "COMP_WORDS": line, "COMP_CWORD": "1"}
    variables |= {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    assert "similarity" in spoken(**variables).stdout

"""Help: every command has a sentence, words for all that it takes, and examples that work."""

import re
import shlex
import subprocess
import sys

import pytest

from autograder.cli.commands import chosen, commands
from tests.conftest import ROOT

COMMANDS = commands()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_told_by_one_sentence(name: str) -> None:
    told = COMMANDS[name].help or ""
    assert re.fullmatch(r"[A-Z][^\n]+\.", told), told
    listed = COMMANDS[name].get_short_help_str(80 - 2 - 20)
    assert listed and not listed.endswith("..."), "it is cut in the list of commands"


@pytest.mark.parametrize("name", COMMANDS)
def test_all_that_a_command_takes_has_words(name: str) -> None:
    for one in COMMANDS[name].params:
        if not getattr(one, "hidden", False):
            assert (getattr(one, "help", "") or "").strip(), f"{name}: {one.name}"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_examples_that_it_takes(name: str) -> None:
    heading, *examples = (COMMANDS[name].epilog or "").removeprefix("\b\n").splitlines()
    assert heading == "Examples:" and examples
    for example in examples:
        program, *words = shlex.split(example)
        assert (program, words[0]) == ("autograder", name)
        assert len(example) <= 78, "a terminal breaks it"
        chosen(words)  # SystemExit otherwise


def shown(*words: str) -> str:
    """Return what is printed where nbgrader is not installed."""
    script = "import sys; sys.modules['nbgrader'] = None\n" + (
        "from autograder.__main__ import main\nsys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", script, *words]
    variables = {"PATH": "/usr/bin:/bin", "COLUMNS": "100"}
    ended = subprocess.run(command, capture_output=True, text=True, env=variables, cwd=ROOT)
    return ended.stdout + ended.stderr


def test_who_has_no_nbgrader_is_told_of_a_students_commands() -> None:
    help = shown("--help")
    listed = re.findall(r"^  ([a-z][a-z-]+)  ", help.partition("Commands:")[2], re.MULTILINE)
    assert listed == ["check"]
    assert "course.toml" not in help
    assert "dgm-autograder[grading]" in help
    assert "Ask the self-checks" in shown("check", "--help")


def test_who_grades_is_told_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        chosen(["--help"])
    told = capsys.readouterr().out
    assert all(f"\n  {name} " in told for name in COMMANDS)
    assert "dgm-autograder[grading]" not in told

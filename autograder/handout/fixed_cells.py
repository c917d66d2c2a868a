"""The cells that are the same for every exercise: its self-check, and the one with its points."""

import json
from collections.abc import Mapping
from textwrap import wrap
from typing import Any

from autograder.text.i18n import Language, said

_SELF_CHECK = """\
# {comment}
try:
    from autograder.selfcheck import self_check
except ImportError:
    print({missing})
else:
    display(self_check({arguments}))"""


def self_check_source(key: str, arguments: Mapping[str, Any], language: Language) -> str:
    """Return the cell that runs the visible checks, its words in a language."""
    comment = said("Checks that you can run yourself, as often as you like; they cost no points.")
    missing = said(
        "The self-checks are not installed here. Install the wheel that your course hands out "
        "(pip install dgm_autograder-*.whl), restart the kernel and run this cell again."
    )
    lines = wrap(language.word(missing), 85, drop_whitespace=False)
    given = "".join(f", {name}={value!r}" for name, value in arguments.items())
    return _SELF_CHECK.format(
        comment=language.word(comment),
        missing="\n          ".join(json.dumps(line, ensure_ascii=False) for line in lines),
        arguments=f'"{key}", globals(){given}',
    )


def grade_source(key: str, points: str, language: Language) -> str:
    """Return the comment that stands in a grade cell, in a language."""
    worth = said("{exercise}: {points} points.", exercise=key, points=points)
    note = said(
        "Nothing to write here. It is graded after you have handed in; points and findings appear "
        "here."
    )
    return f"# {language.word(worth)}\n# {language.word(note)}"

"""A handout's text: Jinja2 with signs that LaTeX leaves free; what is wrong says its line."""

import re
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2

from autograder.course.toplevel import cut
from autograder.errors import TemplateError
from autograder.text.nearest import meant

PARTS = Path(__file__).parent / "parts"


def text_of(path: Path, context: Mapping[str, Any]) -> str:
    """Render the template; whatever is wrong with it becomes a TemplateError with its line."""
    environment = jinja2.Environment(
        # A part of the assignment's own is taken in place of ours of that name.
        loader=jinja2.FileSystemLoader([path.parent, PARTS], encoding="utf-8-sig"),
        undefined=jinja2.StrictUndefined,
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        autoescape=False,  # noqa: S701 - it makes Markdown and code, no HTML
    )
    try:
        return environment.get_template(path.name).render(context)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(
            f"{path}, line {error.lineno}: {error.message}. "
            f"If this is a formula, put a space between its two braces: {{ {{."
        ) from error
    except (jinja2.TemplateError, TemplateError, TypeError, UnicodeDecodeError) as error:
        frames = traceback.extract_tb(error.__traceback__)
        line = next((f", line {f.lineno}" for f in frames[::-1] if f.filename == str(path)), "")
        remedy = "Fix it there."
        if isinstance(error, jinja2.UndefinedError):
            wrong = re.search(r"has no attribute '(\w+)'", str(error))
            near = meant(wrong[1], context["p"]) if wrong else ""
            remedy = "Check its spelling; parameters (p.…) come from course.toml."
            remedy = f"Did you mean {near}? {remedy}" if near else remedy
        raise TemplateError(f"{path}{line}: {str(error).rstrip('.')}. {remedy}") from error


def source_of(name: str) -> str:
    """Return the text of a function of this package: students have it, so it is no secret."""
    *parts, function = name.removeprefix("autograder.").split(".")
    path = Path(__file__).parent.parent.joinpath(*parts[:-1], f"{parts[-1] if parts else ''}.py")
    if not all(map(str.isidentifier, parts)) or not path.is_file():
        raise TemplateError(
            f"there is no source {name!r}. Name a function of autograder with its module, such as "
            f"worker.training.train_by_protocol."
        )
    return cut(path, function)

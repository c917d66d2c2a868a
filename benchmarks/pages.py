"""Pages of the docs that hold figures between marks."""

import re


def with_block(page: str, name: str, text: str) -> str:
    """Replace what stands between the marks of a block; raises ValueError without its marks."""
    block = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not block.search(page):
        raise ValueError(f"the page has no block {name}: <!-- {name} --> and <!-- /{name} -->")
    return block.sub(lambda marks: f"{marks[1]}{text}\n{marks[2]}", page)

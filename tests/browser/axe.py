"""axe-core, which looks for what keeps people from reading a page: asked in the browser."""

from importlib.resources import files
from typing import Any

# Deque's axe-core 4 as the test-only package axe-playwright-python brings it.
SCRIPT = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
# Contrast is nine tenths of the work, and most of it goes to words of code. Those of one class in
# one kind of place look alike: the first of them stands for all, the rest becomes plain text.
ALIKE = """() => {
  const met = new Set(), kind = (one) => one ? `${one.tagName}.${one.className}` : '';
  document.querySelectorAll('.highlight span').forEach((one) => {
    const cell = one.closest('.highlight'), around = cell.parentElement;
    const places = [one, one.parentElement, cell, around, around?.parentElement];
    const alike = places.map(kind).join(' ') + getComputedStyle(one).color + one.style.cssText;
    met.has(alike) ? one.replaceWith(...one.childNodes) : met.add(alike);
  });
}"""
ASK = "(rules) => axe.run(document, {resultTypes: ['violations'], ...rules})"
CONTRAST = "color-contrast"

# What scrolls sideways and cannot be reached by keyboard, and formulas that scroll up and down.
SCROLLED = """() => [...document.querySelectorAll('body *')].filter((one) => {
  const style = getComputedStyle(one), scrolls = (kind) => ['auto', 'scroll'].includes(kind);
  const wide = one.scrollWidth > one.clientWidth + 1 && scrolls(style.overflowX);
  const tall = one.scrollHeight > one.clientHeight + 1 && scrolls(style.overflowY);
  const formula = one.matches('math, .long, .scroll');
  return (wide && one.tabIndex < 0) || (formula && tall);
}).map((one) => one.outerHTML.slice(0, 200))"""


def violations(page: Any) -> list[str]:
    """Return what axe-core finds on a page all of whose parts are unfolded, a line for each."""
    page.evaluate(UNFOLD)
    page.evaluate(SCRIPT)
    found = page.evaluate(ASK, {"rules": {CONTRAST: {"enabled": False}}})["violations"]
    page.evaluate(ALIKE)
    found += page.evaluate(ASK, {"runOnly": [CONTRAST]})["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:200]}"
        for one in found
        for node in one["nodes"]
    ]

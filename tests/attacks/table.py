"""The table of attacks in docs/security.md, made from the records."""

from tests.attacks.families import ATTACKS, FAMILIES
from tests.attacks.record import Attack
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "security.md"
BEGIN = "<!-- attacks: made by `python -m tests.attacks`, do not edit -->"
END = "<!-- end of attacks -->"


def page_with_table(page: str) -> str:
    """Return the page with the table that the records make; raises ValueError without its marks."""
    before, begun, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError(f"{PAGE} has lost the marks of its table")
    return f"{before}{BEGIN}\n\n{table()}\n{END}{after}"


def table() -> str:
    fooling = sum(attack.fools for attack in ATTACKS.values())
    lines = [
        f"{len(ATTACKS)} attacks in {len(FAMILIES)} families; {fooling} of them (marked ●) get "
        f"full marks from a grader that compares in the student's own process.",
        "",
    ]
    for family, attacks in FAMILIES.items():
        lines += [f"### {family.capitalize()} ({len(attacks)})", ""]
        lines += ["| attack | what it tries | what happens | |", "|---|---|---|---|"]
        lines += [_row(attack) for attack in attacks] + [""]
    return "\n".join(lines)


def _row(attack: Attack) -> str:
    cells = (attack.name, attack.tries, attack.happens, "●" if attack.fools else "")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

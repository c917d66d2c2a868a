"""Draw final.png: where a translator looks, who has a say where, and tales that a model made up.

    python assignments/sequences/make_final.py

The models are the reference solutions, trained for some seconds by the handout's own cells, which
this runs: it executes the solved notebook's code in order and takes what it has found.
"""

import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))


def found() -> dict[str, Any]:
    """Run the code cells of the solved handout; return its names."""
    from autograder.course.config import load_course
    from autograder.course.known import answer_sheet
    from autograder.handout.build import drafts

    course = load_course(ROOT)
    solved = answer_sheet(course, "sequences", drafts(course, "sequences")[1])
    names: dict[str, Any] = {"__name__": "handout"}
    for cell in solved.cells:
        if cell.cell_type == "code" and "self-check" not in cell.metadata.get("tags", []):
            exec(compile(cell.source, "handout", "exec"), names)
    return names


def draw(names: dict[str, Any]) -> None:
    """Two maps above, three tales below."""
    plt, torch, ink = names["plt"], names["torch"], names["INK"]
    figure = plt.figure(figsize=(9.4, 4.6), layout="constrained")
    grid = figure.add_gridspec(2, 2, height_ratios=(4, 1), width_ratios=(1.25, 1))
    left, right, below = (figure.add_subplot(grid[at]) for at in ((0, 0), (0, 1), (1, slice(None))))
    weights = names["weights"]
    left.imshow(weights, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for (i, j), weight in names["np"].ndenumerate(weights.numpy()):
        color = "white" if weight > 0.6 else ink
        left.text(j, i, f"{weight:.2f}", ha="center", va="center", fontsize=7.5, color=color)
    left.set(xticks=range(8), xticklabels=names["french"], yticks=range(8))
    left.set_yticklabels(names["english"])
    left.xaxis.tick_top()
    x, words = names["as_tokens"][:, :8], names["tale"].split()[:8]
    says = names["influence"](names["models"]["Transformer"], x, names["V"])
    for s, t in (says > 1e-5).nonzero().tolist():
        right.plot(t, s, "o", color=names["BLUE"], markersize=4 + 1.5 * float(says[s, t]) ** 0.5)
    right.set(xlim=(-0.5, 7.5), ylim=(7.5, -0.5), xticks=range(8), yticks=range(8))
    right.set_xticklabels(words, rotation=45, ha="left")
    right.set(yticklabels=words, title="the row's word has a say in the column's")
    right.xaxis.tick_top()
    drawn = names["generate"](
        names["models"]["Transformer"], torch.zeros(3, 0).long(), 13, generator=names["seeded"](4)
    )
    below.axis("off")
    for n, tale in enumerate(drawn.tolist()):
        below.text(0.5, 0.8 - 0.35 * n, names["told"](tale), ha="center", fontsize=11)
    figure.savefig(HERE / "figures" / "final.png", dpi=110, facecolor="white")


if __name__ == "__main__":
    import os

    os.chdir(HERE)  # where tales.txt lies
    (HERE / "figures").mkdir(exist_ok=True)
    draw(found())

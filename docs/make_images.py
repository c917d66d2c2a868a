"""Make docs/images from a demo: `make demo`, then `python docs/make_images.py` (needs chromium).

Each picture is what a student sees in their feedback: one finding, cut from nbgrader's own page.
"""

import subprocess
import tempfile
from pathlib import Path

import nbformat
from PIL import Image, ImageChops

ROOT = Path(__file__).parent.parent
WANTED = {
    # picture: (student of the demo, grade cell, words of the finding)
    "feedback": ("dmitri", "stack-grade", "No logit of GatedPixelCNN depends"),
    "mask": ("chiara", "masks-grade", "Rows above, then what lies to the left"),
}
PAGE = """<!doctype html><meta charset="utf-8"><body style="font-family: Helvetica, Arial,
sans-serif; font-size: 14px; width: 900px; margin: 12px; background: white">{body}</body>"""
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1.5",
    "--window-size=940,2400",
]


def finding(student: str, grade_id: str, words: str) -> str:
    """Give the HTML of one finding of a student's autograded notebook."""
    path = ROOT / "demo" / "autograded" / student / "pixelcnn" / "pixelcnn.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cell = next(
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )
    html: str = cell.outputs[0].data["text/html"]
    item = next("<li" + item for item in html.split("<li")[1:] if words in item)
    return f'<ul style="list-style: none; margin: 0; padding: 0">{item}</ul>'


def main() -> None:
    """Write every wanted picture."""
    for name, place in WANTED.items():
        with tempfile.TemporaryDirectory() as folder:
            page, shot = Path(folder, "page.html"), Path(folder, "shot.png")
            page.write_text(PAGE.format(body=finding(*place)), encoding="utf-8")
            profile = f"--user-data-dir={folder}/profile"
            command = ["chromium", *QUIET, profile, f"--screenshot={shot}", page.as_uri()]
            subprocess.run(command, check=True, capture_output=True)
            image = Image.open(shot).convert("RGB")
        blank = Image.new("RGB", image.size, "white")
        box = ImageChops.difference(image, blank).getbbox()
        assert box, f"the page for {name} is blank"
        cropped = image.crop((0, 0, image.width, box[3] + 16))
        cropped.quantize(64).save(ROOT / "docs" / "images" / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()

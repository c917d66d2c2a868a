"""Make docs/images from a demo: `make demo`, then `python docs/make_images.py` (needs Chromium).

Nothing on them is drawn for the docs: they are the pages that a course gets.
"""

import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.support.chromium import OPTIONS, program

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "demo"
IMAGES = ROOT / "docs" / "images"


def feedback_of(student: str) -> Path:
    """Return the page that a student of the demo gets."""
    return DEMO / "feedback" / student / "pixelcnn" / "pixelcnn.html"


# picture: page, width of the window, words of the finding to cut out
FINDINGS = {
    "feedback": (feedback_of("dmitri"), 940, "No logit of GatedPixelCNN depends"),
    "mask": (feedback_of("chiara"), 940, "Rows above, then what lies to the left"),
}
# picture: page, size of the window, colour scheme
PAGES = {
    "feedback-page": (feedback_of("dmitri"), (900, 760), "light"),
    "feedback-phone": (feedback_of("dmitri"), (360, 760), "dark"),
    "report": (DEMO / "reports" / "pixelcnn.html", (1000, 900), "light"),
}


def main() -> None:
    """Write every wanted picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=OPTIONS)
        for name, (page, width, words) in FINDINGS.items():
            opened = _opened(browser, page, (width, 900), "light")
            # The summary on top tells it, too, without the picture.
            item = opened.locator("li", has_text=words).filter(has=opened.locator("img")).last
            item.screenshot(path=IMAGES / f"{name}.png")
        for name, (page, size, scheme) in PAGES.items():
            _opened(browser, page, size, scheme).screenshot(path=IMAGES / f"{name}.png")
        browser.close()
    for path in IMAGES.glob("*.png"):
        Image.open(path).convert("RGB").quantize(256).save(path, optimize=True)
        print(path.relative_to(ROOT), path.stat().st_size)


def _opened(browser: Any, page: Path, size: tuple[int, int], scheme: str) -> Any:
    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, color_scheme=scheme, device_scale_factor=1.5)
    opened = context.new_page()
    opened.goto(page.resolve().as_uri())
    return opened


if __name__ == "__main__":
    main()

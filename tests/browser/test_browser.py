"""What people see, in a real browser: the notebook, formgrader, the feedback page, the report.

Screenshots are kept in build/screenshots/.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.course.config import Course
from autograder.report.page import to_html
from tests.assignments.pixelcnn.test_handout import RELEASE, errors, texts
from tests.conftest import ROOT
from tests.support.chromium import OPTIONS, program
from tests.support.servers import free_port
from tests.support.toyclass import hand_in, make_class
from tests.unit.report.test_report import told

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nbgrader,
    pytest.mark.xdist_group("browser"),  # one server and one browser for all of them
    pytest.mark.timeout(400),
]

REQUIRED = "AUTOGRADER_REQUIRE_BROWSER"
SCREENSHOTS = ROOT / "build" / "screenshots"
PATIENCE = 120_000  # milliseconds: other tests run beside these

STOLEN = "<script>window.stolen = true</script><img src=x onerror='window.stolen = true'>"
MALLORY = f"""# {STOLEN}
print({STOLEN!r})
from IPython.display import HTML, display
display(HTML({STOLEN!r}))
def first(size):
    raise ValueError({STOLEN!r})"""

# What every kernel and server of the test begins with: torchvision must import even where its
# compiled operators cannot be loaded.
START = """
from autograder.worker.compat import load_torchvision
load_torchvision()
"""


def missing(why: str) -> None:
    if os.environ.get(REQUIRED):
        pytest.fail(f"{REQUIRED} is set: {why}")
    pytest.skip(why)


@dataclass
class Seen:
    """A page, and all that went wrong on it or was asked of another machine."""

    page: Any
    wrong: list[str] = field(default_factory=list)
    abroad: list[str] = field(default_factory=list)

    def watch(self, home: str) -> None:
        self.page.on("pageerror", lambda error: self._error(str(error)))
        self.page.on("console", self._console)
        self.page.on("request", lambda request: self._request(request.url, home))

    def _error(self, text: str) -> None:
        if text != "MathJax is not defined" or not any("mathjax" in url for url in self.abroad):
            self.wrong.append(text)

    def _console(self, message: Any) -> None:
        if message.type == "error" and not self._is_of_elsewhere(message.location["url"]):
            self.wrong.append(f"{message.text} ({message.location['url']})")

    def _request(self, url: str, home: str) -> None:
        if not url.startswith((home, "data:", "blob:", "file:")):
            self.abroad.append(url)

    def _is_of_elsewhere(self, url: str) -> bool:
        """nbgrader's pages load MathJax from a network that tests do not have."""
        return url in self.abroad

    def shot(self, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if program() is None:
        missing("there is no Chromium: apt-get install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        missing("there is no playwright: pip install playwright")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program(), args=OPTIONS)
        yield opened
        opened.close()


@contextmanager
def page_of(browser: Any, home: str, **options: Any) -> Iterator[Seen]:
    """Open a page of a fresh profile and watch it; nothing may have gone wrong at its end."""
    given = {"viewport": {"width": 1200, "height": 900}, **options}
    context = browser.new_context(**given)
    seen = Seen(context.new_page())
    seen.page.set_default_timeout(PATIENCE)
    seen.watch(home)
    try:
        yield seen
        assert seen.wrong == []
    except BaseException:
        seen.shot("failed")
        raise
    finally:
        context.close()


@dataclass(frozen=True)
class Desk:
    """A Jupyter server in the folder of a class, in which a student's folder lies, too."""

    url: str
    course: Course
    student: Path


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("jupyter")
    root = home / "course"
    root.mkdir()
    course = make_class(root)
    shutil.copyfile(ROOT / "nbgrader_config.py", root / "nbgrader_config.py")
    hand_in(course, "mallory", {"masks.first": MALLORY})
    (root / ".secret").write_text("a toy class\n", encoding="utf-8")
    student = root / "student"
    shutil.copytree(RELEASE, student)
    start = home / "start"
    start.mkdir()
    (start / "sitecustomize.py").write_text(START, encoding="utf-8")
    with server(root, home, start, student) as url:
        yield Desk(url, course, student)


@contextmanager
def server(root: Path, home: Path, start: Path, data: Path) -> Iterator[str]:
    """Run Jupyter as a TA does, from the folder of the course, until the end."""
    port = free_port()
    own = {
        name: str(home / name.lower())
        for name in (
            "HOME",
            "IPYTHONDIR",
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "JUPYTERLAB_SETTINGS_DIR",
            "JUPYTERLAB_WORKSPACES_DIR",
        )
    }
    environment = {
        **os.environ,
        **own,
        "PYTHONPATH": os.pathsep.join([str(start), str(ROOT)]),
        "PYTHONWARNINGS": "ignore",
        "DGM_DATA": str(data),
        "OMP_NUM_THREADS": "1",
    }
    options = [
        "--allow-root",
        "--no-browser",
        f"--ServerApp.port={port}",
        "--ServerApp.ip=127.0.0.1",
    ]
    settings = ["--IdentityProvider.token=t", f"--ServerApp.root_dir={root}"]
    log = home / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options, *settings],
            cwd=root,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(port, process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE / 1000
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert process.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.1)


def test_the_released_notebook_runs_in_jupyterlab(browser: Any, desk: Desk) -> None:
    path = desk.student / "pixelcnn.ipynb"
    with page_of(browser, desk.url) as seen:
        page = seen.page
        page.goto(f"{desk.url}/lab/tree/student/{path.name}?token=t")
        page.wait_for_selector(".jp-NotebookPanel .jp-CodeCell")
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        seen.shot("notebook")
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        notebook = saved_when_run(page, path)
        seen.shot("notebook-run")
        assert seen.abroad == []
    assert errors(notebook) == []
    said = texts(notebook)
    checked = [said[c.id] for c in notebook.cells if c.metadata.get("tags") == ["self-check"]]
    assert len(checked) == 5
    assert all("is not written yet" in text for text in checked)


def saved_when_run(page: Any, path: Path) -> NotebookNode:
    """Save the notebook until its last cell has run: the kernel is idle between two cells, too."""
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        page.wait_for_timeout(1_000)
        page.keyboard.press("Control+s")
        notebook: NotebookNode = nbformat.read(path, as_version=4)
        if [c for c in notebook.cells if c.cell_type == "code"][-1].execution_count:
            return notebook
    pytest.fail("The notebook has not run to its end.")


def test_formgrader_grades_and_nothing_a_student_wrote_runs(browser: Any, desk: Desk) -> None:
    with page_of(browser, desk.url) as seen:
        page = seen.page
        page.goto(f"{desk.url}/api/status?token=t")  # logs in
        page.goto(f"{desk.url}/formgrader/manage_submissions/toy")
        row = page.locator("tr", has_text="mallory")
        row.locator(".autograde a").click()
        page.get_by_text("Successfully autograded").wait_for()
        seen.shot("formgrader-autograded")
        page.get_by_role("button", name="Close").click()
        row.locator(".generate-feedback a").click()
        page.get_by_text("Successfully generated feedback").wait_for()
        page.get_by_role("button", name="Close").click()
        page.goto(f"{desk.url}/formgrader/gradebook/toy/toy")
        page.get_by_text("Submission #").first.click()
        page.get_by_text("It doubles").first.wait_for()
        seen.shot("formgrader-submission")
        assert page.evaluate("window.stolen") is None
    feedback = desk.course.root / "feedback" / "mallory" / "toy" / "toy.html"
    assert STOLEN.replace("<", "&lt;").replace(">", "&gt;") in feedback.read_text(encoding="utf-8")


LOOKS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1200, "height": 900}},
    "phone": {"viewport": {"width": 320, "height": 640}, "is_mobile": True},
    "dark": {"viewport": {"width": 1200, "height": 900}, "color_scheme": "dark"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_the_feedback_page_reads_on_any_screen(browser: Any, desk: Desk, look: str) -> None:
    feedback = desk.course.root / "feedback" / "mallory" / "toy" / "toy.html"
    assert feedback.is_file(), "formgrader has made it in the test before"
    with page_of(browser, feedback.as_uri(), **LOOKS[look]) as seen:
        page = seen.page
        page.goto(feedback.as_uri())
        page.get_by_text("It doubles").first.wait_for()
        seen.shot(f"feedback-{look}")
        assert page.evaluate("window.stolen") is None
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, "the page scrolls sideways"
        assert seen.abroad == []


def test_the_class_report_is_sorted_and_filtered(browser: Any, tmp_path: Path) -> None:
    place = tmp_path / "report.html"
    place.write_text(to_html(told(), "today"), encoding="utf-8")

    def shown(page: Any) -> list[str]:
        rows = page.locator("#students tbody tr:visible")
        return [row.split("\t")[0].strip() for row in rows.all_inner_texts()]

    with page_of(browser, place.as_uri()) as seen:
        page = seen.page
        page.goto(place.as_uri())
        points = page.get_by_role("button", name="points")
        before = shown(page)
        points.click()
        rising = shown(page)
        points.click()
        falling = shown(page)
        assert sorted(before) == sorted(rising) == sorted(falling)
        assert rising != falling
        seen.shot("report")
        page.get_by_role("searchbox").fill("ada")
        assert shown(page) == ["ada"]
        page.get_by_role("searchbox").fill("")
        assert shown(page) == falling
        assert page.evaluate("window.stolen") is None
        assert seen.abroad == []

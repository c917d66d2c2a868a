"""Notebooks as people write them for Jupyter, each a small change of a right answer sheet.

All are right, unless `stops` names what their first cell is stopped by.
"""

from dataclasses import dataclass
from textwrap import dedent

LIKELIHOOD = "likelihood-bernoulli_nll"


@dataclass(frozen=True)
class Way:
    """One notebook: own `cells` before the solution cell `piece`, which `after` is added to.

    `uses`, an expression that `bernoulli_nll` evaluates at every call; `prints`, words that the
    own cells print; `stops`, words of the error of the first own cell that is stopped.
    """

    name: str
    cells: tuple[str, ...] = ()
    uses: str = ""
    piece: str = LIKELIHOOD
    after: str = ""
    prints: str = ""
    stops: str = ""

    @property
    def exercise(self) -> str:
        """Return the exercise that is graded."""
        return self.piece.partition("-")[0]

    @property
    def addition(self) -> str:
        """Return what is added to the solution cell."""
        if not self.uses:
            return dedent(self.after)
        return (
            f"_plain = bernoulli_nll\n\ndef bernoulli_nll(*args, **kwargs):\n"
            f"    {self.uses}\n    return _plain(*args, **kwargs)\n"
        )


def way(name: str, *cells: str, **more: str) -> Way:
    """Return a notebook, the sources of its own cells written with the indentation of this file."""
    return Way(name, tuple(dedent(cell).strip("\n") for cell in cells), **more)


MAGICS = (
    way("await", "import asyncio\nawait asyncio.sleep(0)\nEPS = 0.0", uses="EPS"),
    way("async-with", "import contextlib\nasync with contextlib.AsyncExitStack():\n    EPS = 0.0", uses="EPS"),
    way("asyncio-run", "import asyncio\nEPS = asyncio.run(asyncio.sleep(0, 0.0))", uses="EPS"),
    way("time-value", "EPS = %time float(3)", uses="EPS + 1", prints="Wall time"),
    way("time-cell", "%%time\nEPS = 0.0\nfloat(3)", "EPS2 = _", uses="EPS + EPS2"),
    way("timeit-value", "r = %timeit -o -n 1000 sum(range(9))", uses="r.average + r.best"),
    way("timeit-many", "%%timeit -n 1000000 -r 7\nsum(range(100))", "EPS = 0", uses="EPS"),
    way("capture", "%%capture cap\nprint('loading')\nEPS = 1", uses="len(cap.stdout) + EPS"),
    way("capture-options", "%%capture --no-stderr cap\nprint('x')", "cap.show()", uses="cap.stdout + ''"),
    way("writefile", "%%writefile mine.py\nEPS = 0.0", "from mine import EPS", uses="EPS + 1"),
    way("writefile-appended", "%%writefile mine.py\nA = 1", "%%writefile -a mine.py\nB = 2", "import mine", uses="mine.A + mine.B"),
    way("file-and-run", "%%file setup.py\nEPS = 0.0", "%run setup.py", uses="EPS + 1"),
    way("underscore", "1.0 - 1.0", "EPS = _", uses="EPS + 1"),
    way("out", "3.0", "EPS = Out[max(Out)]\nN = len(In)", uses="EPS + N"),
    way("prun", "%prun -q sum(range(10))\nEPS = 0", "%%prun -q\nEPS = EPS + 1", uses="EPS + 1"),
    way("set-up", "%matplotlib inline\n%load_ext autoreload\n%autoreload 2\n%config InlineBackend.figure_format = 'retina'\nEPS = 0", uses="EPS"),
    way("widget", "%matplotlib widget\n%load_ext line_profiler\n%load_ext tensorboard\nEPS = 0", uses="EPS"),
    way("pip", "!pip install -q torch einops\n%pip install tqdm\nEPS = 0", uses="EPS", prints="!pip install -q torch einops did nothing"),
    way("bash", "%%bash\nls -l\nwget data", "%%sh\npwd", "EPS = 0", uses="EPS", prints="%%bash did nothing"),
    way("tensorboard", "%tensorboard --logdir runs\nEPS = 0", uses="EPS", prints="%tensorboard did nothing"),
    way("shell-output", "files = !ls\nEPS = len(files)", uses="EPS + 1"),
    way("environment", "%env MINE=1\n%cd ..\nimport os\nEPS = int(os.environ['MINE'])", uses="EPS", prints="MINE=1"),
    way("who-and-help", "EPS = 0\n%who\n%whos\nEPS?\n?EPS\ntorch.nn.Linear??", uses="EPS"),
    way("html", "%%html\n<style>p {color: red}</style>", "%%javascript\nalert(1)", "%%latex\n$x$", "EPS = 0", uses="EPS"),
    way("display", "from IPython.display import Markdown, display, clear_output\nh = display(Markdown('# x'), display_id=True)\nh.update(1)\nclear_output(wait=True)\nEPS = 0", uses="EPS"),
    way("reset", "%reset -f", "import math\nimport torch\nfrom torch import Tensor\nimport torch.nn.functional as F\nEPS = 0", uses="EPS"),
    way("memory", "%load_ext memory_profiler\n%memit EPS = 3", "%%memit\nEPS2 = 4", uses="EPS + EPS2"),
    way("run-missing", "%run helpers.py\nEPS = 0", stops="`'helpers.py'` not found"),
    way("magic-error", "%%time\nEPS = 0\nEPS = UNKNOWN", stops="line 3: EPS = UNKNOWN"),
    way("captured-error", "%%capture\nEPS = UNKNOWN", stops="line 2: EPS = UNKNOWN"),
)  # fmt: skip

PROCESSES = (
    way("compile", after="bernoulli_nll = torch.compile(bernoulli_nll)\n"),
    way("compile-options", after="bernoulli_nll = torch.compile(mode='reduce-overhead', fullgraph=True)(bernoulli_nll)\n"),
    way("compile-module", "net = torch.nn.Linear(2, 2)\nnet.compile()\nEPS = net(torch.zeros(1, 2)).sum()", uses="EPS + 1"),
    way(
        "loader-workers",
        """
        from torch.utils.data import DataLoader, TensorDataset
        pairs = TensorDataset(torch.arange(64.0)[:, None])
        loader = DataLoader(pairs, batch_size=16, num_workers=2, pin_memory=True, shuffle=True,
                            persistent_workers=True, multiprocessing_context='fork')
        EPS = sum(batch.sum() for epoch in range(2) for batch, in loader)
        assert EPS == 64 * 63
        """,
        uses="EPS + 1",
    ),
    way(
        "loader-of-lines",
        """
        from torch.utils.data import DataLoader, IterableDataset, get_worker_info
        class Lines(IterableDataset):
            def __iter__(self):
                info = get_worker_info()
                yield from range(info.id, 10, info.num_workers)
        EPS = sorted(int(i) for batch in DataLoader(Lines(), 2, num_workers=3) for i in batch)
        assert EPS == list(range(10))
        """,
        uses="len(EPS)",
    ),
    way("pool", "import multiprocessing\ndef square(i):\n    return i * i\nwith multiprocessing.Pool(2) as pool:\n    EPS = pool.map(square, range(3))", uses="EPS[2]"),
    way("pool-of-torch", "import torch.multiprocessing as mp\npool = mp.get_context('spawn').Pool(4)\nEPS = pool.starmap(pow, [(2, 3)])\npool.close()\npool.join()", uses="EPS[0]"),
    way("executor", "from concurrent.futures import ProcessPoolExecutor, as_completed\nwith ProcessPoolExecutor(2) as pool:\n    EPS = [f.result() for f in as_completed([pool.submit(abs, -3)])]", uses="EPS[0]"),
    way("threads", "from multiprocessing.pool import ThreadPool\nwith ThreadPool(4) as pool:\n    EPS = list(pool.imap(abs, [-1, 2]))", uses="EPS[0]"),
    way(
        "process-and-queue",
        """
        from multiprocessing import Process, Queue, Value
        def work(asked, told, count):
            for n in iter(asked.get, None):
                told.put(n * n)
                with count.get_lock():
                    count.value += 1
        asked, told, count = Queue(), Queue(), Value('i', 0)
        worker = Process(target=work, args=(asked, told, count), daemon=True)
        worker.start()
        for n in (2, 3, None):
            asked.put(n)
        EPS = told.get() + told.get()
        worker.join()
        assert (EPS, count.value, worker.exitcode) == (13, 2, 0)
        """,
        uses="EPS",
    ),
    way("backend", "import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt\nplt.switch_backend('QtAgg')\nplt.plot([1])\nplt.show()\nEPS = 0.0", uses="EPS"),
)  # fmt: skip

CUDA = (
    way("cuda-constant", "EPS = torch.zeros(1, device='cuda') + torch.ones(1).cuda()", uses="EPS.item()", prints="There is no GPU while grading"),
    way("cuda-everywhere", after="_plain = bernoulli_nll\n\ndef bernoulli_nll(logits, x):\n    return _plain(logits.to('cuda'), x.cuda(non_blocking=True)).cpu()\n"),
    way("cuda-asked", "device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')\nEPS = torch.zeros(1, device=device)", uses="EPS.item()"),
    way("cuda-default", "torch.set_default_device('cuda')\nEPS = torch.zeros(1)", uses="EPS.item()", prints="There is no GPU"),
    way("cuda-looked-after", "torch.cuda.synchronize()\ntorch.cuda.empty_cache()\ntorch.cuda.manual_seed_all(0)\ntorch.backends.cudnn.benchmark = True\nstart, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)\nstart.record(); end.record()\nEPS = start.elapsed_time(end)", uses="EPS"),
    way("cuda-autocast", "with torch.autocast('cuda'):\n    EPS = torch.nn.Linear(1, 1).cuda()(torch.ones(1, 1).pin_memory().cuda())\nscaler = torch.amp.GradScaler('cuda')", uses="EPS.item()"),
    way("cuda-loaded", "torch.save(torch.ones(1), 'x.pt')\nEPS = torch.load('x.pt', map_location='cuda')", uses="EPS.item()"),
    way("cuda-generator", "EPS = torch.rand(1, device='cuda', generator=torch.Generator('cuda').manual_seed(0))", uses="EPS.item()"),
    way("cuda-model", piece="stack-PixelCNN", after="class PixelCNN(PixelCNN):\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n        self.cuda()\n\n    def forward(self, x):\n        return super().forward(x.to('cuda'))\n"),
    way("no-such-device", "EPS = torch.zeros(1).to('mps')", stops="mps"),
)  # fmt: skip

DTYPES = (
    way("float64-stack", "torch.set_default_dtype(torch.float64)", piece="stack-MaskedConv2d"),
    way("float64-vae", "torch.set_default_dtype(torch.float64)", piece="vae-gaussian_kl"),
    way("double-model", piece="stack-PixelCNN", after="class PixelCNN(PixelCNN):\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n        self.double()\n"),
    way(
        "a-model-as-any-other",
        piece="sampling-sample",
        after="""
        _plain = sample

        def sample(model, shape, num_values=2, generator=None, device='cpu'):
            training = model.training
            model = model.eval().to(next(model.parameters()).device).requires_grad_(False)
            assert next(model.parameters()).dtype == torch.float32
            assert len(list(model.named_parameters())) == len(model.state_dict()) == 1
            assert not model.train(False).training and model.train(training) is model
            with torch.inference_mode():
                return _plain(model.float().cpu(), shape, num_values, generator, device).clone()
        """,
    ),
)  # fmt: skip

WAYS = (*MAGICS, *PROCESSES, *CUDA, *DTYPES)

"""Clocks and the played models' budgets: time that nobody counts, and work that the grader does."""

from tests.attacks.forging import WIRE
from tests.attacks.record import RIGHT, Attack, masked
from tests.attacks.taking import trained


def idle(name: str, tries: str, body: str) -> Attack:
    """Return an attack that uses hardly any processor time, and is told to have slept."""
    return Attack(name, tries, masked(body), "crashed", "idle")


CLOCKS = (
    idle(
        "a lock that nobody opens",
        "Takes a lock twice, and waits for ever.",
        "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
    ),
    idle(
        "threads that wait for each other",
        "Has two threads take two locks in two orders, and waits for both.",
        """
        import threading, time
        first, second = threading.Lock(), threading.Lock()
        def take(one, other):
            with one:
                time.sleep(0.1)
                with other: pass
        pairs = (first, second), (second, first)
        threads = [threading.Thread(target=take, args=pair) for pair in pairs]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        """,
    ),
    idle(
        "a poll without end",
        "Waits at a pipe of its own, with threads that wait as well.",
        """
        import os, select, threading
        end = os.pipe()[0]
        def wait(): select.select([end], [], [])
        for _ in range(5): threading.Thread(target=wait, daemon=True).start()
        wait()
        """,
    ),
    idle(
        "many short naps",
        "Sleeps a millisecond, and again, so as never to be found asleep.",
        "import time\nwhile True: time.sleep(0.001)",
    ),
    idle(
        "awake when it is looked at",
        "Is awake just when it thinks that somebody looks, every third of a second.",
        """
        import time
        start = time.monotonic()
        while True:
            time.sleep(0.27)
            end = time.monotonic() + 0.03
            while time.monotonic() < end: pass
        """,
    ),
    Attack(
        "an answer byte by byte",
        "Sends one byte of a long answer now and then, so that there is always something to read.",
        masked(
            """
            number = asked()
            for byte in frame({'seq': number, 'ok': True, 'value': 'x' * 200_000}):
                try: os.write(3, bytes([byte]))
                except OSError: pass
                time.sleep(0.002)
            """,
            WIRE + RIGHT,
        ),
        "crashed",
        "idle",
    ),
    Attack(
        "half an answer and work",
        "Sends half of an answer and computes for ever.",
        masked(
            """
            say(frame({'seq': asked(), 'ok': True, 'value': 1})[:-1])
            while True: pass
            """,
            WIRE + RIGHT,
        ),
        "crashed",
        "cpu_time",
    ),
    Attack(
        "threads at work, the first asleep",
        "Computes in six threads while its first one sleeps.",
        masked("""
            import hashlib, threading, time
            block = bytes(1 << 22)
            def work():
                while True: hashlib.sha256(block)
            for _ in range(6): threading.Thread(target=work, daemon=True).start()
            time.sleep(600)
        """),
        "crashed",
        "cpu_time",
    ),
    Attack(
        "work between questions",
        "Answers at once and leaves threads that compute on for ever.",
        masked(
            before="""
            import hashlib, threading
            block = bytes(1 << 22)
            def work():
                while True: hashlib.sha256(block)
            for _ in range(6): threading.Thread(target=work, daemon=True).start()
            """
        ),
    ),
    Attack(
        "work while the model is asked",
        "Asks the played model with patience, while a thread computes beside it.",
        """
import hashlib, threading, time, torch
block = bytes(1 << 22)
def work():
    while True: hashlib.sha256(block)
def sample(model, *args, **named):
    threading.Thread(target=work, daemon=True).start()
    while True:
        model(torch.zeros(2, 3))
        time.sleep(0.02)
""",
        "crashed",
        "cpu_time",
        check="model_is_asked",
        piece="sampling.sample",
        exercise="played",
    ),
    Attack(
        "the least of all priorities",
        "Gives its processor time away, for others to starve it and the machine to be blamed.",
        masked("""
            import os
            os.nice(19)
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
            while True: pass
        """),
        "crashed",
        "exception",
    ),
    Attack(
        "a limit of its own",
        "Lowers its limit of processor time, to be killed as if memory had run out.",
        masked("""
            import resource
            resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
            while True: pass
        """),
        "crashed",
        "exception",
    ),
    trained(
        "a training that sleeps",
        "Sleeps in each step of its training, which takes no processor time.",
        """
import time
steps = []
def forward(self, x):
    steps.append(1)
    if len(steps) > 20: time.sleep(0.5)
    return torch.zeros(len(x), 2, *x.shape[1:]) + self.bias.sum()
Model.forward = forward
""",
        "model_learns",
        outcome="crashed",
        cause="idle",
        earns=("model_is_causal",),
    ),
)


def asking(name: str, tries: str, body: str, exercise: str = "played", check: str = "") -> Attack:
    """Return an attack by which the grader should compute too much, and says so."""
    check = check or {"played": "model_is_asked", "heard": "model_is_heard"}[exercise]
    source = f"import torch\ndef sample(model, *args, **named):\n{body}"
    return Attack(name, tries, source, check=check, piece="sampling.sample", exercise=exercise)


def comparing(name: str, tries: str, body: str) -> Attack:
    """Return an attack through the models that `compare` is given."""
    source = (
        "import torch\n"
        "def compare(pixelcnn, vae, images, num_samples=64, generator=None):\n"
        "    x, half, byte = images.flatten(1), torch.float16, torch.uint8\n"
        "    latent = vae.encode(x[:1])[0].shape[1]\n"
        f"{body}"
        "    return {}\n"
    )
    check = "models_are_compared"
    return Attack(name, tries, source, check=check, piece="vae.compare", exercise="compared")


ORACLES = (
    asking(
        "a model asked without being heard",
        "Asks the played model for ever and passes over whatever it says.",
        "    while True:\n        try: model(torch.zeros(1))\n        except Exception: pass\n",
    ),
    asking(
        "nested lists for a model",
        "Gives the played model lists of lists of sixty thousand numbers.",
        "    while True:\n        try: model([[0] * 1000] * 60)\n        except Exception: pass\n",
    ),
    asking(
        "an empty giant",
        "Gives the played model a tensor of 2^30 rows that holds nothing.",
        "    return model(torch.zeros(1 << 30, 0))\n",
    ),
    asking(
        "four megabytes a call",
        "Gives the played model as much as a call can hold, forty times.",
        "    for _ in range(40): answer = model(torch.zeros(1_000_000))\n    return answer[:6]\n",
    ),
    asking(
        "a million images a call",
        "Asks the played model about half a million images, again and again.",
        "    while True: model(torch.zeros(500_000, 1, 2, 2, dtype=torch.float16))\n",
        "heard",
    ),
    asking(
        "no images for a model",
        "Asks the played model about no image at all, without end.",
        "    while True: model(torch.zeros(0, 1, 2, 2))\n",
        "heard",
    ),
    comparing(
        "many draws for many images",
        "Has the played VAE broadcast 1,800 rows of noise over 600 images: 15 kB, a million rows.",
        "    vae.elbo(x[:200].repeat(3, 1).to(byte), torch.zeros(1800, 1, latent, dtype=half))\n",
    ),
    comparing(
        "many draws for many images, forty times",
        "Has the played VAE broadcast a little less, forty times, and keep it.",
        "    noise = torch.zeros(900, 1, latent, dtype=half)\n"
        "    for _ in range(40): vae.elbo(x[:100].to(byte), noise)\n",
    ),
    comparing(
        "a million codes",
        "Has the played VAE decode a million codes, and keep them.",
        "    vae.decode(torch.zeros(1_000_000, latent, dtype=half))\n",
    ),
    comparing(
        "codes in forty calls",
        "Has the played VAE decode 3,700 codes forty times, and keep them.",
        "    for _ in range(40): vae.decode(torch.zeros(3_700, latent, dtype=half))\n",
    ),
    comparing(
        "a hundred thousand images looked up",
        "Has the played models look up 300,000 images, each among 200.",
        "    many = images[:1].to(byte).repeat(300_000, 1, 1, 1)\n"
        "    pixelcnn(many)\n    vae.encode(many.flatten(1))\n",
    ),
)

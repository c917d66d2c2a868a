"""Attacks that carry hidden inputs to where a student can see them, and that abuse what is lent.

Visible checks show what the student's code said and gave. So it listens at hidden questions, and
speaks at a visible one, or in a cell that runs once more.
"""

from textwrap import dedent, indent

from tests.attacks.record import ASKED, RIGHT, Attack

# What visible checks of masks ask is public; whoever hears another kernel has been asked a hidden
# question.
LISTEN_AT_MASKS = dedent("""
    import torch
    heard = []
    own_causal = causal_mask
    def causal_mask(kernel_size, mask_type):
        if kernel_size not in (1, 2, 3, 5): heard.append(kernel_size)
        return own_causal(kernel_size, mask_type)
    def right_vertical(kernel_size, mask_type):
        mask = own_causal(kernel_size, mask_type)
        mask[kernel_size // 2] = mask_type == 'B'
        return mask
""")
CARRIED = "CARRIED-OUT"


def mask_said(name: str, before: str) -> str:
    """Return a cell that listens at all masks, and defines one by `before`, by what was heard."""
    parameters = "kernel_size, mask_type"
    if name == "channel_mask":
        parameters = "out_channels, in_channels, kernel_size, mask_type, num_colors=3"
    text = indent(dedent(before).strip("\n"), "    ")
    return f"{LISTEN_AT_MASKS}\ndef {name}({parameters}):\n{text}\n"


ZERO_CHANNELS = "return torch.zeros(out_channels, in_channels, kernel_size, kernel_size)"

LISTEN_AT_COSTS = dedent("""
    import torch
    heard = []
    own_bernoulli = bernoulli_nll
    def bernoulli_nll(logits, x):
        # Large logits are asked in hidden questions alone.
        if logits.abs().max() > 9_000: heard.append(logits.flatten().sign()[:3])
        return own_bernoulli(logits, x)
""")

CARRYING = (
    Attack(
        "a hidden size in a visible exception",
        "Hears the kernels of hidden questions, and raises them at a visible one that comes later.",
        mask_said(
            "channel_mask",
            f"if heard: raise ValueError('{CARRIED} ' + str(heard))\n{ZERO_CHANNELS}",
        ),
        carries=CARRIED,
    ),
    Attack(
        "a hidden size in a visible answer",
        "Gives the kernels of hidden questions as numbers, which a visible check shows as yours.",
        mask_said(
            "horizontal_mask",
            "return torch.full((1, kernel_size), 987650.0 + (heard[0] if heard else -987650.0))",
        ),
        check="horizontal_by_hand",
        piece="masks.horizontal_mask",
        spoils=True,
        carries="9876",
    ),
    Attack(
        "a hidden size as the mistake in a picture",
        "Makes at a visible question the mistake that says what it has heard, picture and all.",
        mask_said(
            "vertical_mask",
            "if heard: return 1 - right_vertical(kernel_size, mask_type)\n"
            "return torch.zeros(kernel_size, kernel_size)",
        ),
        check="vertical_by_hand",
        piece="masks.vertical_mask",
        spoils=True,
        carries="shown and hidden are swapped",
    ),
    Attack(
        "hidden signs in visible bits",
        "Gives the signs of hidden logits as bits per dimension, which are compared visibly later.",
        f"{LISTEN_AT_COSTS}\n"
        "def bits_per_dim(nll, num_dims):\n"
        "    return 98765.0 + heard[0] if heard else torch.zeros(3)\n",
        check="bits_by_hand",
        piece="likelihood.bits_per_dim",
        exercise="likelihood",
        carries="9876",
    ),
    Attack(
        "hidden signs in a visible exception",
        "Raises what it has heard of hidden logits where a network is worked out by hand.",
        f"{LISTEN_AT_COSTS}\n"
        "def fvsbn_nll(x, weight, bias):\n"
        f"    if heard: raise ValueError('{CARRIED} ' + str(heard))\n"
        "    return 0 * x.sum(1)\n",
        check="fvsbn_by_hand",
        piece="likelihood.fvsbn_nll",
        exercise="likelihood",
        carries=CARRIED,
    ),
    Attack(
        "hidden noise in the last visible table",
        "Hears hidden log-variances at one function, and says them where models are compared.",
        dedent(f"""
            heard = []
            own_draw = reparameterize
            def reparameterize(mean, log_var, noise):
                if mean.shape == (4, 5): heard.append(mean.flatten()[:3].tolist())
                return own_draw(mean, log_var, noise)
            def compare(pixelcnn, vae, images, num_samples=64, generator=None):
                if heard: raise ValueError('{CARRIED} ' + str(heard))
                return {{}}
        """),
        check="compare_known_answers",
        piece="vae.compare",
        exercise="vae",
        spoils=True,
        carries=CARRIED,
    ),
    Attack(
        "a file for the next process",
        "Writes what it hears into every folder and dies, for its cell to print it in a new one.",
        mask_said(
            "channel_mask",
            f"""
            import os
            for folder in ('/tmp', '/dev/shm', '.', '/var', '/run', '/'):
                try: open(folder + '/heard', 'w').write('{CARRIED} ' + str(heard))
                except OSError: pass
            os._exit(0)
            """,
        )
        + "for folder in ('/tmp', '/dev/shm', '.', '/var', '/run', '/'):\n"
        "    try: print(open(folder + '/heard').read())\n"
        "    except OSError: pass\n",
        "crashed",
        "exit",
        carries=CARRIED,
    ),
    Attack(
        "a cell that prints in later processes only",
        "Dies at questions, for its cell to run again and to print what the first run did not.",
        mask_said("channel_mask", "import os\nos._exit(0)") + "import os, time\n"
        f"if os.path.exists('/tmp/{CARRIED}'): print('{CARRIED}')\n"
        f"open('/tmp/{CARRIED}', 'w').write('x')\n",
        "crashed",
        "exit",
        carries=CARRIED,
    ),
    Attack(
        "a hidden size as the kind of an exception",
        "Raises the built-in exception whose number is the kernel that it was asked for.",
        RIGHT
        + mask_said(
            "channel_mask",
            f"""
            kinds = {{3: BlockingIOError, 5: BrokenPipeError, 7: BufferError}}
            if kernel_size > 2: raise kinds.get(kernel_size, BytesWarning)
            return right{ASKED}
            """,
        ),
        "crashed",
        "exception",
        check="channel_sizes",
        earns=("channel_by_hand", "channel_blocks"),
        carries="raised B",
    ),
)


def lent(body: str, before: str = "") -> str:
    """Return a cell whose `attack` is asked where causal_mask, bernoulli_nll, … are played."""
    text = indent(dedent(body).strip("\n"), "    ")
    return f"import torch\n{dedent(before)}\ndef attack():\n{text}\n    return torch.zeros(3, 3)\n"


# The function that calls the grader, however deep it stands in the one that is lent.
REACH = """
def player():
    seen, waiting = set(), [causal_mask]
    while waiting:
        for cell in waiting.pop().__closure__ or ():
            found = cell.cell_contents
            if getattr(found, '__name__', '') == 'play': return found
            if callable(found) and hasattr(found, '__closure__') and id(found) not in seen:
                seen.add(id(found)); waiting.append(found)
"""


def borrowed(name: str, tries: str, source: str, **more: object) -> Attack:
    """Return an attack on what stands in."""
    given: dict[str, object] = {"check": "lent_mask", "exercise": "lent", **more}
    return Attack(name, tries, source, **given)  # type: ignore[arg-type]


BORROWING = (
    borrowed(
        "a mask of 10^18 entries",
        "Asks the reference for kernels for which the grader has no memory.",
        lent("""
            for size in (10**9 + 1, 2**31 - 1, 2**62 + 1, 10**5 + 1, 8191, -(10**9 + 1)):
                for kind in 'AB':
                    try: causal_mask(size, kind)
                    except (RuntimeError, ValueError): pass
        """),
    ),
    borrowed(
        "an outer product of 2^36 entries",
        "Sends two long and narrow matrices, whose product has no place anywhere.",
        lent("""
            long = torch.ones(1 << 18, 1)
            for _ in range(3):
                try: fvsbn_nll(long, long, torch.ones(1 << 18))
                except (RuntimeError, ValueError): pass
        """),
    ),
    borrowed(
        "calls of the reference without end",
        "Asks the reference for masks for ever, to use up the grader.",
        lent("while True: causal_mask(1, 'A')"),
    ),
    borrowed(
        "calls that mind no exception",
        "Asks thousands of times for what is refused, and catches all that comes of it.",
        lent("""
            for _ in range(20_000):
                try: causal_mask(2, 'C')
                except Exception: pass
        """),
    ),
    borrowed(
        "odd arguments for the reference",
        "Sends lists within lists, long texts, endless numbers and tensors of every kind.",
        lent("""
            deep = []
            for _ in range(7): deep = [deep]
            odd = (None, deep, 'A' * 10**6, {'a': 1}, float('nan'), 2**64, -2**63, True, object(),
                   torch.tensor(10**9 + 1), torch.zeros(0, 2**31), torch.zeros(1).expand(10**9),
                   torch.zeros(2).to_sparse(), 1j, b'x', range(3))
            for one in odd:
                for function in (causal_mask, bernoulli_nll, fvsbn_nll):
                    for args in ((one, one), (one,), (3, one), (one, 'A'), (one, one, one)):
                        try: function(*args)
                        except Exception: pass
        """),
    ),
    borrowed(
        "a gradient of another size",
        "Asks for the gradient of two numbers under half a million of them, of tensors not there.",
        lent(
            """
            ask, pair = player(), [torch.zeros(2, 3), torch.zeros(2, 3)]
            for cotangent in (torch.zeros(1 << 19), torch.zeros(0), torch.zeros(2, 1), [1.0]):
                for wrt in ([0], [7], [-1], [0] * 99, [10**18], [None], 'all'):
                    ask('~bernoulli_nll', [pair, {}, cotangent, wrt])
            """,
            REACH,
        ),
    ),
    borrowed(
        "a function that is not lent",
        "Asks the grader to run another one of the reference's under a name of its own choice.",
        lent("player()('~channel_mask', [[3, 3, 1, 'A'], {}])", REACH),
        outcome="crashed",
        cause="protocol",
    ),
    borrowed(
        "an attribute of what is lent",
        "Asks for the code, the globals and the source of a function that is lent.",
        lent("player()('~causal_mask.__globals__', [[], {}])", REACH),
        outcome="crashed",
        cause="protocol",
    ),
    borrowed(
        "the reference's source",
        "Searches all objects, sources and files for what stands in for its own function.",
        lent("""
            import gc, inspect
            marker = 'BEGIN' + ' SOLUTION'
            try: text = inspect.getsource(causal_mask)
            except (OSError, TypeError): text = ''
            found = marker in text or 'centre' in text
            found |= any(type(o) is str and marker in o for o in gc.get_objects())
            found |= 'kernel_size' in causal_mask.__code__.co_varnames
            if found: return torch.full((3, 3), 7.0)
        """),
    ),
    borrowed(
        "a call between two questions",
        "Leaves threads that ask the reference when nobody asks anything.",
        lent("""
            import threading, time
            def go_on():
                while True:
                    try: causal_mask(3, 'A')
                    except Exception: time.sleep(0.001)
            for _ in range(4): threading.Thread(target=go_on, daemon=True).start()
        """),
    ),
    borrowed(
        "a function of its own in the lent one's place",
        "Puts its own function back under the name, and changes the one that is lent.",
        lent("""
            global causal_mask
            kept = causal_mask
            kept.__code__ = (lambda *args: None).__code__ if not kept.__closure__ else kept.__code__
            causal_mask = lambda *args: torch.full((3, 3), 6.0)
            return causal_mask(3, 'A')
        """),
    ),
    borrowed(
        "calls without end while its cell runs",
        "Asks the reference for ever before anybody has asked anything.",
        lent("pass") + "while True: causal_mask(1, 'A')\n",
        cell_says="was asked too much",
    ),
)

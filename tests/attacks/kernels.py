"""Attacks by what a notebook has around it: IPython's shell, pools, a GPU that is none."""

from tests.attacks.record import ZEROS, Attack, masked

KERNELS = (
    Attack(
        "IPython's shell made to pass over cells",
        "Registers transformers, hooks and a magic that rewrite whatever cell comes next.",
        masked(
            before="""
            ip = get_ipython()
            ip.input_transformers_post.append(lambda lines: ['channel_mask = None'])
            ip.events.register('pre_run_cell', lambda info: exec('raise SystemExit'))
            ip.run_cell = lambda *args, **named: None
            ip.compile.ast_parse = None
        """
        ),
        spoils=True,
    ),
    Attack(
        "processes that are threads",
        "Starts pools, a process and a loader, to answer from them once it is asked.",
        masked(
            f"""
            import multiprocessing, os, concurrent.futures
            def fork():
                try: return os.fork()
                except OSError: return -1
            with multiprocessing.Pool(8) as pool: pool.map(id, range(100))
            with concurrent.futures.ProcessPoolExecutor(8) as pool:
                forked = pool.submit(fork).result()
            assert forked == -1
            return {ZEROS}
            """
        ),
    ),
    Attack(
        "a CPU said to be a GPU",
        "Speaks of cuda, so that torch is changed, and then hangs on what has been changed.",
        masked(
            f"""
            class Cuda(str):
                def __eq__(self, other): return True
                __hash__ = str.__hash__
            import torch
            torch.cuda._lazy_init = lambda: None
            torch.cuda.is_available = lambda: True
            return {ZEROS}.to(Cuda('cuda:7'))
            """
        ),
    ),
)

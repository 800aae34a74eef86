"""What every peer script of the benchmark `core` shares: arguments, threads, the stopwatch and the one JSON line.

Import this before NumPy: the libraries read their number of threads once, when they are loaded. OpenBLAS picks the kernels
of the processor at hand unless OPENBLAS_CORETYPE says otherwise; core-peers.ts takes such variables away.
"""

import argparse
import os
import sys

# With these, a script may not let BLAS run threads of its own: implicit starts the threads itself and calls BLAS in each.
OWN_THREADS = ("als.py", "recommend.py", "item_knn.py", "bpr.py")


def read_arguments(add=None):
    """--data, --dataset, --threads, --factors, --repeats and what `add` adds to the parser; sets the threads of all libraries."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True, help="folder with ml-1m, goodbooks-10k, mooccubex")
    parser.add_argument("--dataset", default="ml-1m")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--factors", type=int, default=64)
    parser.add_argument("--repeats", type=int, default=5)
    if add:
        add(parser)
    arguments = parser.parse_args()
    blas = 1 if os.path.basename(sys.argv[0]) in OWN_THREADS else arguments.threads
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(blas)
    for name in ("OMP_NUM_THREADS", "POLARS_MAX_THREADS", "RAYON_NUM_THREADS", "LK_NUM_THREADS"):
        os.environ[name] = str(arguments.threads)
    os.environ["LK_NUM_BACKEND_THREADS"] = "1"
    os.environ["CUDA_VISIBLE_DEVICES"] = ""  # LensKit loads torch
    return arguments


class Laps:
    """Wall and processor seconds of one stretch after another; processor seconds are of all threads together."""

    def __init__(self):
        self.seconds, self.cpu_seconds = [], []
        self.begin()

    def begin(self):
        import time

        self._at = time.perf_counter(), time.process_time()

    def end(self):
        """Ends a lap and begins the next."""
        wall, cpu = self._at
        self.begin()
        self.seconds.append(self._at[0] - wall)
        self.cpu_seconds.append(self._at[1] - cpu)


def timed(repeats, work, laps=None):
    """Runs `work` `repeats` times; returns the laps and what the last run returned."""
    laps = laps or Laps()
    result = None
    for _ in range(repeats):
        result = None  # frees the last run's memory before the next
        laps.begin()
        result = work()
        laps.end()
    return laps, result


def probe():
    """Milliseconds of a 512 x 512 x 512 float32 product, best of five: compare runs only where this looks alike."""
    import time

    import numpy as np

    square, best = np.full((512, 512), 0.5, np.float32), float("inf")
    for _ in range(5):
        start = time.perf_counter()
        square @ square
        best = min(best, time.perf_counter() - start)
    return round(best * 1000, 2)


def peak_rss_mb():
    """Highest memory of this process, data included; getrusage would count what the starting process held, too."""
    with open("/proc/self/status") as status:
        return next(round(int(line.split()[1]) / 1024) for line in status if line.startswith("VmHWM"))


def print_line(arguments, task, package, laps, **figures):
    import importlib.metadata
    import json

    def tidy(value):
        if isinstance(value, list):
            return [tidy(part) for part in value]
        return float(f"{value:.6g}") if isinstance(value, float) else value

    print(json.dumps({
        "version": importlib.metadata.version(package), "task": task, "dataset": arguments.dataset,
        "threads": arguments.threads, "factors": arguments.factors,
        "seconds": tidy(laps.seconds), "cpuSeconds": tidy(laps.cpu_seconds),
        "peakRssMb": peak_rss_mb(), "probeMs": probe(),
        **{name: tidy(value) for name, value in figures.items()},
    }))

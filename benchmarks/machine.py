"""`python -m benchmarks.machine`: how fast this machine multiplies float32 matrices, and with what kernels."""

import json
import os
import time

import numpy as np
from threadpoolctl import threadpool_info

SIZE, REPEATS = 2048, 9


def main() -> None:
    """Print the matrix-product peak in GFLOP/s on the threads of the environment, and the kernels of the BLAS."""
    threads = int(os.environ["OPENBLAS_NUM_THREADS"])
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    A = np.random.default_rng(0).standard_normal((SIZE, SIZE), dtype=np.float32)
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        A @ A
        times.append(time.perf_counter() - start)
    blas = next(one for one in threadpool_info() if one["user_api"] == "blas")
    kernels = f"{blas['internal_api']} {blas['version']}, {blas.get('architecture', 'unknown')}"
    print(json.dumps({"gigaflops": 2 * SIZE**3 / min(times) / 1e9, "kernels": kernels, "threads": blas["num_threads"]}))


if __name__ == "__main__":
    main()

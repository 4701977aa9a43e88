"""One function over many things at once, in the order given: in this process while they are few, in several when many.

For things of our own making; what is untrusted goes through `supervising`, which survives what a thing does.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

#: Tasks handed to a process at a time.
_CHUNK = 4


def mapped(work: Callable[[Task], Result], tasks: Sequence[Task], *, many: int) -> Iterator[Result]:
    """The result of each task; from `many` tasks on, worker processes save more than they cost."""
    if len(tasks) < many:
        yield from map(work, tasks)
        return
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        yield from pool.map(work, tasks, chunksize=_CHUNK)

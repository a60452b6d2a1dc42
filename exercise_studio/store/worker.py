"""The one thread that writes to a workspace, so that a window never waits for the disk."""

from concurrent.futures import ThreadPoolExecutor


class DatabaseThread(ThreadPoolExecutor):
    """Runs `submit(fn, *args)` one after another in one thread and returns a Future; plain Python, no Qt.

    The program does not end before what was submitted is done: an acknowledged act is never dropped.
    """

    def __init__(self, name: str = "database") -> None:
        super().__init__(max_workers=1, thread_name_prefix=name)

    @property
    def waiting(self) -> int:
        """How many calls have not begun yet."""
        return self._work_queue.qsize()

"""The head of a folder, read anew when it changes."""

import logging
from pathlib import Path

from splitbrain.head import Head, HeadError

_log = logging.getLogger("uvicorn.error")


class HeadFile:
    """What lies at FOLDER/head.npz; a damaged newer one leaves the earlier in use."""

    def __init__(self, folder: Path, encoder: str):
        self._path = folder / "head.npz"
        self._encoder = encoder
        self._seen: tuple[int, int] | None = None
        self._head: Head | None = None
        self.problem: str | None = None

    def head(self) -> Head | None:
        """The head; None while there is none."""
        try:
            status = self._path.stat()
        except OSError:
            self._seen, self._head, self.problem = None, None, None
            return None
        seen = (status.st_mtime_ns, status.st_ino)
        if seen != self._seen:
            self._seen = seen
            try:
                self._head, self.problem = Head.load(self._path, self._encoder), None
                _log.info("read a head of %d examples, trained at %s", self._head.examples, self._head.trained_at)
            except HeadError as error:
                self.problem = str(error)
                _log.warning("%s", error)
        return self._head

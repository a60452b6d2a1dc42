"""Attachments, stored once under their SHA-256."""

import hashlib
from typing import Final

from exercise_studio.domain.errors import InputError
from exercise_studio.language import N_
from exercise_studio.store.session import Session

MEGABYTE: Final = 1024 * 1024
BLOB_LIMIT: Final = 25 * MEGABYTE
"""Bytes of one attachment (MODEL.md)."""
WORKSPACE_LIMIT: Final = 500 * MEGABYTE
"""Bytes of all attachments of a workspace, unless its meta `blob_limit` says otherwise."""


class Blobs(Session):
    """The table of attachments."""

    def put_blob(self, data: bytes) -> str:
        """Stores the bytes and returns their SHA-256. Raises InputError above the limits."""
        if len(data) > BLOB_LIMIT:
            raise InputError(
                N_("The attachment has {size} MB; {limit} MB is the most."),
                safe=N_("It was not attached."),
                action=N_("Attach a smaller file."),
                size=-(-len(data) // MEGABYTE),
                limit=BLOB_LIMIT // MEGABYTE,
            )
        digest = hashlib.sha256(data).hexdigest()
        self._refuse_if_read_only()
        if self.has_blob(digest):
            return digest
        limit = int(self._meta("blob_limit") or WORKSPACE_LIMIT)
        if self.blob_bytes() + len(data) > limit:
            raise InputError(
                N_("The attachments of this workspace would pass {limit} MB together."),
                safe=N_("It was not attached."),
                action=N_("Purge exercises from the trash, or use another workspace."),
                limit=limit // MEGABYTE,
            )
        with self._change():
            self._run(
                "INSERT INTO blob (sha256, bytes, size) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
                (digest, data, len(data)),
            )
        return digest

    def get_blob(self, sha256: str) -> bytes:
        """The bytes. Raises InputError where they are not here."""
        row = self._row("SELECT bytes FROM blob WHERE sha256 = ?", (sha256,))
        if row is None:
            raise InputError(N_("The attachment {sha256} is not in this workspace."), sha256=sha256[:12])
        return bytes(row[0])

    def has_blob(self, sha256: str) -> bool:
        """Whether the attachment is here."""
        return self._row("SELECT 1 FROM blob WHERE sha256 = ?", (sha256,)) is not None

    def blob_bytes(self) -> int:
        """Bytes of all attachments together."""
        row = self._row("SELECT coalesce(sum(size), 0) FROM blob")
        return int(row[0]) if row else 0

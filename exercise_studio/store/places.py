"""Where a workspace lies: this machine, the identity of a file on it, and folders on which WAL must not be used."""

import getpass
import hashlib
import json
import os
import socket
import subprocess
import sys
import uuid
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from exercise_studio import paths
from exercise_studio.store.faults import SINCE

NETWORK_FILE_SYSTEMS = frozenset(
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "webdav",
        "davfs",
        "fuse.davfs2",
        "fuse.sshfs",
        "sshfs",
        "9p",
        "ncpfs",
        "afs",
        "ceph",
        "glusterfs",
        "fuse.glusterfs",
        "lustre",
        "vboxsf",
        "drvfs",
        "fuse.rclone",
        "prl_fs",
    ]
)
SYNCED_FOLDERS = (
    "onedrive", "dropbox", "google drive", "googledrive", "icloud", "mobile documents", "cloudstorage", "nextcloud",
    "box sync",
)  # fmt: skip
"""How the names of folders begin that a program copies elsewhere."""


@cache
def machine() -> str:
    """A name for this machine that survives restarts: its id where it has one, else host and network address."""
    for file in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        try:
            found = Path(file).read_text(encoding="ascii").strip()
        except OSError:
            continue
        if found:
            return found
    return f"{socket.gethostname()}-{uuid.getnode():x}"


def user() -> str:
    """The account's name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else "?"


def client() -> str:
    """This machine and account, hashed: what one device is on a shared server."""
    return hashlib.sha256(f"{machine()}\n{user()}".encode()).hexdigest()[:24]


def file_identity(path: Path) -> str:
    """What changes when a file is copied, restored or moved: machine, real path and inode, hashed."""
    found = path.stat()
    said = json.dumps([machine(), str(path.resolve()), found.st_ino])
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def _seen(device: str) -> Path:
    return paths.user_data() / "devices" / device


def note_seen(device: str, seq: int) -> None:
    """Remembers, outside the file, how far a device had written."""
    with suppress(OSError):
        note = _seen(device)
        note.parent.mkdir(exist_ok=True)
        note.write_text(str(seq), encoding="ascii")


def was_set_back(device: str, seq: int) -> bool:
    """Whether an older copy was written over the file since: same path and inode, but entries are missing."""
    try:
        return int(_seen(device).read_text(encoding="ascii")) > seq
    except (OSError, ValueError):
        return False


def holder() -> dict[str, str]:
    """Who we are, for somebody who finds the workspace open."""
    return {
        "pid": str(os.getpid()),
        "host": socket.gethostname(),
        "user": user(),
        "since": datetime.now(UTC).strftime(SINCE),
    }


def shared_folder(path: Path) -> str:
    """What makes the folder of `path` unfit for WAL ("nfs", "OneDrive" …), or "" for an ordinary local folder."""
    resolved = path.resolve()
    for part in resolved.parent.parts:
        if any(part.lower().startswith(name) for name in SYNCED_FOLDERS):
            return part
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        root = os.environ.get(name)
        if root and resolved.is_relative_to(Path(root).resolve()):
            return "OneDrive"
    kind = _file_system(resolved)
    return kind if kind in NETWORK_FILE_SYSTEMS else ""


def _file_system(path: Path) -> str:
    """The type of the file system that holds `path`, in lower case; "" where it cannot be told."""
    if sys.platform == "win32":
        import ctypes

        if path.drive.startswith("\\\\"):
            return "smb"
        remote = 4
        return "smb" if ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == remote else ""
    if sys.platform == "darwin":
        return _of_mounts(path, _mac_mounts())
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return _of_mounts(path, [(point.replace("\\040", " "), kind) for _, point, kind, *_ in map(str.split, lines)])


def _mac_mounts() -> list[tuple[str, str]]:
    """Mount points and types as `mount` prints them: "//server/share on /Volumes/share (smbfs, nodev)"."""
    try:
        lines = subprocess.run(
            ["/sbin/mount"], capture_output=True, text=True, timeout=5, check=True
        ).stdout.splitlines()
    except (OSError, subprocess.SubprocessError):
        return []
    found = []
    for line in lines:
        where, _, options = line.rpartition(" (")
        found.append((where.partition(" on ")[2], options.split(",")[0].rstrip(")")))
    return found


def _of_mounts(path: Path, mounts: list[tuple[str, str]]) -> str:
    """The type of the longest mount point above `path`; of two on one point the later covers the earlier."""
    best, found = -1, ""
    for point, kind in mounts:
        if len(point) >= best and path.is_relative_to(point):
            best, found = len(point), kind.lower()
    return found

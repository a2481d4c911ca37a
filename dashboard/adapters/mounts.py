"""Which paths lie on a network file system, where the locks that SQLite lives by cannot be trusted."""

from pathlib import Path

NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs", "fuse.glusterfs",
    "fuse.rclone", "fuse.s3fs", "davfs", "fuse.davfs",
})  # fmt: skip
_MOUNTS = Path("/proc/self/mounts")


def network_system(path: Path, mounts: Path = _MOUNTS) -> str | None:
    """The kind of network file system that a path lies on; None on a local disk, or where that cannot be told."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    found = [(_folder(fields[1]), fields[2]) for line in lines if len(fields := line.split(" ")) > 2]
    wanted = path.resolve()
    holding = [(len(folder.parts), kind) for folder, kind in found if wanted.is_relative_to(folder)]
    kind = max(holding, default=(0, ""), key=lambda one: one[0])[1]
    return kind if kind in NETWORK else None


def _folder(written: str) -> Path:
    """The kernel writes spaces and tabs as octal numbers."""
    return Path(written.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))

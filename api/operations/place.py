"""What the doctor looks at in the data folder: that it can be written, its disk, keys, secrets."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

from api.cli_service import FIRST_PASSWORD
from api.operations.finding import Finding, look, well, wrong
from api.settings import Settings
from api.store.open_blobs import key_place
from api.store.vault import Damaged, read_key
from api.v1.health import LEAST_SPACE

SHARES = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "gluster", "lustre", "fuse.", "ncpfs")
"""Beginnings of the file systems on which locks of SQLite are not to be trusted."""
SOON = 5
"""So many times the least space: time to make room."""
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def folder(settings: Settings) -> Finding:
    """Look whether the data folder, or the one that it would be made in, can be written."""
    place = standing(settings.data)
    try:
        with tempfile.NamedTemporaryFile(dir=place) as file:
            file.write(b"x")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return wrong(
            "data",
            f"写不进 {place}：{error.strerror}",
            f"cannot write to {place}: {error.strerror}",
        )
    if not settings.data.exists():
        return look("data", f"{settings.data} 尚未建立", f"{settings.data} is not there yet")
    return well("data", str(settings.data.resolve()))


def standing(place: Path) -> Path:
    """Return the folder itself, or the nearest one above it that is there."""
    place = place.absolute()
    return next(path for path in (place, *place.parents) if path.exists())


def disk(settings: Settings) -> Finding:
    """Look for the space that is left."""
    free = shutil.disk_usage(standing(settings.data)).free
    told = f"{free / (1 << 30):.1f} GB"
    if free <= LEAST_SPACE:
        return wrong("disk", f"只剩 {told}，已停止收件", f"{told} left: nothing is taken in")
    if free <= SOON * LEAST_SPACE:
        return look("disk", f"只剩 {told}", f"{told} left")
    return well("disk", told)


def local(settings: Settings) -> Finding:
    """Look whether the data lie on a disk of this machine."""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return look("filesystem", "无法得知文件系统", "the file system cannot be told")
    return of_filesystem(filesystem_of(standing(settings.data).resolve(), mounts), settings)


def filesystem_of(place: Path, mounts: str) -> str:
    """Return the type of the file system that a path lies on, e.g. `ext4`; `mounts` as in /proc."""
    found = [line.split() for line in mounts.splitlines()]
    # Spaces in names of mounts are written as \040; later mounts cover earlier ones.
    lying = [
        (len(Path(where).parts), number, kind)
        for number, (_, where, kind, *_) in enumerate(found)
        if place.is_relative_to(where.replace("\\040", " "))
    ]
    return max(lying)[2] if lying else ""


def of_filesystem(kind: str, settings: Settings) -> Finding:
    """Judge a file system."""
    if not kind.startswith(SHARES):
        return well("filesystem", kind or "?")
    if settings.database.get_secret_value():
        return look(
            "filesystem",
            f"数据在网络盘（{kind}）：断开时无法收件",
            f"data lie on a share ({kind}): nothing is taken in while it is away",
        )
    return wrong(
        "filesystem",
        f"SQLite 数据库不能放在网络盘（{kind}）：换本机磁盘，或用 PostgreSQL",
        f"SQLite must not lie on a share ({kind}): use a local disk, or PostgreSQL",
    )


def key(settings: Settings) -> Finding:
    """Look for the key of the files: without it they are lost."""
    if settings.blobs and not settings.key_file:
        return look(
            "key",
            "对象存储中的文件不由本程序加密：设 INTAKE_KEY_FILE",
            "files in the bucket are not sealed here: set INTAKE_KEY_FILE",
        )
    place = key_place(settings)
    if not place.exists():
        return _no_key(settings, place)
    try:
        read_key(place)
    except (Damaged, OSError) as error:
        return wrong("key", f"密钥文件读不了：{error}", f"the key cannot be read: {error}")
    if place.stat().st_mode & OTHERS:
        return look(
            "key", f"他人可读密钥：chmod 600 {place}", f"others may read the key: chmod 600 {place}"
        )
    return well("key", str(place))


def _no_key(settings: Settings, place: Path) -> Finding:
    blobs = settings.data / "blobs"
    if settings.key_file or (blobs.exists() and any(blobs.glob("??"))):
        return wrong(
            "key",
            f"密钥文件不在 {place}：已有文件无法读取，请放回",
            f"the key is not at {place}: files cannot be read, put it back",
        )
    return look("key", "首次启动时生成密钥", "the key is made at the first start")


def first_password(settings: Settings) -> Finding:
    """Look whether the first administrator's password still lies about."""
    place = settings.data / FIRST_PASSWORD
    if place.exists():
        return look(
            "password",
            f"初始密码文件仍在：改密后删除 {place}",
            f"change the first password, then delete {place}",
        )
    return well("password", "-")

"""Folders and files that are written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["replacing", "replacing_file"]


@contextmanager
def replacing(folder: Path, ours: Callable[[Path], bool], what: str) -> Iterator[Path]:
    """A new folder to write into, which takes the place of `folder` when all is written.

    If writing fails, `folder` stays as it was.

    Args:
        folder: where the result shall be. An empty folder, or one that `ours` accepts, is replaced.
        ours: whether a folder that is not empty may be replaced.
        what: what such a folder holds, for the message.

    Raises:
        FileExistsError: if something else is there.
    """
    folder = folder.resolve()
    _refuse_foreign(folder, ours, what)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        fresh.chmod(0o777 & ~_umask())
        yield fresh
        _refuse_foreign(folder, ours, what)
        _swap(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def replacing_file(file: Path) -> Iterator[Path]:
    """A new file to write into, which takes the place of `file` when all is written. If writing fails, `file` stays.

    Raises:
        FileExistsError: if a folder is there.
    """
    file = file.resolve()
    if file.is_dir():
        raise FileExistsError(f"{file} is a folder: nothing was written. Give the name of a file.")
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=file.suffix, dir=file.parent)
    os.close(handle)
    fresh = Path(name)
    try:
        fresh.chmod(0o666 & ~_umask())
        yield fresh
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def _refuse_foreign(folder: Path, ours: Callable[[Path], bool], what: str) -> None:
    if not folder.exists() or (folder.is_dir() and (not any(folder.iterdir()) or ours(folder))):
        return
    held = "is not empty" if folder.is_dir() else "is a file"
    raise FileExistsError(f"{folder} {held} and is not {what}: nothing was written. Give another folder.")


def _swap(fresh: Path, folder: Path) -> None:
    """Put `fresh` in the place of `folder`. The former one is removed last, and put back if that fails."""
    if not folder.exists():
        fresh.rename(folder)
        return
    former = Path(tempfile.mkdtemp(prefix=f".{folder.name}.former.", dir=folder.parent))
    folder.rename(former / folder.name)
    try:
        fresh.rename(folder)
    except OSError:
        (former / folder.name).rename(folder)
        raise
    finally:
        if folder.exists():
            shutil.rmtree(former, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

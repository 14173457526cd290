"""Storages that fail in the ways that real ones do."""

import errno
import os
from typing import Any

from django.core.files.storage import FileSystemStorage


class FailingStorage(FileSystemStorage):
    """A file system that answers every call with one error."""

    number = errno.EIO

    def _fail(self, *args: Any, **kwargs: Any) -> Any:
        raise OSError(self.number, os.strerror(self.number))

    _open = _save = delete = exists = size = get_modified_time = listdir = _fail


class UnreachableStorage(FailingStorage):
    """One that can't even tell the address of a file."""

    number = errno.ENETUNREACH
    url = FailingStorage._fail


class FullStorage(FileSystemStorage):
    """A disk that is full: everything can be read, nothing can be written."""

    def _save(self, name: str, content: Any) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

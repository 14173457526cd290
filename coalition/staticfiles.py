"""Where static files go when they are collected."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed, with the names inside ES modules hashed too, and the stylesheets of every page in one.

    A phone on a thin connection asks for six files at once. Five of them were stylesheets, and typefaces waited for them.
    """

    support_js_module_import_aggregation = True
    joins_stylesheets = True

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Joins the stylesheets before everything is hashed and compressed.

        Args:
            paths: The collected files by name: the storage each is in, and its name there.
            args: What Django's storages take besides.
            options: The same, by name.

        Yields:
            Name, hashed name and outcome of each file.
        """
        name = settings.JOINED_STYLESHEET
        if all(sheet in paths for sheet in settings.STYLESHEETS) and not options.get("dry_run"):
            whole = "".join(Path(self.path(sheet)).read_text() for sheet in settings.STYLESHEETS)
            self.delete(name)
            self.save(name, ContentFile(whole.encode()))
            paths[name] = (self, name)
        yield from super().post_process(paths, *args, **options)

"""Where static files go when they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed, with the names inside ES modules hashed too."""

    support_js_module_import_aggregation = True

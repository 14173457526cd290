"""The pages room."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The pages room."""

    name = "pages"

    def ready(self) -> None:
        """Mends what wagtail-localize does to slugs and to what is half translated."""
        from media import file_permissions
        from media.documents import files as document_files
        from pages.translating import keep_halves_unpublished, keep_letters_in_slugs

        file_permissions.register()
        document_files.register()
        keep_letters_in_slugs()
        keep_halves_unpublished()

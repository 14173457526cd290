"""What every page of this site has: a summary, a card, a description for machines, a text for the search."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from pages.alt_texts import REPEATED, repeats
from pages.forms import ScheduledPageForm
from pages.found import PAGE, SearchDay, SearchFacets, SearchKind
from pages.lead_images import MIN_LEAD_IMAGE_WIDTH
from pages.live_revision import is_live_revision, keep_live_revision
from pages.locks import is_kept, lock_on
from pages.plain_language import PlainLanguagePanel
from pages.publish_gate import PublishRefusedError, problems_now
from pages.publish_panel import BeforePublishingPanel
from pages.querysets import BasePageManager, BasePageQuerySet
from pages.reading import reading_minutes
from pages.translating import not_translated_yet, texts_missing

TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""Characters that nobody sees and that turn round what follows them: "gnp.exe" becomes "exe.png"."""


class BasePage(Page):
    """The abstract page that every page kind extends.

    A kind declares ``template``, ``card_template``, ``parent_page_types``, ``subpage_types``, ``schema_type`` and
    ``search_text_fields``; the system checks of ``coalition/checks.py`` hold it to that.
    """

    summary = models.TextField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences. They stand on cards, in feeds and in search results."),
    )

    card_template: ClassVar[str]
    schema_type: ClassVar[str]
    search_text_fields: ClassVar[tuple[str, ...]]
    open_graph_type: ClassVar[str] = "website"
    search_kind: ClassVar[SearchKind] = PAGE
    # The template of the card that other sites may show; empty for a kind without one.
    embed_template: ClassVar[str] = ""
    private_page_options: ClassVar[list[str]] = []
    base_form_class = ScheduledPageForm

    # Set by the routing, which has asked already: it saves each answer two queries.
    is_known_unrestricted = False

    objects = BasePageManager()

    content_panels = [*Page.content_panels, FieldPanel("summary"), BeforePublishingPanel(), PlainLanguagePanel()]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True

    @classmethod
    def for_display(cls) -> BasePageQuerySet:
        """Returns the live pages of this kind with what their own template needs; kinds add their relations to it."""
        return cls.objects.live().select_related("locale")

    @classmethod
    def for_index(cls) -> BasePageQuerySet:
        """Returns the live pages of this kind with what the search needs to know; kinds add their relations to it."""
        return cls.objects.live().select_related("locale")

    def save(self, clean: bool = True, **kwargs: Any) -> None:
        """Save the page; refuse one that is live and breaks a rule of its fields as the gate refuses all others.

        Wagtail checks the fields before the gate is asked. A whole page in the tree that is live is left to the gate,
        which checks them all.

        Raises:
            PublishRefusedError: It may not be live.
        """
        is_left_to_gate = self.live and self.pk and self.slug and self.draft_title and not kwargs.get("update_fields")
        try:
            super().save(clean=clean and not is_left_to_gate, **kwargs)
        except PublishRefusedError:
            raise
        except ValidationError as error:
            if not self.live:
                raise
            raise PublishRefusedError(self, problems_now(self) or error.messages) from error

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Takes out of the titles what would turn the text around them; the marks of direction stay."""
        for name in ("title", "seo_title"):
            setattr(self, name, getattr(self, name).translate(TURNING))
        super().full_clean(*args, **kwargs)

    @property
    def published_on(self) -> Any:
        """The date readers see: a kind with a date of its own returns that."""
        return self.first_published_at

    @property
    def picture(self) -> Any:
        """The image of its card and of its previews elsewhere, or None."""
        return None

    @property
    def picture_alt(self) -> str:
        """What that image shows; empty where it is decoration."""
        return ""

    @property
    def parent_url(self) -> str:
        """The address of the page above this one."""
        return self.url_path.rstrip("/").rpartition("/")[0] + "/"

    def search_text(self) -> str:
        """Returns the plain text by which the page is found, its title aside."""
        return "\n".join(filter(None, (_plain(getattr(self, name)) for name in self.search_text_fields)))

    def search_keywords(self) -> list[str]:
        """Returns words by which the page is found beside its text, such as its tags."""
        return []

    def search_facets(self) -> SearchFacets:
        """Returns by what the search narrows the page down."""
        return SearchFacets()

    def search_day(self) -> SearchDay:
        """Returns the day the page speaks of; a kind with a date of its own returns that."""
        return SearchDay()

    @property
    def reading_minutes(self) -> int:
        """How many minutes the body takes to read; 0 for a page without one."""
        return reading_minutes(_plain(getattr(self, "body", "")), self.locale.language_code)

    def schema(self) -> dict[str, Any]:
        """Returns what the page is about, by schema.org; kinds add what is their own.

        ``pages/schema.py`` adds what is the same for all: language, publisher, picture, the dates of an article.
        """
        described: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": self.schema_type,
            "name": self.title,
            "url": self.full_url,
        }
        if description := self.search_description or self.summary:
            described["description"] = description
        return described

    def get_lock(self) -> Any:
        """Returns the lock that keeps the page from being edited: one of a room above, or one of Wagtail's own."""
        return lock_on(self) or super().get_lock()

    def publish_problems(self) -> list[str]:
        """Returns why this version may not go live, one sentence each; kinds with conditions of their own add theirs.

        A translation that is live is whole: what it lacks of its original is kept beside it (``pages/translating.py``).
        """
        is_live = self.pk is not None and Page.objects.filter(pk=self.pk, live=True).exists()
        left = 0 if is_live else texts_missing(self)
        return [not_translated_yet(left)] if left else []

    def update_aliases(self, **kwargs: Any) -> None:
        """Let aliases follow what readers see: Wagtail publishes them when the page is merely scheduled."""
        if Page.objects.filter(pk=self.pk, live=True).exists():
            super().update_aliases(**kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Saves a version; one that a room needs as it is gets a successor in place of being written over."""
        keep_live_revision(self)
        revision = kwargs.get("overwrite_revision")
        if revision and (is_live_revision(revision) or is_kept(revision)):
            kwargs["overwrite_revision"] = None
        return super().save_revision(*args, **kwargs)

    def get_view_restrictions(self) -> Any:
        """Returns the view restrictions on this page and those above it."""
        return PageViewRestriction.objects.none() if self.is_known_unrestricted else super().get_view_restrictions()

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Returns the site, its address and the path; a home page's slug is its language, so the tree is the path."""
        if not (roots := self._get_relevant_site_root_paths(request)):
            return None
        return roots[0].site_id, roots[0].root_url, self.url_path

    def _get_dummy_header_url(self, original_request: Any = None) -> str | None:
        """Returns the address at which a preview is made, as WSGI has it: letters of other scripts as their bytes."""
        address = super()._get_dummy_header_url(original_request)
        return address.encode().decode("latin-1") if address else None


class LeadImageMixin(models.Model):
    """A page's lead image: what it shows in this page's language, or that it is decoration."""

    lead_image = models.ForeignKey(
        "pages.CoalitionImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead image"),
        help_text=_("At the top of the page and on its card. At least 1200 pixels wide."),
    )
    lead_image_alt = models.CharField(
        _("what the image shows"),
        max_length=250,
        blank=True,
        help_text=_("For those who cannot see it: what it shows that matters here, in this page's language."),
    )
    lead_image_decorative = models.BooleanField(
        _("the image is decoration"),
        default=False,
        help_text=_("Tick it only where the image tells nothing that the text does not."),
    )
    lead_image_caption = models.CharField(
        _("caption"), max_length=250, blank=True, help_text=_("Shown below the image.")
    )

    lead_image_panel = MultiFieldPanel(
        [
            FieldPanel("lead_image"),
            FieldPanel("lead_image_alt"),
            FieldPanel("lead_image_decorative"),
            FieldPanel("lead_image_caption"),
        ],
        heading=_("Lead image"),
    )

    class Meta:
        abstract = True

    @property
    def picture(self) -> Any:
        """The lead image while its rights run, else None."""
        image = self.lead_image
        return image if image and image.is_showable else None

    @property
    def picture_alt(self) -> str:
        """What the lead image shows; empty where it is decoration."""
        return "" if self.lead_image_decorative else self.lead_image_alt

    def clean(self) -> None:
        """Refuse an image that is too small, or that nobody has described or marked as decoration.

        A draft may hold one all the same: its form ignores these errors (``pages/forms.py``).
        """
        super().clean()
        errors: dict[str, Any] = {}
        if (image := self.lead_image) and image.width < MIN_LEAD_IMAGE_WIDTH:
            errors["lead_image"] = _("This image is %(width)d pixels wide: choose one of at least %(min)d.") % {
                "width": image.width,
                "min": MIN_LEAD_IMAGE_WIDTH,
            }
        if self.lead_image_id and not self.lead_image_alt and not self.lead_image_decorative:
            errors["lead_image_alt"] = _("Say what the image shows, or tick that it is decoration.")
        if self.lead_image_alt and self.lead_image_decorative:
            errors["lead_image_decorative"] = _("A decorative image has no description: choose one.")
        if repeats(self.lead_image_alt, self.lead_image_caption):
            errors["lead_image_alt"] = REPEATED
        if errors:
            raise ValidationError(errors)


def _plain(value: Any) -> str:
    """Returns the readable text of a field's value: a stream of blocks, rich text, a list or a plain string."""
    if hasattr(value, "stream_block"):
        return "\n".join(str(text) for text in value.stream_block.get_searchable_content(value))
    return strip_tags(str(value)) if value else ""

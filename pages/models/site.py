"""What staff set for the whole site: one row a language, and the urgent banner that hangs on it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, PageChooserBlock, StructBlock, URLBlock
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin


class SocialAccountBlock(StructBlock):
    """An account of the Coalition's on another network."""

    platform = CharBlock(max_length=40, help_text=_("The network's name, such as X or YouTube."))
    name = CharBlock(max_length=80, help_text=_("The account's name, such as @coalition."))
    url = URLBlock(help_text=_("The account's address."))

    class Meta:
        icon = "globe"
        label = _("Account")


class SiteSettings(TranslatableMixin, models.Model):
    """The frame's texts in one language: name, contact, accounts, legal links, pages to keep."""

    organisation_name = models.CharField(
        _("organisation's name"), max_length=80, help_text=_("As it stands in the header and in every title.")
    )
    tagline = models.CharField(
        _("tagline"), max_length=160, blank=True, help_text=_("One line below the name in the footer.")
    )
    footer_text = models.TextField(_("footer text"), max_length=400, blank=True, help_text=_("Who runs this site."))
    contact_email = models.EmailField(
        _("contact e-mail"), blank=True, help_text=_("Shown in the footer of every page.")
    )
    press_phone = models.CharField(
        _("press telephone"), max_length=40, blank=True, help_text=_("With the country code, such as +44 20 …")
    )
    social_accounts = StreamField(
        [("account", SocialAccountBlock())],
        blank=True,
        help_text=_("Linked from the footer; nothing is loaded from them."),
    )
    legal_links = StreamField(
        [("page", PageChooserBlock())], blank=True, help_text=_("Pages such as Privacy and Accessibility.")
    )
    offline_pages = StreamField(
        [("page", PageChooserBlock())],
        blank=True,
        max_num=12,
        help_text=_(
            "Pages that readers may keep on their device beside the timeline: what is needed without a connection."
        ),
    )
    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("privacy page"),
        help_text=_("Linked wherever a reader is asked for consent. Put the block “Your choices” on it."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("organisation_name"), FieldPanel("tagline"), FieldPanel("footer_text")], heading=_("Who we are")
        ),
        MultiFieldPanel([FieldPanel("contact_email"), FieldPanel("press_phone")], heading=_("Contact")),
        FieldPanel("social_accounts"),
        FieldPanel("legal_links"),
        FieldPanel("offline_pages"),
        FieldPanel("privacy_page"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [models.UniqueConstraint(fields=["locale"], name="site_settings_once_a_language")]

    def __str__(self) -> str:
        return self.organisation_name


class UrgentBanner(models.Model):
    """A message across the top of every page of one language, until its end time."""

    class Level(models.TextChoices):
        """How loud it is."""

        NOTICE = "notice", _("Notice")
        URGENT = "urgent", _("Urgent")

    settings = models.OneToOneField(
        SiteSettings, on_delete=models.CASCADE, related_name="banner", verbose_name=_("language's settings")
    )
    text = models.CharField(_("text"), max_length=240, help_text=_("One or two plain sentences."))
    link_text = models.CharField(_("link text"), max_length=60, blank=True, help_text=_("What the link leads to."))
    link_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("link to page"),
        help_text=_("A page of this site with more about it."),
    )
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, default=Level.NOTICE)
    ends_at = models.DateTimeField(
        _("ends at"), help_text=_("When it disappears by itself, in the time zone of your account.")
    )

    panels = [
        FieldPanel("settings"),
        FieldPanel("text"),
        MultiFieldPanel([FieldPanel("link_text"), FieldPanel("link_page")], heading=_("Link")),
        FieldPanel("level"),
        FieldPanel("ends_at"),
    ]

    class Meta:
        verbose_name = _("urgent banner")
        verbose_name_plural = _("urgent banners")

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Refuses a link without a text, and an end that has passed."""
        super().clean()
        if bool(self.link_text) != bool(self.link_page_id):
            raise ValidationError({"link_text": _("A link needs both a page and a text that says where it leads.")})
        if self.ends_at and self.ends_at <= timezone.now():
            raise ValidationError({"ends_at": _("This time has passed: the banner would never be seen.")})

    @property
    def is_current(self) -> bool:
        """Whether its end time is still to come."""
        return self.ends_at > timezone.now()

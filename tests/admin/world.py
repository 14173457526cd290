"""One object of each kind that an admin address can be about, and a person of each role."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents import get_document_model
from wagtail.models import Collection, GroupApprovalTask, Locale, Page, Site, Task, UploadedFile, Workflow
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.start import start_site
from news.models import NewsIndexPage
from pages.models import SiteSettings, UrgentBanner
from schedule import moving
from schedule.models import Action, Holiday, Release
from schedule.previews import links
from schedule.releases import building
from tests.factories import (
    ConsentRecordFactory,
    ImageFactory,
    LineOfEffortFactory,
    MembershipFactory,
    NewsPageFactory,
    SocialPostFactory,
    SocialSourceFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
    a_jpeg,
)
from tests.schedule.test_slots import a_rule
from tests.users import passkeys
from users.roles import ADMINISTRATORS, EDITORS, MODERATORS

ROLES = ("anonymous", "editor", "moderator", "administrator", "superuser")
DAY = dt.timedelta(days=1)


def make_people() -> dict[str, Any]:
    users = get_user_model().objects
    groups = {"editor": EDITORS, "moderator": MODERATORS, "administrator": ADMINISTRATORS, "locker": MODERATORS}
    people: dict[str, Any] = {name: users.create_user(name, f"{name}@example.org", "") for name in (*groups, "staff")}
    for name, group in groups.items():
        people[name].groups.add(Group.objects.get(name=group))
    people["staff"].groups.add(Group.objects.get(name=EDITORS))
    people["superuser"] = users.create_superuser("superuser", "superuser@example.org", "")
    for user in people.values():
        UserProfile.get_for_user(user)
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user).mark_as_viewed()
    return people


def make_world(people: dict[str, Any]) -> SimpleNamespace:
    """Make one object of each kind; the names are those that ``arguments.py`` uses."""
    world = SimpleNamespace(people=people)
    _make_pages(world)
    _make_files(world)
    _make_translation(world)
    _make_snippets(world)
    _make_settings(world)
    world.pages = [value for value in vars(world).values() if isinstance(value, Page)]
    return world


def fresh(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific


def make_page(parent: Page, live: bool = True, **values: Any) -> Any:
    page = NewsPageFactory(parent=parent, live=live, **values)
    revision = page.save_revision()
    if live:
        revision.publish()
    return fresh(page)


def _make_pages(world: SimpleNamespace) -> None:
    people = world.people
    world.news = NewsIndexPage.objects.get(locale__language_code="en")
    world.home = world.news.get_parent().specific
    world.live = make_page(world.news, title="Live", owner=people["editor"])
    world.other_live = make_page(world.news, title="Other")
    world.draft = make_page(world.news, live=False, title="Draft")
    world.spare = make_page(world.news, live=False, title="Spare")
    world.scheduled = make_page(world.news, live=False, title="Scheduled")
    moving.set_time(world.scheduled, timezone.now() + 30 * DAY, user=people["locker"], approve=True)
    world.scheduled = fresh(world.scheduled)
    world.submitted = make_page(world.news, live=False, title="Submitted")
    world.workflow = Workflow.objects.get()
    world.task = Task.objects.get()
    world.spare_task = GroupApprovalTask.objects.create(name="Spare")
    world.workflow_state = world.workflow.start(world.submitted, people["editor"])
    world.task_state = world.workflow_state.current_task_state
    world.submitted = fresh(world.submitted)
    world.alias = world.live.create_alias(parent=world.news, update_slug="alias", user=people["locker"])
    world.locked = make_page(world.news, live=False, title="Locked", **_lock(people["locker"]))
    world.series = StorySeriesPageFactory(parent=Page.objects.get(slug="stories", depth=3))
    world.other_series = StorySeriesPageFactory(parent=Page.objects.get(slug="stories", depth=3))
    world.story = StoryPageFactory(parent=world.series)
    world.story.save_revision()
    world.story = fresh(world.story)
    world.release = Release.objects.create(name="Together", made_by=people["locker"])
    world.member = building.add(world.release, world.draft, Action.PUBLISH, user=people["locker"])
    world.preview_link = links.make(world.draft, user=people["locker"], reviewer="Sana", organisation="", days=3)


def _lock(user: Any) -> dict[str, Any]:
    return {"locked": True, "locked_by": user, "locked_at": timezone.now()}


def _make_translation(world: SimpleNamespace) -> None:
    """A French page that follows an English one, fully translated and live."""
    world.locale = Locale.objects.get_or_create(language_code="fr")[0]
    start_site("fr")
    for english in (world.home, world.news):
        french = type(english).objects.get(locale=world.locale)
        type(english).objects.filter(pk=french.pk).update(translation_key=english.translation_key)
    world.french_news = NewsIndexPage.objects.get(locale=world.locale)
    world.line = LineOfEffortFactory(key="finance", name="Finance")
    world.source_page = make_page(
        world.news, title="Water returns", slug="water", lead_image=ImageFactory(), lead_image_alt="A well"
    )
    world.source, _made = TranslationSource.update_or_create_from_instance(world.source_page)
    world.translation = Translation.objects.create(source=world.source, target_locale=world.locale)
    for segment in world.source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=world.locale,
            data="eau" if segment.context.path == "slug" else f"FR {segment.string.data}",
            translation_type="manual",
        )
    world.translation.save_target(publish=True)
    world.translated = fresh(world.translation.get_target_instance())
    world.segment = world.source.stringsegment_set.first()
    world.override = world.source.overridablesegment_set.first()


def _make_files(world: SimpleNamespace) -> None:
    world.image = ImageFactory(uploaded_by_user=world.people["locker"])
    world.document = get_document_model().objects.create(
        title="Paper", file=ContentFile(b"a,b\n", "paper.csv"), uploaded_by_user=world.people["locker"]
    )
    for file in (world.image, world.document):
        file.get_file_size()  # looking at it in the admin would store it
    world.uploads = {
        name: UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(world.image if name == "jpg" else world.document),
            file=ContentFile(content, f"upload.{name}"),
            uploaded_by_user=world.people["editor"],
        )
        for name, content in (("jpg", a_jpeg()), ("csv", b"a,b\n"))
    }


def _make_snippets(world: SimpleNamespace) -> None:
    world.slotrule = a_rule(from_date=timezone.localdate())
    world.slotrule.save()
    world.holiday = Holiday.objects.create(name="New Year", date=dt.date(2027, 1, 1))
    world.consentrecord = ConsentRecordFactory(story=world.story, recorded_by=world.people["locker"])
    world.membership = MembershipFactory()
    world.socialsource = SocialSourceFactory()
    world.socialpost = SocialPostFactory(source=world.socialsource)
    world.lineofeffort = world.line
    world.sitesettings = SiteSettings.objects.get(locale__language_code="en")
    world.urgentbanner = UrgentBanner.objects.create(
        settings=world.sitesettings, text="Closed today", ends_at=timezone.now() + DAY
    )
    world.snippet_source, _made = TranslationSource.update_or_create_from_instance(world.line)


def _make_settings(world: SimpleNamespace) -> None:
    world.redirect = Redirect.objects.create(old_path="/old", redirect_page=world.live)
    world.query = Query.get("press")
    SearchPromotion.objects.create(query=world.query, page=world.live, sort_order=0)
    world.collection = Collection.get_first_root_node().add_child(name="Photographs")
    world.site = Site.objects.get()
    world.user = world.people["staff"]
    world.passkey = Authenticator.objects.create(
        user=world.people["editor"], type=Authenticator.Type.WEBAUTHN, data=passkeys.stored()
    )
    world.group = Group.objects.create(name="Readers")
    world.spare_locale = Locale.objects.get_or_create(language_code="ar")[0]
    world.session = EditingSession.objects.create(
        user=world.people["editor"], content_object=world.live, last_seen_at=timezone.now()
    )

"""The groups of staff, and what each may do."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

EDITORS, MODERATORS, ADMINISTRATORS = "Editors", "Moderators", "Administrators"


@dataclass(frozen=True)
class Role:
    """What a group may do.

    Attributes:
        pages: Page permissions, at the root and so everywhere.
        files: What it may do with images and documents.
        models: Further permissions as ``app.codename``.
    """

    pages: tuple[str, ...]
    files: tuple[str, ...]
    models: tuple[str, ...]


def _all(app_model: str) -> tuple[str, ...]:
    app, model = app_model.split(".")
    return tuple(f"{app}.{action}_{model}" for action in ("add", "change", "delete", "view"))


ADMIN_ACCESS = ("wagtailadmin.access_admin",)

ROLES = {
    EDITORS: Role(
        pages=("add_page", "change_page"),
        files=("add", "change", "choose"),
        models=(*ADMIN_ACCESS, "schedule.view_slotrule", "schedule.view_holiday"),
    ),
    MODERATORS: Role(
        pages=("add_page", "change_page", "lock_page", "publish_page", "unlock_page"),
        files=("add", "change", "choose"),
        models=(
            *ADMIN_ACCESS,
            *_all("stories.consentrecord"),
            *_all("pages.urgentbanner"),
            "publishing.hold_everything",
            *_all("schedule.slotrule"),
            *_all("schedule.holiday"),
            "social.change_socialpost",
            "social.view_socialpost",
            "social.view_socialsource",
            "social.stop_socialsource",
            *_all("wagtailredirects.redirect"),
            *_all("wagtailsearchpromotions.searchpromotion"),
            "wagtail_localize.submit_translation",
        ),
    ),
    ADMINISTRATORS: Role(
        pages=("add_page", "change_page", "lock_page", "publish_page", "unlock_page", "bulk_delete_page"),
        files=("add", "change", "choose", "delete"),
        models=(
            *ADMIN_ACCESS,
            *_all("stories.consentrecord"),
            *_all("pages.urgentbanner"),
            "publishing.hold_everything",
            "outbox.change_outgoingmail",
            *_all("schedule.slotrule"),
            *_all("schedule.holiday"),
            *_all("pages.sitesettings"),
            *_all("pages.lineofeffort"),
            *_all("partners.membership"),
            *_all("social.socialpost"),
            *_all("social.socialsource"),
            "social.stop_socialsource",
            *_all("users.user"),
            *_all("auth.group"),
            *_all("wagtailcore.collection"),
            *_all("wagtailcore.workflow"),
            *_all("wagtailcore.task"),
            *_all("wagtailcore.locale"),
            *_all("wagtailredirects.redirect"),
            *_all("wagtailsearchpromotions.searchpromotion"),
            "wagtail_localize.submit_translation",
        ),
    ),
}


def install_roles() -> None:
    """Creates the groups, or gives them back exactly what they need; twice is the same as once."""
    root, files = Page.get_first_root_node(), Collection.get_first_root_node()
    for name, role in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(role.models))
        GroupPagePermission.objects.filter(group=group).delete()
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=role.pages):
            GroupPagePermission.objects.create(group=group, page=root, permission=permission)
        GroupCollectionPermission.objects.filter(group=group).delete()
        for permission in (*_file_permissions(role.files), *_collection_permissions(role.models)):
            GroupCollectionPermission.objects.create(group=group, collection=files, permission=permission)


def addresses_of_moderators() -> list[str]:
    """Returns the e-mail addresses of the active moderators."""
    users = get_user_model().objects.filter(is_active=True, groups__name=MODERATORS).exclude(email="")
    return sorted(set(users.values_list("email", flat=True)))


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    """Returns the permissions of these names.

    Raises:
        LookupError: One does not exist: a role would silently lack it.
    """
    wanted = Q()
    for app, codename in (name.split(".") for name in names):
        wanted |= Q(content_type__app_label=app, codename=codename)
    found = list(Permission.objects.filter(wanted).select_related("content_type"))
    missing = set(names) - {f"{p.content_type.app_label}.{p.codename}" for p in found}
    if missing:
        raise LookupError(
            f"No such permission: {', '.join(sorted(missing))}. Run migrate first, or mend users/roles.py."
        )
    return found


def _collection_permissions(names: tuple[str, ...]) -> list[Permission]:
    """Return the permissions on collections among these names; Wagtail asks for them at a collection, not in general."""
    codenames = [name.partition(".")[2] for name in names if name.endswith("_collection")]
    return list(Permission.objects.filter(codename__in=codenames, content_type__app_label="wagtailcore"))


def _file_permissions(actions: tuple[str, ...]) -> list[Permission]:
    """Returns the permissions for actions on images and documents."""
    # Wagtail asks for the permissions of its own models, whatever model the site uses.
    codenames = [f"{action}_{model}" for action in actions for model in ("image", "document")]
    labels = ("wagtailimages", "wagtaildocs")
    return list(Permission.objects.filter(codename__in=codenames, content_type__app_label__in=labels))

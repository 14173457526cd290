"""Without a second factor no address of the admin opens, where one is required."""

from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from coalition.admin_access.table import addresses
from tests.admin.arguments import ROUTES, Route, path_of, query_of
from tests.admin.state import Watch, taken_back
from users.sign_in.middleware import SET_UP_VIEWS

# What everybody may open, and what signs in or out.
OPEN = {row.name for row in addresses().values() if row.get == "public"} | {"account_logout", "wagtailadmin_logout"}


@pytest.mark.parametrize("has_one", [False, True], ids=["none set up", "not used"])
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_address(world: SimpleNamespace, watch: Watch, settings: Any, route: Route, has_one: bool) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    user = world.people["superuser"]
    if not has_one:
        Authenticator.objects.filter(user=user).delete()
    client = Client(raise_request_exception=False)
    for method in ("get", "post"):
        client.force_login(user)
        with taken_back():
            answer = getattr(client, method)(path_of(route, world) + query_of(route, world))
        if route.name in OPEN or (route.name in SET_UP_VIEWS and not has_one):
            assert answer.status_code < 500
            continue
        place = answer.headers.get("Location", "")
        assert answer.status_code == 302, f"{method} {answer.status_code}"
        assert place.startswith("/admin/login/" if has_one else "/admin/security/")

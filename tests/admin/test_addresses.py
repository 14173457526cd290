"""Every address of the admin against every role: what the table says, and what real requests do."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from coalition.admin_access.table import BULK, CLOSED, Address, addresses
from tests.admin.arguments import ROUTES, Route, method_of, path_of, query_of
from tests.admin.browser import Browser
from tests.admin.forms import data_of, rewound
from tests.admin.state import Watch, taken_back
from tests.admin.world import ROLES

NONE, PUBLIC, OWN = "none", "public", "own"
OWNER = "editor"
# What leads to the sign-in when all is well, or when what was sent is wrong.
BACK_TO_SIGN_IN = {"wagtailadmin_logout", "account_logout", "mfa_reauthenticate_webauthn"}
# What is open to everybody and leads to the sign-in where none is under way.
LEAD_TO_SIGN_IN = {"mfa_authenticate", "mfa_login_webauthn"}
# Who has looked is recorded.
RECORDED = {"wagtailsnippets_stories_consentrecord:edit"}
# Staff who may not do something are told so, or the address does not exist for them.
REFUSALS = {"refused", "not found"}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    names = {route.name for route in ROUTES}
    assert sorted(names - set(addresses())) == []
    assert sorted(set(addresses()) - names) == []


def test_every_closed_address_says_why() -> None:
    assert [row.name for row in addresses().values() if CLOSED in {row.get, row.post} and not row.note] == []


def roles_of(cell: str) -> set[str]:
    """Return who may, by a cell of the table: one role and all above it, or exactly those listed."""
    if cell in {CLOSED, NONE}:
        return set()
    if cell == PUBLIC:
        return set(ROLES)
    if cell == OWN:
        return {OWNER}
    named = cell.split()
    return set(named) if len(named) > 1 else set(ROLES[ROLES.index(cell) :])


def expected(row: Address, cell: str, role: str) -> set[str]:
    """Return the outcomes that agree with a cell."""
    if cell == CLOSED:
        return {"not found"}
    if role in roles_of(cell):
        return {"allowed"}
    if role == "anonymous":
        return {"no such method"} if PUBLIC in {row.get, row.post} else {"login"}
    return {"no such method", *REFUSALS} if cell == NONE else REFUSALS


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_each_role(world: SimpleNamespace, browsers: dict[str, Browser], watch: Watch, route: Route) -> None:
    row, path = addresses()[route.name], path_of(route, world) + query_of(route, world)
    data = {}
    if roles_of(row.post):
        with taken_back():
            data = data_of(route.name, world, browsers["superuser"].get(path))
    actual, wrong = {}, {}
    for role in ROLES:
        looked, written = browsers[role].attempt(watch, "GET", path, {})
        sent, changed = browsers[role].attempt(watch, method_of(route), path, rewound(data))
        may_send = role in roles_of(row.post)
        if route.name.startswith(f"{BULK}:") and not may_send and not changed and sent == "allowed":
            sent = "refused"  # a bulk action leaves out what its user may not change, and goes back to the list
        if route.name in BACK_TO_SIGN_IN and sent == "login" and role != "anonymous":
            sent = "allowed"
        if route.name in LEAD_TO_SIGN_IN:
            looked, sent = ("allowed" if was == "login" else was for was in (looked, sent))
        actual[role] = (looked, sent)
        if looked not in expected(row, row.get, role) or sent not in expected(row, row.post, role):
            wrong[role] = (looked, sent)
        if route.name in RECORDED:
            written -= {"wagtailcore_modellogentry"}
        assert not written, f"looking at {path} as {role} changes {written}"
        assert may_send or not changed, f"{role} is refused at {path}, and yet {changed} changed"
    assert not wrong, f"{path} is {row.get}/{row.post} in the table, but {actual}"


def test_an_address_without_a_row_is_closed(
    browsers: dict[str, Browser], monkeypatch: pytest.MonkeyPatch, world: SimpleNamespace
) -> None:
    path = reverse("wagtailadmin_reports:site_history")
    assert browsers["superuser"].get(path).status_code == 200
    monkeypatch.delitem(addresses(), "wagtailadmin_reports:site_history")
    for role in ROLES:
        assert browsers[role].get(path).status_code == 404

"""Staff sign in with the keyboard, at the width of a phone: a password, a passkey, an app."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PASSWORD

PHONE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
PHONE |= {"isUserVerified": True, "automaticPresenceSimulation": True}


@pytest.fixture
def page(browser: Browser, running: SimpleNamespace) -> Iterator[Page]:
    # Browsers take passkeys for "localhost", and for no address of numbers.
    url = running.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=url, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def sign_in(page: Page, name: str) -> None:
    page.goto("/admin/login/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def sign_out(page: Page) -> None:
    page.goto("/admin/logout/")
    page.get_by_role("button", name="Sign out").press("Enter")
    page.wait_for_url("**/admin/login/**")


def is_clean(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def with_phone(page: Page) -> Any:
    """Give the browser something that holds passkeys and knows its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})


def test_a_passkey(page: Page) -> None:
    with_phone(page)
    sign_in(page, "moderator")
    page.wait_for_url("**/admin/")
    page.goto("/admin/security/webauthn/add/")
    is_clean(page)
    page.fill("[name=name]", "Phone")
    page.get_by_role("button", name="Add the passkey").press("Enter")
    page.wait_for_url("**/recovery-codes/")
    is_clean(page)
    page.goto("/admin/security/webauthn/")
    expect(page.get_by_role("heading", name="Phone")).to_be_visible()
    sign_out(page)
    is_clean(page)
    page.get_by_role("button", name="Sign in with a passkey").press("Enter")
    page.wait_for_url("**/admin/")


def test_an_app(page: Page) -> None:
    sign_in(page, "editor")
    page.wait_for_url("**/admin/")
    page.goto("/admin/security/totp/activate/")
    is_clean(page)
    app = pyotp.TOTP(page.locator("code").inner_text())
    page.fill("[name=code]", app.now())
    page.press("[name=code]", "Enter")
    page.wait_for_url("**/recovery-codes/")
    code = page.locator("code").first.inner_text()
    for address in ("/admin/security/", "/admin/sessions/", "/admin/password/change/"):
        page.goto(address)
        is_clean(page)
    sign_out(page)
    sign_in(page, "editor")
    page.wait_for_url("**/security/authenticate/")
    is_clean(page)
    page.fill("[name=code]", code)
    page.press("[name=code]", "Enter")
    page.wait_for_url("**/admin/")
    page.goto("/admin/security/totp/deactivate/")
    page.get_by_role("button", name="Remove the app").press("Enter")
    page.wait_for_url("**/admin/security/")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_form_in_the_browsers_language(browser: Browser, running: SimpleNamespace, language: str) -> None:
    context = browser.new_context(base_url=running.url, viewport={"width": 360, "height": 740}, locale=language)
    page = context.new_page()
    page.goto("/admin/login/")
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    expect(page.get_by_role("button", name="Sign in")).to_have_count(0)
    is_clean(page)
    context.close()

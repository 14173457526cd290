"""The demo leaves other content alone."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from home.models import HomePage
from news.models import NewsPage


def test_it_refuses_a_database_with_another_site(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO", "1")
    with pytest.raises(CommandError, match="not the demo"):
        call_command("load_demo")
    assert NewsPage.objects.count() == 0


def test_it_refuses_a_database_that_nobody_called_private(no_site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO", raising=False)
    monkeypatch.delenv("COALITION_PRIVATE_DATABASE", raising=False)
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")
    assert not HomePage.objects.exists()

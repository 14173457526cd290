"""One sweep over every page of the demo: what must hold on each."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coalition.checks import page_kinds
from home.models import HomePage
from tests.demo.conftest import all_pages, swept
from tests.html import elements, parse, text_of

# The budgets of the design: what one uncached answer may ask of the database.
ARTICLE_QUERIES, HOME_QUERIES = 12, 24
MISSING = "⚠ no such variable: "


@pytest.fixture(scope="module")
def answers(demo: None) -> dict[str, Any]:
    """Every live page's answer by address, each asked for twice so that renditions exist when queries are counted."""
    from django.conf import settings
    from django.test import override_settings

    templates = [
        dict(settings.TEMPLATES[0], OPTIONS={**settings.TEMPLATES[0]["OPTIONS"], "string_if_invalid": MISSING + "%s"})
    ]
    found = {}
    with override_settings(TEMPLATES=templates):
        for page in swept():
            Client().get(page.url_path)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                response = Client().get(page.url_path)
            response.query_log = [query["sql"] for query in queries.captured_queries]
            response.page_kind = page.specific_class
            found[page.url_path] = response
    return found


@pytest.fixture(scope="module")
def trees(answers: dict[str, Any]) -> dict[str, Any]:
    return {address: parse(answer.content) for address, answer in answers.items()}


def problems(found: Iterator[tuple[str, str]]) -> str:
    """Returns what is wrong, a line each; empty when nothing is."""
    return "\n".join(f"{address}: {what}" for address, what in found)


def test_every_page_kind_is_in_the_demo(answers: dict[str, Any]) -> None:
    assert {answer.page_kind for answer in answers.values()} == set(page_kinds())


def test_every_page_answers(answers: dict[str, Any]) -> None:
    assert not problems((a, str(r.status_code)) for a, r in answers.items() if r.status_code != 200)


def test_every_page_is_valid_html(trees: dict[str, Any]) -> None:
    assert len(trees) > 150


def test_no_template_variable_is_missing(answers: dict[str, Any]) -> None:
    pattern = re.compile(f'{MISSING}([^<"]*)')
    assert not problems((a, m[1]) for a, r in answers.items() for m in pattern.finditer(r.content.decode()))


def test_query_budget(answers: dict[str, Any]) -> None:
    over = (
        (address, f"{len(answer.query_log)} queries:\n" + "\n".join(sql[:160] for sql in answer.query_log))
        for address, answer in answers.items()
        if len(answer.query_log) > (HOME_QUERIES if answer.page_kind is HomePage else ARTICLE_QUERIES)
    )
    assert not problems(over)


def test_content_security_policy_is_strict(answers: dict[str, Any]) -> None:
    for answer in answers.values():
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert not re.search(r"unsafe-|nonce-|data:|\*", policy)


DATA = {"application/ld+json", "application/json"}  # not run, so not forbidden


def test_nothing_inline_that_the_policy_forbids(trees: dict[str, Any]) -> None:
    def inline(tree: Any) -> Iterator[str]:
        for element in tree.iter():
            if "style" in element.attrib or any(name.startswith("on") for name in element.attrib):
                yield f"inline style or handler on {element.tag}"
        for script in elements(tree, "script", "style"):
            if "src" not in script.attrib and script.get("type") not in DATA:
                yield "inline script or style"

    assert not problems((address, what) for address, tree in trees.items() for what in inline(tree))


def test_no_cookie_and_nothing_that_differs_by_visitor(answers: dict[str, Any]) -> None:
    for address, answer in answers.items():
        assert not answer.cookies, address
        assert "Cookie" not in answer.get("Vary", ""), address
        assert b"csrfmiddlewaretoken" not in answer.content, address


def test_headings_are_in_order(trees: dict[str, Any]) -> None:
    def wrong(tree: Any) -> Iterator[str]:
        levels = [int(heading.tag[-1]) for heading in elements(tree, "h1", "h2", "h3", "h4", "h5", "h6")]
        if levels.count(1) != 1:
            yield f"{levels.count(1)} h1"
        for before, after in itertools.pairwise(levels):
            if after > before + 1:
                yield f"h{after} after h{before}"

    assert not problems((address, what) for address, tree in trees.items() for what in wrong(tree))


def test_images_have_alt_and_dimensions(trees: dict[str, Any]) -> None:
    lacking = (
        (address, f"{image.get('src')} lacks {name}")
        for address, tree in trees.items()
        for image in elements(tree, "img")
        for name in ("alt", "width", "height")
        if name not in image.attrib
    )
    assert not problems(lacking)


def test_internal_links_resolve(answers: dict[str, Any], trees: dict[str, Any]) -> None:
    from urllib.parse import urljoin, urlsplit

    links = {
        (address, urljoin(address, link.get("href")))
        for address, tree in trees.items()
        for link in elements(tree, "a")
        # The editions of every page are asked for in test_editions.py.
        if not re.match(r"(https?:|mailto:|tel:|/(lite|text)/)", link.get("href", ""))
    }
    ids = {address: {e.get("id") for e in tree.iter() if e.get("id")} for address, tree in trees.items()}
    asked: dict[str, int] = {}
    live = set(all_pages().values_list("url_path", flat=True))
    broken = []
    for source, link in sorted(links):
        target, parts = link.partition("#")[0], urlsplit(link)
        is_known = target in answers or (target in live and not parts.fragment)
        if not is_known and target not in asked:
            response = Client().get(target)
            asked[target] = response.status_code
            if response.headers.get("Content-Type", "").startswith("text/html"):
                ids[parts.path] = {e.get("id") for e in parse(response.content).iter() if e.get("id")}
        if not is_known and asked[target] != 200:
            broken.append((source, f"{link} answers {asked[target]}"))
        elif parts.fragment and not parts.query and parts.fragment not in ids.get(parts.path, set()):
            broken.append((source, f"{link} has no such place"))
    assert not problems(iter(broken))


def test_each_page_describes_itself(answers: dict[str, Any], trees: dict[str, Any]) -> None:
    import json

    titles: dict[str, str] = {}
    for address, tree in trees.items():
        title = text_of(next(elements(tree, "title")))
        assert title not in titles, f"{address} and {titles[title]} have the same title"
        titles[title] = address
        assert [link.get("href") for link in elements(tree, "link") if link.get("rel") == "canonical"] == [
            f"http://testserver{address}"
        ]
        meta = {m.get("property") or m.get("name"): m.get("content") for m in elements(tree, "meta")}
        assert meta["og:title"], address
        assert meta["og:image"].startswith("http"), address
        assert meta.get("description"), address
        schema = json.loads(next(s.text for s in elements(tree, "script") if s.get("type") == "application/ld+json"))
        assert schema["@type"] == answers[address].page_kind.schema_type

"""Whatever is sent, the answer is one that the description knows."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from api.parameters import FindParameters, ListParameters
from tests.api.conftest import FIND, LIST, check
from tests.factories import NewsPageFactory

# A character of every Unicode plane, assigned or not.
PLANES = "".join(chr(plane * 0x10000 + 0x1234) for plane in range(17))
VALUES = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "'",
    '"; DROP TABLE wagtailcore_page; --',
    "%",
    "&",
    "../../etc/passwd",
    "{{7*7}}",
    "<script>",
    "\u202e\u2066",
    "\ud7ff\ufffe\uffff",
    PLANES,
    "9" * 30,
    "9" * 5000,
    "-1",
    "1e400",
    "NaN",
    "Infinity",
    "0x10",
    "١٢",
    "²",
    "1_0",
    "true",
    "null",
    "[]",
    "{}",
    "x" * 10_000,
    "/" * 900,
    "/en/../en/",
    "//example.org/",
    "\r\nSet-Cookie: a=b",
)


def names() -> list[tuple[str, str]]:
    return [
        *((LIST, name) for name in ListParameters.model_fields),
        *((FIND, name) for name in FindParameters.model_fields),
    ]


@pytest.mark.parametrize(("address", "name"), names())
def test_no_value_of_a_parameter_breaks_an_answer(
    client: Client, site: SimpleNamespace, address: str, name: str
) -> None:
    NewsPageFactory(parent=site.news)
    for value in VALUES:
        for parameters in ({name: value}, {"type": "news.NewsPage", name: value}, {name: [value, value]}):
            response = client.get(address, parameters)
            assert response.status_code in {200, 400, 404}, (name, value)
            content = check(address, response)
            assert response.status_code != 200 or not content["items"]


@pytest.mark.parametrize("value", VALUES)
def test_no_name_of_a_parameter_breaks_an_answer(client: Client, site: SimpleNamespace, value: str) -> None:
    response = client.get(LIST, {value: "1"})
    assert response.status_code in {200, 400}
    check(LIST, response)


@pytest.mark.parametrize(
    "rest",
    [
        "%00",
        "%0A",
        "v3/pages/1%0A/",
        "v3/pages/%0D%0ASet-Cookie:%20a=b/",
        "v3/pages%0A",
        "%FF",
        "%ED%A0%80",
        "%2e%2e/",
        "v3/pages/%00/",
        "v3/pages/" + "9" * 5000 + "/",
        "v3/pages/-1/",
        "v3/pages/0/",
        "v3/pages/%D9%A1/",
        "x" * 5000,
        "v3//pages/",
        "//example.org",
    ],
)
def test_no_address_breaks_an_answer(client: Client, site: SimpleNamespace, rest: str) -> None:
    response = client.get(f"/api/{rest}")
    assert response.status_code == 404
    assert response.json()["status"] == 404


def test_a_query_that_is_no_utf_8_is_refused_or_answered(client: Client, site: SimpleNamespace) -> None:
    for query in ("tag=%FF%FE", "tag=%ED%A0%80&type=news.NewsPage", "%FF=1", "&&&===", "type=news.NewsPage;limit=1"):
        assert client.get(f"{LIST}?{query}").status_code in {200, 400}


def test_a_page_with_an_address_that_is_none_is_told_all_the_same(ask: Any, site: SimpleNamespace) -> None:
    text = '<p><a href="http://[broken">A link</a> &amp; &lt;b&gt;</p>'
    page = NewsPageFactory(parent=site.news, title='<script>"\u200f', body=[("paragraph", text)])
    told = ask(f"{LIST}{page.pk}/")
    assert told["body"] == {"html": "<p>A link &amp; &lt;b&gt;</p>", "text": "A link & <b>"}
    assert told["title"] == '<script>"\u200f'

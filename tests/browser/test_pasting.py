"""What editors paste out of Word keeps its structure and loses its clothes."""

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_editing import signed_in

WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style>p.MsoNormal {margin:0cm;font-family:"Calibri"}</style>
</head><body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<h1 style='color:#2F5496'><span style='font-family:"Calibri Light"'>A heading of the document<o:p></o:p></span></h1>
<p class=MsoNormal><span style='font-size:14.0pt;color:red'>Water reaches <b>Raqqa</b>
<a href="https://example.org/report" onclick="alert(1)">again</a>.<o:p></o:p></span></p>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;</span></span><![endif]>Pumps</p>
<p class=MsoNormal><a href="javascript:alert(2)">A trap</a><script>alert(3)</script>
<img width=300 src="file:///C:/Users/editor/clip_image001.png"></p>
<!--EndFragment--></body></html>
"""

PASTE = """
(target, html) => {
  const carried = new DataTransfer();
  carried.setData("text/html", html);
  carried.setData("text/plain", "plain");
  target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}
"""


def content(page: Page) -> dict[str, Any]:
    """Returns what the editor would hand to the form."""
    found: dict[str, Any] = json.loads(page.locator("input[name='body-0-value']").input_value() or "null") or {}
    return found


@pytest.fixture
def editor(browser: Browser, running: SimpleNamespace) -> Page:
    """A new news page with an empty paragraph, in an editor's hands."""
    page = signed_in(browser, running, "editor")
    index = running.ask("SELECT page_ptr_id FROM news_newsindexpage")
    page.goto(f"/admin/pages/add/news/newspage/{index}/")
    body = page.locator("[data-contentpath='body']")
    body.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="Text", exact=True).first.click()
    body.locator("[contenteditable=true]").first.click()
    return page


def test_pasting_from_word_keeps_structure_and_nothing_else(editor: Page) -> None:
    area = editor.locator("[data-contentpath='body'] [contenteditable=true]").first
    area.evaluate(PASTE, WORD)
    expect(area).to_contain_text("Water reaches Raqqa")
    # The editor hands its text to the form a moment later.
    expect(editor.locator("input[name='body-0-value']")).to_have_value(re.compile("Raqqa"))
    found = content(editor)
    kept = json.dumps(found)
    assert {block["type"] for block in found["blocks"]} <= {"unstyled", "unordered-list-item"}
    assert {style["style"] for block in found["blocks"] for style in block["inlineStyleRanges"]} == {"BOLD"}
    links = [entity for entity in found["entityMap"].values() if entity["type"] == "LINK"]
    assert [link["data"]["url"] for link in links] == ["https://example.org/report"]
    for unwanted in ("Mso", "mso-", "javascript:", "onclick", "<script", "file:", "Calibri", "color", "IMAGE"):
        assert unwanted not in kept, unwanted

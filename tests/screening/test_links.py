"""What is wrong with a link is seen in its letters; nothing is opened."""

from __future__ import annotations

from datetime import date

import pytest

from anju.screening.links import LinkReader
from anju.screening.official import Directory, LinkLists, Organisation

BANK = Organisation(
    "icbc",
    {"zh": "中国工商银行", "en": "ICBC"},
    ("工商银行",),
    ("icbc",),
    ("icbc.com.cn",),
    ("95588",),
    ("bank_notice",),
    date(2026, 11, 1),
)
SHOP = BANK._replace(
    id="amazon", name={"zh": "亚马逊", "en": "Amazon"}, senders=(), brands=("amazon",),
    domains=("amazon.com",), numbers=(),
)  # fmt: skip
LISTS = LinkLists(
    frozenset({"t.cn", "bit.ly"}),
    frozenset({"top", "xyz", "cc"}),
    frozenset({"apk", "exe"}),
    frozenset({"baidu.com", "bbc.co.uk"}),
    frozenset({"pages.dev"}),
)


@pytest.fixture(scope="module")
def links() -> LinkReader:
    return LinkReader(Directory([BANK, SHOP], LISTS))


@pytest.mark.parametrize(
    ("text", "domain", "flag"),
    [
        pytest.param("登录 wap.icbc-kq.top 兑换", "icbc-kq.top", "link_lookalike", id="borrowed"),
        pytest.param("请登录http://95588icbc.cc/x", "95588icbc.cc", "link_lookalike", id="digits"),
        pytest.param("icbc.com.cn.vip8.top/a", "vip8.top", "link_lookalike", id="subdomain"),
        pytest.param("see amaz0n.xyz/login", "amaz0n.xyz", "link_lookalike", id="a zero"),
        pytest.param("see https://аmazon.com/x", "amazon.com", "link_disguised", id="Cyrillic a"),
        pytest.param("点击 t.cn/A6xyz", "t.cn", "link_short", id="short link"),
        pytest.param("下载 http://a8.top/x.apk", "a8.top", "link_file", id="app file"),
        pytest.param("my-bank.pages.dev/x", "pages.dev", "link_hosting", id="hosting"),
        pytest.param("进 dq8m4x.cn 看", "dq8m4x.cn", "link_random", id="random letters"),
        pytest.param("打开 www.icbc.com.cn 查询", "icbc.com.cn", "link_official", id="its own"),
        pytest.param("去 https://www.baidu.com 搜", "baidu.com", "link_known", id="well known"),
    ],
)
def test_a_link_is_found_and_judged(links: LinkReader, text: str, domain: str, flag: str) -> None:
    [link] = links.find(text.lower())
    assert link.domain == domain
    assert flag in link.flags


def test_a_raw_address_is_one(links: LinkReader) -> None:
    [link] = links.find("http://103.27.4.9:8080/a 领取")
    assert "link_address" in link.flags
    assert link.domain == ""


@pytest.mark.parametrize(
    "text",
    [
        "我吃好了。明天见",
        "价格3.5元",
        "版本1.2.3",
        "end of story.so what",
        "a.b",
        "mail me at x@icbc.com.cn",
    ],
)
def test_an_ordinary_text_has_no_link(links: LinkReader, text: str) -> None:
    assert [link for link in links.find(text) if "link_lookalike" in link.flags] == []


def test_an_official_link_is_owned_and_imitates_nobody(links: LinkReader) -> None:
    [link] = links.find("mybank.icbc.com.cn/x")
    assert link.owner is BANK
    assert link.imitates is None


def test_the_span_ends_before_the_full_stop(links: LinkReader) -> None:
    text = "登录 wap.icbc-kq.top。谢谢"
    [link] = links.find(text)
    assert text[link.start : link.end] == "wap.icbc-kq.top"


def test_one_site_is_not_official_because_another_name_is_in_its_path(links: LinkReader) -> None:
    [link] = links.find("http://kq8.top/icbc.com.cn/login")
    assert link.owner is None

"""Links in a message and what is wrong with them. No link is ever opened."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, Optional

import idna
import tldextract
from confusable_homoglyphs import confusables
from rapidfuzz.distance import Levenshtein

from anju.screening.official import Directory, Organisation

_LABEL = r"[a-z0-9\u00a1-\uffdc](?:[a-z0-9\u00a1-\uffdc_-]{0,61}[a-z0-9\u00a1-\uffdc])?"
_END = r"[^\s，。！？；：、“”‘’（）()<>《》【】\[\]{}\"'，]*"
_WITH_SCHEME = re.compile(rf"(?:https?|hxxps?|ftp)[:：]//{_END}", re.IGNORECASE)
_ASCII_LABEL = r"_?[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?"
_BARE = re.compile(
    rf"(?<![@a-z0-9._/-])_?(?:{_ASCII_LABEL}[.。·]){{1,6}}([a-z]{{2,18}})(?![a-z0-9])(?::\d{{2,5}})?(?:[/?#]{_END})?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{2,5})?(?:/[^\s，。！？；、]*)?(?![\d.])"
)
_TRAILING = ".,;:!?)]}'\""
_LONG_LABEL, _MANY_LABELS = 20, 4
_VOWELS = frozenset("aeiouy")
_LETTERS, _FEW_VOWELS = 5, 0.15
_NEAR = 1  # edits between a label and a brand of five letters and more
_NEAR_FROM = 5
_BLOGS = "blogspot"  # under the endings of sixty countries
_LONG_BRAND = 7
_SHORT = 2  # letters behind a short brand: appleid


class Link(NamedTuple):
    """A link at `start:end`; `flags` are ids of indicators, `owner` who really owns the domain."""

    start: int
    end: int
    host: str
    domain: str  # registered domain, "" for a raw address
    flags: frozenset[str]
    owner: Optional[Organisation]
    imitates: Optional[str]  # id of the organisation whose name it borrows


class LinkReader:
    """Find links and judge them by their letters alone."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._lists = directory.lists
        # The list of public suffixes that the package carries; nothing is fetched.
        self._extract = tldextract.TLDExtract(
            suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True
        )

    def find(self, text: str) -> list[Link]:
        """Return the links of a text whose characters were folded (NFKC, lower case)."""
        links: list[Link] = []
        for start, end in _spans(text):
            alone = text.strip() == text[start:end]
            link = self._judge(text[start:end], start, end, alone)
            if link is not None:
                links.append(link)
        return links

    def _judge(self, raw: str, start: int, end: int, alone: bool) -> Optional[Link]:
        host, rest, has_scheme = _parts(raw)
        has_scheme = has_scheme or alone  # a message that is nothing else is meant as one
        if _is_address(host):
            flags = {"link", "link_address", *self._file(rest)}
            return Link(start, end, host, "", frozenset(flags), None, None)
        plain, disguised = _undisguise(host)
        parts = self._extract(plain)
        if not parts.domain or not parts.suffix:
            return None
        domain = f"{parts.domain}.{parts.suffix}"
        # "ok.so" and "eat.hot" are endings of sentences more often than links.
        bare = not has_scheme and not rest and not parts.subdomain
        if bare and parts.suffix not in _BARE_SUFFIXES and domain not in self._lists.well_known:
            return None
        owner = self._directory.of_host(plain)
        flags = {"link", *self._file(rest)}
        if disguised:
            flags.add("link_disguised")
        imitates = None
        if owner is not None:
            flags.add("link_official")
        elif domain in self._lists.well_known:
            flags.add("link_known")
        else:
            imitates = self._imitated(parts.subdomain, parts.domain, rest)
            flags.update(self._flags(parts.subdomain, parts.domain, parts.suffix, rest))
            if imitates is not None:
                flags.add("link_lookalike")
        if _below(plain, self._lists.hosting) or parts.domain == _BLOGS:
            flags.add("link_hosting")
            flags.discard("link_known")
        if domain in self._lists.shorteners:
            flags.add("link_short")
            flags -= {"link_known", "link_official"}
            owner = None
        return Link(start, end, host, domain, frozenset(flags), owner, imitates)

    def _file(self, rest: str) -> Iterator[str]:
        path = rest.split("?")[0].split("#")[0]
        if path.rpartition(".")[2] in self._lists.file_endings and "." in path:
            yield "link_file"

    def _flags(self, sub: str, name: str, suffix: str, rest: str) -> Iterator[str]:
        yield "link_unknown"
        if suffix.rpartition(".")[2] in self._lists.odd_suffixes:
            yield "link_odd_suffix"
        if "-" in name:
            yield "link_hyphen"
        if any(_looks_random(label) for label in (name, *sub.split("."))):
            yield "link_random"
        if sub.count(".") >= _MANY_LABELS - 2 or len(name) >= _LONG_LABEL:
            yield "link_long"
        if any(word in f"{sub}.{name}/{rest}" for word in _BAIT):
            yield "link_bait"

    def _imitated(self, sub: str, name: str, rest: str) -> Optional[str]:
        """Return whose name stands in a host that this organisation does not own."""
        for label in re.split(r"[.\-_]", f"{sub}.{name}"):
            for brand, organisation in self._directory.brands.items():
                if label == brand or _borrows(label, brand):
                    return organisation
        return None


_BAIT = (
    "login", "signin", "verify", "secure", "account", "update", "confirm", "wallet", "support",
    "service", "refund", "reward", "bonus", "gift", "claim", "free", "parcel", "package",
    "delivery", "track", "redeliver", "customs", "toll", "bill", "pay", "tax", "rebate", "bank",
    "card", "auth", "unlock", "suspend", "wap", "jifen", "etc", "yibao", "shebao", "gov",
)  # fmt: skip
_BARE_SUFFIXES = frozenset(
    [
        "com",
        "cn",
        "net",
        "org",
        "top",
        "xyz",
        "vip",
        "cc",
        "info",
        "shop",
        "club",
        "site",
        "online",
        "icu",
        "me",
        "io",
        "app",
        "link",
        "live",
        "fun",
        "tk",
        "ru",
        "win",
        "work",
        "ltd",
        "asia",
        "mobi",
        "biz",
        "tv",
        "co",
        "com.cn",
        "net.cn",
        "org.cn",
        "gov.cn",
        "co.uk",
        "com.au",
        "com.sg",
        "com.hk",
        "com.tw",
        "uk",
        "us",
        "eu",
        "de",
        "fr",
        "in",
        "ly",
        "gl",
        "gd",
        "ink",
        "cyou",
        "buzz",
        "sbs",
        "cfd",
        "bond",
        "click",
        "lol",
    ]
)


def _below(host: str, domains: frozenset[str]) -> bool:
    """Whether the host is one of the domains or below it."""
    labels = host.split(".")
    return any(".".join(labels[place:]) in domains for place in range(len(labels)))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    taken = 0
    matches = [*_WITH_SCHEME.finditer(text), *_ADDRESS.finditer(text), *_BARE.finditer(text)]
    for match in sorted(matches, key=lambda each: (each.start(), -each.end())):
        start, end = match.span()
        while end > start and text[end - 1] in _TRAILING:
            end -= 1
        if start >= taken and end > start:
            taken = end
            yield start, end


def _parts(raw: str) -> tuple[str, str, bool]:
    """Return (host, what follows it, whether a scheme was written)."""
    scheme = re.match(r"[a-z]+[:：]//", raw, re.IGNORECASE)
    rest = raw[scheme.end() :] if scheme else raw
    rest = rest.replace("。", ".").replace("·", ".").lower()
    host, slash, path = rest.partition("/")
    host = host.split("?")[0].split("#")[0].rpartition("@")[2].split(":")[0]
    return host, slash + path, scheme is not None


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def _undisguise(host: str) -> tuple[str, bool]:
    """Return the host in plain Latin letters, and whether it pretended."""
    disguised = False
    if "xn--" in host:
        disguised = True
        try:
            host = idna.decode(host)
        except idna.IDNAError:
            return host, True
    if host.isascii():
        return host, disguised
    plain = "".join(_latin(char) for char in host)
    return (plain, True) if plain.isascii() else (host, disguised)


def _latin(char: str) -> str:
    if char.isascii():
        return char
    found = confusables.is_confusable(char, preferred_aliases=["latin"])
    if found:
        for other in found[0]["homoglyphs"]:
            if other["c"].isascii():
                return str(other["c"]).lower()
    folded = unicodedata.normalize("NFKD", char)[0]
    return folded if folded.isascii() else char


def _looks_random(name: str) -> bool:
    """Digits between or behind letters, or hardly a vowel: dq8m, s36510, xkjhtrw."""
    letters = [char for char in name if char.isalpha()]
    digits = sum(char.isdigit() for char in name)
    if digits and letters and re.search(r"[a-z]\d+[a-z]|\d[a-z]+\d|[a-z]\d{3,}", name):
        return True
    vowels = sum(char in _VOWELS for char in letters)
    return len(letters) >= _LETTERS and vowels / len(letters) < _FEW_VOWELS


def _borrows(label: str, brand: str) -> bool:
    """Whether a label carries a brand, or is one mistyped on purpose.

    A short brand stands in many words ("store", "apply"), so what is left beside it has to be
    digits or bait; a long one is unmistakable.
    """
    if brand in label:
        left = label.replace(brand, "", 1)
        if len(brand) >= _LONG_BRAND or left.isdigit() or left in _BAIT:
            return True
        return len(brand) >= _NEAR_FROM and len(left) <= _SHORT and not label.endswith(brand)
    if len(brand) < _NEAR_FROM or label == brand:
        return False
    swapped = label.translate(str.maketrans("01345", "olaes"))
    if swapped == brand and swapped != label:
        return True
    close = Levenshtein.distance(label, brand, score_cutoff=_NEAR) <= _NEAR
    return len(brand) >= _LONG_BRAND and close

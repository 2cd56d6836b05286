"""A folder of lexicons is read, or the message names the file and the place in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from anju.language.lexicon import Entry, Lexicon, LexiconReader, Sign, load_lexicon
from anju.language.normalize import Normalizer
from anju.storage.yaml_file import DataFileError

# spaCy remarks that a lexicon of this test is empty.
pytestmark = pytest.mark.filterwarnings("ignore:.*W036")

BANKS = """
entity: bank
entries:
- id: icbc
  name: {zh: 工商銀行, en: ICBC}
  zh: [工行]
  en: []
"""
SIGNS = "signs:\n- {id: safe, zh: [轉到 … 安全账户], en: [Safe Account]}\n"
PATTERNS = "patterns:\n  money: ['\\d+元']\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in {"bank": BANKS, "signs": SIGNS, "patterns": PATTERNS}.items():
        (tmp_path / f"{name}.yml").write_text(content, encoding="utf-8")
    return tmp_path


def test_a_folder_is_read_and_its_forms_are_normalised(folder: Path) -> None:
    extra = [Entry("service", "passport", ("護照",))]
    assert load_lexicon(folder, Normalizer(), extra) == Lexicon(
        (
            Entry("service", "passport", ("护照",)),
            Entry("bank", "icbc", ("工商银行", "icbc", "工行")),
        ),
        (Sign("safe", (("zh", "转到…安全账户"), ("en", "safe account"))),),
        (("money", r"\d+元"),),
    )


def test_the_table_of_look_alikes_is_no_lexicon(folder: Path) -> None:
    (folder / "lookalikes.yml").write_text("lookalikes: {微信: [薇信]}\n", encoding="utf-8")
    assert len(load_lexicon(folder, Normalizer()).entries) == 1


def test_a_number_as_form_needs_no_quotes(folder: Path) -> None:
    path = folder / "hotline.yml"
    path.write_text(
        "entity: hotline\nentries:\n- {id: h, name: {zh: 报警, en: police}, zh: [110]}\n",
        encoding="utf-8",
    )
    assert load_lexicon(folder, Normalizer()).entries[1].forms == ("报警", "police", "110")


# File, content (None: deleted), what the message has to say, and what comes instead today.
BROKEN = [
    pytest.param(
        "bank.yml", "- 工行\n", "needs `entity:`", None, id="a list in place of a mapping"
    ),
    pytest.param("bank.yml", "", "needs `entity:`", None, id="an empty file"),
    pytest.param("bank.yml", "entries: []\n", "needs `entity:`", None, id="no entity"),
    pytest.param("bank.yml", "entity: [\n", "line 2", None, id="not YAML"),
    pytest.param(
        "bank.yml",
        "entity: bank\nentries:\n- {id: a, zh: [工行], en: []}\n",
        "name",
        None,
        id="an entry without a name",
    ),
    pytest.param(
        "bank.yml",
        "entity: bank\nentries:\n- {name: {zh: 工行, en: ICBC}}\n",
        "needs id",
        None,
        id="an entry without an id",
    ),
    pytest.param(
        "bank.yml",
        "entity: bank\nentries:\n- {id: a, name: {zh: 工行}}\n",
        "en",
        None,
        id="a name in one language",
    ),
    pytest.param("bank.yml", "entity: bank\nentries: [工行]\n", "工行", None, id="a word as entry"),
    pytest.param(
        "bank.yml",
        "entity: bank\nentries:\n- {id: a, name: {zh: 工行, en: ICBC}, zh: 工商银行}\n",
        "zh",
        "a word in place of a list of words becomes one name for each of its characters",
        id="a word in place of a list",
    ),
    pytest.param(
        "bank.yml", "entity: bank\nentries: 5\n", "entries", "TypeError", id="entries is no list"
    ),
    pytest.param("signs.yml", None, "missing", None, id="signs are gone"),
    pytest.param(
        "signs.yml", "signs:\n- {id: a, zh: [停]}\n", "lists zh, en", None, id="no English"
    ),
    pytest.param(
        "signs.yml", "signs:\n- {zh: [停], en: []}\n", "needs id", None, id="a sign without id"
    ),
    pytest.param("signs.yml", "", "signs", "AttributeError", id="signs are empty"),
    pytest.param("signs.yml", "signs:\n", "signs", "TypeError", id="a list of nothing"),
    pytest.param("signs.yml", "- a\n", "signs", "AttributeError", id="signs are a list"),
    pytest.param(
        "signs.yml",
        "signs:\n- {id: a, zh: 安全账户, en: []}\n",
        "zh",
        "a phrase in place of a list becomes four signs of one character",
        id="a phrase in place of a list",
    ),
    pytest.param(
        "signs.yml",
        "signs:\n- {id: a, zh: [110], en: []}\n",
        "110",
        "AttributeError",
        id="a number",
    ),
    pytest.param(
        "signs.yml",
        "signs:\n- {id: a, zh: ['★'], en: []}\n",
        "sign a",
        "the reader fails with E012 of spaCy, which names no file",
        id="a phrase of nothing but decoration",
    ),
    pytest.param("patterns.yml", None, "missing", None, id="patterns are gone"),
    pytest.param(
        "patterns.yml", "patterns: {money: ['(']}\n", "money: '\\('", None, id="bad pattern"
    ),
    pytest.param("patterns.yml", "", "patterns", "AttributeError", id="patterns are empty"),
    pytest.param(
        "patterns.yml", "patterns: {money: [1]}\n", "money", "TypeError", id="a number there"
    ),
    pytest.param("patterns.yml", "patterns: {money: }\n", "money", "TypeError", id="no list there"),
]


def _broken(known: bool) -> list[object]:
    return [
        pytest.param(*each.values[:3], id=str(each.id))
        for each in BROKEN
        if (each.values[3] is not None) is known
    ]


def _load(folder: Path, name: str, content: str | None) -> None:
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content, encoding="utf-8")
    LexiconReader(load_lexicon(folder, Normalizer()))


@pytest.mark.parametrize(("name", "content", "complaint"), _broken(known=False))
def test_a_broken_file_is_named_with_the_place_in_it(
    folder: Path, name: str, content: str | None, complaint: str
) -> None:
    with pytest.raises(DataFileError, match=rf"{name}.*{complaint}"):
        _load(folder, name, content)


@pytest.mark.parametrize(("name", "content", "complaint"), _broken(known=True))
def test_a_file_of_another_shape_is_named_too(
    folder: Path, name: str, content: str | None, complaint: str
) -> None:
    with pytest.raises(DataFileError, match=rf"{name}.*{complaint}"):
        _load(folder, name, content)


def test_a_lexicon_file_may_be_missing(folder: Path) -> None:
    _load(folder, "bank.yml", None)

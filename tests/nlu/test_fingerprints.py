"""Training again after an edit never gives old content.

Rasa's cache knows a component's own source and configuration, and nothing of the files and
helpers it reads: `fingerprint_addon` has to change with each of them.
"""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from rasa.model_training import train_nlu

from anju.knowledge import load, names, schema, search
from anju.language import detect, encoder, lexicon, negation, normalize, softmax_regression
from anju.nlu.intent_classifier import LinearIntentClassifier
from anju.nlu.knowledge_ranker import KnowledgeRanker
from anju.nlu.language_detector import LanguageDetector
from anju.nlu.lexicon_extractor import LexiconExtractor
from anju.nlu.reading import fingerprint_of
from anju.nlu.text_normalizer import TextNormalizer

pytestmark = pytest.mark.rasa


def config_of(component: Any, folder: Path) -> dict[str, Any]:
    """Return the configuration that points a component to the files of a test."""
    paths = {
        "lexicon": folder / "lexicon",
        "knowledge": folder / "knowledge",
        "lookalikes": folder / "lexicon" / "lookalikes.yml",
    }
    known = getattr(component, "get_default_config", dict)()
    return {key: str(path) for key, path in paths.items() if key in known}


def fingerprint(component: Any, folder: Path) -> str:
    value = component.fingerprint_addon(config_of(component, folder))
    assert isinstance(value, str)
    return value


READS = [
    pytest.param(TextNormalizer, "lexicon/lookalikes.yml", id="normaliser and look-alikes"),
    pytest.param(LexiconExtractor, "lexicon/bank.yml", id="extractor and a lexicon"),
    pytest.param(LexiconExtractor, "lexicon/signs.yml", id="extractor and signs"),
    pytest.param(LexiconExtractor, "lexicon/patterns.yml", id="extractor and patterns"),
    pytest.param(LexiconExtractor, "lexicon/lookalikes.yml", id="extractor and look-alikes"),
    pytest.param(LexiconExtractor, "knowledge/facts.yml", id="extractor and names of facts"),
    pytest.param(KnowledgeRanker, "knowledge/facts.yml", id="ranker and facts"),
    pytest.param(KnowledgeRanker, "lexicon/lookalikes.yml", id="ranker and look-alikes"),
]


@pytest.mark.parametrize(("component", "file"), READS)
def test_a_changed_word_in_a_file_changes_the_fingerprint(
    small_data: Path, component: Any, file: str
) -> None:
    before = fingerprint(component, small_data)
    assert fingerprint(component, small_data) == before
    with (small_data / file).open("a", encoding="utf-8") as out:
        out.write("# one more word\n")
    assert fingerprint(component, small_data) != before


@pytest.mark.parametrize(
    ("component", "folder"),
    [
        pytest.param(LexiconExtractor, "lexicon", id="a lexicon"),
        pytest.param(LexiconExtractor, "knowledge", id="facts, for their names"),
        pytest.param(KnowledgeRanker, "knowledge", id="facts"),
    ],
)
def test_a_new_a_renamed_and_a_deleted_file_change_the_fingerprint(
    small_data: Path, component: Any, folder: str
) -> None:
    seen = [fingerprint(component, small_data)]
    path = small_data / folder / "more.yml"
    path.write_text("x: 1\n", encoding="utf-8")
    seen.append(fingerprint(component, small_data))
    path = path.rename(path.with_name("other.yml"))
    seen.append(fingerprint(component, small_data))
    path.unlink()
    assert fingerprint(component, small_data) == seen[0]
    assert len(set(seen)) == 3


def test_the_place_of_the_files_does_not_matter(small_data: Path, tmp_path: Path) -> None:
    """A second machine has the same fingerprint for the same files."""
    before = fingerprint(LexiconExtractor, small_data)
    assert fingerprint(LexiconExtractor, small_data.rename(tmp_path / "elsewhere")) == before


HELPERS = [
    (TextNormalizer, normalize),
    (TextNormalizer, negation),
    (TextNormalizer, lexicon),
    (LanguageDetector, detect),
    (LexiconExtractor, lexicon),
    (LexiconExtractor, names),
    (LexiconExtractor, schema),
    (KnowledgeRanker, search),
    (KnowledgeRanker, schema),
    (LinearIntentClassifier, softmax_regression),
]
FORGOTTEN = [
    (LexiconExtractor, normalize),
    (LexiconExtractor, load),
    (KnowledgeRanker, normalize),
    (KnowledgeRanker, load),
    (KnowledgeRanker, encoder),
]


def _name(value: Any) -> str:
    return str(value.__name__).rsplit(".", 1)[-1]


def _changes(
    monkeypatch: pytest.MonkeyPatch, folder: Path, component: Any, helper: ModuleType
) -> bool:
    """Tell whether an edit of a helper changes the fingerprint."""
    copy = folder / Path(str(helper.__file__)).name
    copy.write_text(Path(str(helper.__file__)).read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(helper, "__file__", str(copy))
    before = fingerprint(component, folder)
    with copy.open("a", encoding="utf-8") as out:
        out.write("# edited\n")
    return fingerprint(component, folder) != before


@pytest.mark.parametrize(("component", "helper"), HELPERS, ids=_name)
def test_a_changed_helper_changes_the_fingerprint(
    monkeypatch: pytest.MonkeyPatch, small_data: Path, component: Any, helper: ModuleType
) -> None:
    assert _changes(monkeypatch, small_data, component, helper)


@pytest.mark.parametrize(("component", "helper"), FORGOTTEN, ids=_name)
def test_every_helper_whose_work_ends_up_in_the_model_is_hashed(
    monkeypatch: pytest.MonkeyPatch, small_data: Path, component: Any, helper: ModuleType
) -> None:
    assert _changes(monkeypatch, small_data, component, helper)


def test_the_name_of_a_file_counts_as_its_content_does(tmp_path: Path) -> None:
    one, other = tmp_path / "one.yml", tmp_path / "other.yml"
    one.write_text("a", encoding="utf-8")
    other.write_text("b", encoding="utf-8")
    both = fingerprint_of([one, other])
    assert fingerprint_of([other, one]) == both
    one.write_text("b", encoding="utf-8")
    other.write_text("a", encoding="utf-8")
    assert fingerprint_of([one, other]) != both


def test_a_file_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    """Training names the missing file; the fingerprint comes before it."""
    assert fingerprint_of([tmp_path / "gone.yml"])


def test_a_word_added_to_the_lexicon_is_in_the_next_model(
    small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through Rasa itself, with its cache, and without `--force`."""
    monkeypatch.chdir(tmp_path)  # the cache lies below the working folder
    pipeline = [
        {"name": f"{component.__module__}.{component.__name__}", **config_of(component, small_data)}
        for component in (TextNormalizer, LexiconExtractor)
    ]
    config = {
        "recipe": "default.v1",
        "assistant_id": "test",
        "language": "zh",
        "pipeline": pipeline,
    }
    Path("config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    examples = [{"intent": "greet", "examples": "- 你好"}, {"intent": "bye", "examples": "- 再见"}]
    nlu = {"version": "3.1", "nlu": examples}
    Path("nlu.yml").write_text(yaml.safe_dump(nlu, allow_unicode=True), encoding="utf-8")

    def forms_of_the_model() -> str:
        archive = train_nlu("config.yml", "nlu.yml", "models", fixed_model_name="m")
        assert archive is not None
        with tarfile.open(archive) as content:
            (name,) = [each for each in content.getnames() if each.endswith("lexicon.json")]
            file = content.extractfile(name)
            assert file is not None
            return json.dumps(json.load(file), ensure_ascii=False)

    assert "宇宙行" not in forms_of_the_model()
    bank = small_data / "lexicon" / "bank.yml"
    bank.write_text(bank.read_text(encoding="utf-8").replace("工行", "宇宙行"), encoding="utf-8")
    assert "宇宙行" in forms_of_the_model()

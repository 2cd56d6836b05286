"""How many phrases of the lexicon are found: character tokens beside jieba's words.

Truth is a plain search for every form of the lexicon (and of the names of facts) in the
normalised texts of data/nlu. Left out are forms that name two things of one kind (the ruler has
none of them either), occurrences inside a longer one (a ruler keeps the longest), and Latin forms
inside a longer word.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from common import ROOT, prepare, read_nlu, save

NAME = "lexicon"
TIMED = 2000  # texts


class Span(NamedTuple):
    """A form found in a text."""

    start: int
    end: int
    kind: str


def main() -> None:
    """Print and save recall and milliseconds a text of each tokenizer."""
    prepare()
    from anju.knowledge.load import load_knowledge
    from anju.knowledge.names import entries_of
    from anju.language.lexicon import LexiconReader, _entity_patterns, load_lexicon
    from anju.language.normalize import load_normalizer

    folder = ROOT / "data" / "lexicon"
    normalizer = load_normalizer(folder / "lookalikes.yml")
    facts = load_knowledge(ROOT / "data" / "knowledge").values()
    lexicon = load_lexicon(folder, normalizer, extra=entries_of(facts))
    patterns = _entity_patterns(lexicon.entries)
    examples = read_nlu((ROOT / "data" / "nlu").glob("*.yml"))
    texts = list(dict.fromkeys(normalizer(example.text).text for example in examples))
    truth = [occurrences(text.lower(), patterns) for text in texts]

    reader = LexiconReader(lexicon)._nlp
    only_names = reader.select_pipes(enable=["entity_ruler"])
    measure("character tokens", reader, texts, truth)
    only_names.restore()
    measure("character tokens and warning signs", reader, texts, truth)
    measure("jieba", jieba_ruler(patterns, []), texts, truth)
    forms = [pattern["pattern"] for pattern in patterns]
    measure("jieba with the forms added", jieba_ruler(patterns, forms), texts, truth)


def occurrences(text: str, patterns: Iterable[dict[str, str]]) -> set[Span]:
    """Return where forms stand in `text`, the longest where they overlap."""
    found = {
        Span(start, start + len(form), pattern["label"])
        for pattern in patterns
        for form in [pattern["pattern"].lower()]
        for start in _starts(text, form)
    }
    kept: set[Span] = set()
    taken: set[int] = set()
    for span in sorted(found, key=lambda span: (span.start - span.end, span.start, span.kind)):
        places = set(range(span.start, span.end))
        if not places & taken:
            kept.add(span)
            taken |= places
    return kept


def _starts(text: str, form: str) -> Iterable[int]:
    start = text.find(form)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(form) : start + len(form) + 1]
        if not (_same_word(before, form[0]) or _same_word(form[-1], after)):
            yield start
        start = text.find(form, start + 1)


def _same_word(left: str, right: str) -> bool:
    """Latin letters and digits side by side are one word; Chinese characters are not."""
    return all(char.isascii() and char.isalnum() for char in (left, right) if char) and bool(
        left and right
    )


def jieba_ruler(patterns: list[dict[str, str]], words: list[str]) -> Any:
    """Return the same entity_ruler over spaCy's Chinese with jieba, with `words` added to it."""
    import jieba
    import spacy

    config = {"@tokenizers": "spacy.zh.ChineseTokenizer", "segmenter": "jieba"}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": config}})
    segmenter = jieba.Tokenizer()  # of its own: jieba's usual one is shared by the process
    for word in words:
        segmenter.add_word(word)
    nlp.tokenizer.jieba_seg = segmenter
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns(patterns)
    return nlp


def measure(cell: str, nlp: Callable[[str], Any], texts: list[str], truth: list[set[Span]]) -> None:
    """Save recall over all texts, and the time of reading some of them one by one."""
    hits = total = strangers = 0
    for text, expected in zip(texts, truth):
        found = {Span(ent.start_char, ent.end_char, ent.label_) for ent in nlp(text).ents}
        hits += len(_places(found) & _places(expected))
        strangers += len(_places(found) - _places(expected))
        total += len(expected)
    begin = time.perf_counter()
    for text in texts[:TIMED]:
        nlp(text)
    seconds = time.perf_counter() - begin
    values = {
        "recall": round(hits / total, 4),
        "occurrences": total,
        "other_spans": strangers,
        "texts": len(texts),
        "ms_a_text": round(1000 * seconds / min(TIMED, len(texts)), 2),
    }
    save(NAME, cell, values)


def _places(spans: set[Span]) -> set[tuple[int, int]]:
    return {(span.start, span.end) for span in spans}


if __name__ == "__main__":
    main()

"""What is said about a verdict, in the person's language; all texts are in data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Optional

from anju.knowledge.load import Knowledge, load_knowledge
from anju.language.lexicon_files import sign_files
from anju.screening.errors import ScreeningDataError
from anju.screening.indicator_kinds import load_indicators
from anju.screening.kinds import Kind, load_kinds
from anju.screening.official import Directory, load_directory
from anju.screening.outcome import Reason, Screening, Verdict
from anju.storage.yaml_file import read_yaml

STAGES = ("nothing", "clicked", "code", "installed", "paid")
_SECTIONS = ("verdicts", "now", "stages", "labels", "authority")
Both = Mapping[str, str]


class Words(NamedTuple):
    """Everything that is needed to tell a verdict."""

    texts: Mapping[str, Mapping[str, Both]]
    whys: Mapping[str, Both]  # of signs and indicators
    kinds: Mapping[str, Kind]
    knowledge: Knowledge
    directory: Directory

    def headline(self, found: Screening, language: str) -> str:
        name = self.kinds[found.kind].name[language]
        sender, checked = "", ""
        if found.sender is not None:
            organisation = self.directory.organisations[found.sender]
            sender, checked = organisation.name[language], organisation.checked_on.isoformat()
        text = self._text("verdicts", found.verdict.value, language)
        return text.format(kind=name, sender=sender, checked_on=checked)

    def now(self, found: Screening, language: str) -> str:
        return self._text("now", found.verdict.value, language)

    def stage(self, stage: str, language: str) -> str:
        return self._text("stages", stage, language)

    def reason(self, reason: Reason, language: str) -> str:
        line = self._text("labels", "reason", language)
        return line.format(text=reason.text, why=self.whys[reason.sign][language])

    def authority(self, found: Screening, language: str) -> str:
        """Return the source: that of the fact about this kind of scam, else the general one."""
        if found.verdict is Verdict.OFFICIAL:
            return self._text("authority", "official", language)
        record = self.knowledge.get(found.type or "")
        if record is not None and found.verdict in {Verdict.HIGH_RISK, Verdict.SUSPICIOUS}:
            words: dict[str, str] = record.authority.dict()
            return words[language]
        return self._text("authority", "default", language)

    def label(self, name: str, language: str, **words: Any) -> str:
        return self._text("labels", name, language).format(**words)

    def _text(self, section: str, name: str, language: str) -> str:
        return self.texts[section][name][language]


def load_words(data: Path, knowledge: Optional[Knowledge] = None) -> Words:
    """Return the texts of a data folder.

    Raises:
        DataFileError: a file cannot be used, or a text lacks a language.
    """
    path = data / "dialogue" / "screening.yml"
    texts = read_yaml(path)
    for section in _SECTIONS:
        for name, both in (texts.get(section) or {None: {}}).items():
            if not isinstance(both, dict) or set(both) != {"zh", "en"}:
                raise ScreeningDataError(f"{path}: {section}: {name}: needs zh and en.")
    whys: dict[str, Both] = {
        str(sign["id"]): sign["why"]
        for file in sign_files(data / "lexicon")
        for sign in read_yaml(file)["signs"]
    }
    indicators = load_indicators(data / "lexicon" / "indicators.yml")
    whys.update({name: kind.why for name, kind in indicators.items() if kind.why is not None})
    return Words(
        texts,
        whys,
        load_kinds(data / "screening"),
        knowledge if knowledge is not None else load_knowledge(data / "knowledge"),
        load_directory(data / "official"),
    )

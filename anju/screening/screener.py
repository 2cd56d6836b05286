"""The engine: a message in, a verdict with its reasons out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timezone
from typing import Any

from numpy.typing import NDArray

from anju.language.detect import detect_language
from anju.language.encoder import encode
from anju.screening.chats import bare, read_chat
from anju.screening.kinds import Group, Kind
from anju.screening.model import Score, ScreeningModel
from anju.screening.outcome import Reason, Screening, Verdict
from anju.screening.paste import looks_pasted
from anju.screening.reader import Reader, Reading
from anju.screening.verdict import Thresholds, decide

ENCODED = 160  # characters that the sentence vector is made from; more blur it and cost time
_MOST_REASONS = 6


class Screener:
    """Judge messages, one or many."""

    def __init__(
        self,
        reader: Reader,
        model: ScreeningModel,
        kinds: Mapping[str, Kind],
        weights: Mapping[str, int],
        thresholds: Thresholds,
    ) -> None:
        """`weights` are those of the warning signs."""
        self.reader = reader
        self.model = model
        self._kinds = kinds
        self._weights = weights
        self._thresholds = thresholds

    def screen(self, texts: Sequence[str]) -> list[Screening]:
        """Judge messages, each on its own."""
        readings = [self.reader(text) for text in texts]
        return self.judge(readings, encode([to_encode(reading.text.text) for reading in readings]))

    def judge(self, readings: Sequence[Reading], vectors: NDArray[Any]) -> list[Screening]:
        """Judge what was read; `vectors` (n, 512) belong to the normalised texts."""
        if not readings:
            return []
        scores = self.scores(readings, vectors)
        today = datetime.now(timezone.utc).date()
        return [self._screening(r, s, today) for r, s in zip(readings, scores)]

    def scores(self, readings: Sequence[Reading], vectors: NDArray[Any]) -> list[Score]:
        """Return the score of each message; talks are read as talks."""
        scores = self.model.scores([reading.seen for reading in readings], vectors)
        return self._with_chats(readings, scores)

    def _with_chats(self, readings: Sequence[Reading], scores: list[Score]) -> list[Score]:
        """A talk is judged without its names as well; the worse of the two counts."""
        talks = {
            place: bare(turns)
            for place, reading in enumerate(readings)
            if "\n" in reading.text.original and (turns := read_chat(reading.text.original))
        }
        if not talks:
            return scores
        read = [self.reader(text) for text in talks.values()]
        vectors = encode([to_encode(reading.text.text) for reading in read])
        again = self.model.scores([reading.seen for reading in read], vectors)
        for place, other in zip(talks, again):
            worse = max(scores[place], other, key=lambda score: score.scam)
            scores[place] = worse._replace(talk=True)
        return scores

    def _screening(self, reading: Reading, score: Score, today: date) -> Screening:
        verdict = decide(score, reading, self._weights, self._thresholds, today)
        kind = self._kind_for(verdict, score)
        sender = reading.findings.sender if verdict is Verdict.OFFICIAL else None
        return Screening(
            verdict,
            score.scam,
            kind,
            self._kinds[kind].type,
            () if verdict is Verdict.OFFICIAL else self._reasons(reading),
            detect_language(reading.text.original) or "",
            None if sender is None else sender.id,
            looks_pasted(reading, score),
        )

    def _kind_for(self, verdict: Verdict, score: Score) -> str:
        """The best kind that fits the verdict: a suspicious message is of a scam kind."""
        wanted = {
            Verdict.HIGH_RISK: Group.SCAM,
            Verdict.SUSPICIOUS: Group.SCAM,
            Verdict.NUISANCE: Group.NUISANCE,
        }.get(verdict)
        for kind, _ in score.kinds:
            if wanted is None or self._kinds[kind].group is wanted:
                return kind
        return score.kind

    def _reasons(self, reading: Reading) -> tuple[Reason, ...]:
        """Signs first, the weightiest before the others; then indicators that may be shown."""
        shown = self.reader.indicators
        found = [
            (-self._weights.get(sign.sign, 1), sign.start, sign.sign, sign.end)
            for sign in reading.signs
        ]
        found += [
            (0, each.start, each.id, each.end)
            for each in reading.findings.indicators
            if shown.get(each.id) is not None and shown[each.id].why is not None
        ]
        reasons: dict[str, Reason] = {}
        for _, start, name, end in sorted(found):
            if name not in reasons:
                reasons[name] = Reason(name, start, end, reading.text.original[start:end])
        return tuple(list(reasons.values())[:_MOST_REASONS])


def to_encode(text: str) -> str:
    """Return what the sentence vector is made from: the beginning, and the end of a long text."""
    if len(text) <= ENCODED:
        return text
    return f"{text[: ENCODED // 2]} {text[-ENCODED // 2 :]}"

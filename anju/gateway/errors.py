"""What the door says when it does not let something in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from starlette.responses import JSONResponse

from anju.storage.yaml_file import DataFileError, read_yaml

STATUS: Mapping[str, int] = {
    "malformed_json": 400,
    "missing_token": 401,
    "unknown_token": 401,
    "expired_token": 401,
    "not_found": 404,
    "wrong_method": 405,
    "too_slow": 408,
    "body_too_large": 413,
    "picture_too_large": 413,
    "not_json": 415,
    "not_a_picture": 415,
    "empty_message": 422,
    "message_too_long": 422,
    "not_text": 422,
    "slash_command": 422,
    "not_screenable": 422,
    "too_many_pixels": 422,
    "no_text": 422,
    "too_many_requests": 429,
    "internal_error": 500,
    "too_busy": 503,
    "screening_unavailable": 503,
    "picture_unavailable": 503,
}
LANGUAGES = ("zh", "en")


class DoorError(Exception):
    """A request that is refused; `code` is a key of `STATUS`.

    `retry_after` is in seconds, for refusals that pass by themselves.
    """

    def __init__(self, code: str, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after


class ErrorAnswers:
    """Refusals as JSON, with a text for the person in both languages."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        self._texts = texts

    def __call__(self, error: DoorError, headers: Mapping[str, str] | None = None) -> JSONResponse:
        status = STATUS[error.code]
        answer = JSONResponse(
            {"error": error.code, "message": dict(self._texts[error.code])}, status, headers
        )
        if status == 401:
            answer.headers["WWW-Authenticate"] = "Bearer"
        if error.retry_after is not None:
            answer.headers["Retry-After"] = str(error.retry_after)
        return answer


def load_error_answers(path: Path) -> ErrorAnswers:
    """Return the answers with the texts at `path` (`data/door/errors.yml`).

    Raises:
        DataFileError: the file is unusable, or a text is missing or belongs to no error.
    """
    content = read_yaml(path)
    texts = content.get("errors") if isinstance(content, dict) else None
    if not isinstance(texts, dict) or set(texts) != set(STATUS):
        raise DataFileError(f"{path}: `errors:` needs exactly the keys {', '.join(STATUS)}.")
    for code, text in texts.items():
        if not isinstance(text, dict) or set(text) != set(LANGUAGES) or not all(text.values()):
            raise DataFileError(f"{path}: {code}: needs one text in zh and one in en.")
    return ErrorAnswers(texts)

"""Who is talking: a token that says nothing and is kept nowhere.

The token is a random part with a signed time. The person id that the rest of Anju sees is made
from the random part with the key, so neither can be found from the other without the key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner

from anju.gateway.errors import DoorError
from anju.settings import SECRET_LENGTH, Settings, SettingsError

RANDOM_BYTES = 24
PERSON_LENGTH = 32  # hexadecimal digits
_DAY = 86_400  # seconds
_KEY_FILE = "gateway.key"


class Sessions:
    """Make tokens and read them back."""

    def __init__(self, key: str, days: int, clock: Callable[[], float] = time.time) -> None:
        """`days` is how long a token is good for."""
        self.seconds = days * _DAY
        self._key = key.encode()
        self._signer = _Signer(key, clock)

    def open(self) -> str:
        """Return a new token."""
        part = base64.urlsafe_b64encode(secrets.token_bytes(RANDOM_BYTES))
        return self._signer.sign(part).decode()

    def person(self, token: object) -> str:
        """Return the person id behind a token.

        Raises:
            DoorError: missing_token, expired_token, unknown_token.
        """
        if not isinstance(token, str) or not token:
            raise DoorError("missing_token")
        try:
            part = self._signer.unsign(token, max_age=self.seconds)
            random = base64.b64decode(part, altchars=b"-_", validate=True)
        except SignatureExpired:
            raise DoorError("expired_token") from None
        except (BadSignature, binascii.Error, ValueError):
            raise DoorError("unknown_token") from None
        digest = hmac.new(self._key, random, hashlib.sha256).hexdigest()
        return digest[:PERSON_LENGTH]


class _Signer(TimestampSigner):
    def __init__(self, key: str, clock: Callable[[], float]) -> None:
        super().__init__(key, salt="anju.gateway.session", digest_method=hashlib.sha256)
        self._clock = clock

    def get_timestamp(self) -> int:
        return int(self._clock())


def gateway_key(settings: Settings) -> str:
    """Return the key that signs sessions; without a setting, the one in the storage folder.

    A key made here stays: with another one all sessions would end at every restart.

    Raises:
        SettingsError: the key file is unusable, or cannot be written.
    """
    if settings.gateway_secret:
        return settings.gateway_secret
    path = settings.storage_folder / _KEY_FILE
    try:
        if not path.exists():
            _make_key(path)
        path.chmod(0o600)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"ANJU_GATEWAY_SECRET is empty and {path} cannot be used ({type(error).__name__}); "
            "expected is a secret, or a storage folder that can be written."
        ) from error
    if len(key) < SECRET_LENGTH:
        raise SettingsError(
            f"ANJU_GATEWAY_SECRET is empty and {path} has {len(key)} characters; expected are "
            f"at least {SECRET_LENGTH}. Delete the file and a new key is made."
        )
    return key


def _make_key(path: Path) -> None:
    """Write a new key; of two processes that start together both end with the same one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
    try:
        os.link(draft, path)  # fails when the other process was first
    except FileExistsError:
        pass
    finally:
        draft.unlink()

"""Run the door: python -m anju.gateway."""

from __future__ import annotations

import logging
import sys

import uvicorn

from anju.gateway.app import create_app
from anju.settings import SettingsError, load_settings
from anju.storage.yaml_file import DataFileError


def main() -> None:
    """Serve until stopped; a wrong setting or file ends it with one plain line."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # It writes every address it asks, and a person id is part of one.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        settings = load_settings()
        if not settings.internal_secret:
            raise SettingsError(
                "ANJU_INTERNAL_SECRET is empty; expected is the secret that Rasa's channel has too."
            )
        app = create_app(settings)
    except (SettingsError, DataFileError, OSError) as error:
        sys.exit(f"anju.gateway: {error}")
    uvicorn.run(
        app,
        host=settings.gateway_host,
        port=settings.gateway_port,
        access_log=False,  # it would write addresses
        server_header=False,
        proxy_headers=False,  # X-Forwarded-For is read in rates.py, from known proxies only
        lifespan="on",
        ws="none",
        log_config=None,
        timeout_graceful_shutdown=int(settings.gateway_turn_seconds) + 1,
    )


if __name__ == "__main__":
    main()

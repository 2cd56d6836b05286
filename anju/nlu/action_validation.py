"""Check what the action server answers without compiling the schema at every call.

Rasa validates each answer with `jsonschema.validate`, which first checks the schema itself
against its meta-schema: 25 of the 45 ms of a turn. The schema never changes, so a validator made
once does the same check in a tenth of a millisecond (docs/decisions/0008-action-validation.md).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict

from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


def _validate_action_result(self: RemoteAction, result: Dict[str, Any]) -> bool:
    """Return True for a valid answer; the error of the original otherwise."""
    try:
        _validator().validate(result)
    except ValidationError as error:
        error.message += (
            f". Failed to validate Action server response from API, "
            f"make sure your response from the Action endpoint is valid. ({self.name()})"
        )
        raise
    return True


def validate_quickly() -> None:
    """Make this process use the validator that was made once."""
    RemoteAction._validate_action_result = _validate_action_result

"""One spelling of plain data, and its SHA-256: the same edition or scorecard has the same digest everywhere."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.values import amount


def plain(value: Any) -> Any:
    """Data that JSON can hold: amounts and dates as text in their one spelling, tuples as lists."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, Decimal):
        return amount(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def digest(value: Any) -> str:
    """SHA-256 in hex over the canonical JSON (sorted keys, no spaces, UTF-8) of plain data."""
    text = json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()

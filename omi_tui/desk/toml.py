"""Writing the little TOML that the settings need: tables one deep; texts, numbers, days, truth, lists of texts."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

Value = str | bool | int | date | list[str]


def flat(content: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested tables as one table with dotted names."""
    result: dict[str, Any] = {}
    for name, value in content.items():
        if isinstance(value, dict):
            result |= flat(value, f"{prefix}{name}.")
        else:
            result[prefix + name] = value
    return result


def dumps(content: Mapping[str, Value]) -> str:
    """TOML for *content*, whose names have at most one dot; what has none comes first."""
    lines: list[str] = []
    table = ""
    for name, value in sorted(content.items(), key=lambda item: ("." in item[0], item[0])):
        head, dot, last = name.rpartition(".")
        if dot and head != table:
            table = head
            lines += ["", f"[{table}]"] if lines else [f"[{table}]"]
        lines.append(f"{last} = {_value(value)}")
    return "\n".join(lines) + "\n" if lines else ""


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # a JSON string is a TOML basic string

"""The few pages that the insurer itself shows in a browser: a heading and some sentences, nothing that runs."""

from collections.abc import Sequence

from fastapi.responses import HTMLResponse
from jinja2 import Environment

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_PAGE = Environment(autoescape=True, trim_blocks=True).from_string(
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
</head>
<body>
<p><strong>Training page of the bundled insurer. · Учебная страница встроенного страховщика.</strong></p>
<h1>{{ title }}</h1>
{% for text in texts %}
<p>{{ text }}</p>
{% endfor %}
</body>
</html>
"""
)


def web_page(title: str, texts: Sequence[str], status: int = 200) -> HTMLResponse:
    """A page; every text is escaped."""
    return HTMLResponse(_PAGE.render(title=title, texts=texts), status, HEADERS)

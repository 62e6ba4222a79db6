"""The content security policy of a page: what it may run, and what it may ask for."""

import re
from base64 import b64encode
from hashlib import sha256
from urllib.parse import urlsplit

CHARSET = '<meta charset="utf-8">'
LIVE = 'class="live-notice"'  # stands on each page whose code runs in the browser
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
CONNECT = re.compile(r'<[^<>]*\sdata-connect="([^"]*)"')  # addresses that an element asks for, where the reader presses for it


def with_policy(html: str, pyodide: str) -> str:
    """The page with its policy written at its head, before anything that the policy could refuse."""
    if CHARSET not in html:
        raise ValueError(f"a page without {CHARSET}: its policy has no place")
    rules = policy(html, pyodide if LIVE in html else None)
    return html.replace(CHARSET, f'{CHARSET}\n      <meta http-equiv="Content-Security-Policy" content="{rules}">', 1)


def policy(html: str, pyodide: str | None) -> str:
    """The policy of this page, with Python where the page has an address of Pyodide."""
    rules = {
        "default-src": ["'self'"],  # fonts, and the next page, which Firefox fetches ahead
        "script-src": ["'self'", *hashes(html)],
        "style-src": ["'self'", "'unsafe-inline'"],  # KaTeX and Matplotlib set places and sizes in style attributes
        "img-src": ["'self'", "data:"],  # the theme's icons, a lab's figures
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],  # the search
        "frame-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "object-src": ["'none'"],
    }
    if pyodide is not None:
        # A worker made from a blob has the policy of its page, and begins Pyodide from bytes that were checked before.
        rules["script-src"] += ["'wasm-unsafe-eval'", "blob:"]
        rules["worker-src"] += ["blob:"]
        rules["connect-src"] += [pyodide] if urlsplit(pyodide).netloc else []
    rules["connect-src"] += [address for found in CONNECT.findall(html) for address in found.split()]
    return "; ".join(" ".join([name, *sources]) for name, sources in rules.items())


def hashes(html: str) -> list[str]:
    """The SHA-256 of each inline script, as a policy names it."""
    inline = {text for attributes, text in SCRIPT.findall(html) if not SOURCE.search(attributes)}
    return sorted(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in inline)

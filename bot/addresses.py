"""Where a log can be, as a URL: which database it means, and how it is shown to people."""

import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

REMOTE = ("postgresql", "postgres")
SECRETS = ("password", "sslpassword")
MASK = "***"


class NoAddress(ValueError):
    """A URL that names no database; the message says what was expected, and not the URL."""

    def __init__(self) -> None:
        super().__init__(
            "expected postgresql://user:password@host:5432/database or sqlite:///path/to/file"
        )


def is_remote(url: str) -> bool:
    """Whether a URL names a database on a server, not a file.

    Raises:
        NoAddress: if it is neither.
    """
    scheme, mark, rest = url.partition("://")
    if mark and scheme in REMOTE and rest:
        return True
    sqlite_file(url)
    return False


def sqlite_file(url: str) -> Path:
    """The file that a URL names: `sqlite:///var/log.db` is relative, `sqlite:////srv/log.db` not.

    Raises:
        NoAddress: if it names no file.
    """
    found = re.fullmatch(r"sqlite:///([^?#]+)", url)
    if found is None:
        raise NoAddress
    return Path(unquote(found[1]))


def shown(url: str) -> str:
    """A URL without its secrets."""
    try:
        parts = urlsplit(url)
        asked = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return f"{url.partition('://')[0]}://{MASK}"
    who, at, place = parts.netloc.rpartition("@")
    name, colon, _ = who.partition(":")
    query = urlencode([(k, MASK if k in SECRETS else v) for k, v in asked], safe="/*:,")
    netloc = f"{name}{colon and ':' + MASK}{at}{place}"
    return f"{parts.scheme}://{netloc}{parts.path}{query and '?' + query}"

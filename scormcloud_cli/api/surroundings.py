"""What the environment says of how the service is reached: certificates and proxies."""

import os
import ssl
from pathlib import Path

from scormcloud_cli.api.errors import UsageError

_PROXIES = ("https_proxy", "http_proxy", "all_proxy", "no_proxy")


def trusted() -> ssl.SSLContext | bool:
    """Return which certificates are trusted, as httpx takes it.

    These are those of ``SSL_CERT_FILE`` and ``SSL_CERT_DIR``, else those that httpx brings along.

    Raises:
        UsageError: there are none where these variables say.
    """
    named = {name: os.environ.get(name) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR")}
    if not any(named.values()):
        return True
    file, folder = named.values()
    try:
        if folder and not any(Path(part).is_dir() for part in folder.split(os.pathsep)):
            raise FileNotFoundError("there is no such folder")  # OpenSSL would pass over it
        return ssl.create_default_context(cafile=file or None, capath=folder or None)
    except OSError as error:
        names = " and ".join(f"{name}={value}" for name, value in named.items() if value)
        raise UsageError(
            f"no certificates can be read where {names} says: {error.strerror or error}",
            code="certificates_unreadable",
            hint="name a file or folder of certificates in PEM, or unset it",
        ) from None


def proxies() -> tuple[str, ...]:
    """Return the variables that say which proxy is used, and for which hosts none is."""
    return tuple(name for name in os.environ if name.lower() in _PROXIES and os.environ[name])


def unusable_proxy() -> UsageError:
    """Return what to raise where no connection can be made as these variables say."""
    return UsageError(
        f"the settings of the proxy cannot be used: {', '.join(proxies())}",
        code="proxy_unusable",
        hint="write it as http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT; "
        "NO_PROXY holds names of hosts, with commas between them",
    )

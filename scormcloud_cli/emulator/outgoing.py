"""The connections that the emulator opens to others: each for a limited time, all ended with it."""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, InvalidStateError, wait
from contextlib import suppress
from typing import Any, TypeVar
from urllib.request import (
    BaseHandler,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from scormcloud_cli.emulator.refusals import Refusal

Result = TypeVar("Result")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Told the address that is about to be connected to and whether over https; refuses by raising.
Judge = Callable[[Address, bool], None]

# Fewer than the threads that answer calls: whoever waits for others leaves some for the rest.
_MOST_AT_ONCE = 32
# How long others may be silent, in seconds.
_SILENCE = 30
# IPv6 addresses that stand for the IPv4 address in their last 32 bits (RFC 6052).
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


class Outgoing:
    """What an emulator asks of others.

    Args:
        allow_local: whether files may be fetched from this machine and its network.
    """

    def __init__(self, *, allow_local: bool) -> None:
        self.allow_local = allow_local
        self._lock = threading.Lock()
        self._running: dict[Future[Any], Line] = {}
        self._is_stopped = False

    def within(self, seconds: float, work: Callable[["Line"], Result]) -> Result:
        """Return what some work over a line returns, or raise what it raises.

        Args:
            seconds: how long it may take in all: looking the name up, connecting, every byte.
            work: does it; when its line is cut, because of the time or because the emulator is
                stopped, nobody waits for it any longer.

        Raises:
            Refusal: it took too long, there is too much at once, or the emulator is being stopped.
        """
        result: Future[Result] = Future()
        line = Line()
        with self._lock:
            if self._is_stopped:
                raise _stopped()
            if len(self._running) >= _MOST_AT_ONCE:
                raise Refusal(429, "The emulator waits for too many other servers at once")
            self._running[result] = line
        # A daemon: looking a name up cannot be ended from here, and must not keep the process.
        threading.Thread(
            target=_settle, args=(result, work, line), name="outgoing", daemon=True
        ).start()
        try:
            return result.result(seconds)
        except CancelledError:
            raise _stopped() from None
        except TimeoutError:
            if not result.cancel():  # it has ended just now
                return result.result()
            raise Refusal(400, f"it took longer than {seconds:g} seconds") from None
        finally:
            line.cut()
            with self._lock:
                del self._running[result]

    def stop(self, grace: float = 0.0) -> None:
        """Cut every line, after so many seconds for what is nearly done; open no other."""
        with self._lock:
            running = list(self._running)
        wait(running, grace)
        with self._lock:
            self._is_stopped = True
            running = list(self._running)
        for result in running:
            result.cancel()


class Line:
    """The connections of one piece of work, one after another."""

    def __init__(self) -> None:
        #: Whether nobody waits for the work any longer.
        self.is_cut = False
        self._socket: socket.socket | None = None

    def opener(self, judge: Judge, *handlers: BaseHandler) -> OpenerDirector:
        """Return what opens URLs over this line.

        No proxy is used: it would look the name up itself, and lead to where nobody has judged.
        """
        return build_opener(ProxyHandler({}), _Handler(self, judge), *handlers)

    def connect(self, host: str, port: int, judge: Judge, *, is_secure: bool) -> socket.socket:
        """Connect to an address that has been judged, and to no other."""
        failure = OSError(f"{host} has no address")
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        ):
            judge(ipaddress.ip_address(address[0]), is_secure)
            connection = self.hold(socket.socket(family, kind, protocol))
            connection.settimeout(_SILENCE)
            # What is sent in parts does not wait until each has come.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                connection.connect(address)
            except OSError as error:
                connection.close()
                failure = error
            else:
                return connection
        raise failure

    def hold(self, connection: socket.socket) -> socket.socket:
        """Take a connection as the one to cut, and return it."""
        self._socket = connection
        if self.is_cut:
            connection.close()
        return connection

    def cut(self) -> None:
        """End the connection: whoever reads from it reads no further."""
        self.is_cut = True
        if self._socket is not None:
            with suppress(OSError):
                # Of the socket beneath a TLS one: TLS is not safe to close while it is read.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def is_local(address: Address) -> bool:
    """Say whether an address is of this machine or its network, and not of the internet."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            address = inner
    return not address.is_global


class _Connection(http.client.HTTPConnection):
    """A connection that is made over a line."""

    def __init__(self, host: str, line: Line, judge: Judge) -> None:
        super().__init__(host)
        self._line = line
        self._judge = judge

    def connect(self) -> None:
        self.sock = self._line.connect(self.host, self.port, self._judge, is_secure=False)


class _SecureConnection(_Connection):
    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        plain = self._line.connect(self.host, self.port, self._judge, is_secure=True)
        self.sock = plain  # closed with this, should TLS not come about
        secured = ssl.create_default_context().wrap_socket(
            plain, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock = self._line.hold(secured)
        secured.do_handshake()


class _Handler(HTTPHandler, HTTPSHandler):
    def __init__(self, line: Line, judge: Judge) -> None:
        super().__init__()
        self._terms = line, judge

    def http_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(self._plain, req)

    def https_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(self._secure, req)

    def _plain(self, host: str, /, **_options: Any) -> _Connection:
        return _Connection(host, *self._terms)

    def _secure(self, host: str, /, **_options: Any) -> _Connection:
        return _SecureConnection(host, *self._terms)


def _settle(result: Future[Result], work: Callable[[Line], Result], line: Line) -> None:
    # Where nobody waits any longer, nobody is told.
    with suppress(InvalidStateError):
        try:
            result.set_result(work(line))
        except InvalidStateError:
            raise
        except BaseException as error:  # is raised where it is waited for
            result.set_exception(error)


def _stopped() -> Refusal:
    return Refusal(503, "the emulator is being stopped")

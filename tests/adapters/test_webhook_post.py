"""Webhooks reach the checked address and no other: no private network, no rebinding, no redirect, no endless wait."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.reachable import checked_addresses, is_permitted
from dashboard.adapters.webhook_post import post
from dashboard.errors import NotDelivered
from tests.loopback import Web, certificate, raw_server, web_server
from tests.ports import HERE, free_port

LOOPBACK = (ip_network("127.0.0.0/8"),)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of this machine."""
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(pair: tuple[Path, Path]) -> ssl.SSLContext:
    """A client that trusts it."""
    return ssl.create_default_context(cafile=str(pair[0]))


def test_a_post_arrives(pair: tuple[Path, Path], trusted: ssl.SSLContext) -> None:
    """Path and body as given, under the name that was asked for."""
    web = Web()
    with web_server(web, pair) as port:
        post(f"https://localhost:{port}/hook?x=1", b'{"a":1}', LOOPBACK, trusted=trusted)
    assert web.asked == [("/hook?x=1", f"localhost:{port}", b'{"a":1}')]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0",  # noqa: S104  # refused
     "169.254.169.254", "[::ffff:169.254.169.254]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "10.0.0.1", "172.16.0.1",
     "192.168.1.1", "100.64.0.1", "[fe80::1]", "[fc00::1]", "[fec0::1]", "224.0.0.1", "[ff02::1]", "255.255.255.255",
     "240.0.0.1", "[::]", "192.0.2.1", "198.18.0.1"],
)  # fmt: skip
def test_private_addresses_are_refused_however_they_are_spelt(host: str) -> None:
    """Loopback, link-local, cloud metadata, multicast and all that is packed inside another address; for good."""
    with pytest.raises(NotDelivered, match="is in a private network, so nothing was sent") as refused:
        post(f"https://{host}:{free_port()}/hook/secret-of-the-test", b"{}")
    assert refused.value.lasting
    assert "secret-of-the-test" not in str(refused.value)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111"])
def test_public_addresses_may_be_reached(address: str) -> None:
    """What the internet routes."""
    assert is_permitted(ip_address(address))


def test_a_network_of_the_house_can_be_allowed() -> None:
    """Its addresses and no others."""
    allowed = (ip_network("10.1.2.0/24"),)
    assert is_permitted(ip_address("10.1.2.3"), allowed)
    assert not is_permitted(ip_address("10.1.3.3"), allowed)


def resolver(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """A name service that answers these addresses, question by question; returns what was asked."""
    asked: list[str] = []
    left = list(answers)

    def answer(host: str, port: int, *_arguments: Any, **_more: Any) -> list[Any]:
        if host == HERE:  # an address is its own answer
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        asked.append(host)
        now = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in now]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


def test_one_bad_address_among_good_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with a public and a private address is refused as a whole."""
    resolver(monkeypatch, ["93.184.216.34", "127.0.0.1"])
    with pytest.raises(NotDelivered, match="private network"):
        checked_addresses("hooks.example", 443)


def test_a_name_is_asked_once_and_what_was_checked_is_connected_to(
    pair: tuple[Path, Path], trusted: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second answer, which would be another machine, is never asked for."""
    web, connected = Web(), list[Any]()
    inner = socket.create_connection

    def connect(address: Any, *arguments: Any, **more: Any) -> socket.socket:
        connected.append(address)
        return inner(address, *arguments, **more)

    with web_server(web, pair) as port:
        asked = resolver(monkeypatch, [HERE], ["192.0.2.7"])
        monkeypatch.setattr(socket, "create_connection", connect)
        post(f"https://localhost:{port}/hook", b"{}", LOOPBACK, trusted=trusted)
    assert asked == ["localhost"]
    assert connected == [(HERE, port)]
    assert len(web.asked) == 1


def test_redirects_are_not_followed(pair: tuple[Path, Path], trusted: ssl.SSLContext) -> None:
    """Not to this machine's own services, and not anywhere else."""
    target, web = Web(), Web()
    with web_server(target) as inside, web_server(web, pair) as port:
        web.status, web.headers = 307, {"location": f"http://127.0.0.1:{inside}/admin"}
        with pytest.raises(NotDelivered, match=r"answered with a redirect \(307\), which is not followed") as refused:
            post(f"https://localhost:{port}/hook", b"{}", LOOPBACK, trusted=trusted)
    assert refused.value.lasting
    assert target.asked == []


@pytest.mark.parametrize(("status", "lasting"), [(404, True), (410, True), (429, False), (500, False), (503, False)])
def test_an_error_is_for_good_or_for_now(
    pair: tuple[Path, Path], trusted: ssl.SSLContext, status: int, lasting: bool  # noqa: FBT001  # a parameter
) -> None:  # fmt: skip
    """Gone is gone; too many and broken are tried again."""
    web = Web()
    web.status = status
    with web_server(web, pair) as port, pytest.raises(NotDelivered, match=f"localhost answered {status}") as refused:
        post(f"https://localhost:{port}/hook", b"{}", LOOPBACK, trusted=trusted)
    assert refused.value.lasting is lasting


def test_an_answer_without_end_is_not_read(pair: tuple[Path, Path], trusted: ssl.SSLContext) -> None:
    """The status is all that counts."""
    web = Web()
    web.endless = True
    with web_server(web, pair) as port:
        post(f"https://localhost:{port}/hook", b"{}", LOOPBACK, trusted=trusted)
    assert len(web.asked) == 1


@contextmanager
def slow(pair: tuple[Path, Path], answer: bytes) -> Iterator[int]:
    """A web server that gives its status line byte by byte for ever, or nothing at all."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair)

    def talk(caller: socket.socket) -> None:
        with context.wrap_socket(caller, server_side=True) as safe:
            while answer:
                safe.sendall(answer)
                time.sleep(0.05)
            safe.recv(100_000)
            safe.recv(1)

    with raw_server(talk) as port:
        yield port


@pytest.mark.parametrize("answer", [b"H", b""])
def test_a_hung_or_dripping_server_ends_in_time(
    pair: tuple[Path, Path], trusted: ssl.SSLContext, answer: bytes
) -> None:
    """Whatever trickles in, the whole has an end."""
    with slow(pair, answer) as port, pytest.raises(NotDelivered, match=r"in time|ended the connection"):
        post(f"https://localhost:{port}/hook", b"{}", LOOPBACK, trusted=trusted, seconds=1.0)


def mute(caller: socket.socket) -> None:
    """Listen, and never answer."""
    while caller.recv(65_536):
        continue


def test_a_server_that_never_shakes_hands_ends_in_time(trusted: ssl.SSLContext) -> None:
    """A connection is made, and then nothing."""
    with raw_server(mute) as port, pytest.raises(NotDelivered, match="did not answer in time"):
        post(f"https://localhost:{port}/hook", b"{}", LOOPBACK, trusted=trusted, seconds=1.0)


def test_only_https_and_only_whom_we_trust(pair: tuple[Path, Path]) -> None:
    """No plain http, no certificate that nobody trusts, nobody there, and a name that nobody knows."""
    web = Web()
    with web_server(web, pair) as port:
        with pytest.raises(NotDelivered, match="cannot be reached safely"):
            post(f"https://localhost:{port}/hook", b"{}", LOOPBACK)
        with pytest.raises(NotDelivered, match="has no https address"):
            post(f"http://localhost:{port}/hook", b"{}", LOOPBACK)
    assert web.asked == []
    with pytest.raises(NotDelivered, match="cannot be reached safely"):
        post(f"https://127.0.0.1:{free_port()}/hook", b"{}", LOOPBACK)
    with pytest.raises(NotDelivered, match=r"Nobody knows the host hooks\.invalid"):
        post("https://hooks.invalid/hook", b"{}", LOOPBACK)

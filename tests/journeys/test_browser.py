"""The browser of a person who signs in: redirects, the sign-in page, and no host that was not declared."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cpcs_harness.journeys.browser import Browser, host_of

FORM = b'<form method="post" action="/enter"><input type="hidden" name="request" value="7"><input name="user"></form>'


class _Site(BaseHTTPRequestHandler):
    """Answers as its server's `answers` say, by path; keeps what it was asked."""

    def do_GET(self):
        self._answer(b"")

    def do_POST(self):
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body):
        self.server.asked.append((self.command, self.path, dict(self.headers), body))
        status, headers, content = self.server.answers.get(self.path, (404, {}, b"nothing here"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    servers = []

    def start(**answers):
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
        server.asked, server.answers = [], {f"/{path}": answer for path, answer in answers.items()}
        server.host = f"127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def browser(*allowed, page="", requests=None):
    seen = requests if requests is not None else []
    return Browser(
        allowed=frozenset(allowed),
        page_host=page,
        own=frozenset({page}),
        typed={"user": "555000000001"},
        mark={"X-CPCS-Sign-In": "555000000001"},
        record=lambda *request: seen.append(request),
    )


def test_it_ends_where_no_redirect_leads_further(site):
    candidate = site(start=(302, {"Location": "/end"}, b""), end=(200, {}, b"signed in"))

    ended = browser(candidate.host).go(f"http://{candidate.host}/start")

    assert (ended.status, ended.page, ended.problem) == (200, "signed in", "")
    assert ended.address.endswith("/end")


def test_it_fills_in_the_form_of_the_sign_in_page_alone(site):
    page = site(authorize=(200, {"Content-Type": "text/html"}, FORM))
    candidate = site(start=(302, {"Location": f"http://{page.host}/authorize"}, b""), back=(200, {}, FORM))
    page.answers["/enter"] = (302, {"Location": f"http://{candidate.host}/back"}, b"")

    ended = browser(page.host, candidate.host, page=page.host).go(f"http://{candidate.host}/start")

    assert ended.address.endswith("/back")
    assert page.asked[-1][3] == b"request=7&user=555000000001"
    assert [asked[0] for asked in candidate.asked] == ["GET", "GET"]


def test_only_the_sign_in_page_is_told_for_whom_it_is_asked(site):
    page = site(authorize=(404, {}, b""))
    candidate = site(start=(302, {"Location": f"http://{page.host}/authorize"}, b""))

    browser(page.host, candidate.host, page=page.host).go(f"http://{candidate.host}/start")

    assert page.asked[0][2]["X-CPCS-Sign-In"] == "555000000001"
    assert "X-CPCS-Sign-In" not in candidate.asked[0][2]


def test_cookies_go_back_to_who_set_them_and_to_nobody_else(site):
    page = site(authorize=(404, {}, b""))
    candidate = site(
        start=(302, {"Location": "/go", "Set-Cookie": "login=abc; Path=/; HttpOnly"}, b""),
        go=(302, {"Location": f"http://{page.host}/authorize"}, b""),
    )

    browser(page.host, candidate.host, page=page.host).go(f"http://{candidate.host}/start")

    assert candidate.asked[1][2]["Cookie"] == "login=abc"
    assert "Cookie" not in page.asked[0][2]


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("http://127.0.0.1:{port}/secret", id="another-port-here"),
        pytest.param("http://169.254.169.254/latest/meta-data", id="link-local"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("ftp://{allowed}/x", id="other-scheme"),
        pytest.param("http://user@{allowed}/x", id="user-in-it"),
        pytest.param("http://[::1", id="not-an-address"),
        pytest.param("javascript:alert(1)", id="script"),
        pytest.param("", id="nothing"),
        pytest.param("http://{allowed}.evil.example/", id="longer-name"),
    ],
)
def test_it_goes_nowhere_that_was_not_declared(site, address):
    allowed, other = site(), site(secret=(200, {}, b"secret"))

    ended = browser(allowed.host).go(address.format(allowed=allowed.host, port=other.server_port))

    assert ended.status == 0
    assert "not declared" in ended.problem
    assert (allowed.asked, other.asked) == ([], [])


def test_it_follows_no_redirect_to_where_it_may_not_go(site):
    other = site(secret=(200, {}, b"secret"))
    candidate = site(start=(302, {"Location": f"http://{other.host}/secret"}, b""))

    ended = browser(candidate.host).go(f"http://{candidate.host}/start")

    assert "not declared" in ended.problem
    assert other.asked == []


def test_it_does_not_go_round_in_circles_for_ever(site):
    candidate = site(start=(302, {"Location": "/start"}, b""))

    ended = browser(candidate.host).go(f"http://{candidate.host}/start")

    assert "more than 12 addresses" in ended.problem


def test_what_passed_with_the_candidate_is_recorded_and_silence_too(site):
    requests = []
    candidate = site(start=(302, {"Location": "http://127.0.0.1:1/gone"}, b""))

    ended = browser(candidate.host, "127.0.0.1:1", requests=requests).go(f"http://{candidate.host}/start")

    assert "gave no answer" in ended.problem
    assert [(method, answer and answer.status) for method, _, _, answer in requests] == [
        ("GET", 302),
        ("GET", None),
    ]


@pytest.mark.parametrize("location", ["http://[::1", "//[x", "http://a\u2100b/".encode().decode("latin-1")])
def test_a_redirect_to_what_is_no_address_ends_the_way(site, location):
    candidate = site(start=(302, {"Location": location}, b""))

    ended = browser(candidate.host).go(f"http://{candidate.host}/start")

    assert (ended.status, bool(ended.problem)) == (0, True)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("HTTP://LocalHost:8800/x", "localhost:8800"),
        ("https://app.example:443/", "app.example"),
        ("http://app.example:80", "app.example"),
        ("https://app.example:80/", "app.example:80"),
        ("http://somebody@app.example/", ""),
        ("mailto:somebody@app.example", ""),
    ],
)
def test_one_host_is_one_however_it_is_written(address, host):
    assert host_of(address) == host

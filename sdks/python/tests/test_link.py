"""One connection, opened again without anybody noticing."""

import http.client
import unittest

from tests.support import fake_server as fake
from tests.support.fake_server import FakeServer
from trainwire.delivery.link import Link, LinkError

NDJSON = "application/x-ndjson"


def answer_and_close(exchange: fake.Exchange) -> None:
    """Answers as if the connection stayed open, and closes it, as idle ones are."""
    exchange.answer(200, {})
    fake.close(exchange)


class LinkTest(unittest.TestCase):
    def setUp(self) -> None:
        self.server = self.enterContext(FakeServer())

    def link(self, url: str) -> Link:
        link = Link(url, timeout=5)
        self.addCleanup(link.close)
        return link

    def test_a_connection_that_the_server_closed_while_idle_is_opened_again_at_once(self) -> None:
        self.server.always = answer_and_close
        link = self.link(self.server.url)
        for _ in range(3):
            self.assertEqual(link.post("/x", b"", NDJSON).status, 200)
        self.assertEqual(self.server.connections, 3)

    def test_a_new_connection_that_breaks_is_an_error_and_not_tried_twice(self) -> None:
        self.server.always = fake.close
        with self.assertRaises(LinkError):
            self.link(self.server.url).post("/x", b"", NDJSON)
        self.assertEqual(len(self.server.exchanges), 1)

    def test_an_answer_that_is_no_http_is_an_error_like_any_other(self) -> None:
        def speak_another_language(exchange: fake.Exchange) -> None:
            exchange.handler.wfile.write(b"220 smtp ready\r\n")
            fake.close(exchange)

        self.server.always = speak_another_language
        with self.assertRaises(LinkError) as raised:
            self.link(self.server.url).post("/x", b"", NDJSON)
        self.assertIsInstance(raised.exception.__cause__, http.client.HTTPException)

    def test_the_address_may_have_a_path_before_that_of_the_protocol(self) -> None:
        self.server.always = lambda exchange: exchange.answer(200, {})
        self.link(f"{self.server.url}/behind/a/proxy/").post("/api/v1/trainings", b"{}", NDJSON)
        self.assertEqual(self.server.exchanges[0].path, "/behind/a/proxy/api/v1/trainings")

    def test_a_retry_after_is_read_in_seconds_and_bounded(self) -> None:
        for header, seconds in (("7", 7.0), ("86400", 60.0), ("tomorrow", None)):
            self.server.always = fake.status(503, Retry_After=header)
            reply = self.link(self.server.url).post("/x", b"", NDJSON)
            self.assertEqual(reply.retry_after, seconds)

"""The played 111 Adaptor at a real RabbitMQ: what a consumer gets there, and what is refused."""

import json
from dataclasses import replace
from functools import partial
from queue import Queue

import pika
import pytest

from cpcs_harness._content.mocks.adaptor.broker import Broker
from cpcs_harness._content.mocks.adaptor.publisher import Adaptor
from rabbitmq import needs_rabbitmq, rabbitmq

pytestmark = needs_rabbitmq

SECONDS = 30


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    with rabbitmq(tmp_path_factory.mktemp("rabbitmq"), firehose=True) as url:
        yield url


@pytest.fixture
def adaptor(world):
    return Adaptor(world)


@pytest.fixture
def channel(broker):
    with pika.BlockingConnection(pika.URLParameters(broker)) as connection:
        yield connection.channel()


@pytest.fixture
def queue(request, channel):
    """A queue that only this test knows the name of; it is not made beforehand."""
    name = f"reports.{request.node.name[:60]}"
    yield name
    channel.queue_delete(name)


@pytest.fixture
def told(world, monkeypatch):
    """What the firehose tells, as it is written down."""
    told, write, exchange = Queue(), world.recorder.write, world.recorder.exchange

    def kept(writing, data):
        written = writing(data)
        told.put(data)
        return written

    monkeypatch.setattr(world.recorder, "write", partial(kept, write))
    monkeypatch.setattr(world.recorder, "exchange", partial(kept, exchange))
    return partial(told.get, timeout=SECONDS)


def taken(channel, queue):
    """Give every message of a queue, as a consumer that acknowledges gets them."""
    found = []
    while True:
        method, properties, body = channel.basic_get(queue, auto_ack=True)
        if method is None:
            return found
        found.append((properties, body))


def test_a_report_arrives_with_its_properties(adaptor, broker, channel, queue, issued, seen):
    sent = adaptor.publish(issued.report, Broker(broker, queue))

    ((properties, body),) = taken(channel, queue)
    assert sent.status == 200
    assert properties.message_id == properties.headers["messageId"] == issued.report.message_id
    assert properties.delivery_mode == 2
    header = json.loads(body)["entry"][0]["resource"]
    assert (header["resourceType"], header["id"]) == ("MessageHeader", issued.report.message_id)
    event = seen.last("adaptor", "publish")
    assert event["data"]["response"]["start"] == {"status": 200}
    assert seen.body(event) == body


def test_what_was_published_is_recorded_without_the_brokers_address(adaptor, broker, queue, issued, seen):
    adaptor.publish(issued.report, Broker(broker, queue), damage="no-patient", variant="an unreadable one")

    event = seen.last("adaptor", "publish")
    assert (event["journey"], event["data"]["direction"]) == (issued.journey, "to-candidate")
    assert event["data"]["protocol"] == "amqp"
    assert event["data"]["request"]["start"] == {"method": "PUBLISH", "target": queue}
    facts = event["data"]["facts"]
    assert (facts["damage"], facts["variant"]) == ("no-patient", "an unreadable one")
    assert facts["report"]["document_id"] == issued.report.document_id
    assert broker.rpartition("/")[0] not in json.dumps(event)


def test_messages_come_in_the_order_in_which_they_were_published(adaptor, broker, channel, queue, issued):
    ids = [f"0B7A5C44-0000-4000-8000-00000000000{number}" for number in range(3)]
    for message_id in ids:
        adaptor.publish(replace(issued.report, message_id=message_id), Broker(broker, queue))

    assert [properties.message_id for properties, _ in taken(channel, queue)] == ids


def test_a_queue_that_is_made_for_it_is_durable(adaptor, broker, channel, queue, issued):
    adaptor.publish(issued.report, Broker(broker, queue))

    with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="inequivalent arg 'durable'"):
        channel.connection.channel().queue_declare(queue, durable=False)


def test_a_queue_that_is_there_keeps_its_arguments(adaptor, broker, channel, queue, issued):
    channel.queue_declare(queue, durable=True, arguments={"x-queue-mode": "lazy"})

    assert adaptor.publish(issued.report, Broker(broker, queue)).status == 200
    assert len(taken(channel, queue)) == 1


def test_a_queue_that_is_full_takes_nothing_and_says_so(adaptor, broker, channel, queue, issued, seen):
    channel.queue_declare(queue, arguments={"x-max-length": 1, "x-overflow": "reject-publish"})
    adaptor.publish(issued.report, Broker(broker, queue))

    assert adaptor.publish(issued.report, Broker(broker, queue)).status == 0
    assert "NackError" in seen.last("adaptor", "publish")["data"]["response"]["start"]["error"]
    assert len(taken(channel, queue)) == 1


def test_a_login_that_is_refused_is_told_in_the_brokers_words(adaptor, broker, issued, seen):
    sent = adaptor.publish(issued.report, Broker(broker.replace("guest:guest", "guest:hush-hush"), "reports"))

    event = seen.last("adaptor", "publish")
    assert sent.status == 0
    assert "ACCESS_REFUSED" in event["data"]["response"]["start"]["error"]
    assert "hush-hush" not in json.dumps(event)


def test_a_virtual_host_that_is_not_there_is_told(adaptor, broker, issued, seen):
    adaptor.publish(issued.report, Broker(broker.replace("%2F", "elsewhere"), "reports"))

    error = seen.last("adaptor", "publish")["data"]["response"]["start"]["error"]
    assert "vhost elsewhere not found" in error


def test_what_others_put_on_the_queue_is_seen_and_nothing_else(adaptor, broker, channel, queue, issued, told):
    channel.queue_declare("elsewhere")
    adaptor.publish(issued.report, Broker(broker, queue))
    ((_, body),) = taken(channel, queue)
    first = {type(one).__name__: one for one in (told(), told())}
    assert first["QueueWatched"].queue == queue
    assert first["Exchange"].operation == "publish"

    channel.basic_publish("", "elsewhere", b"an event of the system's own")
    channel.basic_publish("", queue, body)
    put = told()

    assert (put.operation, put.direction, put.journey) == ("put_by_others", "from-candidate", issued.journey)
    assert put.request.start == {"method": "PUBLISH", "target": queue, "user": "guest"}
    assert put.request.body == body

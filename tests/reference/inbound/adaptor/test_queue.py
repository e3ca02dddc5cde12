"""The 111 Adaptor's queue at a real RabbitMQ."""

import threading

import pika
import pytest

from rabbitmq import needs_rabbitmq, rabbitmq
from reference_nation import wait_until
from reference_referrals import adaptor

pytestmark = needs_rabbitmq
QUEUE = "encounter-report"


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    with rabbitmq(tmp_path_factory.mktemp("rabbitmq")) as url:
        yield url


@pytest.fixture
def channel(broker):
    with pika.BlockingConnection(pika.URLParameters(broker)) as connection:
        channel = connection.channel()
        yield channel
        channel.connection.channel().queue_delete(QUEUE)


@pytest.fixture
def consuming(broker, channel, settings, make_service, at):
    """A pharmacist whose system stands behind the adaptor."""
    settings["adaptor"] = {"amqp_url": broker, "queue": QUEUE}
    service = make_service()
    service.adaptor_queue.start()
    return at(service)


def publish(channel, *bodies):
    channel.queue_declare(QUEUE, durable=True)
    for body in bodies:
        channel.basic_publish("", QUEUE, body)


def left(channel):
    """How many messages the queue has that no consumer holds."""
    return channel.queue_declare(QUEUE, passive=True).method.message_count


def rows(pharmacist):
    return pharmacist.see("worklist")["referrals"]


def test_what_is_published_is_listed(consuming, channel):
    publish(channel, adaptor())

    wait_until(lambda: rows(consuming), "the referral is listed")
    wait_until(lambda: left(channel) == 0, "the queue is empty")


def test_what_cannot_be_read_stops_nothing_after_it(consuming, channel):
    publish(channel, b"{", adaptor(patient=None), adaptor())

    wait_until(lambda: rows(consuming), "the sound one is listed")
    assert len(rows(consuming)) == 1


def test_what_waited_before_the_start_is_taken(channel, broker, settings, make_service, at):
    publish(channel, adaptor())
    settings["adaptor"] = {"amqp_url": broker, "queue": QUEUE}
    service = make_service()
    service.adaptor_queue.start()

    wait_until(lambda: rows(at(service)), "the referral is listed")


def test_a_message_that_was_not_stored_comes_again(channel, broker, settings, make_service, at, monkeypatch):
    settings["adaptor"] = {"amqp_url": broker, "queue": QUEUE}
    service = make_service()
    tried = threading.Event()
    does = service.adaptor_queue.intake.take

    def lose_the_first(body):
        if tried.is_set():
            return does(body)
        tried.set()
        raise SystemError("the process is killed here")

    def cut(queue_channel, _tag, body):
        lose_the_first(body)
        queue_channel.basic_ack(_tag)

    monkeypatch.setattr(service.adaptor_queue, "deal_with", cut)
    publish(channel, adaptor())
    service.adaptor_queue.start()

    wait_until(lambda: rows(at(service)), "the referral is listed, over another connection")


def test_a_broker_that_comes_late_is_found(broker, channel, settings, make_service, at):
    settings["adaptor"] = {"amqp_url": broker.replace("guest:guest", "guest:wrong"), "queue": QUEUE}
    service = make_service()
    queue = service.adaptor_queue
    parameters = queue._parameters()
    right = pika.URLParameters(broker).credentials
    refused = threading.Event()
    does = queue._consume

    def consume(given):
        try:
            does(given)
        except Exception:
            refused.set()
            given.credentials = right
            raise

    queue._consume = consume
    thread = threading.Thread(target=queue._run, args=(parameters,), daemon=True)
    thread.start()
    assert refused.wait(30), "the broker did not refuse the first login within 30 s"
    publish(channel, adaptor())

    wait_until(lambda: rows(at(service)), "the referral is listed")
    service.stopping.set()
    thread.join(10)
    assert not thread.is_alive()


def test_a_queue_keeps_the_arguments_that_its_owner_gave_it(broker, channel, settings, make_service, at):
    channel.queue_declare(QUEUE, durable=True, arguments={"x-max-length": 7})
    channel.basic_publish("", QUEUE, adaptor())
    settings["adaptor"] = {"amqp_url": broker, "queue": QUEUE}
    service = make_service()
    service.adaptor_queue.start()

    wait_until(lambda: rows(at(service)), "the referral is listed")


def test_a_system_that_stops_stops_consuming(consuming):
    names = [thread.name for thread in threading.enumerate()]
    assert "adaptor-queue" in names

    consuming.service.close()

    assert "adaptor-queue" not in [thread.name for thread in threading.enumerate()]


def test_the_process_consumes_when_it_serves(broker, channel, settings, start):
    settings["adaptor"] = {"amqp_url": broker, "queue": QUEUE}
    process = start()
    process.base()
    publish(channel, adaptor())

    wait_until(lambda: process.act("worklist")["observation"]["referrals"], "the referral is listed")

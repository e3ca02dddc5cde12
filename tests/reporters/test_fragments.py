"""The page itself holds verdicts and what failures rest on; the rest is packed."""

from itertools import accumulate, chain

from lxml import html as lxml_html

from assessed import typed
from cpcs_harness.reporters import fragments, html
from drawn_report import fragments as packed


def page_of(sample):
    return lxml_html.document_fromstring(html.render(*typed(sample)))


def test_what_is_wrong_stands_in_the_page_and_the_rest_is_drawn_on_demand(sample):
    page = page_of(sample)
    criteria = {
        f"{requirement['id']}.{criterion['id']}": criterion["verdict"]
        for requirement in [*sample[0]["requirements"], *sample[0]["context"]]
        for criterion in requirement["criteria"]
    }

    at_once = {id for id in criteria if page.get_element_by_id(id).xpath("dl")}

    assert at_once == {
        id for id, verdict in criteria.items() if verdict in ("fail", "error", "query", "warning")
    }


def test_of_many_criteria_that_fail_the_first_stand_in_the_page_and_no_other_is_lost(sample, monkeypatch):
    monkeypatch.setattr(fragments, "CRITERIA_AT_ONCE", 2)
    written = html.render(*typed(sample))
    page = lxml_html.document_fromstring(written)
    wrong = [
        f"{requirement['id']}.{criterion['id']}"
        for requirement in [*sample[0]["requirements"], *sample[0]["context"]]
        for criterion in requirement["criteria"]
        if criterion["verdict"] in ("fail", "error", "query", "warning")
    ]
    kept = set(chain.from_iterable(packed(written).values()))

    assert len(wrong) > 2
    assert [id for id in wrong if page.get_element_by_id(id).xpath("dl")] == wrong[:2]
    assert [page.get_element_by_id(id).get("data-in") for id in wrong[2:]] == [
        id.partition(".")[0] for id in wrong[2:]
    ]
    assert set(wrong[2:]) <= kept


def test_each_verdict_stands_in_the_page(sample):
    page = page_of(sample)

    for criterion in page.xpath("//details[@class='criterion']"):
        assert criterion.xpath("summary//strong[contains(@class, 'nhsuk-tag')]")


def test_the_exchanges_of_failures_stand_in_the_page(sample):
    page = page_of(sample)
    failed = {
        id
        for requirement in [*sample[0]["requirements"], *sample[0]["context"]]
        for criterion in requirement["criteria"]
        for check in criterion["checks"]
        if check["verdict"] in ("fail", "error")
        for id in check["exchanges"]
    }

    assert failed
    assert {event.get("id") for event in page.xpath("//details[contains(@class, 'event')]")} == failed


def test_of_many_failures_the_first_exchanges_stand_in_the_page_and_no_other_is_lost(sample, monkeypatch):
    monkeypatch.setattr(fragments, "AT_ONCE", 1)
    written = html.render(*typed(sample))
    page = lxml_html.document_fromstring(written)

    stand = [event.get("id") for event in page.xpath("//details[contains(@class, 'event')]")]
    kept = set(chain.from_iterable(packed(written).values()))
    every = {f"{event['kind'][0]}{event['seq']}" for event in sample[1].events}
    shown = {id for id in every if id[0] in "eo"}

    assert len(stand) == 1
    assert shown - set(stand) <= kept


def test_the_place_of_each_packed_exchange_is_named_in_the_page(sample):
    written = html.render(*typed(sample))
    page = lxml_html.document_fromstring(written)

    holders = page.xpath("//details[@data-ids]")
    assert holders
    for holder in holders:
        group = packed(written)[holder.get("data-in")]
        told = holder.get("data-ids").split()
        numbers = accumulate(int(one[1:]) for one in told)
        assert [f"{one[0]}{number}" for one, number in zip(told, numbers, strict=True)] == [
            id for id in group if id[1:].isdigit()
        ]
        assert holder.get("id") in group

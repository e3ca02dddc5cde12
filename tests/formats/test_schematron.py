"""The evaluation of Schematron: which nodes break which rule, and what is refused as a rule."""

import threading

import pytest
from lxml import etree

from cpcs_harness.errors import HarnessError
from cpcs_harness.formats.problem import path_of
from cpcs_harness.formats.schematron import Schematron

RULES = """<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron">
  <sch:ns prefix="x" uri="urn:x"/>
  <sch:pattern>
    <sch:rule context="x:item">
      <sch:assert id="EVEN" role="error" see="nowhere" test="@n mod 2 = 0">must be even, and is
        <sch:value-of select="@n"/></sch:assert>
      <sch:assert id="SMALL" role="warning" see="nowhere" test="@n &lt; 10">should be small</sch:assert>
    </sch:rule>
    <sch:rule context="x:list[@kind]/x:note"><sch:assert id="NOTE" role="error" see="nowhere" test="text()">must say
      something</sch:assert></sch:rule>
    <sch:rule context="/x:list"><sch:assert id="SOME" role="error" see="nowhere" test="*">must hold
      something</sch:assert></sch:rule>
  </sch:pattern>
</sch:schema>"""


@pytest.fixture
def rules(tmp_path):
    (tmp_path / "rules.sch").write_text(RULES)
    return Schematron([tmp_path / "rules.sch"], {"x:list": "/x:list"})


def told(rules, inside, attributes=""):
    root = etree.fromstring(f'<list xmlns="urn:x" {attributes}>{inside}</list>')
    return [(one.rule, one.level, path_of(one.node), one.text) for one in rules.findings(root)]


def test_each_node_that_breaks_a_rule_is_told_with_its_place_and_value(rules):
    assert told(rules, '<item n="2"/><item n="13"/><item n="12"/>') == [
        ("EVEN", "error", "/list/item[2]", "must be even, and is 13"),
        ("SMALL", "warning", "/list/item[2]", "should be small"),
        ("SMALL", "warning", "/list/item[3]", "should be small"),
    ]


def test_what_is_wrong_below_a_context_is_told_by_its_own_place(tmp_path):
    test = 'test="not(x:item[@n = 0])" subject="x:item[@n = 0]"'
    (tmp_path / "rules.sch").write_text(RULES.replace('test="*"', test))
    rules = Schematron([tmp_path / "rules.sch"], {})

    found = told(rules, '<item n="2"/><item n="0"/><item n="0"/>')

    assert found == [("SOME", "error", "/list/item[2]", "must hold something")]


def test_where_there_is_no_subject_the_context_is_told(tmp_path):
    (tmp_path / "rules.sch").write_text(RULES.replace('test="*"', 'test="*" subject="x:item"'))

    assert told(Schematron([tmp_path / "rules.sch"], {}), "") == [
        ("SOME", "error", "/list", "must hold something")
    ]


def test_a_context_may_start_at_a_place_with_a_predicate(rules):
    assert told(rules, "<note/>") == []
    assert [rule for rule, *_ in told(rules, "<note/>", 'kind="a"')] == ["NOTE"]


def test_the_root_itself_may_break_a_rule(rules):
    assert told(rules, "") == [("SOME", "error", "/list", "must hold something")]


def test_a_long_value_of_the_messages_own_is_cut(rules):
    (one,) = told(rules, f'<item n="{"x" * 10_000}"/>')[:1]

    assert len(one[3]) < 200


@pytest.mark.parametrize(
    ("was", "becomes"),
    [('id="EVEN" ', ""), ('role="error"', 'role="fatal"'), ('see="nowhere" ', ""), ('test="*"', "")],
)
def test_an_assert_that_lacks_something_is_refused_with_its_line(was, becomes, tmp_path):
    (tmp_path / "rules.sch").write_text(RULES.replace(was, becomes))

    with pytest.raises(HarnessError, match=r"rules\.sch:\d+: an assert needs"):
        Schematron([tmp_path / "rules.sch"], {})


def test_a_context_that_is_a_union_is_refused(tmp_path):
    (tmp_path / "rules.sch").write_text(RULES.replace('context="x:item"', 'context="x:item | x:note"'))

    with pytest.raises(HarnessError, match="union"):
        Schematron([tmp_path / "rules.sch"], {})


def test_threads_may_share_the_rules(rules):
    wrong = []

    def judge(number):
        for _ in range(200):
            found = [text for *_, text in told(rules, f'<item n="{number}"/>')]
            if found != [f"must be even, and is {number}"]:
                wrong.append(found)

    threads = [threading.Thread(target=judge, args=(number,)) for number in (1, 3, 5, 7)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=30)
    assert wrong == []

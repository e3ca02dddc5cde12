"""summary.md is a page for a pipeline."""

from assessed import typed
from cpcs_harness.reporters import summary


def test_it_says_the_outcome_what_is_wrong_and_what_to_do(sample):
    page = summary.render(*typed(sample))

    assert f"**{sample[0]['outcome']['sentence']}**" in page
    assert "The essential gate is **not met**." in page
    assert "Supplier-run, not challenged. Unsigned." in page
    assert "- **MI-PDS-E** Personal Demographics Service (PDS), essential: **not met**. PDS-03 fails" in page
    assert "  - To do: Make a new UUID for each request" in page


def test_it_counts_by_pathway_and_level(sample):
    assert (
        "| Minor illness | Essential for October 2021 | Does not meet | 11 | 2 | 1 | 1 | 1 | 3 | 1 | 1 | 1 |"
        in summary.render(*typed(sample)).splitlines()
    )


def test_a_judging_by_another_is_told(sample):
    assert "Not so planned." not in summary.render(*typed(sample))
    sample[0]["harness"] |= {"as_planned": False, "differs": ["engine"], "sentence": "Not so planned."}

    assert "**Not so planned.**" in summary.render(*typed(sample)).splitlines()


def test_what_is_not_tested_yet_is_one_line(sample):
    page = summary.render(*typed(sample))

    [line] = [line for line in page.splitlines() if line.startswith("Not tested by the project yet")]
    assert ": MI-GPR-E, MI-GPR-R, MI-N111-R," in line
    assert "| MI-CKS-E NICE Clinical Knowledge Summaries (CKS) | essential | Awaiting a person |" in page


def test_what_nothing_accounts_for_is_one_line(sample):
    told = "**Nothing accounts for 1 call or message: pds (1). See Account in report.html.**"

    assert told in summary.render(*typed(sample)).splitlines()
    sample[0]["account"]["channels"][1]["unaccounted"] = 0
    assert "Nothing accounts for" not in summary.render(*typed(sample))


def test_limits_are_listed(sample):
    assert "- The run took place on one premises.\n" in summary.render(*typed(sample))


def test_a_run_in_which_all_is_well_says_so(sample):
    assessment = sample[0]
    assessment["requirements"] = [one for one in assessment["requirements"] if one["verdict"] == "met"]
    assessment["limits"] = []
    assessment["outcome"]["met"] = True

    page = summary.render(*typed(sample))

    assert "The essential gate is **met**." in page
    assert "Nothing.\n" in page
    assert "Everything was shown." in page
    assert "None is named." in page


def test_a_long_list_ends_in_a_pointer_to_the_report(sample):
    [wrong] = [one for one in sample[0]["requirements"] if one["verdict"] == "not_met"]
    sample[0]["requirements"] = [wrong] * 43

    assert "And 3 more requirements: see report.html." in summary.render(*typed(sample))

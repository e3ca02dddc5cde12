"""Everything that comes to a service is accounted for: by a patient, a step, or what the service itself asks for.

Source: NHS England, Data Security and Protection Toolkit, assertion 1 (personal confidential data is shared and looked
at for lawful purposes only); what is lawful without a patient is listed in `traffic.yaml`, each with its source.
"""

from cpcs_harness.judging import EvidenceView, NotShown, criterion
from cpcs_harness.judging.account import Ledger, State

from ._accounted import all_accounted_for, entries_of

UNWATCHED = (
    "what is put on the adaptor's queue is not seen: the broker's firehose is off. Turn it on with `rabbitmqctl "
    "trace_on` for the virtual host that [adaptor] amqp names"
)
UNDECLARED = "it declares nothing that needs this service"


@criterion("ACC-16")
def test_each_email_is_accounted_for(evidence: EvidenceView):
    """Those that name nobody as well: what is sealed or cut may say anything to a stranger."""
    all_accounted_for(entries_of(evidence, "nhsmail"))


@criterion("ACC-17")
def test_each_message_over_mesh_is_accounted_for(evidence: EvidenceView):
    """Polls, answers and acknowledgements among them."""
    all_accounted_for(entries_of(evidence, "mesh", "gp_itk3"))


@criterion("ACC-18")
def test_each_question_to_pds_is_accounted_for(evidence: EvidenceView):
    """About somebody who was referred, while the consultation is open, or what a step asked for."""
    all_accounted_for(entries_of(evidence, "pds"))


@criterion("ACC-19")
def test_each_question_to_the_mini_service_is_accounted_for(evidence: EvidenceView):
    """About somebody who was referred, while the consultation is open, or what a step asked for."""
    all_accounted_for(entries_of(evidence, "smsp"))


@criterion("ACC-20")
def test_each_look_at_a_care_record_is_accounted_for(evidence: EvidenceView):
    """About somebody who was referred, while the consultation is open."""
    all_accounted_for(entries_of(evidence, "scr"))


@criterion("ACC-21")
def test_each_question_to_the_tracker_is_accounted_for(evidence: EvidenceView):
    """Either interface of it: a patient, or a prescription that a step or an answer gave."""
    all_accounted_for(entries_of(evidence, "eps_tracker", "clinical_tracker"))


@criterion("ACC-22")
def test_each_check_of_an_exemption_is_accounted_for(evidence: EvidenceView):
    """About somebody who was referred."""
    all_accounted_for(entries_of(evidence, "rtec"))


@criterion("ACC-23")
def test_each_onward_referral_is_accounted_for(evidence: EvidenceView):
    """About somebody who was referred here."""
    all_accounted_for(entries_of(evidence, "onward"))


@criterion("ACC-24")
def test_each_question_to_dos_is_accounted_for(evidence: EvidenceView):
    """For a place that the system was told of."""
    all_accounted_for(entries_of(evidence, "dos"))


@criterion("ACC-25")
def test_each_question_for_guidance_is_accounted_for(evidence: EvidenceView):
    """Topics, and nothing handed in."""
    all_accounted_for(entries_of(evidence, "cks"))


@criterion("ACC-26")
def test_each_question_to_the_register_is_accounted_for(evidence: EvidenceView):
    """Pharmacists' numbers, and nothing handed in."""
    all_accounted_for(entries_of(evidence, "cppe"))


@criterion("ACC-27")
def test_what_goes_to_the_identity_services_is_accounted_for(evidence: EvidenceView):
    """Sign-in and tokens, in which no patient is named."""
    all_accounted_for(entries_of(evidence, "oauth", "cis2"))


@criterion("ACC-29")
def test_nobody_but_the_adaptor_fills_its_queue(evidence: EvidenceView):
    """Seen by the broker's firehose, where that is on; what is put elsewhere on a broker is its owner's own."""
    evidence.all_together()
    handed = evidence.of_run("adaptor")
    if not evidence.views.watched:
        raise NotShown(UNWATCHED, blame="environment", exchanges=[handed[0].id])
    entries = evidence.views.read(Ledger).entries
    all_accounted_for(entry for entry in entries if entry.channel == "adaptor")


@criterion("ACC-28")
def test_no_listener_is_called_that_nobody_gave(evidence: EvidenceView):
    """Nor a service that the system declares no use of."""
    evidence.all_together()
    known = {kind.channel for kind in evidence.views.traffic}
    entries = evidence.views.read(Ledger).entries
    evidence.journeys  # noqa: B018 - a criterion whose journeys were not run has nothing to stand on
    if not entries:
        raise NotShown("nothing was sent to any service")
    last = {entry.channel: entry.call.id for entry in entries}  # all were looked at: too many to name
    evidence.looked_at.extend(last.values())
    strange = [entry for entry in entries if entry.state == State.UNACCOUNTED]
    all_accounted_for(entry for entry in strange if entry.channel not in known or UNDECLARED in entry.why)

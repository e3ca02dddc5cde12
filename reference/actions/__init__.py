"""Everything that a person can do with this system, one function an action."""

from . import care_record, consultation, desk, keying, links, patient, referral, sending, signing_in
from .shape import Action


def all_actions() -> dict[str, Action]:
    """The actions by the names that the control API knows them by."""
    return {
        "sign_in": signing_in.sign_in,
        "choose_role": signing_in.choose_role,
        "sign_out": signing_in.sign_out,
        "enrol_pharmacist": desk.enrol_pharmacist,
        "load_directory": desk.load_directory,
        "lookup_practice_email": desk.lookup_practice_email,
        "worklist": referral.worklist,
        "open_referral": referral.open_referral,
        "list_alerts": referral.list_alerts,
        "key_referral": keying.key_referral,
        "reject_referral": referral.reject_referral,
        "record_contact_attempt": referral.record_contact_attempt,
        "read_audit": referral.read_audit,
        "find_patient": patient.find_patient,
        "check_nhs_number": patient.check_nhs_number,
        "choose_patient": patient.choose_patient,
        "record_consent": patient.record_consent,
        "view_guidance": links.view_guidance,
        "record_permission_to_view": care_record.record_permission_to_view,
        "view_summary_care_record": care_record.view_summary_care_record,
        "track_prescriptions": links.track_prescriptions,
        "find_pharmacies": links.find_pharmacies,
        "record_consultation": consultation.record_consultation,
        "supply_medicine": consultation.supply_medicine,
        "complete": consultation.complete,
        "notify_gp": sending.notify_gp,
        "submit_claims": sending.submit_claims,
        "collect_messages": sending.collect_messages,
        "restart": desk.restart,
    }

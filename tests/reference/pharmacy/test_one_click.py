"""SCR 1-Click."""


def test_1_click_hands_the_patient_over_beside_the_address(pharmacist, referral):
    seen = pharmacist.see("view_summary_care_record", referral, through="scr-1-click")

    assert (seen["launched"], seen["context"], seen["window"]) == (True, {"nhs_number": "9990000018"}, "new")
    assert "999" not in seen["links"][0]["address"]

"""What the tracker calls its codes of prescriptions, items and treatments.

Source: interface sheet dos-eps-rtec-scr-dmd, 3.3; the words for items are the sheet's, the JSON tracker's are not
published. Those of FHIR are the displays of the Clinical Prescription Tracker API's own schemas (3.5).
"""

PRESCRIPTION = {
    "0000": "Awaiting Release Ready",
    "0001": "To be Dispensed",
    "0002": "With Dispenser",
    "0003": "With Dispenser - Active",
    "0004": "Expired",
    "0005": "Cancelled",
    "0006": "Dispensed",
    "0007": "Not Dispensed",
    "0008": "Claimed",
    "0009": "No-Claimed",
    "9000": "Repeat dispense future instance",
    "9001": "Prescription future instance",
    "9005": "Cancelled future instance",
}
ITEM = {
    "0001": "Fully Dispensed",
    "0002": "Not Dispensed",
    "0003": "Partly Dispensed",
    "0004": "Owing",
    "0005": "Cancelled",
    "0006": "Expired",
    "0007": "To be Dispensed",
    "0008": "With Dispenser",
}
TREATMENT = {
    "0001": "Acute Prescription",
    "0002": "Repeat Prescribing",
    "0003": "Repeat Dispensing",
}
FHIR_PRESCRIPTION = {**PRESCRIPTION, "9000": "Repeat Dispense future instance"}
FHIR_ITEM = {
    "0001": "Item fully dispensed",
    "0002": "Item not dispensed",
    "0003": "Item dispensed - partial",
    "0004": "Item not dispensed - owing",
    "0005": "Item Cancelled",
    "0006": "Expired",
    "0007": "Item to be dispensed",
    "0008": "Item with dispenser",
}

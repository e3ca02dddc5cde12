"""What the tracker calls its codes of prescriptions, items and treatments.

Source: interface sheet dos-eps-rtec-scr-dmd, 3.3; the words for items are the sheet's, the tracker's are not published.
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

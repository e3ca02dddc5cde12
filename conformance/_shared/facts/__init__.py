"""What a message says of a patient, held against all that anybody recorded, adopted or served for the patient."""

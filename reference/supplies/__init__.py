"""What is supplied at the patient's request: what may be, what the pharmacist is told, and what is kept of it."""

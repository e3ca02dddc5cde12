"""Supply at the patient's request: what was recorded goes out, what the law bars, and what the pharmacist is told."""

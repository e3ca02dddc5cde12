"""Readers and judges of the formats that candidates send; nothing here builds a message."""

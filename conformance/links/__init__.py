"""Embedded hyperlinks: EPS tracker, NICE CKS, and the Summary Care Record."""

"""Synthetic years: fictional operators, suppliers and cases by documented assumptions."""

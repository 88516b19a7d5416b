"""Texts that have broken software: markup, formulas, scripts of every kind, and what is no text."""

from __future__ import annotations

MARKUP = "<script>alert(1)</script>"
ALL: dict[str, str] = {
    "markup": f"{MARKUP}\"'><img src=x onerror=alert(1)>&amp;{{{{ 7*7 }}}}{{% now 'Y' %}}",
    "formula": '=HYPERLINK("http://example.invalid","x")',
    "command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3",
    "tab formula": "\t=1+1",
    "right to left": "شركة الشبكة المحدودة \u200f(مثال)\u200f",
    "bidi override": "invoice\u202egpj.exe\u2066\u2067",
    "combining": "Z\u0351\u036b\u0313a\u0334l\u0337g\u0338o\u0335 が",
    "emoji": "\U0001f469\U0001f3fd\u200d\U0001f680\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "variation": "葛\U000e0100城市 辻\U000e0101",
    "beyond": "\U00020bb7野家 \U00029e3d",
    "zero width": "a\u200bb\u200cc\u2060d\ufeff",
    "nul": "a\x00b",
    "control": "a\x1b[31mb\x08\x7f\x85",
    "surrogate": "a\ud800b",
    "lines": "first\r\nX-Injected: yes\nsecond",
    "long": "長" * 10_000,
    "blank": " 　 ",
    "path": "../../../etc/passwd",
    "percent": "%s %n %(x)s {0} ${jndi:ldap://x}",
    "quote": "'; DROP TABLE cases_casefile; --",
}
"""By what each is."""

"""From what stands on paper to letters that can be compared: folding, kana, kanji, Hangul."""

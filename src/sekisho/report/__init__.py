"""An assessment in words: terminal, HTML, JSON; Japanese and English alike."""

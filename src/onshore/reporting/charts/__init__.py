"""Charts as SVG text: each takes rows of plain numbers and words, and is drawn once for each width."""

"""One file a section: the sentence that heads it, and what shows it, from the same figures."""

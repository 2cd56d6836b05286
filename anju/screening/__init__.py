"""Is this a scam? Reading, indicators, signs, a learned score, a verdict."""

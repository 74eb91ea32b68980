//! What does the counter say: lending, taking back, renewing?

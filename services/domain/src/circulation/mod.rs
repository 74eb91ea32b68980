//! The counter: lending out, taking back, renewing, and what follows when something is late or lost.

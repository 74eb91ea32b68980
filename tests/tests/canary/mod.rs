//! Is anything personal of a patron to be found where it must not be? A whole story at the most talkative level, then a search.

mod birds;
mod nothing_leaks;
mod relay;
mod story;
mod territory;

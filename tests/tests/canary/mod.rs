//! Is anything personal of a patron to be found where it must not be? A whole story at the most talkative level, then a search.

mod apart;
mod birds;
mod carried;
mod nothing_leaks;
mod portable;
mod relay;
mod story;
mod territory;

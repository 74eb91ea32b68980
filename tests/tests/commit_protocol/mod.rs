//! Do the federator and the nodes agree on who has which item, whatever the line and the machines do to them? A model of
//! how a copy is asked for, committed, released and told about, with every order of events tried.
//!
//! **Modelled:** three libraries, two of them listed as holders, and one or two requests that compete. Each message may be
//! lost, repeated, delayed or overtaken, any number of times; every ask may time out at any moment. Once in each space of
//! states a node or the federator may crash while it works on a message, before or after it has kept what it decided; a
//! request may be cancelled; a copy may be lent at the counter and come back; a day may pass, so that those who wait look
//! again. What follows from an event of a request is decided by the domain's own `request_lifecycle::decide`.
//!
//! **Not modelled:** the ways of the van (a journey begins, serves and ends at home), deadlines of journeys, suspending,
//! ranking, a store restored from a backup, and time itself. What the federator and the node do around the domain's rule is
//! written down here once more, in short; that the product does the same is for the stories and the simulation to show.
//! Versions count per subject here and per ledger there: only versions of one subject are ever compared. Being away for a
//! while is no event of its own, since all that was said meanwhile arrives late, which is tried anyway.

mod calm;
mod claims;
mod federator;
mod forgotten;
mod node;
mod properties;
mod request_rules;
mod settings;
mod words;
mod world;

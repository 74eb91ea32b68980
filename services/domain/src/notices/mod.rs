//! Notices: what patrons are told, when, how, and who makes sure.

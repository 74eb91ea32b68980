//! The van: when it runs, what it carries, and on which day it brings something.

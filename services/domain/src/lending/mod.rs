//! Lending between libraries: requests, journeys, queues, and which library lends.

//! How do the days of the demo pass? Doors open, the van comes, readers ask and bring back; each at its moment, by the real calls.

use super::calendar::{Calendar, Happening};
use super::library_desk::LibraryDesk;
use super::moved_clock::{MovedClock, later};
use super::story::Story;
use super::tally::Tally;
use super::territory::Territory;
use super::wishes::{Stage, Wish};
use crate::connection::Address;
use crate::failure::Failure;
use navette_domain::time::LocalMoment;
use navette_proto::wire::identity::ItemId;
use std::collections::BTreeMap;
use std::time::Duration;

/// How often it is looked whether everybody has heard of everything.
const LOOK_EVERY: Duration = Duration::from_millis(2);
/// Longest wait for that; what comes later is seen by whoever works next.
const SETTLED_WITHIN: Duration = Duration::from_secs(3);

/// Nobody asks before this minute of the day.
const FIRST_MINUTE: u16 = 8 * 60 + 10;
/// Nobody asks after this one.
const LAST_MINUTE: u16 = 21 * 60 + 40;

/// What volunteers and readers know of a wish that was made.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// Its place in the table.
    pub(super) wish: usize,
    /// How far it is taken.
    pub(super) until: Stage,
    /// The item that was found for it.
    pub(super) item: Option<ItemId>,
    /// Where and when it was handed over, while the reader has it.
    pub(super) lent: Option<(usize, LocalMoment)>,
    /// When the reader brings it back.
    pub(super) back: Option<LocalMoment>,
}

/// Something in the van.
#[derive(Clone, Debug)]
pub(super) struct Aboard {
    /// What.
    pub(super) item: ItemId,
    /// Its title.
    pub(super) title: String,
    /// The library where it comes off.
    pub(super) off_at: String,
}

/// The territory as it is played.
pub(super) struct Play<'t> {
    pub(super) territory: &'t Territory,
    pub(super) federator: Address,
    pub(super) desks: Vec<LibraryDesk>,
    pub(super) calendar: Calendar,
    pub(super) clock: MovedClock,
    pub(super) wishes: Vec<Wish>,
    /// By the name of the request.
    pub(super) asked: BTreeMap<String, Asked>,
    pub(super) van: Vec<Aboard>,
    pub(super) tally: Tally,
    /// The moment from which the wishes' minutes are counted.
    pub(super) begins: LocalMoment,
}

impl Play<'_> {
    /// Lets everything happen from one moment to another; before each happening the story waits as it likes.
    pub(super) async fn pass(
        &mut self,
        from: LocalMoment,
        to: LocalMoment,
        story: &mut Story<'_>,
    ) -> Result<(), Failure> {
        let mut day = from.day;
        while day <= to.day {
            let mut events = self.on(day);
            events.retain(|(at, _)| from <= *at && *at < to);
            let steps = events.len();
            for (at, happening) in events {
                story.wait(steps).await;
                let told = self.happens(at, &happening).await?;
                if !told.is_empty() {
                    self.settled().await;
                    for line in told {
                        story.tell(at, &line)?;
                    }
                }
            }
            if steps == 0 {
                story.wait(0).await;
            }
            day = day.plus(1);
        }
        Ok(())
    }

    /// Lists what happens on a day, in its order.
    fn on(&self, day: navette_domain::time::Day) -> Vec<(LocalMoment, Happening)> {
        let mut events = self.calendar.on(day);
        for (place, wish) in self.wishes.iter().enumerate() {
            events.push((self.asks_at(wish), Happening::Asks(place)));
            for (number, (minute, _)) in wish.deeds.iter().enumerate() {
                let at = later(self.begins, *minute);
                events.push((at, Happening::Does(place, number)));
            }
        }
        events.retain(|(at, _)| at.day == day);
        events.sort_by_key(|(at, _)| *at);
        events
    }

    /// In the week that is told nobody asks for something at night.
    fn asks_at(&self, wish: &Wish) -> LocalMoment {
        let at = later(self.begins, wish.minute);
        if wish.minute < 0 {
            return at;
        }
        LocalMoment {
            minute: at.minute.clamp(FIRST_MINUTE, LAST_MINUTE),
            ..at
        }
    }

    async fn happens(
        &mut self,
        at: LocalMoment,
        happening: &Happening,
    ) -> Result<Vec<String>, Failure> {
        match happening {
            Happening::Opens(place) => self.opens(*place, at).await,
            Happening::Van(stop) => self.van_comes(stop, at).await,
            Happening::Asks(wish) => self.asks(*wish, at).await,
            Happening::Does(wish, number) => self.does(*wish, *number, at).await,
        }
    }

    /// Waits until every node's reports are heard, and every node was told what follows.
    pub(super) async fn settled(&self) {
        let settling = async {
            let mut quiet = 0;
            while quiet < 2 {
                let nodes = self.territory.nodes.iter();
                let reports: usize = nodes.map(|node| node.reports_waiting()).sum();
                let waits = reports > 0 || self.territory.federator.views_waiting() > 0;
                quiet = if waits { 0 } else { quiet + 1 };
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        // Whatever is not settled by then is seen at the next happening.
        let _ = tokio::time::timeout(SETTLED_WITHIN, settling).await;
    }

    /// Says whether volunteers take an item so far, before the demo begins.
    pub(super) fn may(&self, item: &ItemId, stage: Stage) -> bool {
        let holds = |asked: &&Asked| asked.item.as_ref() == Some(item);
        let mut asked = self.asked.values().filter(holds);
        asked.all(|asked| stage <= asked.until)
    }

    /// Says whether volunteers take a request so far, before the demo begins.
    pub(super) fn may_serve(&self, request: &str, stage: Stage) -> bool {
        let asked = self.asked.get(request);
        asked.is_none_or(|asked| stage <= asked.until)
    }

    /// Lets volunteers and readers do everything from now on.
    pub(super) fn lift_limits(&mut self) {
        for asked in self.asked.values_mut() {
            asked.until = Stage::Home;
        }
    }

    /// Finds the library at which something comes off, by its id.
    pub(super) fn place_of(&self, library: &str) -> Option<usize> {
        self.desks.iter().position(|desk| desk.library == library)
    }

    /// Names the library at a place.
    pub(super) fn name_at(&self, place: usize) -> String {
        let desk = self.desks.get(place);
        desk.map(|desk| desk.name.clone()).unwrap_or_default()
    }

    /// Names a library as people do.
    pub(super) fn name_of(&self, library: &str) -> String {
        let desk = self.desks.iter().find(|desk| desk.library == library);
        desk.map_or_else(|| library.to_owned(), |desk| desk.name.clone())
    }
}

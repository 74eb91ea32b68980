//! What do volunteers do when the door opens and when the van comes? What their lists say, by the calls of the desk.

use super::calendar::VanStop;
use super::moved_clock::later;
use super::play::{Aboard, Play};
use super::wishes::Stage;
use crate::failure::Failure;
use navette_domain::time::{LocalMoment, Timestamp};
use navette_proto::wire::courier::GetManifestRequest;
use navette_proto::wire::desk::{ListWorkResponse, NextPlace, WorkItem, WorkKind};
use navette_proto::wire::identity::ItemId;
use tonic::Code;

impl Play<'_> {
    /// A library opens: readers collect and bring back, what came is told, what was promised is pulled.
    pub(super) async fn opens(
        &mut self,
        place: usize,
        at: LocalMoment,
    ) -> Result<Vec<String>, Failure> {
        let Some(desk) = self.desks.get_mut(place) else {
            return Ok(Vec::new());
        };
        let untold = desk.work(WorkKind::ToTell).await?.work;
        let held = desk.work(WorkKind::HoldShelf).await?;
        let busy = [
            WorkKind::ToPull,
            WorkKind::HoldShelf,
            WorkKind::ToReturn,
            WorkKind::ToTell,
        ];
        let work = busy.iter().any(|kind| count(&held, *kind) > 0);
        if !work && !self.somebody_brings_back(place, at) {
            return Ok(Vec::new());
        }
        self.clock.move_to(at);
        let mut told = Vec::new();
        for line in held.work {
            // Whoever was told on an earlier day comes for it.
            let told_before = untold.iter().all(|one| one.request != line.request);
            if !told_before || Timestamp(line.since_ms).day() >= at.day {
                continue;
            }
            self.collect(place, &line, at, &mut told).await?;
        }
        self.bring_back(place, at, &mut told).await?;
        self.telephone(place, &mut told).await?;
        self.pull(place, &mut told).await?;
        self.put_back(place, &mut told).await?;
        Ok(told)
    }

    /// Somebody who was told comes for what is kept.
    async fn collect(
        &mut self,
        place: usize,
        line: &WorkItem,
        at: LocalMoment,
        told: &mut Vec<String>,
    ) -> Result<(), Failure> {
        let (Some(item), Some(desk)) = (&line.item, self.desks.get_mut(place)) else {
            return Ok(());
        };
        let asked = self.asked.get_mut(&line.request);
        let may = asked
            .as_ref()
            .is_none_or(|asked| Stage::Lent <= asked.until);
        if line.pickup_code.is_empty() || !may {
            return Ok(());
        }
        let act = desk.hand_over(item, &line.pickup_code).await?;
        self.tally.lent += 1;
        if let Some(asked) = asked {
            asked.item = Some(item.clone());
            asked.lent = Some((place, at));
            let wish = self.wishes.get(asked.wish);
            let reads = wish.and_then(|wish| wish.reads_days);
            asked.back = reads.map(|days| later(at, days * 1_440));
        }
        told.push(format!(
            "{} hands over \"{}\", due {}",
            desk.name, line.title, act.due
        ));
        Ok(())
    }

    /// Telephones to those whose item stands on the hold shelf.
    async fn telephone(&mut self, place: usize, told: &mut Vec<String>) -> Result<(), Failure> {
        for line in self.list(place, WorkKind::ToTell).await? {
            let ready = line.tell.as_ref().is_some_and(|tell| tell.kind == "ready");
            if !ready || !self.may_serve(&line.request, Stage::Told) {
                continue;
            }
            if let Some(desk) = self.desks.get_mut(place) {
                desk.told(line.notice).await?;
                told.push(format!(
                    "{} tells a reader that \"{}\" can be collected",
                    desk.name, line.title
                ));
            }
        }
        Ok(())
    }

    /// Takes what was promised off the shelves.
    async fn pull(&mut self, place: usize, told: &mut Vec<String>) -> Result<(), Failure> {
        for line in self.list(place, WorkKind::ToPull).await? {
            let Some(item) = &line.item else {
                continue;
            };
            if let Some(asked) = self.asked.get_mut(&line.request) {
                asked.item = Some(item.clone());
            }
            let Some(desk) = self.desks.get_mut(place) else {
                continue;
            };
            let stays = line.other == desk.library;
            let stage = if stays { Stage::Held } else { Stage::Pulled };
            if !self.may_serve(&line.request, stage) {
                continue;
            }
            let Some(desk) = self.desks.get_mut(place) else {
                continue;
            };
            desk.scan(item).await?;
            let goes = if stays {
                "and keeps it for a reader of its own".to_owned()
            } else {
                format!("for {}", self.name_of(&line.other))
            };
            let name = self.name_at(place);
            told.push(format!("{name} pulls \"{}\" {goes}", line.title));
        }
        Ok(())
    }

    /// Puts own items that came home back onto their shelves.
    async fn put_back(&mut self, place: usize, told: &mut Vec<String>) -> Result<(), Failure> {
        for line in self.list(place, WorkKind::ToReturn).await? {
            let Some(desk) = self.desks.get_mut(place) else {
                continue;
            };
            let Some(item) = line.item.filter(|item| item.library == desk.library) else {
                continue;
            };
            desk.scan(&item).await?;
            self.tally.home += 1;
            told.push(format!("{} puts \"{}\" back", desk.name, line.title));
        }
        Ok(())
    }

    /// The van comes: what is for here comes off, what the manifest says goes on.
    pub(super) async fn van_comes(
        &mut self,
        stop: &VanStop,
        at: LocalMoment,
    ) -> Result<Vec<String>, Failure> {
        let mut told = Vec::new();
        let (off, stays): (Vec<Aboard>, Vec<Aboard>) = std::mem::take(&mut self.van)
            .into_iter()
            .partition(|one| self.comes_off(one, stop.place));
        self.van = stays;
        let waiting = self.waiting_for_the_van(stop.place).await?;
        if off.is_empty() && waiting.is_empty() {
            return Ok(told);
        }
        self.clock.move_to(at);
        for one in off {
            self.unload(stop.place, &one, &mut told).await?;
        }
        self.load(stop, &mut told).await?;
        Ok(told)
    }

    fn comes_off(&self, aboard: &Aboard, place: usize) -> bool {
        self.place_of(&aboard.off_at) == Some(place) && self.may(&aboard.item, Stage::Held)
    }

    async fn unload(
        &mut self,
        place: usize,
        one: &Aboard,
        told: &mut Vec<String>,
    ) -> Result<(), Failure> {
        let Some(desk) = self.desks.get_mut(place) else {
            return Ok(());
        };
        let act = desk.scan(&one.item).await?;
        let title = &one.title;
        let now = match NextPlace::try_from(act.place) {
            Ok(NextPlace::HoldShelf) => "it is kept for its reader".to_owned(),
            Ok(NextPlace::Shelf) => {
                self.tally.home += 1;
                "it is home again".to_owned()
            }
            Ok(NextPlace::Crate) => {
                // Where it goes from here is known as soon as the federator has heard of the scan.
                self.settled().await;
                let goes = self.goes_to(place, &one.item).await?;
                format!("it goes on to {}", self.name_of(&goes))
            }
            _ => "it is put aside".to_owned(),
        };
        let name = self.name_at(place);
        told.push(format!("{name} receives \"{title}\": {now}"));
        Ok(())
    }

    /// Ships what the federator's manifest of this stop says; the rest waits in its crate.
    async fn load(&mut self, stop: &VanStop, told: &mut Vec<String>) -> Result<(), Failure> {
        let waiting = self.waiting_for_the_van(stop.place).await?;
        if waiting.is_empty() {
            return Ok(());
        }
        let asked = GetManifestRequest {
            round: stop.round.clone(),
            day: stop.day.to_string(),
            stop: stop.stop,
        };
        let manifest = self.federator.courier().await?.get_manifest(asked).await;
        let manifest = match manifest {
            Ok(manifest) => manifest,
            // Somebody has cancelled or moved the run: no van comes.
            Err(status) if status.code() == Code::NotFound => return Ok(()),
            Err(status) => return Err(Failure::from_status(&status, &self.federator)),
        };
        let listed = manifest.into_inner().manifest.unwrap_or_default().goes_on;
        let goes: Vec<Aboard> = listed
            .into_iter()
            .filter_map(|parcel| {
                Some(Aboard {
                    item: parcel.item?,
                    title: parcel.title,
                    off_at: parcel.off_at,
                })
            })
            .filter(|one| waiting.contains(&one.item) && self.may(&one.item, Stage::Shipped))
            .collect();
        if goes.is_empty() {
            return Ok(());
        }
        let mut left = waiting;
        left.retain(|item| goes.iter().all(|one| one.item != *item));
        if let Some(desk) = self.desks.get_mut(stop.place) {
            desk.ship(&stop.round, stop.day.to_string(), left).await?;
        }
        self.tally.rides += goes.len();
        self.tally.runs.insert((stop.round.clone(), stop.day));
        for one in goes {
            let (at, to) = (self.name_at(stop.place), self.name_of(&one.off_at));
            told.push(format!("the van takes \"{}\" from {at} to {to}", one.title));
            self.van.push(one);
        }
        Ok(())
    }

    /// Says where an item goes that stands in a crate; home where no list says otherwise.
    async fn goes_to(&mut self, place: usize, item: &ItemId) -> Result<String, Failure> {
        let crates = self.list(place, WorkKind::ToShip).await?;
        let line = crates
            .into_iter()
            .find(|line| line.item.as_ref() == Some(item));
        Ok(line.map_or_else(|| item.library.clone(), |line| line.other))
    }

    /// Lists what stands in the crates of a library.
    async fn waiting_for_the_van(&mut self, place: usize) -> Result<Vec<ItemId>, Failure> {
        let mut all = Vec::new();
        for kind in [WorkKind::ToShip, WorkKind::ToReturn, WorkKind::Late] {
            let lines = self.list(place, kind).await?;
            all.extend(lines.into_iter().filter_map(|line| line.item));
        }
        Ok(all)
    }

    async fn list(&mut self, place: usize, kind: WorkKind) -> Result<Vec<WorkItem>, Failure> {
        match self.desks.get_mut(place) {
            Some(desk) => Ok(desk.work(kind).await?.work),
            None => Ok(Vec::new()),
        }
    }
}

fn count(listed: &ListWorkResponse, kind: WorkKind) -> u32 {
    let mut counts = listed.counts.iter();
    counts
        .find(|count| count.kind == kind as i32)
        .map_or(0, |count| count.count)
}

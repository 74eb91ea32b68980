//! What would a bad disk do? Forgets what was not synced, tears the last write, fills up, fails.
//!
//! Everything is decided by counters and a seed, so that a run can be repeated exactly.

use super::{Disk, DiskFile};
use parking_lot::Mutex;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A disk in memory whose power can be cut. Clones are the same disk.
#[derive(Clone, Default)]
pub struct SimulatedDisk(Arc<Mutex<Platter>>);

#[derive(Default)]
struct Platter {
    files: BTreeMap<u64, Contents>,
    names: BTreeMap<PathBuf, u64>,
    safe_names: BTreeMap<PathBuf, u64>,
    dirs: BTreeSet<PathBuf>,
    next_file: u64,
    /// Handles of an earlier life are dead after a crash.
    life: u64,
    capacity: Option<u64>,
    operations: u64,
    power_off_at: Option<u64>,
    failing_syncs: u32,
}

#[derive(Default)]
struct Contents {
    now: Vec<u8>,
    safe: Vec<u8>,
    /// The shortest the file has been since the last sync.
    low_water: usize,
}

struct SimulatedFile {
    disk: SimulatedDisk,
    file: u64,
    life: u64,
}

impl SimulatedDisk {
    /// Makes an empty disk without a limit.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cuts the power: unsynced bytes and names are lost, or partly kept as the seed decides, and open
    /// files are dead. The disk works again at once.
    pub fn crash(&self, seed: u64) {
        let mut dice = Dice(seed);
        let mut platter = self.0.lock();
        platter.life += 1;
        platter.power_off_at = None;
        platter.failing_syncs = 0;
        let Platter {
            files,
            names,
            safe_names,
            ..
        } = &mut *platter;
        for contents in files.values_mut() {
            contents.crash(&mut dice);
        }
        for (path, file) in std::mem::take(names) {
            if !safe_names.contains_key(&path) && dice.roll(2) == 0 {
                safe_names.insert(path, file);
            }
        }
        *names = safe_names.clone();
        // Whoever had a nameless file open is gone.
        let named: BTreeSet<u64> = names.values().copied().collect();
        files.retain(|file, _| named.contains(file));
    }

    /// Lets that many more changing operations through; the next one is done in part and the disk is off.
    pub fn power_off_after(&self, operations: u64) {
        let mut platter = self.0.lock();
        platter.power_off_at = Some(platter.operations + operations);
    }

    /// Counts the changing operations so far (create, append, truncate, sync, rename, remove).
    pub fn operations(&self) -> u64 {
        self.0.lock().operations
    }

    /// Sets how many bytes fit, or lifts the limit.
    pub fn set_capacity(&self, bytes: Option<u64>) {
        self.0.lock().capacity = bytes;
    }

    /// Counts the bytes written.
    pub fn used_bytes(&self) -> u64 {
        self.0.lock().used()
    }

    /// Makes the next syncs of a file fail.
    pub fn fail_syncs(&self, count: u32) {
        self.0.lock().failing_syncs = count;
    }

    /// Changes what a file holds, as decay would; gives back what the closure gives.
    pub fn damage<R>(&self, path: &Path, change: impl FnOnce(&mut Vec<u8>) -> R) -> Option<R> {
        let mut platter = self.0.lock();
        let file = *platter.names.get(path)?;
        let contents = platter.files.get_mut(&file)?;
        let answer = change(&mut contents.now);
        contents.safe = contents.now.clone();
        contents.low_water = contents.now.len();
        Some(answer)
    }

    fn handle(&self, file: u64, life: u64) -> Arc<dyn DiskFile> {
        Arc::new(SimulatedFile {
            disk: self.clone(),
            file,
            life,
        })
    }
}

impl Platter {
    fn used(&self) -> u64 {
        self.names
            .values()
            .filter_map(|file| self.files.get(file))
            .map(|contents| contents.now.len() as u64)
            .sum()
    }

    /// Counts a changing operation; says whether the power went off on it.
    fn step(&mut self) -> io::Result<bool> {
        self.operations += 1;
        match self.power_off_at {
            Some(at) if self.operations > at + 1 => Err(powered_off()),
            Some(at) => Ok(self.operations == at + 1),
            None => Ok(false),
        }
    }

    fn step_whole(&mut self) -> io::Result<()> {
        if self.step()? {
            return Err(powered_off());
        }
        Ok(())
    }

    fn file(&mut self, file: u64, life: u64) -> io::Result<&mut Contents> {
        if life != self.life {
            return Err(powered_off());
        }
        self.files.get_mut(&file).ok_or_else(not_found)
    }
}

impl Contents {
    fn sync(&mut self) {
        self.safe.truncate(self.low_water);
        let from = self.safe.len();
        self.safe.extend_from_slice(&self.now[from..]);
        self.low_water = self.now.len();
    }

    /// Keeps a part of what was appended since the sync, perhaps with a hole of zeros in it.
    fn crash(&mut self, dice: &mut Dice) {
        let safe = self.safe.len();
        if self.low_water >= safe && self.now.len() > safe {
            let kept = dice.roll(self.now.len() - safe + 1);
            let mut tail = self.now[safe..safe + kept].to_vec();
            if dice.roll(4) == 0 && kept > 0 {
                let hole = dice.roll(kept);
                let end = (hole + 512).min(kept);
                tail[hole..end].fill(0);
            }
            self.safe.extend_from_slice(&tail);
        }
        self.now = self.safe.clone();
        self.low_water = self.now.len();
    }
}

impl Disk for SimulatedDisk {
    fn create_dir(&self, dir: &Path) -> io::Result<()> {
        self.0.lock().dirs.insert(dir.to_owned());
        Ok(())
    }

    fn create(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        let mut platter = self.0.lock();
        platter.step_whole()?;
        if platter.names.contains_key(path) {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "file exists"));
        }
        let file = platter.next_file;
        platter.next_file += 1;
        platter.files.insert(file, Contents::default());
        platter.names.insert(path.to_owned(), file);
        Ok(self.handle(file, platter.life))
    }

    fn open(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        let platter = self.0.lock();
        let file = *platter.names.get(path).ok_or_else(not_found)?;
        Ok(self.handle(file, platter.life))
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let platter = self.0.lock();
        let names = platter
            .names
            .keys()
            .filter(|path| path.parent() == Some(dir))
            .filter_map(|path| path.file_name()?.to_str().map(str::to_owned))
            .collect();
        Ok(names)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut platter = self.0.lock();
        platter.step_whole()?;
        let file = platter.names.remove(from).ok_or_else(not_found)?;
        platter.names.insert(to.to_owned(), file);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut platter = self.0.lock();
        platter.step_whole()?;
        platter.names.remove(path).ok_or_else(not_found)?;
        Ok(())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let mut platter = self.0.lock();
        platter.step_whole()?;
        let Platter {
            names, safe_names, ..
        } = &mut *platter;
        safe_names.retain(|path, _| path.parent() != Some(dir));
        let here = names
            .iter()
            .filter(|(path, _)| path.parent() == Some(dir))
            .map(|(path, file)| (path.clone(), *file));
        safe_names.extend(here);
        Ok(())
    }

    fn free_bytes(&self, _dir: &Path) -> io::Result<u64> {
        let platter = self.0.lock();
        Ok(platter
            .capacity
            .map_or(u64::MAX, |capacity| capacity.saturating_sub(platter.used())))
    }
}

impl DiskFile for SimulatedFile {
    fn append(&self, bytes: &[u8]) -> io::Result<()> {
        let mut platter = self.disk.0.lock();
        let off = platter.step()?;
        let used = platter.used();
        let room = platter
            .capacity
            .map_or(u64::MAX, |capacity| capacity.saturating_sub(used));
        let fits = usize::try_from(room).map_or(bytes.len(), |room| room.min(bytes.len()));
        let contents = platter.file(self.file, self.life)?;
        contents.now.extend_from_slice(&bytes[..fits]);
        if off {
            return Err(powered_off());
        }
        if fits < bytes.len() {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "disk is full"));
        }
        Ok(())
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut platter = self.disk.0.lock();
        let contents = platter.file(self.file, self.life)?;
        let start =
            usize::try_from(offset).map_or(contents.now.len(), |at| at.min(contents.now.len()));
        let count = buffer.len().min(contents.now.len() - start);
        buffer[..count].copy_from_slice(&contents.now[start..start + count]);
        Ok(count)
    }

    fn len(&self) -> io::Result<u64> {
        let mut platter = self.disk.0.lock();
        Ok(platter.file(self.file, self.life)?.now.len() as u64)
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        let mut platter = self.disk.0.lock();
        platter.step_whole()?;
        let contents = platter.file(self.file, self.life)?;
        let length =
            usize::try_from(length).map_or(contents.now.len(), |at| at.min(contents.now.len()));
        contents.now.truncate(length);
        contents.low_water = contents.low_water.min(length);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut platter = self.disk.0.lock();
        platter.step_whole()?;
        if platter.failing_syncs > 0 {
            platter.failing_syncs -= 1;
            return Err(io::Error::other("the disk could not sync"));
        }
        platter.file(self.file, self.life)?.sync();
        Ok(())
    }
}

fn powered_off() -> io::Error {
    io::Error::other("the simulated power is off")
}

fn not_found() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "no such file")
}

/// SplitMix64: enough chance for a disk, repeatable from its seed.
struct Dice(u64);

impl Dice {
    /// Gives a number below `sides`, which is at least 1.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        (mixed % sides.max(1) as u64) as usize
    }
}

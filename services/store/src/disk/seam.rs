//! What may the journal ask of a disk? As little as possible, so that a simulated one can do it all.

use std::io;
use std::path::Path;
use std::sync::Arc;

/// Files under directories. A new, renamed or removed name is safe only after [`Disk::sync_dir`].
pub trait Disk: Send + Sync + 'static {
    /// Makes a directory and its parents; an existing one is fine.
    fn create_dir(&self, dir: &Path) -> io::Result<()>;
    /// Makes a new, empty file; an existing one is an error.
    fn create(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>>;
    /// Makes a new, empty file that nobody but its owner may read; an existing one is an error.
    fn create_private(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        self.create(path)
    }
    /// Opens an existing file for reading and appending.
    fn open(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>>;
    /// Lists the file names in a directory, sorted.
    fn list(&self, dir: &Path) -> io::Result<Vec<String>>;
    /// Gives a file another name, replacing what had it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file another name in its directory, makes that safe, and overwrites what had the name, as far as a disk does
    /// that.
    fn replace_and_wipe(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.rename(from, to)?;
        match to.parent() {
            Some(dir) => self.sync_dir(dir),
            None => Ok(()),
        }
    }
    /// Overwrites a file, as far as a disk does that, and removes it.
    fn wipe(&self, path: &Path) -> io::Result<()> {
        self.remove(path)
    }
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a directory safe.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
    /// Tells how many bytes can still be written below a directory.
    fn free_bytes(&self, dir: &Path) -> io::Result<u64>;
}

/// One open file. Appended bytes are safe only after [`DiskFile::sync_data`].
pub trait DiskFile: Send + Sync {
    /// Writes at the end. After an error some of the bytes may be there.
    fn append(&self, bytes: &[u8]) -> io::Result<()>;
    /// Reads at most `buffer.len()` bytes at an offset; fewer only at the end of the file.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
    /// Tells the length in bytes.
    fn len(&self) -> io::Result<u64>;
    /// Tells whether nothing has been written.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }
    /// Cuts the file to a shorter length.
    fn truncate(&self, length: u64) -> io::Result<()>;
    /// Makes everything appended so far safe (fdatasync).
    fn sync_data(&self) -> io::Result<()>;
}

//! A file that a person wants written or read. On the threads that may wait: a disk of a network may take its time.

use std::path::PathBuf;

use tokio::task::{JoinError, spawn_blocking};

use crate::desktop::files::FileError;
use crate::desktop::save_file::{self, SaveError};
use crate::model::version_list::{self, LARGEST_FILE, ListProblem, VersionList};

/// Why no list of versions was taken from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportProblem {
    /// It could not be read.
    File(FileError),
    /// It could be, and is no such list.
    List(ListProblem),
}

/// Writes a file and answers with where it is.
///
/// # Errors
/// [`SaveError`]: nothing was written.
pub async fn save(path: PathBuf, text: String, replace: bool) -> Result<PathBuf, SaveError> {
    let write = move || save_file::save(&path, text.as_bytes(), replace).map(|()| path);
    spawn_blocking(write).await.unwrap_or_else(panicked)
}

/// Reads a list of versions.
///
/// # Errors
/// [`ImportProblem`].
pub async fn read_versions(path: PathBuf) -> Result<VersionList, ImportProblem> {
    let read = move || save_file::read(&path, LARGEST_FILE).map_err(ImportProblem::File);
    let bytes = spawn_blocking(read).await.unwrap_or_else(panicked)?;
    version_list::read(&bytes).map_err(ImportProblem::List)
}

/// A panic there is a panic here: the request tells that its answer is lost.
fn panicked<T>(error: JoinError) -> T {
    std::panic::resume_unwind(error.into_panic())
}

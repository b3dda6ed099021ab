//! Writes a file to where the person wants it: whole or not at all, for its owner only, and over another file only when that was
//! agreed to.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use directories::UserDirs;
use thiserror::Error;

use super::files::{self, FileError};

/// Why nothing was written. What was there before is as it was.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SaveError {
    /// There is a file of this name, and nobody has agreed to replace it.
    #[error("there is a file of this name already")]
    Exists,
    /// A path is wanted from the root of the disk: nobody knows where a window was started.
    #[error("not a full path")]
    NotAFullPath,
    /// The system's own words.
    #[error(transparent)]
    Failed(#[from] FileError),
}

/// The folder where people look for what a program has given them; none when the system names no home.
#[must_use]
pub fn downloads() -> Option<PathBuf> {
    let folders = UserDirs::new()?;
    // A Linux without a desktop's own list of folders has the usual one all the same.
    let usual = folders.home_dir().join("Downloads");
    let mut known = folders.download_dir().map(ToOwned::to_owned).into_iter().chain([usual]);
    Some(known.find(|folder| folder.is_dir()).unwrap_or_else(|| folders.home_dir().to_owned()))
}

/// What was typed as a path: white space around it is cut, and `~/` is the home folder.
///
/// # Errors
/// [`SaveError::NotAFullPath`].
pub fn typed_path(typed: &str) -> Result<PathBuf, SaveError> {
    let typed = typed.trim();
    let at_home = typed.strip_prefix("~/").or_else(|| typed.strip_prefix("~\\"));
    let path = match (at_home, UserDirs::new()) {
        (Some(rest), Some(folders)) => folders.home_dir().join(rest),
        _ => PathBuf::from(typed),
    };
    if path.is_absolute() && path.file_name().is_some() { Ok(path) } else { Err(SaveError::NotAFullPath) }
}

/// Writes it: a temporary file beside it (0600), fsync, and then its name, which is taken from another file only with `replace`.
///
/// # Errors
/// [`SaveError`]: nothing was written.
pub fn save(path: &Path, contents: &[u8], replace: bool) -> Result<(), SaveError> {
    match write(path, contents, replace) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && !replace => Err(SaveError::Exists),
        Err(error) => Err(FileError::new(path, &error).into()),
    }
}

/// Reads a file that the person has named, whole, up to `cap` bytes.
///
/// # Errors
/// [`FileError`]: it is not there, cannot be read, or is larger.
pub fn read(path: &Path, cap: u64) -> Result<Vec<u8>, FileError> {
    // A device or a pipe would be waited for, perhaps for ever.
    let read = || if path.metadata()?.is_file() { files::read_capped(path, cap) } else { Err(io::ErrorKind::InvalidInput.into()) };
    read().map_err(|error| FileError::new(path, &error))
}

fn write(path: &Path, contents: &[u8], replace: bool) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    // Before anything is written: most often the answer is known.
    if !replace && path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let mut file = tempfile::Builder::new().prefix(".writing-").tempfile_in(folder)?;
    file.write_all(contents)?;
    file.as_file().sync_all()?;
    if replace { file.persist(path) } else { file.persist_noclobber(path) }?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_only_when_that_was_agreed_to() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("клиент.txt");
        save(&path, b"one", false).unwrap();
        assert_eq!(save(&path, b"two", false), Err(SaveError::Exists));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        save(&path, b"three", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(names(home.path()), ["клиент.txt"], "no litter");
    }

    #[cfg(unix)]
    #[test]
    fn it_is_for_its_owner_only_also_in_place_of_one_that_was_not() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("client.txt");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        save(&path, b"new", true).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_is_a_file_of_this_name_and_is_not_written_through() {
        let home = tempfile::tempdir().unwrap();
        let (path, elsewhere) = (home.path().join("client.txt"), home.path().join("elsewhere"));
        std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
        assert_eq!(save(&path, b"x", false), Err(SaveError::Exists));
        save(&path, b"x", true).unwrap();
        assert!(!elsewhere.exists() && path.is_file());
    }

    #[test]
    fn a_folder_that_is_not_there_is_not_made_and_what_is_in_the_way_stays() {
        let home = tempfile::tempdir().unwrap();
        let missing = home.path().join("missing").join("client.txt");
        let Err(SaveError::Failed(error)) = save(&missing, b"x", false) else { panic!("written") };
        assert_eq!((error.kind, error.path), (io::ErrorKind::NotFound, missing));
        let folder = home.path().join("folder");
        fs::create_dir_all(folder.join("inside")).unwrap();
        assert_eq!(save(&folder, b"x", false), Err(SaveError::Exists));
        assert!(matches!(save(&folder, b"x", true), Err(SaveError::Failed(_))));
        assert!(folder.join("inside").is_dir());
        assert_eq!(names(home.path()), ["folder"], "no litter");
    }

    #[test]
    fn only_a_full_path_is_taken() {
        for typed in ["", "  ", "client.txt", "./client.txt", "~", "/", "/tmp/.."] {
            assert_eq!(typed_path(typed), Err(SaveError::NotAFullPath), "{typed:?}");
        }
        let full = std::env::temp_dir().join("client.txt");
        assert_eq!(typed_path(&format!(" {}\n", full.display())).unwrap(), full);
        if let Some(folders) = UserDirs::new() {
            assert_eq!(typed_path("~/client.txt").unwrap(), folders.home_dir().join("client.txt"));
        }
    }

    #[test]
    fn what_is_read_is_a_file_and_not_too_large() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("versions.json");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert_eq!(read(&path, 4).unwrap_err().kind, io::ErrorKind::FileTooLarge);
        assert_eq!(read(home.path(), 4).unwrap_err().kind, io::ErrorKind::InvalidInput);
        assert_eq!(read(&home.path().join("none"), 4).unwrap_err().kind, io::ErrorKind::NotFound);
        #[cfg(unix)]
        assert_eq!(read(Path::new("/dev/zero"), 4).unwrap_err().kind, io::ErrorKind::InvalidInput);
    }
}

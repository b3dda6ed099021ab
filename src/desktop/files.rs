//! How the program's own files are written: whole or not at all, for their owner only, so that neither a crash nor a full disk
//! nor a neighbour on the same computer does harm.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use thiserror::Error;

/// How a file begins that is not whole yet; it is left behind only by a crash.
pub(super) const HALF_WRITTEN: &str = ".writing-";

/// A file of ours that could not be read or written. The old file, if there was one, is as it was.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}: {text}", path.display())]
pub struct FileError {
    /// Which file or folder.
    pub path: PathBuf,
    /// What kind of trouble: [`io::ErrorKind::StorageFull`], [`io::ErrorKind::ReadOnlyFilesystem`], …
    pub kind: io::ErrorKind,
    /// The system's own words, in its own language.
    pub text: String,
}

impl FileError {
    pub(super) fn new(path: &Path, error: &io::Error) -> Self {
        Self { path: path.to_owned(), kind: error.kind(), text: error.to_string() }
    }
}

/// Creates a folder, and those above it, for their owner only (0700 on Unix; on Windows the profile folder's rights do it).
/// A folder that is there already is left as it is.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Replaces a file whole: a temporary file beside it (0600), fsync, rename, fsync of the folder. Creates the folder.
pub(super) fn write_whole(path: &Path, contents: &[u8]) -> io::Result<()> {
    let folder = folder_of(path)?;
    create_folder(folder)?;
    let mut file = tempfile::Builder::new().prefix(HALF_WRITTEN).tempfile_in(folder)?;
    file.write_all(contents)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    sync_folder(folder);
    Ok(())
}

/// Opens a file to read it and to write at its end only, for its owner only. Creates it, and its folder.
pub(super) fn open_to_append(path: &Path) -> io::Result<File> {
    let folder = folder_of(path)?;
    create_folder(folder)?;
    let is_new = !path.exists();
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    make_private(&file)?;
    if is_new {
        sync_folder(folder);
    }
    Ok(file)
}

/// Opens an empty file to be locked, for its owner only. Creates it; nothing is ever written into it.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Reads a file whole, up to `cap` bytes; a larger one is refused, for it is not one of ours.
pub(super) fn read_capped(path: &Path, cap: u64) -> io::Result<Vec<u8>> {
    let mut contents = Vec::new();
    File::open(path)?.take(cap + 1).read_to_end(&mut contents)?;
    if contents.len() as u64 > cap {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("larger than {cap} bytes")));
    }
    Ok(contents)
}

/// Renames a file to `NAME.broken-TIME` beside it and returns the new path. Never overwrites anything.
pub(super) fn set_aside(path: &Path, now: Timestamp) -> io::Result<PathBuf> {
    let stamp = now.strftime("%Y%m%dT%H%M%SZ");
    for attempt in 1..100 {
        let mut name = path.as_os_str().to_owned();
        name.push(if attempt == 1 { format!(".broken-{stamp}") } else { format!(".broken-{stamp}-{attempt}") });
        let aside = PathBuf::from(name);
        // A rename overwrites, so the name is taken first: then what is overwritten is our own empty file.
        match OpenOptions::new().write(true).create_new(true).open(&aside) {
            Ok(_) => return fs::rename(path, &aside).map(|()| aside.clone()).inspect_err(|_| drop(fs::remove_file(&aside))),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "too many broken files of the same second"))
}

fn folder_of(path: &Path) -> io::Result<&Path> {
    path.parent().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "not a path to a file"))
}

/// Takes rights away from others that a backup or a copy may have given them.
#[cfg(unix)]
fn make_private(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut rights = file.metadata()?.permissions();
    if rights.mode() & 0o077 != 0 {
        rights.set_mode(0o600);
        file.set_permissions(rights)?;
    }
    Ok(())
}

/// Makes a new name in a folder survive a power cut. Not every file system can; the file is in place all the same, so that is no
/// failure to save. (Windows does it by itself, and cannot open folders.)
fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    if let Err(error) = File::open(folder).and_then(|folder| folder.sync_all()) {
        tracing::debug!(%error, folder = %folder.display(), "the folder cannot be synced");
    }
    #[cfg(not(unix))]
    let _ = folder;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    #[cfg(unix)]
    fn mode(path: &Path) -> u32 {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[cfg(unix)]
    #[test]
    fn files_and_their_folders_are_for_their_owner_only() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("data/deeper");
        let (whole, grown) = (folder.join("whole"), folder.join("grown"));
        write_whole(&whole, b"x").unwrap();
        drop(open_to_append(&grown).unwrap());
        assert_eq!([mode(&folder), mode(&home.path().join("data")), mode(&whole), mode(&grown)], [0o700, 0o700, 0o600, 0o600]);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_could_read_is_closed_to_them() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("restored");
        fs::write(&path, "a").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        drop(open_to_append(&path).unwrap());
        assert_eq!(mode(&path), 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        write_whole(&path, b"b").unwrap();
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("settings.toml");
        write_whole(&path, b"a long first text").unwrap();
        write_whole(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(names(home.path()), ["settings.toml"]);
    }

    #[test]
    fn a_write_that_fails_leaves_what_was_there_and_no_litter() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("settings.toml");
        fs::create_dir_all(path.join("in the way")).unwrap();
        assert!(write_whole(&path, b"second").is_err());
        assert_eq!(names(home.path()), ["settings.toml"]);
        assert!(path.join("in the way").is_dir());
    }

    #[test]
    fn a_broken_file_is_set_aside_and_never_over_another() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("settings.toml");
        let mut kept = Vec::new();
        for text in ["first", "second", "third"] {
            fs::write(&path, text).unwrap();
            kept.push(set_aside(&path, noon()).unwrap());
            assert!(!path.exists());
        }
        let texts: Vec<_> = kept.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
        assert_eq!(texts, ["first", "second", "third"]);
        assert_eq!(
            names(home.path()),
            ["settings.toml.broken-20260301T120000Z", "settings.toml.broken-20260301T120000Z-2", "settings.toml.broken-20260301T120000Z-3"]
        );
    }

    #[test]
    fn setting_aside_what_is_not_there_leaves_no_litter() {
        let home = tempfile::tempdir().unwrap();
        assert!(set_aside(&home.path().join("settings.toml"), noon()).is_err());
        assert_eq!(names(home.path()).len(), 0);
    }

    #[test]
    fn a_file_beyond_the_cap_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("settings.toml");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read_capped(&path, 5).unwrap(), b"12345");
        assert_eq!(read_capped(&path, 4).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}

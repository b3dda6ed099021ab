//! Where the program keeps its files: one folder, and in it one for each cloud, so that what belongs to a test cloud never
//! mixes with the real one.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::files::{self, FileError};

/// What is left as it is in a folder's name; the rest is escaped, so that two clouds never share a folder and no name is
/// forbidden on Windows.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');

/// How the folder of a cloud begins.
pub(super) const CLOUD: &str = "cloud-";

/// The data folder; or none, then everything is kept in memory only (the sandbox).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFolder(Option<PathBuf>);

impl DataFolder {
    /// The system's place for this program's data (`~/.local/share/tokendesk`, `%LOCALAPPDATA%\tokendesk\data`,
    /// `~/Library/Application Support/tokendesk`). Memory only when the system names no home.
    #[must_use]
    pub fn of_system() -> Self {
        Self(ProjectDirs::from("", "", "tokendesk").map(|project| project.data_local_dir().to_owned()))
    }

    /// A folder that the person named. A relative path is taken from where the program was started.
    #[must_use]
    pub fn given(path: &Path) -> Self {
        Self(Some(std::path::absolute(path).unwrap_or_else(|_| path.to_owned())))
    }

    /// None: nothing is written to the disk.
    #[must_use]
    pub const fn memory_only() -> Self {
        Self(None)
    }

    /// Creates the folder (0700). The program can go on without: every later write tries again and says why it failed.
    ///
    /// # Errors
    /// The folder is not there and cannot be created.
    pub fn create(&self) -> Result<(), FileError> {
        self.path().map_or(Ok(()), |path| files::create_folder(path).map_err(|error| FileError::new(path, &error)))
    }

    /// The folder itself, as shown to the person.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.0.as_deref()
    }

    /// The settings, of all clouds.
    #[must_use]
    pub fn settings_file(&self) -> Option<PathBuf> {
        Some(self.path()?.join("settings.toml"))
    }

    /// The journal of one cloud; `key` is `CloudAddresses::key`.
    #[must_use]
    pub fn journal_file(&self, key: &str) -> Option<PathBuf> {
        Some(self.cloud(key)?.join("journal.jsonl"))
    }

    /// When this computer first saw the clients of one cloud; `key` is `CloudAddresses::key`.
    #[must_use]
    pub fn first_seen_file(&self, key: &str) -> Option<PathBuf> {
        Some(self.cloud(key)?.join("first_seen.jsonl"))
    }

    /// The lock around the renewals of tokens; `key` is `CloudAddresses::key`. One for all accounts: its name tells nobody's.
    #[must_use]
    pub fn renewal_lock_file(&self, key: &str) -> Option<PathBuf> {
        Some(self.cloud(key)?.join("renewal.lock"))
    }

    fn cloud(&self, key: &str) -> Option<PathBuf> {
        Some(self.path()?.join(format!("{CLOUD}{}", utf8_percent_encode(key, ESCAPED))))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_cloud_has_a_folder_of_its_own_below_the_data_folder() {
        let home = tempfile::tempdir().unwrap();
        let data = DataFolder::given(home.path());
        let keys = [
            "https://dev.cloud.example",
            "https://dev.cloud.example/x",
            "https://dev.cloud.example%2Fx",
            "http://127.0.0.1:8080",
            "..",
            "",
            "https://облако.example",
        ];
        let files = keys.map(|key| data.journal_file(key).unwrap());
        assert_eq!(files[0], home.path().join("cloud-https%3A%2F%2Fdev.cloud.example").join("journal.jsonl"));
        let folders: BTreeSet<_> = files.iter().map(|file| file.parent().unwrap()).collect();
        for folder in &folders {
            assert_eq!(folder.parent(), Some(home.path()), "{folder:?}");
            assert_ne!(folder.file_name(), None, "{folder:?}");
        }
        assert_eq!(folders.len(), keys.len());
    }

    #[test]
    fn a_relative_folder_stays_where_it_was_meant() {
        let data = DataFolder::given(Path::new("mine"));
        assert_eq!(data.path().unwrap(), std::env::current_dir().unwrap().join("mine"));
    }

    #[test]
    fn the_sandbox_has_no_file_at_all() {
        let none = DataFolder::memory_only();
        assert_eq!(none.create(), Ok(()));
        assert_eq!(
            [none.settings_file(), none.journal_file("x"), none.first_seen_file("x"), none.renewal_lock_file("x")],
            [const { None }; 4]
        );
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error_that_names_it() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a file");
        std::fs::write(&file, "").unwrap();
        let data = DataFolder::given(&file.join("data"));
        assert_eq!(data.create().unwrap_err().path, file.join("data"));
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_is_made_for_its_owner_only_and_an_existing_one_is_left_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let data = DataFolder::given(&home.path().join("data"));
        data.create().unwrap();
        assert_eq!(mode(data.path().unwrap()), 0o700);
        std::fs::set_permissions(data.path().unwrap(), std::fs::Permissions::from_mode(0o755)).unwrap();
        data.create().unwrap();
        assert_eq!(mode(data.path().unwrap()), 0o755, "a folder that the person named may be shared on purpose");
    }
}

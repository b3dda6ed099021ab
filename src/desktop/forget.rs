//! Removes what the program has written: its own files and folders by their names, and nothing that somebody else put beside them.

use std::fs;
use std::io;
use std::path::Path;

use super::files::FileError;
use super::folders::DataFolder;

/// Removes the files of all clouds, and what was set aside of the settings. Waits for the disk. (The settings themselves are
/// removed by `SettingsStore::forget`: whoever writes a file must remove it, or it comes back.)
///
/// Answers with what could not be removed.
#[must_use]
pub fn forget_files(folder: &DataFolder) -> Vec<FileError> {
    let mut left = Vec::new();
    if let Some(folder) = folder.path() {
        remove_in(folder, is_ours, &mut left);
    }
    left
}

/// Removes what is ours in a folder, and the folders of ours in it that are empty then.
fn remove_in(folder: &Path, is_ours: fn(&str) -> bool, left: &mut Vec<FileError>) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return,
        Err(error) => return left.push(FileError::new(folder, &error)),
    };
    for entry in entries.filter_map(Result::ok) {
        let (path, name) = (entry.path(), entry.file_name());
        let Some(name) = name.to_str().filter(|name| is_ours(name)) else { continue };
        // A link is removed, not what it leads to.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            if name.starts_with(super::folders::CLOUD) {
                remove_in(&path, is_of_a_cloud, left);
                // What is not ours keeps its folder.
                drop(fs::remove_dir(&path));
            }
        } else if let Err(error) = fs::remove_file(&path)
            && error.kind() != io::ErrorKind::NotFound
        {
            left.push(FileError::new(&path, &error));
        }
    }
}

fn is_ours(name: &str) -> bool {
    name.starts_with(super::folders::CLOUD) || name.starts_with("settings.toml.broken-") || is_half_written(name)
}

fn is_of_a_cloud(name: &str) -> bool {
    matches!(name, "journal.jsonl" | "first_seen.jsonl" | "renewal.lock") || is_half_written(name)
}

/// What a crash in the middle of a saving has left.
fn is_half_written(name: &str) -> bool {
    name.starts_with(super::files::HALF_WRITTEN)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn files_below(folder: &Path) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            found.insert(entry.file_name().into_string().unwrap());
            if entry.file_type().unwrap().is_dir() {
                found.extend(files_below(&entry.path()));
            }
        }
        found
    }

    #[test]
    fn all_of_ours_goes_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let data = DataFolder::given(home.path());
        let clouds = ["https://dev.cloud.example", "http://127.0.0.1:8080"];
        for file in clouds.iter().flat_map(|key| [data.journal_file(key), data.first_seen_file(key), data.renewal_lock_file(key)]) {
            let file = file.unwrap();
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "x").unwrap();
        }
        for ours in ["settings.toml.broken-20310506T120000Z", ".writing-a1b2c3"] {
            fs::write(home.path().join(ours), "x").unwrap();
        }
        for theirs in ["notes.txt", "running.lock", "settings.toml.bak"] {
            fs::write(home.path().join(theirs), "x").unwrap();
        }
        let kept = data.journal_file(clouds[0]).unwrap().with_file_name("notes.txt");
        fs::write(&kept, "x").unwrap();
        assert_eq!(forget_files(&data), []);
        let left: BTreeSet<_> = ["notes.txt", "running.lock", "settings.toml.bak", "cloud-https%3A%2F%2Fdev.cloud.example"].into();
        assert_eq!(files_below(home.path()), left.into_iter().map(str::to_owned).collect());
        assert!(kept.exists());
        assert_eq!(forget_files(&data), [], "a second time there is nothing left to do");
    }

    #[test]
    fn a_folder_that_is_not_there_is_no_trouble_and_the_sandbox_has_none() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(forget_files(&DataFolder::given(&home.path().join("none"))), []);
        assert_eq!(forget_files(&DataFolder::memory_only()), []);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_our_place_goes_and_what_it_leads_to_stays() {
        let home = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("journal.jsonl"), "x").unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), home.path().join("cloud-x")).unwrap();
        assert_eq!(forget_files(&DataFolder::given(home.path())), []);
        assert!(elsewhere.path().join("journal.jsonl").exists());
        assert!(!home.path().join("cloud-x").exists());
    }

    #[test]
    fn what_cannot_be_removed_is_named() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a file");
        fs::write(&file, "x").unwrap();
        let left = forget_files(&DataFolder::given(&file));
        assert_eq!(left.iter().map(|error| error.path.clone()).collect::<Vec<_>>(), [file]);
    }
}

//! Files that only grow, a JSON object a line: what a crash in mid-line costs is that one line, never the file.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::files;

/// What such a file holds.
#[derive(Debug)]
pub(super) struct Lines<T> {
    /// The lines that could be read, oldest first.
    pub(super) items: Vec<T>,
    /// How many lines could not: torn by a crash, damaged, or written by a newer program.
    pub(super) unreadable: usize,
}

/// Appends one line and returns when it is on the disk. A torn line before it is ended first.
pub(super) fn append(path: &Path, item: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(item).map_err(io::Error::other)?;
    line.push(b'\n');
    let mut file = files::open_to_append(path)?;
    if !ends_with_newline(&mut file)? {
        line.insert(0, b'\n');
    }
    // One call, so that the lines of two running programs do not mix (the file is open for appending).
    file.write_all(&line)?;
    file.sync_data()
}

/// Reads all lines. A file that is not there has none.
pub(super) fn read<T: DeserializeOwned>(path: &Path) -> io::Result<Lines<T>> {
    let mut lines = Lines { items: Vec::new(), unreadable: 0 };
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(lines),
        file => file?,
    };
    for line in BufReader::new(file).split(b'\n') {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice(&line) {
            Ok(item) => lines.items.push(item),
            Err(_) => lines.unreadable += 1,
        }
    }
    Ok(lines)
}

fn ends_with_newline(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == [b'\n'])
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_come_back_in_their_order_and_a_missing_file_has_none() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("deeper/numbers.jsonl");
        assert!(read::<u8>(&path).unwrap().items.is_empty());
        for n in [1, 2, 3] {
            append(&path, &n).unwrap();
        }
        assert_eq!(read::<u8>(&path).unwrap().items, [1, 2, 3]);
        assert_eq!(fs::read_to_string(&path).unwrap(), "1\n2\n3\n");
    }

    #[test]
    fn a_torn_last_line_is_skipped_and_what_comes_after_it_is_whole() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("words.jsonl");
        append(&path, &"whole").unwrap();
        for torn in [&b"\"to"[..], b"\"\xd0", b"\0\0\0"] {
            let mut file = fs::OpenOptions::new().append(true).open(&path).unwrap();
            file.write_all(torn).unwrap();
            assert_eq!(read::<String>(&path).unwrap().items.last().unwrap(), "whole");
            append(&path, &"whole").unwrap();
        }
        let lines = read::<String>(&path).unwrap();
        assert_eq!(lines.items, ["whole"; 4]);
        assert_eq!(lines.unreadable, 3);
    }

    #[test]
    fn a_line_break_in_a_value_does_not_end_the_line() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("words.jsonl");
        append(&path, &"two\nlines\u{2028}\r").unwrap();
        assert_eq!(read::<String>(&path).unwrap().items, ["two\nlines\u{2028}\r"]);
    }

    #[test]
    fn two_programs_at_once_lose_no_line() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("numbers.jsonl");
        std::thread::scope(|threads| {
            for n in 0..4 {
                let path = &path;
                threads.spawn(move || (0..25).for_each(|_| append(path, &vec![n; 100]).unwrap()));
            }
        });
        let lines = read::<Vec<i32>>(&path).unwrap();
        assert_eq!((lines.items.len(), lines.unreadable), (100, 0));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn of_any_file_every_line_is_read_or_counted_and_what_is_appended_is_read(
            lines in prop::collection::vec(prop_oneof![
                2 => any::<i64>().prop_map(|number| number.to_string().into_bytes()),
                1 => prop::collection::vec(any::<u8>().prop_filter("one line", |byte| *byte != b'\n'), 0..12),
                1 => "[ \t\r]{0,3}".prop_map(String::into_bytes),
            ], 0..8),
            is_torn in any::<bool>(),
        ) {
            let home = tempfile::tempdir().unwrap();
            let path = home.path().join("numbers.jsonl");
            let mut contents = lines.join(&b'\n');
            if !is_torn {
                contents.push(b'\n');
            }
            fs::write(&path, contents).unwrap();
            let numbers: Vec<i64> = lines.iter().filter_map(|line| std::str::from_utf8(line).ok()?.trim_matches([' ', '\t', '\r']).parse().ok()).collect();
            let before = read::<i64>(&path).unwrap();
            prop_assert_eq!(before.items.len() + before.unreadable, lines.iter().filter(|line| !line.trim_ascii().is_empty()).count());
            prop_assert!(before.items.len() <= numbers.len(), "{:?}", before);
            append(&path, &7_i64).unwrap();
            let after = read::<i64>(&path).unwrap();
            prop_assert_eq!((after.items, after.unreadable), ([before.items.as_slice(), &[7]].concat(), before.unreadable));
        }
    }
}

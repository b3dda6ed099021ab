//! The real clipboard, through arboard, with every exclusion from histories that it knows.

use std::sync::Arc;

use arboard::{Error, Set};

use super::backend::{Backend, Backends, ClipboardProblem};

/// Connections to the system's clipboard.
#[must_use]
pub fn system_clipboard() -> Backends {
    Arc::new(|| Box::new(System(None)))
}

/// Connects with the first order, and anew after an error: a display server may have been restarted.
///
/// The connection is kept, because on X11 and Wayland the text is served by the program that copied it.
struct System(Option<arboard::Clipboard>);

impl System {
    fn ask<T>(&mut self, question: impl FnOnce(&mut arboard::Clipboard) -> Result<T, Error>) -> Result<T, ClipboardProblem> {
        let mut connected = match self.0.take() {
            Some(connected) => connected,
            None => arboard::Clipboard::new().map_err(|error| ClipboardProblem::Missing(error.to_string()))?,
        };
        let answer = question(&mut connected);
        if !matches!(answer, Err(Error::Unknown { .. })) {
            self.0 = Some(connected);
        }
        answer.map_err(|error| match error {
            Error::ClipboardNotSupported => ClipboardProblem::Missing(error.to_string()),
            Error::ClipboardOccupied => ClipboardProblem::Busy,
            other => ClipboardProblem::Failed(other.to_string()),
        })
    }
}

impl Backend for System {
    fn set(&mut self, text: &str, excluded: bool) -> Result<(), ClipboardProblem> {
        self.ask(|clipboard| {
            let set = clipboard.set();
            (if excluded { keep_out_of_histories(set) } else { set }).text(text)
        })
    }

    fn text(&mut self) -> Result<Option<String>, ClipboardProblem> {
        self.ask(|clipboard| match clipboard.get_text() {
            Ok(text) => Ok(Some(text)),
            // An image, or bytes that are no text: there is something, and it is not ours.
            Err(Error::ContentNotAvailable | Error::ConversionFailure) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn clear(&mut self) -> Result<(), ClipboardProblem> {
        self.ask(arboard::Clipboard::clear)
    }
}

/// Marks the content with `x-kde-passwordManagerHint`, the convention that most clipboard managers keep.
#[cfg(all(unix, not(target_os = "macos")))]
fn keep_out_of_histories(set: Set<'_>) -> Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}

/// Marks the content as concealed (nspasteboard.org).
#[cfg(target_os = "macos")]
fn keep_out_of_histories(set: Set<'_>) -> Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}

/// Out of what monitors the clipboard, out of the history (Win+V), and off the clipboard in the cloud. The first covers the
/// other two by Microsoft's documents; all three are set for the programs that look at one of them only.
#[cfg(windows)]
fn keep_out_of_histories(set: Set<'_>) -> Set<'_> {
    use arboard::SetExtWindows as _;
    set.exclude_from_monitoring().exclude_from_cloud().exclude_from_history()
}

//! What a clipboard can do for us, so that tests can put one of their own behind the same thread.

use std::sync::Arc;

use thiserror::Error;

/// A connection to a clipboard. It lives on one thread, and its calls may block for ever.
pub trait Backend {
    /// Puts a text there. An `excluded` one is kept out of histories and clouds, as far as the system can.
    ///
    /// # Errors
    /// What went wrong; the text may be there all the same.
    fn set(&mut self, text: &str, excluded: bool) -> Result<(), ClipboardProblem>;

    /// The text that is there; none when it is empty or holds something else than text.
    ///
    /// # Errors
    /// It cannot be read at the moment.
    fn text(&mut self) -> Result<Option<String>, ClipboardProblem>;

    /// Empties it.
    ///
    /// # Errors
    /// It cannot be emptied at the moment.
    fn clear(&mut self) -> Result<(), ClipboardProblem>;
}

/// Makes connections: called on the thread that the connection will live on, and again after one was stuck.
pub type Backends = Arc<dyn Fn() -> Box<dyn Backend> + Send + Sync>;

/// What can be the matter with a clipboard.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ClipboardProblem {
    /// There is none: no display, or a compositor that keeps it from programs like this.
    #[error("there is no clipboard: {0}")]
    Missing(String),
    /// Another program holds it open.
    #[error("another program is using the clipboard")]
    Busy,
    /// It did not answer in time.
    #[error("the clipboard does not answer")]
    Stuck,
    /// It was cleared, and another program puts the text back each time.
    #[error("another program keeps bringing it back")]
    BroughtBack,
    /// Anything else, in the system's words.
    #[error("the clipboard refused: {0}")]
    Failed(String),
}

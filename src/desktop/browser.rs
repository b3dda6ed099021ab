//! Opens an address in the person's browser, without making the window wait for it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use thiserror::Error;
use url::Url;

/// Who opens addresses. Handed in from outside, so that tests see what would have been opened.
pub trait Browser: Send + Sync {
    /// Asks for an address to be opened and returns at once. `answer` is called once, from any thread, when it is known
    /// whether a browser was started; on an error the window shows the address with a Copy button.
    fn open(&self, address: &Url, answer: Answer);
}

/// What is called when an attempt to open an address has ended.
pub type Answer = Box<dyn FnOnce(Result<(), BrowserError>) + Send>;

/// Why no browser was opened.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BrowserError {
    /// Neither https nor http: such an address could start any program, so it is not handed to the system.
    #[error("only web addresses are opened")]
    NotAWebAddress,
    /// The system knows no browser, or it cannot be started.
    #[error("no browser could be started: {0}")]
    NoBrowser(String),
}

/// The system's default browser.
#[derive(Clone, Copy, Default, Debug)]
pub struct SystemBrowser;

impl Browser for SystemBrowser {
    fn open(&self, address: &Url, answer: Answer) {
        if !matches!(address.scheme(), "https" | "http") {
            return answer(Err(BrowserError::NotAWebAddress));
        }
        let address = address.clone();
        // A thread for each: a text browser, or a desktop that does not answer, keeps it for as long as it likes.
        let answer = Arc::new(Mutex::new(Some(answer)));
        let started = {
            let answer = Arc::clone(&answer);
            thread::Builder::new().name("browser".to_owned()).spawn(move || {
                let opened = webbrowser::open(address.as_str()).map_err(|error| BrowserError::NoBrowser(error.to_string()));
                call(&answer, opened);
            })
        };
        if let Err(error) = started {
            call(&answer, Err(BrowserError::NoBrowser(error.to_string())));
        }
    }
}

fn call(answer: &Mutex<Option<Answer>>, opened: Result<(), BrowserError>) {
    let answer = answer.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(answer) = answer {
        answer(opened);
    }
}

/// Opens nothing and remembers what it was asked for: for tests.
#[derive(Clone, Default)]
pub struct RecordingBrowser(Arc<Mutex<Recorded>>);

#[derive(Default)]
struct Recorded {
    addresses: Vec<Url>,
    is_missing: bool,
}

impl RecordingBrowser {
    /// Every address that was asked for, in order.
    #[must_use]
    pub fn addresses(&self) -> Vec<Url> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).addresses.clone()
    }

    /// From now on there is no browser.
    pub fn take_away(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_missing = true;
    }
}

impl Browser for RecordingBrowser {
    fn open(&self, address: &Url, answer: Answer) {
        let is_missing = {
            let mut recorded = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            recorded.addresses.push(address.clone());
            recorded.is_missing
        };
        answer(if is_missing { Err(BrowserError::NoBrowser("taken away".to_owned())) } else { Ok(()) });
    }
}

/// Addresses may hold what is not for a log (`state`, a code): only their number is said.
impl fmt::Debug for RecordingBrowser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordingBrowser").field("asked", &self.addresses().len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn ask(browser: &dyn Browser, address: &str) -> Result<(), BrowserError> {
        let (answer, answered) = mpsc::channel();
        browser.open(&Url::parse(address).unwrap(), Box::new(move |opened| answer.send(opened).unwrap()));
        answered.try_recv().unwrap()
    }

    #[test]
    fn only_web_addresses_reach_the_system() {
        for address in ["file:///etc/passwd", "javascript:alert(1)", "mailto:anna@publisher.example", "evotor:x"] {
            assert_eq!(ask(&SystemBrowser, address), Err(BrowserError::NotAWebAddress), "{address}");
        }
    }

    #[test]
    fn a_test_sees_what_would_have_been_opened_and_can_take_the_browser_away() {
        let browser = RecordingBrowser::default();
        assert_eq!(ask(&browser, "https://dev.cloud.example/consent?state=abc"), Ok(()));
        browser.take_away();
        assert!(matches!(ask(&browser, "https://publisher.example/"), Err(BrowserError::NoBrowser(_))));
        let addresses: Vec<_> = browser.addresses().into_iter().map(String::from).collect();
        assert_eq!(addresses, ["https://dev.cloud.example/consent?state=abc", "https://publisher.example/"]);
        assert!(!format!("{browser:?}").contains("abc"));
    }
}

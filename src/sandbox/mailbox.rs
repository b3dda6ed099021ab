//! The publishers' mail: what the cloud would send by e-mail is kept here, so that a code can be read.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use crate::i18n::Lang;
use crate::tr;

/// How many mails are kept; older ones go.
const KEPT: usize = 100;

/// A mail with a confirmation code.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The publisher's e-mail.
    pub to: String,
    /// When it was sent, by the sandbox's clock.
    pub at: Timestamp,
    /// The confirmation code in it.
    pub code: String,
}

impl Mail {
    /// Its subject.
    #[must_use]
    pub fn subject(&self, lang: Lang) -> String {
        tr!(lang, "sandbox-mail-subject")
    }

    /// Its text, with the code.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        tr!(lang, "sandbox-mail-text", code = self.code.as_str())
    }
}

/// Without the code, which is as good as a password for ten minutes.
impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("to", &self.to).field("at", &self.at).finish_non_exhaustive()
    }
}

type Listener = Arc<dyn Fn(&Mail) + Send + Sync>;

/// All mail of the sandbox, the newest last.
#[derive(Default)]
pub(super) struct Mailbox {
    mails: Mutex<VecDeque<Mail>>,
    listeners: Mutex<Vec<Listener>>,
}

impl Mailbox {
    pub(super) fn all(&self) -> Vec<Mail> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    pub(super) fn latest(&self, to: &str) -> Option<Mail> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).iter().rev().find(|mail| mail.to == to).cloned()
    }

    pub(super) fn listen(&self, listener: Listener) {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(listener);
    }

    /// Keeps the mail and tells the listeners, with no lock held.
    pub(super) fn deliver(&self, mail: &Mail) {
        {
            let mut mails = self.mails.lock().unwrap_or_else(PoisonError::into_inner);
            if mails.len() >= KEPT {
                mails.pop_front();
            }
            mails.push_back(mail.clone());
        }
        let listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for listener in listeners {
            listener(mail);
        }
    }
}

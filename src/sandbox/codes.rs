//! Confirmation codes: one at a time for each publisher, good for ten minutes and five tries.

use jiff::{SignedDuration, Timestamp};

use super::clock::later;

/// Guess: the documentation gives no lifetime.
const LIVES: SignedDuration = SignedDuration::from_mins(10);
/// Guess: after so many wrong codes the right one is refused too.
const TRIES: u32 = 5;

/// What became of a typed code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CodeCheck {
    Right,
    Wrong,
    Expired,
    /// Too many wrong ones: a new code must be asked for.
    Dead,
    /// None was mailed, or it is used up.
    NoneMailed,
}

/// The code that a publisher was mailed.
struct Mailed {
    code: String,
    ends: Timestamp,
    wrong_tries: u32,
}

/// A publisher's place for a code.
#[derive(Default)]
pub(super) struct CodeSlot(Option<Mailed>);

impl CodeSlot {
    /// A new code; the one before it is worth nothing from now on.
    pub(super) fn mail_new(&mut self, code: String, now: Timestamp) -> String {
        self.0 = Some(Mailed { code: code.clone(), ends: later(now, LIVES), wrong_tries: 0 });
        code
    }

    /// Checks a typed code. A right one is used up by it.
    pub(super) fn check(&mut self, typed: &str, now: Timestamp) -> CodeCheck {
        let Some(mailed) = &mut self.0 else { return CodeCheck::NoneMailed };
        if mailed.wrong_tries >= TRIES {
            return CodeCheck::Dead;
        }
        if now >= mailed.ends {
            return CodeCheck::Expired;
        }
        if mailed.code != typed {
            mailed.wrong_tries += 1;
            return CodeCheck::Wrong;
        }
        self.0 = None;
        CodeCheck::Right
    }
}

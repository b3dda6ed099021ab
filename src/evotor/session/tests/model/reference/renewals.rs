//! What a renewal should do, from its first look into the store to its end.

use super::*;

/// Where a renewal is.
#[derive(Clone, Debug)]
pub(super) enum Asking {
    /// Looks into the store before.
    Look,
    Server,
    /// Was refused, and looks into the store once more.
    LookAgain,
    ServerAgain,
}

#[derive(Clone, Debug)]
pub(super) struct Renewing {
    pub(super) session: u64,
    pub(super) seen: u64,
    pub(super) tokens: Tokens,
    pub(super) asking: Asking,
    /// The numbers of the calls that wait for it.
    pub(super) waiting: Vec<usize>,
}

impl Renewing {
    pub(super) fn name(&self) -> String {
        match self.asking {
            Asking::Look | Asking::LookAgain => format!("look {}", self.session),
            Asking::Server | Asking::ServerAgain => format!("renew R{}", self.tokens.refresh.unwrap_or_default()),
        }
    }
}

enum Exchange {
    Tokens(Tokens),
    Refused,
    Failed(ErrorKind),
}

impl Reference {
    /// The store was read for a renewal.
    pub(super) fn looked(&mut self, mut renewing: Renewing) {
        if renewing.seen != self.generation {
            return self.settle(&renewing, Exchange::Failed(ErrorKind::NotSignedIn));
        }
        let other = self.stored.as_ref().filter(|(session, _)| *session == renewing.session).map(|(_, tokens)| tokens.clone());
        let other = other.filter(|other| other.refresh.is_some() && other.refresh != renewing.tokens.refresh);
        let is_again = matches!(renewing.asking, Asking::LookAgain);
        let other = other.filter(|other| is_again || other.received_at > renewing.tokens.received_at);
        match other {
            Some(other) if other.live(self.now) => return self.settle(&renewing, Exchange::Tokens(other)),
            Some(other) => renewing.tokens = other,
            None if is_again => return self.settle(&renewing, Exchange::Refused),
            None => {}
        }
        renewing.asking = if is_again { Asking::ServerAgain } else { Asking::Server };
        self.renewals.push(renewing);
    }

    pub(super) fn answer_renewal(&mut self, mut renewing: Renewing, answer: Answer) -> Option<(u32, Option<u32>)> {
        match failure(answer) {
            None => {
                let mut tokens = self.new_tokens(Given::Received);
                let new_refresh = if answer == Answer::Good { tokens.refresh } else { None };
                if new_refresh.is_none() {
                    (tokens.refresh, tokens.sign_in_ends) = (renewing.tokens.refresh, renewing.tokens.sign_in_ends);
                }
                let given = (tokens.access, new_refresh);
                self.settle(&renewing, Exchange::Tokens(tokens));
                return Some(given);
            }
            Some(ErrorKind::Refused(400 | 401)) => match renewing.asking {
                Asking::Server if self.has_store => {
                    renewing.asking = Asking::LookAgain;
                    self.renewals.push(renewing);
                }
                _ => self.settle(&renewing, Exchange::Refused),
            },
            Some(kind) => self.settle(&renewing, Exchange::Failed(kind)),
        }
        None
    }

    /// A renewal has come to its end: of another generation by now, it changes nothing.
    fn settle(&mut self, renewing: &Renewing, exchange: Exchange) {
        let is_over = renewing.seen != self.generation;
        let ended = match exchange {
            _ if is_over => (Ended::NotSignedIn, Ended::Over),
            Exchange::Tokens(tokens) => {
                self.enter(Phase::Active(tokens.clone()));
                self.events.push(("renewed", renewing.session));
                self.store(tokens);
                for number in &renewing.waiting {
                    if self.calls().contains(number) {
                        self.renewed(*number);
                    }
                }
                return;
            }
            Exchange::Refused => {
                self.enter(Phase::Expired);
                self.events.push(("expired", renewing.session));
                (Ended::NotSignedIn, Ended::Refused)
            }
            Exchange::Failed(kind) => {
                self.events.push(("failed", renewing.session));
                (Ended::Failed(kind), Ended::Failed(kind))
            }
        };
        for number in &renewing.waiting {
            if self.calls().contains(number) {
                let is_wish = self.call_mut(*number).kind == CallKind::Renew;
                self.end(*number, if is_wish { ended.1.clone() } else { ended.0.clone() });
            }
        }
    }
}

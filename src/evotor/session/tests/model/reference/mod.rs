//! What a session should do, as bookkeeping without tasks, locks and sockets: each step is done at once.

mod renewals;

use super::*;
use renewals::{Asking, Renewing};

/// Tokens by their number: 3 stands for `A3` and `R3`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Tokens {
    pub(super) access: u32,
    pub(super) refresh: Option<u32>,
    pub(super) received_at: i64,
    /// When the sign-in ends.
    pub(super) sign_in_ends: Option<i64>,
    pub(super) is_pasted: bool,
}

/// How long the server gives an access token and a sign-in, in seconds.
pub(super) const ACCESS: i64 = 1_799;
const SIGN_IN: i64 = 12 * 3_600;

impl Tokens {
    fn new(number: u32, given: Given, now: i64) -> Self {
        let refresh = (given != Given::WithoutRefresh).then_some(number);
        let sign_in_ends = refresh.map(|_| now + SIGN_IN);
        Self { access: number, refresh, received_at: now, sign_in_ends, is_pasted: given == Given::Pasted }
    }

    fn live(&self, now: i64) -> bool {
        self.received_at + ACCESS > now
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Phase {
    SignedOut,
    Active(Tokens),
    Expired,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CallKind {
    Read,
    Write,
    Renew,
}

/// Where a call is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum At {
    First,
    /// Waits for new tokens.
    Waiting,
    Replay,
    /// The other header form.
    OtherForm,
}

/// What a request is sent with.
#[derive(Clone, Copy, Debug)]
struct Held {
    session: u64,
    generation: u64,
    access: u32,
    is_fresh: bool,
}

#[derive(Clone, Debug)]
struct Call {
    number: usize,
    kind: CallKind,
    /// Whether the token stands alone in its header, at first.
    bare: bool,
    held: Held,
    at: At,
    /// How often this request was sent.
    sent: usize,
    could_not_renew: bool,
}

impl Call {
    fn name(&self) -> Option<String> {
        let method = if self.kind == CallKind::Write { "POST" } else { "GET" };
        let bare = match self.at {
            At::Waiting => return None,
            At::First | At::Replay => self.bare,
            At::OtherForm => !self.bare,
        };
        Some(format!("{method} {} {}A{}", self.number, if bare { "" } else { "Bearer " }, self.held.access))
    }
}

/// The whole of it. What can be seen from outside is public.
pub(super) struct Reference {
    pub(super) now: i64,
    pub(super) session: u64,
    pub(super) phase: Phase,
    pub(super) events: Vec<(&'static str, u64)>,
    /// What every call came to, by its number.
    pub(super) ended: Vec<(usize, Ended)>,
    /// The tokens beyond this process, and whose session's they are.
    pub(super) stored: Option<(u64, Tokens)>,
    has_store: bool,
    generation: u64,
    learnt_bare: bool,
    calls: Vec<Call>,
    renewals: Vec<Renewing>,
    next_call: usize,
    next_tokens: u32,
}

impl Reference {
    pub(super) fn new(has_store: bool) -> Self {
        Self {
            now: 0,
            session: 0,
            phase: Phase::SignedOut,
            events: Vec::new(),
            ended: Vec::new(),
            stored: None,
            has_store,
            generation: 0,
            learnt_bare: false,
            calls: Vec::new(),
            renewals: Vec::new(),
            next_call: 0,
            next_tokens: 0,
        }
    }

    /// What waits for an answer: requests at the server, and looks into the store.
    pub(super) fn waiting(&self) -> Vec<String> {
        let mut names: Vec<String> = self.calls.iter().filter_map(Call::name).collect();
        names.extend(self.renewals.iter().map(Renewing::name));
        names.sort();
        names
    }

    /// The calls that have not ended.
    pub(super) fn calls(&self) -> Vec<usize> {
        self.calls.iter().map(|call| call.number).collect()
    }

    /// The calls that wait for a renewal.
    pub(super) fn waiting_calls(&self) -> Vec<usize> {
        self.calls.iter().filter(|call| call.at == At::Waiting).map(|call| call.number).collect()
    }

    pub(super) fn sign_in(&mut self, given: Given) -> Tokens {
        let tokens = self.new_tokens(given);
        self.enter(Phase::Active(tokens.clone()));
        self.session += 1;
        // Whoever signs somebody in also saves the tokens.
        self.store(tokens.clone());
        tokens
    }

    pub(super) fn sign_out(&mut self) {
        self.enter(Phase::SignedOut);
        self.session += 1;
        self.stored = None;
    }

    /// Whether there was anything to renew for another program.
    pub(super) fn other_program(&mut self) -> bool {
        let is_there = self.stored.is_some() && matches!(self.phase, Phase::Active(_));
        if is_there {
            let tokens = self.new_tokens(Given::Received);
            self.store(tokens);
        }
        is_there
    }

    /// Begins a call; its number.
    pub(super) fn call(&mut self, kind: CallKind) -> usize {
        let number = self.next_call;
        self.next_call += 1;
        let Some(held) = self.held() else {
            self.ended.push((number, if kind == CallKind::Renew { Ended::Over } else { Ended::NotSignedIn }));
            return number;
        };
        let bare = kind == CallKind::Read && self.learnt_bare;
        self.calls.push(Call { number, kind, bare, held, at: At::First, sent: 1, could_not_renew: false });
        if kind == CallKind::Renew {
            self.renew_for(number);
        }
        number
    }

    /// A call that nobody waits for; the name of its request, if one is under way. A renewal goes on.
    pub(super) fn abort(&mut self, number: usize) -> Option<String> {
        let name = self.calls.iter().find(|call| call.number == number).and_then(Call::name);
        self.calls.retain(|call| call.number != number);
        name
    }

    /// One of those that wait is answered; the tokens that a good renewal gives.
    pub(super) fn answer(&mut self, name: &str, answer: Answer) -> Option<(u32, Option<u32>)> {
        if let Some(call) = self.calls.iter().position(|call| call.name().as_deref() == Some(name)) {
            self.answer_call(call, answer);
            return None;
        }
        let at = self.renewals.iter().position(|renewing| renewing.name() == name)?;
        let renewing = self.renewals.remove(at);
        match renewing.asking {
            Asking::Look | Asking::LookAgain => {
                self.looked(renewing);
                None
            }
            Asking::Server | Asking::ServerAgain => self.answer_renewal(renewing, answer),
        }
    }

    fn answer_call(&mut self, at: usize, answer: Answer) {
        let call = &mut self.calls[at];
        let number = call.number;
        if call.kind == CallKind::Read && call.sent < 3 && matches!(answer, Answer::ServerError | Answer::Torn) {
            call.sent += 1;
            return;
        }
        let is_accepted = matches!(answer, Answer::Good | Answer::GoodWithoutRefresh | Answer::BadRequest | Answer::Forbidden);
        match (call.at, failure(answer)) {
            (At::First, Some(ErrorKind::Refused(401))) if !call.held.is_fresh || call.held.generation != self.generation => {
                self.renew_for(number);
            }
            (At::First | At::Replay, Some(ErrorKind::Refused(401))) => self.other_form(number),
            (At::OtherForm, Some(ErrorKind::Refused(401))) => self.refused(number),
            (step, failure) => {
                // What got past the door is remembered; an answer without a body did as well.
                let is_whole = failure.is_none() || answer == Answer::Empty;
                if call.kind == CallKind::Read && (is_whole || (step == At::OtherForm && is_accepted)) {
                    self.learnt_bare = call.bare != (step == At::OtherForm);
                }
                let (kind, session) = (call.kind, call.held.session);
                let is_of_the_past = kind == CallKind::Read && session != self.session;
                self.end(
                    number,
                    match failure {
                        Some(kind) if is_of_the_past && kind == ErrorKind::Incomplete => Ended::NotSignedIn,
                        Some(kind) => Ended::Failed(kind),
                        None if is_of_the_past => Ended::NotSignedIn,
                        None => Ended::Well(session),
                    },
                );
            }
        }
    }

    /// A call wants the tokens new that it was sent with.
    fn renew_for(&mut self, number: usize) {
        let (held, kind) = self.calls.iter().find(|call| call.number == number).map(|call| (call.held, call.kind)).unwrap();
        let Phase::Active(tokens) = &self.phase else {
            return self.end(number, if kind == CallKind::Renew { Ended::Over } else { Ended::NotSignedIn });
        };
        if self.generation != held.generation {
            return self.renewed(number);
        }
        if tokens.refresh.is_none() {
            if kind == CallKind::Renew {
                return self.end(number, Ended::NothingToRenewWith);
            }
            self.call_mut(number).could_not_renew = true;
            return self.other_form(number);
        }
        let tokens = tokens.clone();
        self.call_mut(number).at = At::Waiting;
        if let Some(under_way) = self.renewals.iter_mut().find(|renewing| renewing.seen == held.generation) {
            under_way.waiting.push(number);
        } else {
            let asking = if self.has_store { Asking::Look } else { Asking::Server };
            self.renewals.push(Renewing { session: self.session, seen: held.generation, tokens, asking, waiting: vec![number] });
        }
    }

    /// There are newer tokens: a call is sent again with them, if they are the same session's.
    fn renewed(&mut self, number: usize) {
        if self.call_mut(number).kind == CallKind::Renew {
            return self.end(number, Ended::Renewed);
        }
        self.send_again(number, At::Replay);
    }

    fn other_form(&mut self, number: usize) {
        if self.call_mut(number).kind == CallKind::Write { self.refused(number) } else { self.send_again(number, At::OtherForm) }
    }

    fn send_again(&mut self, number: usize, at: At) {
        let session = self.call_mut(number).held.session;
        match self.held().filter(|held| held.session == session) {
            Some(held) => {
                let call = self.call_mut(number);
                (call.held, call.at, call.sent) = (held, at, 1);
            }
            None => self.end(number, Ended::NotSignedIn),
        }
    }

    /// No form of the token is taken, and it could not be renewed or was new.
    fn refused(&mut self, number: usize) {
        let call = self.call_mut(number);
        let (held, could_not_renew) = (call.held, call.could_not_renew);
        if !could_not_renew {
            return self.end(number, Ended::Failed(ErrorKind::Refused(401)));
        }
        if held.generation == self.generation && matches!(self.phase, Phase::Active(_)) {
            self.enter(Phase::Expired);
            self.events.push(("expired", self.session));
        }
        self.end(number, Ended::NotSignedIn);
    }

    fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.generation += 1;
    }

    fn store(&mut self, tokens: Tokens) {
        if self.has_store {
            self.stored = Some((self.session, tokens));
        }
    }

    fn held(&self) -> Option<Held> {
        let Phase::Active(tokens) = &self.phase else { return None };
        let age = self.now - tokens.received_at;
        let is_fresh = (0..60).contains(&age) && !(tokens.is_pasted && tokens.refresh.is_some());
        Some(Held { session: self.session, generation: self.generation, access: tokens.access, is_fresh })
    }

    fn new_tokens(&mut self, given: Given) -> Tokens {
        self.next_tokens += 1;
        Tokens::new(self.next_tokens, given, self.now)
    }

    fn call_mut(&mut self, number: usize) -> &mut Call {
        self.calls.iter_mut().find(|call| call.number == number).unwrap()
    }

    fn end(&mut self, number: usize, ended: Ended) {
        self.calls.retain(|call| call.number != number);
        self.ended.push((number, ended));
    }
}

/// The error that an answer is; none for a good one.
fn failure(answer: Answer) -> Option<ErrorKind> {
    match answer {
        Answer::Good | Answer::GoodWithoutRefresh => None,
        Answer::Unauthorized => Some(ErrorKind::Refused(401)),
        Answer::BadRequest => Some(ErrorKind::Refused(400)),
        Answer::Forbidden => Some(ErrorKind::Refused(403)),
        Answer::ServerError => Some(ErrorKind::Refused(500)),
        Answer::Torn => Some(ErrorKind::ConnectionLost),
        Answer::Page => Some(ErrorKind::NotTheApi),
        Answer::Empty => Some(ErrorKind::Incomplete),
    }
}

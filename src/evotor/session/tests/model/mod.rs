//! The session against a reference: whatever the order in which people sign in and out, time passes, calls are made and cancelled,
//! and answers come, the real session does what a page of plain bookkeeping says it should.
//!
//! Real HTTP over loopback; every request waits for a step that answers it, so answers come in any order. A failure prints the
//! steps, shrunk, and the seed: `PROPTEST_RNG_SEED=… cargo nextest run -E 'test(model::)'` runs the same again.

mod reference;
mod server;
mod world;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use tokio::runtime::Builder;

use super::*;
use reference::Reference;
use world::World;

/// One thing that happens.
#[derive(Clone, Debug)]
enum Step {
    /// Somebody signs in, in place of whoever was there.
    SignIn(Given),
    SignOut,
    /// The wall clock moves by so many seconds.
    Pass(i64),
    Read,
    Write,
    /// The tokens are wanted new, as shortly before their end.
    Renew,
    /// Whoever waits for a call waits no more.
    Abort(Index),
    /// One of the requests under way is answered; or the store, when it is being read.
    Answer(Index, Answer),
    /// Another program on this computer has renewed the tokens, and put them in the store.
    OtherProgram,
}

/// Tokens to sign in with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Given {
    /// The server's answer.
    Received,
    /// The same without a refresh token.
    WithoutRefresh,
    /// Pasted by a person, with the refresh token.
    Pasted,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Answer {
    Good,
    /// A renewal is answered without a new refresh token; a call as by `Good`.
    GoodWithoutRefresh,
    Unauthorized,
    BadRequest,
    Forbidden,
    ServerError,
    Torn,
    Page,
    Empty,
}

/// What came of a call, or of the wish for new tokens.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Ended {
    /// Well, for this session.
    Well(u64),
    NotSignedIn,
    Failed(ErrorKind),
    Renewed,
    NothingToRenewWith,
    Refused,
    Over,
}

fn any_given() -> impl Strategy<Value = Given> {
    prop_oneof![4 => Just(Given::Received), 3 => Just(Given::WithoutRefresh), 1 => Just(Given::Pasted)]
}

fn any_step() -> impl Strategy<Value = Step> {
    let answer = prop_oneof![
        6 => Just(Answer::Good),
        1 => Just(Answer::GoodWithoutRefresh),
        9 => Just(Answer::Unauthorized),
        2 => Just(Answer::BadRequest),
        1 => Just(Answer::Forbidden),
        2 => Just(Answer::ServerError),
        2 => Just(Answer::Torn),
        1 => Just(Answer::Page),
        1 => Just(Answer::Empty),
    ];
    prop_oneof![
        3 => any_given().prop_map(Step::SignIn),
        1 => Just(Step::SignOut),
        // Still fresh, just old enough, the access token over, the sign-in over, the clock set back.
        6 => prop::sample::select(vec![20, 61, 61, 1_900, 1_900, 44_000, -3_600]).prop_map(Step::Pass),
        8 => Just(Step::Read),
        4 => Just(Step::Write),
        3 => Just(Step::Renew),
        1 => any::<Index>().prop_map(Step::Abort),
        22 => (any::<Index>(), answer).prop_map(|(which, answer)| Step::Answer(which, answer)),
        3 => Just(Step::OtherProgram),
    ]
}

/// Runs the steps in both worlds, comparing after each.
async fn compare(transport: Transport, has_store: bool, first: Given, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut reference = Reference::new(has_store);
    let mut world = World::start(transport, has_store).await;
    // Nothing happens to nobody: whatever the steps, they begin in the middle of a session.
    let beginning = [Step::SignIn(first), Step::Pass(61)];
    for (number, step) in beginning.iter().chain(steps).enumerate() {
        world.take(step, &mut reference);
        world.agrees_with(&reference).await.map_err(|why| TestCaseError::fail(format!("after step {number}, {step:?}: {why}")))?;
    }
    // What should not have come may be a moment late.
    tokio::time::sleep(Duration::from_millis(5)).await;
    world.agrees_with(&reference).await.map_err(|why| TestCaseError::fail(format!("a moment later: {why}")))
}

#[test]
fn a_session_does_in_any_order_of_events_what_the_reference_says() {
    let seed = match Config::default().rng_seed {
        RngSeed::Fixed(seed) => seed,
        RngSeed::Random => rand_seed(),
    };
    let config = Config {
        cases: 256,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        max_shrink_iters: 600,
        max_shrink_time: 15_000,
        ..Config::default()
    };
    // A driver that is asked at every turn: a step is over as soon as its bytes have come.
    let runtime = Builder::new_current_thread().enable_all().event_interval(1).build().unwrap();
    // Made once, for its certificates take long to read.
    let transport = transport(TestClock::at("2030-05-01T12:00:00Z"));
    let cases = (any::<bool>(), any_given(), prop::collection::vec(any_step(), 1..40));
    let result = TestRunner::new(config)
        .run(&cases, |(has_store, first, steps)| runtime.block_on(compare(transport.clone(), has_store, first, &steps)));
    if let Err(failure) = result {
        panic!("PROPTEST_RNG_SEED={seed}\n{failure}");
    }
}

/// Another one for each run.
fn rand_seed() -> u64 {
    use std::hash::{BuildHasher as _, RandomState};
    RandomState::new().hash_one(0)
}

//! The sandbox without a window, with faults told on stdin: for tests that live in another process, such as those of the real window.
//!
//! `cargo run --example faulty_sandbox -- 127.0.0.1:8099` prints its address as its first line, then `mail EMAIL CODE` for each code that it
//! mails and `ok`, `count NUMBER` or `no: why` for each line that it is told:
//!
//! ```text
//! answer METHOD PATH STATUS [BODY]      another answer instead of what was asked
//! html METHOD PATH                      somebody else's page
//! reset METHOD PATH [done]              the connection ends; with `done`, what was asked is done before
//! delay METHOD PATH SECONDS             the answer is late
//! wait METHOD PATH SECONDS              429 with Retry-After
//! hold METHOD PATH [done]               the request waits; with `done`, what was asked is done and the answer waits
//! release                               what waits goes on, and nothing waits any more
//! count METHOD PATH                     how many such requests have come: answered with `count NUMBER`
//! kill access | kill refresh            the tokens that were given out are taken no more
//! forget programs                       every program is new, and is asked for a code
//! refuse renewals | allow renewals      the habit of the cloud
//! clear                                 no faults any more
//! ```
//! PATH is any part of the path.

use std::error::Error;
use std::io::{self, BufRead as _, Write as _};
use std::time::Duration;

use tokendesk::desktop::clock::SystemClock;
use tokendesk::model::clock::Clock as _;
use tokendesk::sandbox::{Ending, Fault, Gate, Now, Renewal, Sandbox, SandboxOptions, parse_listen_addr};

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1).ok_or("an address to listen on is missing, such as 127.0.0.1:8099")?;
    let options = SandboxOptions::new(Now::new(|| SystemClock.now()));
    let sandbox = Sandbox::start_one(parse_listen_addr(&address)?, &options)?;
    sandbox.on_mail(|mail| drop(say(&format!("mail {} {}", mail.to, mail.code))));
    say(&sandbox.addresses().0)?;
    let mut gate = Gate::new();
    for line in io::stdin().lock().lines() {
        say(&told(&sandbox, &mut gate, &line?).unwrap_or_else(|| "no: it is not understood".to_owned()))?;
    }
    Ok(())
}

fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

/// Does what one line says, and what is answered; `None` when it says nothing known. What is held waits at the gate.
fn told(sandbox: &Sandbox, gate: &mut Gate, line: &str) -> Option<String> {
    let mut words = line.splitn(4, ' ');
    let (verb, first, second, rest) = (words.next()?, words.next(), words.next(), words.next());
    match (verb, first, second) {
        ("clear", None, None) => sandbox.clear_faults(),
        ("kill", Some("access"), None) => sandbox.kill_access_tokens(),
        ("kill", Some("refresh"), None) => sandbox.kill_refresh_tokens(),
        ("forget", Some("programs"), None) => sandbox.forget_programs(),
        ("refuse", Some("renewals"), None) => set_renewal(sandbox, Renewal::Refused),
        ("allow", Some("renewals"), None) => set_renewal(sandbox, Renewal::Rotates),
        ("release", None, None) => std::mem::take(gate).open(),
        ("count", Some(method), Some(path)) => return Some(format!("count {}", sandbox.count(method, path))),
        ("hold", Some(method), Some(path)) => {
            let held = if rest == Some("done") { Fault::genuine().answer_held(gate) } else { Fault::genuine().held(gate) };
            sandbox.fault(method, path, held);
        }
        (verb, Some(method), Some(path)) => {
            sandbox.fault(method, path, fault(verb, rest)?);
        }
        _ => return None,
    }
    Some("ok".to_owned())
}

fn set_renewal(sandbox: &Sandbox, renewal: Renewal) {
    let mut switches = sandbox.switches();
    switches.renewal = renewal;
    sandbox.set_switches(switches);
}

fn fault(verb: &str, rest: Option<&str>) -> Option<Fault> {
    Some(match verb {
        "answer" => {
            let (status, body) = rest?.split_once(' ').unwrap_or((rest?, ""));
            Fault::answer(status.parse().ok()?).body("application/json;charset=UTF-8", body)
        }
        "html" => Fault::html(),
        "reset" if rest == Some("done") => Fault::lost(Ending::Reset).carried_out(),
        "reset" => Fault::lost(Ending::Reset),
        "delay" => Fault::genuine().delayed(Duration::from_secs(rest?.parse().ok()?)),
        "wait" => Fault::answer(429).header("Retry-After", rest?),
        _ => return None,
    })
}

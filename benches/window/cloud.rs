//! A cloud for `benches/figures`: the sandbox with a list of ten thousand clients, and what a person leaves behind who has signed in
//! there and had that list open, in the system's keychain and in the program's data folder. Both are written by the program's own code,
//! so that its next start finds just what it would find.
//!
//! `cloud DATA_DIR` prints its address as its first line, then for each line that it is told how many pages of lists it has given out. It
//! ends when stdin does.

use std::error::Error;
use std::io::{self, BufRead as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use tokendesk::app::setup::sandbox_options;
use tokendesk::desktop::clock::SystemClock;
use tokendesk::desktop::folders::DataFolder;
use tokendesk::desktop::renewal_lock::RenewalLock;
use tokendesk::desktop::settings::SettingsStore;
use tokendesk::desktop::vault::{Item, Vault, system_keychain};
use tokendesk::evotor::session::{Credentials, SignedIn, sign_in};
use tokendesk::jobs::stored_sign_in::Keeper;
use tokendesk::model::app_version::AppVersion;
use tokendesk::model::clock::SharedClock;
use tokendesk::model::cloud::CloudAddresses;
use tokendesk::model::origin::Origin;
use tokendesk::model::secret::Secret;
use tokendesk::net::{NetSettings, OUR_USER_AGENT, Transport};
use tokendesk::sandbox::{InvitedVersion, Sandbox, SandboxOptions};

const CLIENTS: usize = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("the program's data folder is missing")?;
    let clock: SharedClock = Arc::new(SystemClock);
    let options = SandboxOptions { page_size: SandboxOptions::LARGEST_PAGE, ..sandbox_options(&clock) };
    let sandbox = Sandbox::start_one(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), &options)?;
    let version = sandbox.invitation().versions.into_iter().next().ok_or("the sandbox has no version")?;
    if !sandbox.set_clients(&version.app_id, &version.id, clients(&version)) {
        return Err("the sandbox does not take the clients".into());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(leave_behind(&sandbox, &version, Path::new(&folder), &clock))?;

    say(&sandbox.addresses().0)?;
    for line in io::stdin().lock().lines() {
        line?;
        say(&sandbox.count("GET", "/oauth-apps").to_string())?;
    }
    Ok(())
}

fn say(words: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{words}")?;
    stdout.flush()
}

/// Invented clients, each with a few rights and an address of its own.
fn clients(version: &InvitedVersion) -> Vec<Value> {
    let rights = ["store:read", "employee:read", "device:read", "product:read", "product:write", "document:read"];
    let client = |number: usize| {
        let scope: Vec<&str> = rights.iter().cycle().skip(number % rights.len()).take(1 + number % 4).copied().collect();
        json!({
            "client_id": format!("{number:08x}-5b0e-4c1a-9d2f-{number:012x}"),
            "client_secret": format!("{number:032x}"),
            "scope": scope,
            "authorized_grant_types": ["authorization_code", "refresh_token", "implicit"],
            "registered_redirect_uri": [format!("https://shop-{number}.example/oauth/return")],
            "access_token_validity": 604_800,
            "app_id": version.app_id,
            "version_id": version.number,
        })
    };
    (0..CLIENTS).map(client).collect()
}

/// Signs in as a person would, and keeps what the program keeps.
async fn leave_behind(sandbox: &Sandbox, version: &InvitedVersion, folder: &Path, clock: &SharedClock) -> Result<(), Box<dyn Error>> {
    let cloud = CloudAddresses::parse_base(&sandbox.addresses().0)?;
    let (key, host) = (cloud.key(), Origin::of(&cloud.dev).to_string());
    let SignedIn { tokens, email, .. } = signed_in(sandbox, &cloud, clock).await?;

    let folder = DataFolder::given(folder);
    folder.create()?;
    let lock = RenewalLock::new(folder.renewal_lock_file(&key));
    let keeper = Keeper::new(Vault::new(system_keychain()), Item::sign_in(&key, &email), host, Arc::clone(clock), lock, |_| {});
    keeper.begins();
    keeper.keep(&tokens).await.ok_or("nothing was kept")?.map_err(|error| error.to_string())?;

    // Saved when it is dropped.
    let (settings, _) = SettingsStore::open(folder.settings_file().as_deref(), clock.now());
    let opened = AppVersion {
        app_id: version.app_id.clone(),
        version_id: Some(version.id.clone()),
        version_number: Some(version.number.clone()),
        name: Some(version.app_name.clone()),
    };
    settings.change(|settings| {
        settings.signed_in(&key, &email);
        let cloud = settings.cloud_mut(&key);
        cloud.keeps_sign_ins = true;
        cloud.opened(Some(&email), opened, clock.now());
    });
    Ok(())
}

/// The first attempt has a code mailed, the second brings it.
async fn signed_in(sandbox: &Sandbox, cloud: &CloudAddresses, clock: &SharedClock) -> Result<SignedIn, Box<dyn Error>> {
    let transport = Transport::new(&NetSettings::default(), Arc::clone(clock))?;
    let invitation = sandbox.invitation();
    let with = |code: Option<Secret>| Credentials {
        email: invitation.email.clone(),
        password: Secret::from(invitation.password.as_str()),
        code,
        user_agent: OUR_USER_AGENT,
    };
    if let Ok(signed_in) = sign_in(&transport, cloud, clock, &with(None)).await {
        return Ok(signed_in);
    }
    let mail = sandbox.latest_mail(&invitation.email).ok_or("no code was mailed")?;
    Ok(sign_in(&transport, cloud, clock, &with(Some(Secret::from(mail.code.as_str())))).await?)
}

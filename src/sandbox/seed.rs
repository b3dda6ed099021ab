//! Who and what is in the sandbox when it starts: invented publishers, their apps and versions, under fixed ids, so that
//! an address written down today opens the same version tomorrow.

use std::sync::{Arc, LazyLock};

use serde_json::Value;

use super::mint::Mint;
use super::seed_clients::{assorted, awkward, many, tidy};
use super::state::{App, Publisher, Version};

/// The publisher of the invitation.
pub(super) const MAIN_EMAIL: &str = "anna@romashka.example";
const OTHER_EMAIL: &str = "борис@василёк.example";
const BLOCKED_EMAIL: &str = "klara@landysh.example";

const MAIN_ID: &str = "caf630bc-f3bd-4828-8411-9a19f8c9cf7a";
const OTHER_ID: &str = "1d56def7-452c-43f6-b4db-a3054d585bfe";
const BLOCKED_ID: &str = "89f1bb6b-93f1-4ed8-8a3e-68474dd451a5";

const LOYALTY: &str = "b253a705-44b4-4001-a8f2-7265cf95d101";
const STOCK: &str = "fa40a777-2a56-4e61-bd3a-18a82089441a";
const REPORTS: &str = "8c4cac22-ab0e-4635-a1e7-3c720e9322bd";
const DELIVERY: &str = "84740cd9-613b-488b-8c4b-e65294d8b222";

/// The long lists are made once a process: a test run starts hundreds of sandboxes.
static MANY: LazyLock<Arc<Vec<Value>>> =
    LazyLock::new(|| Arc::new(many(&Of { publisher: MAIN_ID, app: REPORTS, version: "12.4.1" }, 2_500)));

/// Whose client it is: the three fields that say so.
pub(super) struct Of {
    pub(super) publisher: &'static str,
    pub(super) app: &'static str,
    pub(super) version: &'static str,
}

pub(super) fn publishers(mint: Mint) -> Vec<Publisher> {
    vec![
        Publisher::new(MAIN_EMAIL, mint.text("romashka-2024"), "01-000000000000101", MAIN_ID),
        // Cyrillic in the address and the password: forms and claims must carry it.
        Publisher::new(OTHER_EMAIL, mint.text("пароль василька"), "01-000000000000102", OTHER_ID),
        Publisher::new(BLOCKED_EMAIL, mint.text("landysh-2024"), "01-000000000000103", BLOCKED_ID).blocked(),
    ]
}

pub(super) fn apps() -> Vec<App> {
    let of = |publisher, app, version| Of { publisher, app, version };
    vec![
        App {
            id: LOYALTY,
            name: "Лояльность «Ромашка»",
            publisher: MAIN_EMAIL,
            versions: vec![
                version("7ca0c524-73b6-49b0-887c-93d076f7f4a7", "1.0", tidy(&of(MAIN_ID, LOYALTY, "1.0"))),
                version("7336cd15-171e-4580-99e5-9b9e8d33c4a2", "2.0", Vec::new()),
            ],
        },
        App {
            id: STOCK,
            name: "Склад и остатки",
            publisher: MAIN_EMAIL,
            versions: vec![
                version("7b94db7b-4d1d-4a3b-a64a-79c5fa60ada0", "0.1", assorted(&of(MAIN_ID, STOCK, "0.1"), 40)),
                // Evotor's numbers are digits and dots as far as is known; nothing says that they must be.
                version("8c955a37-481e-43bb-b045-4bb296d0c678", "0.2 проба/2", awkward(&of(MAIN_ID, STOCK, "0.2 проба/2"))),
            ],
        },
        App {
            id: REPORTS,
            name: "Отчёты для владельца сети магазинов, сверка смен и выгрузка в бухгалтерию",
            publisher: MAIN_EMAIL,
            versions: vec![Version { id: "8f1c77da-1fa0-41cf-ac39-b969fcaec230", number: "12.4.1", clients: Arc::clone(&MANY) }],
        },
        App {
            id: DELIVERY,
            name: "Доставка «Василёк»",
            publisher: OTHER_EMAIL,
            versions: vec![version("97c1ace2-66a8-4f5e-88b5-1d86983ee6da", "1.0", tidy(&of(OTHER_ID, DELIVERY, "1.0")))],
        },
    ]
}

fn version(id: &'static str, number: &'static str, clients: Vec<Value>) -> Version {
    Version { id, number, clients: Arc::new(clients) }
}

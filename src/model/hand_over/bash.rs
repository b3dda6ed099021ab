//! The lines for bash, each block one command in brackets: pasted into a terminal it is read whole before it asks, so that what it
//! asks for is typed and not taken from its own next line; and what was read is gone after it.
//!
//! Secrets go to curl through pipes of `printf`, which is a part of the shell: `curl -u` would show them in the list of processes.

use super::{HandOver, Task, noproxy, quoting};

impl HandOver<'_> {
    pub(super) fn bash(&self, task: Task) -> String {
        let address = if task == Task::Check { self.check() } else { self.token() };
        let curl = format!("  curl -sS -w '\\n'{} {} \\\n", noproxy(&address), word(address.as_str()));
        match task {
            Task::Exchange => format!(
                "(\n{id}  EVOTOR_REDIRECT_URI={redirect}\n{secret}{code}{BASIC}{curl}{BASIC_HEADER} \\\n    \
                 -d grant_type=authorization_code --data-urlencode code@<(printf %s \"$CODE\") \\\n    \
                 --data-urlencode \"redirect_uri=$EVOTOR_REDIRECT_URI\"\n)\n",
                id = self.id(),
                redirect = word(self.redirect().unwrap_or_default()),
                secret = ask(&self.words.client_secret, "EVOTOR_CLIENT_SECRET"),
                code = ask(&self.words.code, "CODE"),
            ),
            Task::Refresh => format!(
                "(\n{id}{secret}{refresh}{BASIC}{curl}{BASIC_HEADER} \\\n    \
                 -d grant_type=refresh_token --data-urlencode refresh_token@<(printf %s \"$REFRESH_TOKEN\")\n)\n",
                id = self.id(),
                secret = ask(&self.words.client_secret, "EVOTOR_CLIENT_SECRET"),
                refresh = ask(&self.words.refresh_token, "REFRESH_TOKEN"),
            ),
            Task::Check => format!(
                "(\n{token}{curl}    -H @<(printf 'Authorization: Bearer %s\\n' \"$TOKEN\") \\\n    \
                 -H 'Accept: application/vnd.evotor.v2+json' -w '\\nHTTP %{{http_code}}\\n'\n)\n",
                token = ask(&self.words.access_token, "TOKEN"),
                curl = curl.replace(" -w '\\n'", ""),
            ),
        }
    }

    fn id(&self) -> String {
        format!("  EVOTOR_CLIENT_ID={}\n", word(&self.client.client_id))
    }
}

const BASIC: &str = "  BASIC=$(printf %s \"$EVOTOR_CLIENT_ID:$EVOTOR_CLIENT_SECRET\" | base64 | tr -d '\\n')\n";
const BASIC_HEADER: &str = "    -H @<(printf 'Authorization: Basic %s\\n' \"$BASIC\")";

/// Asks, and reads what is typed without showing it.
fn ask(words: &str, variable: &str) -> String {
    format!("  printf '%s: ' {} >&2; IFS= read -rs {variable}; echo >&2\n", word(words))
}

/// No value with a NUL in it comes here but an id, of which no shell could do anything.
fn word(value: &str) -> String {
    quoting::bash(value).unwrap_or_else(|| "''".to_owned())
}

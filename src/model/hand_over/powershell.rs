//! The lines for PowerShell, as bash's: one block, read whole, and its variables are gone after it.
//!
//! Windows PowerShell 5.1 calls `curl` something else, does not quote the arguments of programs rightly and writes to them in ASCII,
//! so everything goes to `curl.exe` as a configuration through its standard input, percent-encoded.

use super::{HandOver, Task, noproxy, quoting};

impl HandOver<'_> {
    pub(super) fn powershell(&self, task: Task) -> String {
        let address = if task == Task::Check { self.check() } else { self.token() };
        let curl = format!("curl.exe -sS{} -K - {}", noproxy(&address), quoting::powershell(address.as_str()));
        let id = format!("  $id = {}\n", quoting::powershell(&self.client.client_id));
        let secret = ask(&self.words.client_secret, "$secret");
        match task {
            Task::Exchange => format!(
                "& {{\n{ENCODING}{id}  $redirect = {redirect}\n{HIDDEN}{secret}{code}{BASIC}  @(\n{BASIC_HEADER}    \
                 'data = \"grant_type=authorization_code\"'\n    \
                 'data = \"code={{0}}\"' -f [uri]::EscapeDataString($code)\n    \
                 'data = \"redirect_uri={{0}}\"' -f [uri]::EscapeDataString($redirect)\n  ) | {curl}\n}}\n",
                redirect = quoting::powershell(self.redirect().unwrap_or_default()),
                code = ask(&self.words.code, "$code"),
            ),
            Task::Refresh => format!(
                "& {{\n{ENCODING}{id}{HIDDEN}{secret}{refresh}{BASIC}  @(\n{BASIC_HEADER}    \
                 'data = \"grant_type=refresh_token\"'\n    \
                 'data = \"refresh_token={{0}}\"' -f [uri]::EscapeDataString($refresh)\n  ) | {curl}\n}}\n",
                refresh = ask(&self.words.refresh_token, "$refresh"),
            ),
            Task::Check => format!(
                "& {{\n{ENCODING}{HIDDEN}{token}  @(\n    \
                 'header = \"Authorization: Bearer {{0}}\"' -f $token.Replace('\\', '\\\\').Replace('\"', '\\\"')\n    \
                 'header = \"Accept: application/vnd.evotor.v2+json\"'\n    \
                 'write-out = \"\\nHTTP %{{http_code}}\\n\"'\n  ) | {curl}\n}}\n",
                token = ask(&self.words.access_token, "$token"),
            ),
        }
    }
}

/// For this block only: a person's own choice may put a mark before the first line, which curl does not know.
const ENCODING: &str = "  $OutputEncoding = [Text.Encoding]::ASCII\n";
const HIDDEN: &str = "  $hidden = { [Net.NetworkCredential]::new('', (Read-Host $args[0] -AsSecureString)).Password }\n";
const BASIC: &str = "  $basic = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($id + ':' + $secret))\n";
const BASIC_HEADER: &str = "    'header = \"Authorization: Basic {0}\"' -f $basic\n";

fn ask(words: &str, variable: &str) -> String {
    format!("  {variable} = & $hidden {}\n", quoting::powershell(words))
}

//! The rows, in the order of `this_computer.md`. Read the two side by side: a row without a scenario is open, and README says so.

use crate::faults::rows::{rows, tests};

rows! {
    no_keychain: "no keychain service",
        "session kept in memory, banner, Retry",
        twice [
            keychain_at_sign_in::there_is_none,
            keychain_at_start::there_is_none,
        ];
    a_locked_keychain: "keychain locked, prompt open / dismissed / never answered",
        "waiting line with Cancel; \"not remembered\"; exit still within 2 s",
        twice [
            keychain_at_sign_in::the_prompt_is_never_answered,
            keychain_at_sign_in::the_prompt_is_answered_late,
            keychain_at_sign_in::the_prompt_is_dismissed,
            keychain_at_start::the_prompt_is_answered_late,
            keychain_at_start::the_prompt_is_given_up,
            keychain_at_start::the_prompt_is_dismissed,
            keychain_at_start::it_goes_on_without,
        ],
        by_itself [computer::keychain::the_exit_does_not_wait_for_a_prompt];
    a_restarted_keychain: "keychain daemon restarted",
        "store rebuilt once, silently",
        twice [
            keychain_programs::the_daemon_is_restarted,
            keychain_programs::the_daemon_is_restarted_before_a_sign_out,
        ];
    two_renewals: "two programs renew at once",
        "a lock file around the renewal; after a refusal the keychain is read once more before anyone is signed out",
        twice [
            keychain_programs::two_renew_at_once,
            keychain_programs::a_refusal_is_held_against_the_keychain_once_more,
        ];
    a_pasted_token_that_is_refused: "a pasted token that the server refuses at once",
        "stays on the paste form (comes back to it at its first call, for no other asks about a token), with the server's words; it was never good",
        twice [
            pasted::a_token_that_the_server_does_not_know_comes_back_to_its_form,
            pasted::an_old_token_that_the_server_does_not_know_comes_back_to_its_form,
            pasted::a_whole_answer_whose_renewal_is_refused_comes_back_to_its_form,
            pasted::a_token_that_was_good_is_an_ended_session,
        ];
    a_corrupt_item: "two items match, foreign or corrupt content",
        "the newest valid one; never a crash, never printed",
        twice [
            keychain_at_start::several_items_match,
            keychain_at_start::the_content_is_foreign,
        ];
    a_keychain_that_does_not_keep: "saving fails after sign-in / deleting fails at sign-out",
        "signed in, \"not remembered\" / memory wiped, and where to remove it by hand",
        twice [
            keychain_at_sign_in::saving_fails,
            keychain_at_sign_in::there_is_no_room,
            keychain_at_sign_in::there_is_room_for_half,
            keychain_at_sign_in::deleting_fails,
        ];
    bad_settings: "settings corrupt, truncated, from a newer version, unreadable",
        "defaults, the old file kept aside (newer: untouched, read-only), one banner",
        twice [
            settings::corrupt_settings_are_kept_aside,
            settings::truncated_settings_are_kept_aside,
            settings::settings_that_are_no_text_are_kept_aside,
            settings::settings_of_a_newer_version_are_left_untouched,
            settings::settings_that_cannot_be_opened_are_left_where_they_are,
        ];
    a_full_disk: "disk full, read-only home",
        "the old file is intact, one message",
        twice [
            disk::a_journal_on_a_full_disk_is_told_and_the_client_is_created,
            disk::a_home_that_is_a_file_is_told_and_the_program_works,
        ],
        by_itself [
            computer::disk::on_a_full_disk_the_old_files_are_intact_and_one_message_says_so,
            computer::disk::in_a_read_only_home_the_old_files_are_intact_and_one_message_says_so,
        ];
    a_second_program: "second instance",
        "says so and gives way; no harm if it runs anyway (re-read before refresh: two_renewals)",
        twice [
            second::a_second_program_brings_the_first_to_the_front,
            second::two_programs_on_one_folder_do_no_harm,
        ],
        by_itself [
            computer::second::a_second_process_says_so_and_gives_way,
            computer::second::a_second_process_gives_way_to_one_that_hangs,
        ];
    a_sleep: "suspend and resume",
        "deadlines by the wall clock; expiry re-checked",
        twice [
            sleep::after_an_hour_the_tokens_are_renewed_at_once,
            sleep::after_a_night_the_form_comes_over_the_work,
            sleep::a_copied_secret_does_not_outlive_a_sleep,
        ];
    a_clipboard_that_fails: "clipboard missing, busy, hung",
        "a message; the window lives",
        twice [
            clipboard::a_clipboard_that_is_missing,
            clipboard::a_clipboard_that_is_busy,
            clipboard::a_clipboard_that_hangs,
        ];
    no_browser: "no browser",
        "the address with Copy",
        twice [browser::an_address_that_no_browser_opens_can_be_copied];
    a_taken_port: "loopback port taken; no callback; wrong path; second callback; huge request",
        "another port only where the provider allows any, else paste; a clear countdown (10 minutes, can be prolonged); ignored; ignored; cut",
        twice [],
        open "nothing listens for a callback yet: issue 7";
    a_panic: "a job panics",
        "the window lives, the error is shown, the worker goes on",
        twice [
            panics::a_reading_that_panics,
            panics::a_create_that_panics,
            panics::a_sign_in_that_panics,
        ];
    closed_in_mid_write: "window closed during a write",
        "asked; on the next start the list is re-read",
        twice [
            closing::a_close_is_asked_about_and_the_write_ends,
            closing::a_write_left_behind_and_done_is_found_at_the_next_start,
            closing::a_write_left_behind_and_not_done_is_looked_for_at_the_next_start,
            closing::a_write_left_behind_whose_list_cannot_be_read_is_looked_for_again,
        ];
    no_display: "no display, no GL",
        "one clear line on stderr, exit code not 0",
        twice [],
        by_itself [computer::display::without_a_display_there_is_one_line_and_exit_code_1],
        open "a display without GL needs a display: tests/desktop/run";
}

tests![
    no_keychain,
    a_locked_keychain,
    a_restarted_keychain,
    two_renewals,
    a_pasted_token_that_is_refused,
    a_corrupt_item,
    a_keychain_that_does_not_keep,
    bad_settings,
    a_full_disk,
    a_second_program,
    a_sleep,
    a_clipboard_that_fails,
    no_browser,
    a_panic,
    closed_in_mid_write,
];

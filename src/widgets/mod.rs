//! What screens share. Every control paints itself, has a hover, a focus ring, a disabled state and an accessible name, and is reached by Tab.
//!
//! Nothing here moves by itself or asks for repaints (a toast asks for the one frame in which it goes).

mod banner;
mod button;
mod check;
mod chip;
mod choice;
mod combo;
mod dialog;
mod field;
mod field_layout;
mod follow_focus;
mod guide;
mod hiding;
mod layout;
mod line;
mod masked_edit;
mod masked_text;
mod option_row;
mod paint;
mod popover;
mod scope_grid;
mod secret;
mod segmented;
mod table;
#[cfg(test)]
pub(crate) mod testing;
mod text;
mod toast;

pub use banner::{Banner, BannerClick, Details, banner_frame};
pub use button::{Button, icon_button, icon_button_if, icon_button_in};
pub use check::{Tick, check, check_row, switch};
pub use chip::{RightChip, Tone, chip, mono_chip, right_chip, right_chips, status};
pub use choice::{ChoiceCard, choice_cards};
pub use combo::{Choice, Combo, combo_face};
pub use dialog::{Dialog, DialogEnd, Sheet};
pub use field::{Field, FieldResponse};
pub use follow_focus::follow_focus;
pub use guide::{Step, empty_state, steps, well};
pub use hiding::{Hiding, Shown, hide_all_secrets, set_hiding};
pub use layout::{bar, card, foot, hline, key_cap, kv, note, region, row_in, row_line, section, sunken, top_line, vline};
pub use line::{label_at, rich, rich_job, tip, txt, txt_cut};
pub use masked_edit::Eye;
pub use masked_text::MaskedText;
pub use option_row::{OptionRow, list_frame};
pub use paint::{focus_ring, focus_ring_inside, icon, icon_at, line_at, radio_dot, ring};
pub use popover::{close_popover, is_popover_open, open_popover, popover};
pub use scope_grid::{RightCell, ScopeGrid, ScopeRow, Toggle};
pub use secret::{SecretClick, SecretRow, clears_in};
pub use segmented::segmented;
pub use table::{Sorted, body_row, sort_cell};
pub use text::{numbered, printable, short_id};
pub use toast::Toasts;

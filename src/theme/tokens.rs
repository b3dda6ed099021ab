//! Distances, radii and sizes that recur, in points. All layout uses these, so that one change moves everything alike.

/// Distances.
pub mod space {
    /// Between a label and what it names.
    pub const XS: f32 = 4.0;
    /// Between controls in a row.
    pub const S: f32 = 8.0;
    /// Between lines of a form.
    pub const M: f32 = 12.0;
    /// Between groups.
    pub const L: f32 = 16.0;
    /// Between sections; a window's margins.
    pub const XL: f32 = 24.0;
}

/// Corner radii.
pub mod radius {
    /// Chips, boxes.
    pub const CHIP: u8 = 4;
    /// Buttons, fields.
    pub const CONTROL: u8 = 6;
    /// Cards, banners, pop-ups.
    pub const CARD: u8 = 8;
    /// Dialogs.
    pub const DIALOG: u8 = 12;
    /// A switch: half its height.
    pub const SWITCH: u8 = 10;
    /// Nothing is round.
    pub const NONE: u8 = 0;
}

/// Heights and widths.
pub mod size {
    /// A button, a drop-down, a search field.
    pub const CONTROL: f32 = 32.0;
    /// The same where it is tight; a button with an icon only is a square of it.
    pub const CONTROL_SMALL: f32 = 28.0;
    /// A field, the one button under a form.
    pub const FIELD: f32 = 36.0;
    /// A row of a table.
    pub const ROW: f32 = 40.0;
    /// The head of a table.
    pub const TABLE_HEAD: f32 = 32.0;
    /// A cell of the rights grid: the whole of it is the target.
    pub const RIGHT_CELL: (f32, f32) = (72.0, 36.0);
    /// The box of a checkbox, the dot of a radio.
    pub const CHECKBOX: f32 = 16.0;
    /// A switch.
    pub const SWITCH: (f32, f32) = (36.0, 20.0);
    /// A chip.
    pub const CHIP: f32 = 20.0;
    /// An entry of the navigation.
    pub const NAV_ENTRY: f32 = 32.0;
    /// A row of an open drop-down or a pop-up.
    pub const OPTION: f32 = 36.0;
    /// The head of a screen.
    pub const HEADER: f32 = 64.0;
    /// The foot of a form or a dialog.
    pub const FOOT: f32 = 64.0;
    /// The foot of the New client form: a line above its buttons.
    pub const FOOT_TWO_LINES: f32 = 92.0;
    /// The status line.
    pub const STATUS: f32 = 28.0;
    /// The sandbox strip.
    pub const STRIP: f32 = 40.0;
    /// The navigation with words.
    pub const SIDEBAR: f32 = 224.0;
    /// The navigation with icons only.
    pub const SIDEBAR_NARROW: f32 = 56.0;
    /// Below this width of the window the navigation has icons only and the details lie over the list.
    pub const NARROW_WINDOW: f32 = 1040.0;
    /// Below this height the names of the navigation's groups go.
    pub const LOW_WINDOW: f32 = 640.0;
    /// The smallest window.
    pub const WINDOW_MIN: (f32, f32) = (900.0, 600.0);
    /// The window at first.
    pub const WINDOW: (f32, f32) = (1280.0, 800.0);
    /// The details beside a list.
    pub const DETAILS: f32 = 360.0;
    /// A dialog.
    pub const DIALOG: f32 = 560.0;
    /// What is left free around a dialog, both sides together.
    pub const DIALOG_FREE: f32 = 48.0;
    /// Settings are at most this wide.
    pub const SETTINGS: f32 = 720.0;
    /// The card of the sign-in form.
    pub const SIGN_IN_CARD: f32 = 400.0;
    /// The form over the work of a session that has ended.
    pub const SESSION_ENDED: f32 = 480.0;
    /// A toast.
    pub const TOAST: (f32, f32) = (384.0, 48.0);
    /// An empty place: its words.
    pub const EMPTY: f32 = 480.0;
    /// An icon in a control.
    pub const ICON: f32 = 16.0;
    /// An icon in the navigation.
    pub const ICON_NAV: f32 = 18.0;
    /// An icon in a banner.
    pub const ICON_BANNER: f32 = 20.0;
    /// An icon in an empty place.
    pub const ICON_EMPTY: f32 = 40.0;
    /// An icon in a line of small text.
    pub const ICON_SMALL: f32 = 14.0;
    /// A hairline.
    pub const HAIRLINE: f32 = 1.0;
    /// The focus ring: its width, and how far away it is.
    pub const RING: f32 = 2.0;
}

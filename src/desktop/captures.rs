//! Where a window can be kept out of screenshots, recordings and shared screens.

/// Whether the system can leave a window out of what other programs capture.
///
/// winit documents its content protection (`Window::set_content_protected`) for Windows, where the window is left out
/// (`WDA_EXCLUDEFROMCAPTURE`), and for macOS, where not every program obeys. X11 and Wayland have no such thing.
pub const CAN_KEEP_WINDOW_OUT: bool = cfg!(any(windows, target_os = "macos"));

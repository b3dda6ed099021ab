//! An eframe window with one line of text and nothing of ours in it, as large as the program's and opened with the same options:
//! what it costs is what no program on eframe can be without. `benches/figures` measures the program beside it, in the same run.

use eframe::egui::{CentralPanel, Frame, Ui, ViewportBuilder};
use eframe::{App, NativeOptions};
use tokendesk::theme::size;

struct Bare;

impl App for Bare {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        CentralPanel::default().frame(Frame::central_panel(ui.style())).show(ui, |ui| ui.label("A window"));
    }
}

fn main() -> eframe::Result {
    let viewport = ViewportBuilder::default()
        .with_title("Bare")
        .with_app_id("bare")
        .with_inner_size(size::WINDOW)
        .with_min_inner_size(size::WINDOW_MIN);
    let native = NativeOptions { viewport, ..NativeOptions::default() };
    eframe::run_native("bare", native, Box::new(|_| Ok(Box::new(Bare))))
}

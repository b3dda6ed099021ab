//! One frame of the clients screen, from the input to triangles: it must cost what the rows in view cost, however many there are.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion};
use eframe::egui::{Context, Event, MouseWheelSource, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2, vec2};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokendesk::i18n::Lang;
use tokendesk::model::app_version::AppVersion;
use tokendesk::model::cloud::CloudAddresses;
use tokendesk::model::listed_client::ListedClient;
use tokendesk::screens::clients::{ClientsView, ListView, State};
use tokendesk::screens::{CloudScene, Scene};
use tokendesk::theme::{self, size};

use super::clients::{listed, pages};

/// A screen with its list, in a window that nobody sees.
struct Window {
    ctx: Context,
    state: State,
    clients: Vec<Arc<ListedClient>>,
    version: AppVersion,
    addresses: CloudAddresses,
    zone: TimeZone,
    now: Timestamp,
    frames: u32,
}

impl Window {
    fn with(clients: usize) -> Self {
        let ctx = Context::default();
        theme::install(&ctx);
        let mut window = Self {
            ctx,
            state: State::default(),
            clients: listed(&pages(clients)),
            version: AppVersion {
                app_id: "3f9d27c0-1b52-4c86-9f0e-6a41d8c7b2e5".to_owned(),
                version_id: None,
                version_number: Some("2.4.0".to_owned()),
                name: Some("Ромашка".to_owned()),
            },
            addresses: CloudAddresses::evotor(),
            zone: TimeZone::UTC,
            now: Timestamp::from_second(1_795_000_000).unwrap_or_default(),
            frames: 0,
        };
        // The first frames lay out what later ones find again: glyphs, widths, the order of the rows.
        for _ in 0..4 {
            window.frame(Vec::new());
        }
        window
    }

    /// Draws a frame with this input; answers how many triangles' corners it has.
    fn frame(&mut self, events: Vec<Event>) -> usize {
        self.frames += 1;
        let rect = Rect::from_min_size(Pos2::ZERO, vec2(size::WINDOW.0, size::WINDOW.1));
        let input = RawInput {
            screen_rect: Some(rect),
            time: Some(f64::from(self.frames) / 60.0),
            predicted_dt: 1.0 / 60.0,
            events,
            ..RawInput::default()
        };
        let cloud = CloudScene { host: "dev.evotor.ru", addresses: &self.addresses, sandbox: false };
        let scene = Scene { lang: Lang::Ru, now: self.now, zone: &self.zone, cloud };
        let seen = self.now - SignedDuration::from_hours(50);
        let first_seen = |_: &str| Some(seen);
        let (state, clients, version) = (&mut self.state, &self.clients, &self.version);
        let mut output = self.ctx.run_ui(input, |ui| {
            let list = ListView {
                clients,
                revision: 1,
                reading: None,
                waits_until: None,
                read_at: Some(seen),
                failed: None,
                stopped: false,
                cut: false,
                unreadable: 0,
            };
            let view = ClientsView {
                open: Some(version),
                recent: &[],
                list: Some(list),
                first_seen: &first_seen,
                clipboard: None,
                creating: false,
            };
            // The navigation takes its part of the window.
            let rect = rect.with_min_x(size::SIDEBAR);
            state.ui(ui, &scene, &view, rect);
        });
        // A window would hand them to the graphics card.
        output.textures_delta.clear();
        let painted = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        painted
            .iter()
            .map(|part| match &part.primitive {
                eframe::egui::epaint::Primitive::Mesh(mesh) => mesh.indices.len(),
                eframe::egui::epaint::Primitive::Callback(_) => 0,
            })
            .sum()
    }

    /// The wheel is turned over the rows.
    fn scroll(&mut self, points: f32) -> usize {
        let over_the_rows = Pos2::new(size::WINDOW.0 / 2.0, size::WINDOW.1 / 2.0);
        self.frame(vec![
            Event::PointerMoved(over_the_rows),
            Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: Vec2::new(0.0, points),
                phase: TouchPhase::Move,
                source: MouseWheelSource::Unknown,
                modifiers: eframe::egui::Modifiers::NONE,
            },
        ])
    }
}

/// At rest, with a client selected that is the last of the list, and while the rows move.
pub fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame of the clients screen");
    for rows in [100, 10_000, 100_000] {
        let mut window = Window::with(rows);
        assert!(window.frame(Vec::new()) > 10_000, "nothing was drawn");
        group.bench_function(BenchmarkId::new("at rest", rows), |bencher| bencher.iter(|| black_box(window.frame(Vec::new()))));

        let mut window = Window::with(rows);
        let mut down = true;
        group.bench_function(BenchmarkId::new("scrolling", rows), |bencher| {
            bencher.iter(|| {
                down = window.frames % 32 < 16;
                black_box(window.scroll(if down { -60.0 } else { 60.0 }))
            });
        });

        let mut window = Window::with(rows);
        let last = window.clients.last().map(|listed| listed.key().into_owned()).unwrap_or_default();
        window.state.show_client(&last);
        for _ in 0..4 {
            window.frame(Vec::new());
        }
        group.bench_function(BenchmarkId::new("last selected", rows), |bencher| bencher.iter(|| black_box(window.frame(Vec::new()))));
    }
    group.finish();
}

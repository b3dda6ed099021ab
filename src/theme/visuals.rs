//! egui's own widgets (text fields, tooltips, scroll bars, tables) in our colours and distances; no animation anywhere.

use eframe::egui::{
    Color32, Context, CornerRadius, Margin, Shadow, Stroke, TextStyle, Theme, Vec2, Visuals,
    style::{ScrollAnimation, ScrollStyle, WidgetVisuals},
};

use super::{Palette, T, palette, radius, size};

/// Both themes' colours and the distances.
pub(super) fn install(ctx: &Context) {
    // Linux reports no system theme; light is what is shown then.
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
    ctx.set_visuals_of(Theme::Light, visuals(&palette::LIGHT));
    ctx.set_visuals_of(Theme::Dark, visuals(&palette::DARK));
    ctx.all_styles_mut(|style| {
        style.text_styles = [
            (TextStyle::Small, T::Small.font()),
            (TextStyle::Body, T::Body.font()),
            (TextStyle::Button, T::Strong.font()),
            (TextStyle::Heading, T::Title.font()),
            (TextStyle::Monospace, T::Mono.font()),
        ]
        .into();
        style.spacing.item_spacing = Vec2::new(8.0, 8.0);
        style.spacing.button_padding = Vec2::new(12.0, 6.0);
        style.spacing.interact_size.y = size::CONTROL;
        style.spacing.menu_margin = Margin::symmetric(8, 6);
        style.spacing.window_margin = Margin::same(24);
        style.spacing.tooltip_width = 400.0;
        style.spacing.scroll = ScrollStyle { bar_width: 8.0, floating_width: 4.0, ..ScrollStyle::floating() };
        style.spacing.scroll.fade.strength = 0.0;
        // A bar at rest stays visible: it says that there is more.
        style.spacing.scroll.dormant_handle_opacity = 0.25;
        style.spacing.scroll.active_handle_opacity = 0.4;
        style.spacing.scroll.interact_handle_opacity = 0.6;
        // Selecting text fills X11's PRIMARY selection; what may be copied has a button.
        style.interaction.selectable_labels = false;
        style.interaction.tooltip_delay = 0.4;
        style.animation_time = 0.0;
        style.scroll_animation = ScrollAnimation::none();
    });
}

fn visuals(p: &Palette) -> Visuals {
    let mut v = if p.dark { Visuals::dark() } else { Visuals::light() };
    v.panel_fill = p.canvas;
    v.window_fill = p.raised;
    v.window_stroke = Stroke::new(1.0, p.floating_edge());
    v.window_corner_radius = CornerRadius::same(radius::DIALOG);
    v.menu_corner_radius = CornerRadius::same(radius::CONTROL);
    v.window_shadow = shadow(p);
    v.popup_shadow = shadow(p);
    v.extreme_bg_color = p.field;
    v.text_edit_bg_color = Some(p.field);
    v.faint_bg_color = p.sunken;
    v.code_bg_color = p.sunken;
    v.hyperlink_color = p.accent_text;
    v.warn_fg_color = p.warn;
    v.error_fg_color = p.danger;
    v.weak_text_color = Some(p.text3);
    v.selection.bg_fill = p.selected;
    v.selection.stroke = Stroke::new(2.0, p.focus);
    v.text_cursor.stroke = Stroke::new(1.5, p.accent_text);
    // A blinking cursor would repaint twice a second.
    v.text_cursor.blink = false;
    v.striped = false;
    let look = |w: &mut WidgetVisuals, fill: Color32, line: Color32| {
        w.bg_fill = fill;
        w.weak_bg_fill = fill;
        w.bg_stroke = Stroke::new(1.0, line);
        w.fg_stroke = Stroke::new(1.0, p.text);
        w.corner_radius = CornerRadius::same(radius::CONTROL);
        w.expansion = 0.0;
    };
    look(&mut v.widgets.noninteractive, p.canvas, p.border);
    look(&mut v.widgets.inactive, p.raised, p.outline);
    look(&mut v.widgets.hovered, p.hover, p.outline);
    look(&mut v.widgets.active, p.hover, p.focus);
    look(&mut v.widgets.open, p.hover, p.outline);
    v
}

/// Under what floats: dialogs, pop-ups, toasts, a panel over the list.
#[must_use]
pub fn shadow(p: &Palette) -> Shadow {
    Shadow { offset: [0, 8], blur: 28, spread: 0, color: p.shadow }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Context, Theme};

    #[test]
    fn nothing_moves_by_itself_in_either_theme() {
        let ctx = Context::default();
        crate::theme::install(&ctx);
        for theme in [Theme::Light, Theme::Dark] {
            let style = ctx.style_of(theme);
            assert!(!style.visuals.text_cursor.blink, "a cursor that blinks repaints twice a second");
            assert!(style.animation_time.abs() < f32::EPSILON);
            assert!(!style.interaction.selectable_labels, "selecting fills X11's PRIMARY selection");
        }
    }

    #[test]
    fn each_theme_has_its_own_colours() {
        let ctx = Context::default();
        crate::theme::install(&ctx);
        assert_eq!(ctx.style_of(Theme::Dark).visuals.panel_fill, super::palette::DARK.canvas);
        assert_eq!(ctx.style_of(Theme::Light).visuals.panel_fill, super::palette::LIGHT.canvas);
    }
}

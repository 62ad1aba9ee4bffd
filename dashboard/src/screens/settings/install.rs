//! The script tag, and how programs talk to the workspace.

use leptos::prelude::*;

use crate::state::derived::derived;
use crate::{
    i18n::{settings, t},
    state::session,
    ui::{
        copyable::Copyable,
        icon::{Icon, icon},
        page::Card,
    },
};

/// What to copy into the shop and into programs.
#[component]
pub(super) fn Install() -> impl IntoView {
    let origin = window().location().origin().unwrap_or_default();
    let key = || session::session().map(|session| session.write_key).unwrap_or_default();
    let at = origin.clone();
    let tag = move || {
        format!(
            "<script async src=\"{at}/w/1/loader.js\" data-site=\"{}\" data-locale=\"auto\" data-consent=\"required\"></script>",
            key()
        )
    };
    let at = origin.clone();
    let server = move || {
        format!(
            "curl -u {}: {at}/v1/track \\\n  -H 'content-type: application/json' \\\n  -d '{{\"anonymousId\":\"visitor-1\",\"event\":\"Product Viewed\",\"properties\":{{\"product_id\":\"p-1\"}}}}'",
            key(),
        )
    };
    let automation = move || {
        format!("curl -H \"Authorization: Bearer $PROFFER_ADMIN_TOKEN\" {origin}/v1/admin/config")
    };
    view! {
        <Card title=settings::INSTALL hint=settings::INSTALL_HINT>
            <div class="card-body">
                <Copyable label=settings::SNIPPET code=derived(tag)/>
                <p class="note">{icon(Icon::Shield)} <span>{t(settings::CONSENT_NOTE)}</span></p>
            </div>
        </Card>
        <Card title=settings::KEYS>
            <div class="card-body">
                <Copyable label=settings::WRITE_KEY code=derived(key)/>
                <p class="hint">{t(settings::WRITE_KEY_HINT)}</p>
                <Copyable label=settings::SERVER code=derived(server)/>
                <p class="hint">{t(settings::SERVER_HINT)}</p>
                <Copyable label=settings::AUTOMATION code=derived(automation)/>
                <p class="hint">{t(settings::AUTOMATION_HINT)}</p>
            </div>
        </Card>
    }
}
